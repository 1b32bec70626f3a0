#!/bin/sh
# SPDX-License-Identifier: MIT
# combiner, shards that sent --at-most M: it knows whether that was enough, and
# how much is missing, for sizes that depend on all shards and for known ones.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/combiner.sh"

# sure: how many of the smallest random numbers of all shards are known to be
# just these. Beyond the last number of a shard that has more units than it sent
# there may be others.
sure()
{
  "$PYTHON" - <<'END'
import csv, glob, json
numbers, bound = [], 2**64
for name in glob.glob("chunks/*.shard.csv"):
    mine = [int(row["shard_prn"]) for row in csv.DictReader(open(name))
            if row["shard_kept"] == "0"]
    (stratum,) = json.load(open(name + ".json"))["strata"]
    if int(stratum["pop_size"]) > len(mine):
        bound = min(bound, max(mine))
    numbers += mine
print(sum(u <= bound for u in numbers))
END
}

make_frame 3000 3000
split --parts 7
whole --keep died --ratio 1.5
n=$(awk '$1 == "drawn" { print $3 }' whole.err)
test "$n" -eq 197 || fail "131 outcomes ask for 197 others, not $n"
enough=0 short=0
for most in 1 20 30 35 40 50 100 197; do
  shards --keep died --ratio 1.5 --at-most $most
  known=$(sure)
  if test "$known" -ge "$n"; then
    enough=$((enough + 1))
    pool
    same_bytes "--at-most $most"
  else
    short=$((short + 1))
    run 1 combiner -o none.csv --manifest m.csv
    grep -q "^combiner: 197 units are to be drawn, but the shards have sent \
only the first $known for sure: $((n - known)) too few; run them with more of \
--at-most (197 is always enough)\$" err || fail "--at-most $most: $known sure"
    test ! -e none.csv || fail 'an output though the shards sent too few'
    run 1 combiner --sdc round5 --manifest m.csv
    ! tr -d 'a-z-' <err | grep -q '[0-9]' || fail 'a count that --sdc hides'
  fi
done
test $short -ge 3 && test $enough -ge 3 || fail "$short short, $enough enough"

# Strata are judged each by itself, and --n, which is known, too.
shards --strata sex --n 200 --at-most 12
run 1 combiner --manifest m.csv
grep -q "^combiner: stratum 'f': 80 units .*, and more in other strata;" \
  err || fail 'not both strata'
shards --n 200 --at-most 20
run 1 combiner --manifest m.csv
grep -q '^combiner: 200 units are to be drawn' err || fail '--n'
shards --n 200 --at-most 60
whole --n 200
pool
same_bytes '--n 200 --at-most 60'
shards --unit id --n 200 --at-most 60
whole --unit id --n 200
pool
same_bytes '--unit id --n 200 --at-most 60'

# A stratum that is taken whole must have been sent whole.
shards --strata sex --n-per-stratum 5000 --at-most 180
run 1 combiner --manifest m.csv
grep -q "^combiner: stratum '[fm]': 1,[28]00 units are to be drawn" err ||
  fail 'all of a stratum'

# Where the sizes depend on all shards, a shard asks for --at-most.
for sizes in '--fraction 0.1' '--keep died --ratio 2' '--strata sex --n 9'; do
  run 2 sampler --shard a --shard-out --seed 1 -o a.csv $sizes frame.csv
  grep -q 'depends on all shards: --shard-out goes with --at-most' err ||
    fail "$sizes"
done
printf 'sex,fraction\nf,0.2\nm,0.01\n' >fraction.csv
run 2 sampler --shard a --shard-out --seed 1 -o a.csv --strata sex \
  --sizes fraction.csv frame.csv
grep -q '^sampler: fraction.csv: how many are drawn depends on all' err ||
  fail 'a file of fractions'
finish
