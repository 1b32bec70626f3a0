#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --fraction, --ratio, --n with --strata: one reading where what was read
# foretells the sizes, two where it does not, and the same sample both times.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/design.sh"

# frame ROWS GROUPS: shuffled.csv, in which the strata and outcomes are spread
# evenly; sorted.csv, sorted by stratum; late.csv, whose outcomes come last.
frame()
{
  awk -v rows="$1" -v groups="$2" 'BEGIN {
    print "id,g,died,x"
    for (row = 1; row <= rows; row++) {
      id = 7919 * row % rows
      printf "%d,g%d,%d,%d\n", id, id % groups, id % 17 == 0, id % 1000
    }
  }' >shuffled.csv
  for file in sorted late; do
    case $file in
      sorted) key=2,2 ;;
      late) key=3,3 ;;
    esac
    { head -n 1 shuffled.csv; tail -n +2 shuffled.csv |
      LC_ALL=C sort -s -t, -k $key; } >$file.csv
  done
}

frame 24000 5
for file in shuffled sorted late; do
  reads 1 --keep died --fraction 0.01 --seed 1 $file.csv
  reads 1 --keep died --fraction 0.3 --seed 2 --strata g $file.csv
  reads 1 --keep died --n 3000 --seed 3 --strata g $file.csv
  reads 1 --n 900 --seed 4 --strata g,died --min-per-stratum 50 $file.csv
  reads 1 --keep died --n 3000 --seed 5 --strata g --replicate 2 $file.csv
  reads 1 --n 700 --seed 6 --strata g --allocation equal $file.csv
  reads 1 --n 700 --seed 7 --strata g --allocation neyman:x \
    --add stratum,prob,N,n,prn,subcohort $file.csv
  reads 2 --n 700 --seed 7 --strata g --output all --add N,n $file.csv
  reads 2 --keep died --fraction 0.7 --seed 7 --output rest $file.csv
  reads 1 --n 0 --seed 8 --strata g $file.csv
  reads 1 --n 30000 --seed 9 --strata g $file.csv
done
reads 1 --keep died --ratio 2 --seed 1 shuffled.csv
reads 1 --keep died --ratio 0.5 --seed 2 --strata g shuffled.csv

# Who could not have known: outcomes that come last are the size of the sample.
reads 2 --keep died --ratio 2 --seed 1 late.csv
reads 2 --keep died --ratio 0.5 --seed 2 --strata g late.csv

# A large stratum that takes the place of one that was met before it: what has no
# more units hands its share to the others.
{ echo id,g; seq 1 20000 | sed 's/$/,a/'; seq 20001 20050 | sed 's/$/,b/'; } >rest.csv
reads 1 --n 2000 --seed 1 --strata g --allocation equal rest.csv

# Strata without number, and of one record each, are counted and then read again,
# wherever that begins.
frame 9000 1500
reads 2 --fraction 0.2 --seed 1 --strata g shuffled.csv
reads 2 --fraction 0.2 --seed 2 --strata g --keep died sorted.csv
reads 2 --n 4000 --seed 3 --strata g,died late.csv
reads 2 --fraction 0.5 --seed 4 --strata id shuffled.csv

# So are more than are held by a guess: the sample is that of a known size.
{ echo id; seq 1 2700000; } >large.csv
run 0 sampler --quiet --n 2160000 --seed 1 large.csv
mv out want
run 0 sampler --fraction 0.8 --seed 1 large.csv
cmp -s out want || fail 'another sample of a large frame'
grep -q ', read 2 times' err || fail 'more is held than memory is meant for'

# A guess whose log finds no place on the disk is given up, not the draw; what is
# written at last goes through a pipe.
awk 'BEGIN {
  print "g,text"
  for (row = 0; row < 200000; row++) printf "%03d,%0200d\n", row / 2000, row
}' >wide.csv
run 0 sampler --quiet --n 60000 --seed 1 --strata g wide.csv
mv out want
{ (ulimit -f 64; sampler --n 60000 --seed 1 --strata g --tmpdir . wide.csv 2>err) |
  cat >out; }
cmp -s out want || fail "no sample where a log has no place: $(cat err)"
grep -q ', read 2 times' err || fail 'the log has found a place'

# By --sdc the number of readings would tell how many are kept: it is always 2.
for file in shuffled late; do
  run 0 sampler --keep died --ratio 2 --sdc round5 --seed 1 $file.csv
  grep -q ', read 2 times' err || fail "a number of readings tells: $file"
done

finish
