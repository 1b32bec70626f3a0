#!/bin/sh
# SPDX-License-Identifier: MIT
# combiner, --allocation=neyman over shards: their exact sums of a column and of
# its squares settle the sizes that one job would have settled.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/combiner.sh"

# rewrite ROWS UNITS: a frame whose column v is the unit's: of either sign, some
# with many places, and of another spread in each stratum.
rewrite()
{
  make_frame "$1" "$2"
  awk -F, -v OFS=, 'NR == 1 { print $0, "v"; next } {
    unit = substr($1, 2) + 0
    far = $2 == "" ? 8 : $2 == 2011 ? 3 : 0.5
    v = (unit * 104729 % 1999 - 999) * far
    print $0, unit % 7 == 0 ? v "e-12" : unit % 7 == 1 ? int(v) ".0000000001" : v
  }' frame.csv >f && mv f frame.csv || exit 99
}

# trial OPTION...: the same bytes, and the same told
trial()
{
  shards "$@" --at-most 150
  whole "$@"
  pool
  same_bytes "$split: $*"
  same_told "$split: $*"
}

rewrite 3000 3000
for split in '--parts 1' '--parts 2' '--parts 7' '--parts 64'; do
  split $split
  while read -r design; do
    trial $design
  done <<'END'
--n 120 --strata year --allocation neyman:v
--n 120 --strata sex,year --allocation neyman:v --keep died --add stratum,N,n
--n 300 --strata year --allocation neyman:v --min-per-stratum 20
--n 40 --strata sex --allocation neyman:v --where w>=3 --replicate 2
--n 90 --strata year --allocation neyman:w --base-weight w
--n 0 --strata year --allocation neyman:v
END
done

# The sizes are not those of another allocation, and not the same in all strata.
whole --n 120 --strata year --allocation neyman:v --add n
cut -d, -f 8 whole.csv | sort -u >sizes
test "$(wc -l <sizes)" -ge 4 || fail "sizes: $(cat sizes)"

# Sums in the files beside the samples, against fractions.
split --parts 7
shards --n 120 --strata year --allocation neyman:v --keep died --at-most 150
"$PYTHON" - <<'END' || fail 'the sums beside the samples'
import collections, csv, fractions, glob, json
seen = 0
for name in glob.glob("chunks/*.shard.csv.json"):
    values = collections.defaultdict(list)
    for row in csv.DictReader(open(name.replace(".shard.csv.json", ".csv"))):
        if row["died"] == "0":
            values[row["year"]].append(fractions.Fraction(row["v"]))
    for stratum in json.load(open(name))["strata"]:
        mine = values[stratum["stratum"]]
        assert int(stratum["moments"]["units"]) == len(mine)
        for member, power in ("sum", 1), ("squares", 2):
            limbs = [int(limb) for limb in stratum["moments"][member]]
            number = sum(limb << 64 * k for k, limb in enumerate(limbs))
            if member == "sum" and limbs[-1] >> 63:
                number -= 1 << 256
            assert number == sum(x**power for x in mine) * 10 ** (30 * power)
            seen += 1
assert seen == 7 * 4 * 2, seen
import collections, csv, fractions, glob, json
seen = 0
for name in glob.glob("chunks/*.shard.csv.json"):
    values = collections.defaultdict(list)
    for row in csv.DictReader(open(name.replace(".shard.csv.json", ".csv"))):
        if row["died"] == "0":
            values[row["year"]].append(fractions.Fraction(row["v"]))
    for stratum in json.load(open(name))["strata"]:
        mine = values[stratum["stratum"]]
        assert int(stratum["moments"]["units"]) == len(mine)
        for member, power in ("sum", 1), ("squares", 2):
            limbs = [int(limb) for limb in stratum["moments"][member]]
            number = sum(limb << 64 * k for k, limb in enumerate(limbs))
            if member == "sum" and limbs[-1] >> 63:
                number -= 1 << 256
            assert number == sum(x**power for x in mine) * 10 ** (30 * power)
            seen += 1
assert seen == 7 * 4 * 2, seen
END

