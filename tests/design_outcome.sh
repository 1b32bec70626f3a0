#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --strata outcome:COL and splitter --by outcome:COL put the same records
# together, and refuse the same frames; combiner judges what no shard could.
. "${srcdir=.}/tests/init.sh"

find_python xxhash

# agree STATUS KEY FILE: the strata of one are the chunks of the other, with as
# many records, or both refuse the file.
agree()
{
  run "$1" splitter -q --by "k=$2" --dry-run -o '{k}' "$3"
  awk -F, 'NR > 1 && $4 > 0 { print $3 "," $4 }' out >chunks
  run "$1" sampler -q --strata "$2" --n-per-stratum 1 --seed 1 \
    --add stratum,N --drop id "$3"
  awk -F, 'NR > 1 { print $(NF - 1) "," $NF }' out | sort >strata
  test "$1" -ne 0 || cmp chunks strata >&2 || fail "$2 of $3: other strata"
}

printf 'id,death,n\n1,2016-01-01,5\n2,,\n3,,1\n4,2017-02-02,9\n' >dates.csv
printf 'id,rel,all,no\n1,1,,0\n2,,,N\n3,0,NA,F\n4,yes,.,0.0\n' >codes.csv
agree 0 outcome:death dates.csv
agree 0 outcome:all codes.csv
agree 0 outcome:no codes.csv
agree 0 rule:id\>2 codes.csv
agree 1 rule:no=0 codes.csv
agree 1 outcome:n dates.csv
agree 1 outcome:rel codes.csv

# What is said; the first record and how many, over blocks and threads.
missing='column "rel": missing in 2 records, the first of them record 40001; '
remedy='that is neither an outcome nor none: as a key of --strata, rel or '
awk 'BEGIN {
  print "id,rel,w"
  for (i = 1; i <= 90000; i++)
    print i "," (i == 40001 || i == 80000 ? "NA" : i % 9 == 0) "," i % 7 \
      ",a cell that fills the blocks of the reader with some more bytes"
}' | sed '1s/$/,more/' >large.csv
for way in '--n-per-stratum 5' '--n 50' '--fraction 0.1 --output all' \
  '--n-per-stratum 5 --unit id' '--n-per-stratum 2 --keep w=3' \
  '--n-per-stratum 2 --keep rel --keep-missing yes' '--n-per-stratum 9 --plan'; do
  for threads in 1 4; do
    # shellcheck disable=SC2086 # words
    run 1 sampler $way --strata w,outcome:rel --threads $threads --seed 1 \
      large.csv
    grep -qF "large.csv: $missing${remedy}rule:rel makes them a stratum of" err ||
      fail "$way: not said"
    test ! -s out || fail "$way: a sample all the same"
  done
done
run 1 sampler --n-per-stratum 5 --strata outcome:rel --sdc round5 large.csv
grep -qF 'missing in [c] records, the first of them' err || fail 'a small count'
run 0 sampler -q --n-per-stratum 5 --strata outcome:rel --where 'rel!=' large.csv
agree 0 rule:id\>80000 large.csv
run 0 sampler -q --n-per-stratum 1 --strata rule:rel --add stratum,N --seed 1 \
  large.csv
test "$(awk -F, 'NR > 1 { print $(NF - 1) "," $NF }' out | sort -r | tr '\n' ' ')" = \
  '1,10000 0,79998 ,2 ' || fail "rule:rel: $(cat out)"
run 0 sampler -q --n-per-stratum 5 --strata outcome:rel --keep rel \
  --keep-missing drop large.csv
run 1 sampler -q --n-per-stratum 5 --strata outcome:w large.csv
grep -qF 'record 2, line 3: column "w": neither 0 or 1' err || fail 'a code'
run 1 sampler -q --n-per-stratum 5 --strata rule:more\>1 large.csv
grep -qF 'record 1, line 2: column "more": not a number, but the rule' err ||
  fail 'a text in an order of numbers'

# What missing outcomes were taken for is told, once.
run 0 sampler --n-per-stratum 1 --strata outcome:death --report r.json dates.csv
grep -q '^missing  death in 2 records: taken for no event$' err ||
  fail 'missing outcomes are not told'