# A stratum that only one shard has, or where nobody differs.
split=--by
split --by year --missing none
shards --n 90 --strata sex,year --allocation neyman:v --unit id --at-most 90
whole --n 90 --strata sex,year --allocation neyman:v --unit id
pool
same_rows 'strata that are shards'
split --parts 3
trial --n 9 --strata died --allocation neyman:died

# By --unit the number is the unit's and counts once, however many rows it has.
rewrite 3000 400
for groups in 1 2 7; do
  split --groups $groups --unit id --seed 5
  for keep in '' '--keep died'; do
    shards --unit id --n 60 --strata sex --allocation neyman:v $keep \
      --at-most 60
    whole --unit id --n 60 --strata sex --allocation neyman:v $keep
    pool
    same_rows "$groups groups $keep"
    same_told "$groups groups $keep"
  done
done
LC_ALL=C sort -t, -k1,1 frame.csv | grep -v '^id' >rows
{ head -n 1 frame.csv && cat rows; } >f && mv f frame.csv
split --groups 3 --unit id --seed 5
shards --unit id --unit-sorted --n 60 --strata sex --allocation neyman:v \
  --at-most 60
whole --unit id --n 60 --strata sex --allocation neyman:v
pool
same_rows 'sorted units'

# Too few is told: M units a shard of strata that get 60.
shards --unit id --n 60 --strata sex --allocation neyman:v --at-most 5
run 1 combiner --manifest m.csv -o none.csv
grep -q "^combiner: stratum '[fm]': [0-9]* units are to be drawn, but the \
shards have sent only the first [0-9]* for sure: [0-9]* too few, and more in \
other strata; run them with more of --at-most" err || fail 'too few'
test ! -e none.csv || fail 'a sample of too few'
run 2 sampler --shard a --shard-out --seed 1 -o a.csv --n 60 --strata sex \
  --allocation neyman:v frame.csv
grep -q 'depends on all shards: --shard-out goes with --at-most' err ||
  fail 'no --at-most'

# Design data, and no report's: nothing of it is told, whatever is asked for.
shards --unit id --n 60 --strata sex --allocation neyman:v --at-most 60
for sdc in none round5; do
  for form in json csv md; do
    run 0 combiner --manifest m.csv --sdc $sdc --verbose -o pooled.csv \
      --report r.$form
    ! grep -qiE 'moments|squares|limb' r.$form err || fail "$form has sums"
  done
done

# Changed sums are refused: by the seal, and sealed again if they cannot be.
cp chunks/2.shard.csv.json good.json
refused()
{
  run 1 combiner --manifest m.csv -o none.csv
  grep -q 'chunks/2.shard.csv.json: changed: not as sampler writes it' err ||
    fail "$*"
  cp good.json chunks/2.shard.csv.json
}
sed 's/"squares": \[/&"0",/' good.json >chunks/2.shard.csv.json
refused 'one limb more'
"$PYTHON" -c 'import json
whole = json.load(open("good.json"))
whole["strata"][0]["moments"]["squares"][0] += "1"
json.dump(whole, open("chunks/2.shard.csv.json", "w"))'
refused 'another number, not sealed'
while read -r change; do
  reseal chunks/2.shard.csv.json "$change"
  refused "$change"
done <<'END'
whole["strata"][0]["moments"]["units"] = "1"
whole["strata"][1]["moments"]["squares"] = ["0"] * 6
whole["strata"][1]["moments"]["squares"].pop()
whole["strata"][1]["moments"]["sum"].append("0")
whole["strata"][1]["moments"] = None
del whole["strata"][0]["moments"]
END
run 0 combiner --quiet --manifest m.csv -o pooled.csv

# A value that is missing or no number is an error of the shard.
sed '5s/[^,]*$//' chunks/3.csv >f && mv f chunks/3.csv
run 1 sampler --manifest m.csv --task 3 --seed 3 --shard-out --n 60 \
  --strata sex --allocation neyman:v --at-most 9
grep -q '^sampler: chunks/3.csv: column "v": missing in 1 record' err || fail 'a missing v'
finish