grep -q '"meaning": "taken for no event"' r.json || fail 'not in the report'
run 0 sampler --n-per-stratum 1 --strata outcome:death,rule:n= --keep death \
  dates.csv
test "$(grep -c '^missing' err)" -eq 1 || fail 'told twice'
run 0 sampler --n-per-stratum 1 --strata outcome:death --keep death \
  --keep-missing drop --sdc round5 dates.csv
grep -q '^missing  death in some records: dropped$' err || fail 'not told'

# A shard whose own column has nothing but dates and missing cells, one with
# truth values only, and one that has both.
shard()
{
  shard_name=$1
  shift
  run 0 sampler -q --shard "$shard_name" --shard-out --n-per-stratum 3 --seed 1 \
    --strata outcome:d "$@" -o "$shard_name.out.csv" "$shard_name.csv"
}
printf 'id,d\n1,2020-01-01\n2,\n3,NA\n' >dated.csv
printf 'id,d\n4,2020-01-02\n5,\n' >more.csv
printf 'id,d\n6,0\n7,1\n' >coded.csv
printf 'id,d\n8,0\n9,\n' >mixed.csv
shard dated
shard more
shard coded
run 0 combiner -o pooled.csv dated.out.csv more.out.csv
grep -q '^missing  d in 3 records: taken for no event$' err ||
  fail 'combiner tells not of missing outcomes'
cut -d, -f 1 pooled.csv | tr '\n' ' ' | grep -q '^id 1 2 3 4 5 $' ||
  fail 'not everybody'
! grep -q 'missing in every record' err || fail 'a warning of no events'
run 1 combiner -q -o wrong.csv dated.out.csv coded.out.csv
grep -qF 'dated.out.csv: column "d": missing in 2 records, the first of them '\
'record 2; that is neither an outcome nor none' err || fail 'combiner judges not'
test ! -e wrong.csv || fail 'a sample all the same'
"$PYTHON" - <<'END' || fail 'no file beside a sample'
import json, xxhash
for name, change in ("dated", 'whole["design"]["strata"] = "outcome:e"'), (
        "more", 'del whole["rules"][0]'):
    with open(name + ".out.csv.json") as file:
        whole = json.load(file)
    del whole["xxh3"]
    exec(change)
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
    whole["xxh3"] = xxhash.xxh3_128_hexdigest(text)
    with open(name + ".out.csv.json", "w") as file:
        json.dump(whole, file)
END
run 1 combiner -q -o wrong.csv dated.out.csv
grep -qF 'dated.out.csv.json: changed: not as sampler writes it' err ||
  fail 'a key that is no column'
run 1 combiner -q -o wrong.csv more.out.csv
grep -qF 'more.out.csv.json: changed: not as sampler writes it' err ||
  fail 'no rule of a key'

# An outcome without a value is told by combiner, not by one shard, and told
# with disclosure control, too: nothing but a zero is in it.
printf 'id,d\n8,\n9,NA\n' >void.csv
printf 'id,d\n10,.\n' >empty.csv
shard void
! grep -q 'missing in every record' err || fail 'a shard warns'
shard empty
warned='warning: \(void.csv: \)*column "d" is missing in every record: no events$'
run 0 combiner -q -o none.csv void.out.csv empty.out.csv
grep -q "^combiner: $warned" err || fail 'combiner warns not of no events'
printf 'id,d\n11,2020-01-01\n12,\n' >event.csv
shard event
run 0 combiner -q -o some.csv void.out.csv event.out.csv
! grep -q 'missing in every record' err || fail 'a warning, and an event'
run 0 sampler -q --n-per-stratum 9 --strata outcome:d --sdc round5 -o few.csv \
  void.csv
grep -q "^sampler: $warned" err || fail 'no warning with --sdc'
run 1 sampler -q --shard mixed --shard-out --n-per-stratum 3 --seed 1 \
  --strata outcome:d -o mixed.out.csv mixed.csv
finish
