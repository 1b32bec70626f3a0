#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --n, --n-per-stratum of a plain file: strata hold a part of their sample
# while the begin is read. One reading where they are spread over the file, two
# where they end too early in it, and the same sample both times.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/design.sh"

# frame GROUP [ROWS]: frame.csv, 30,000 rows or as many as are asked for, each of the
# group that awk's GROUP says, which may use the row's number, row, and its part of
# all, part.
frame()
{
  awk -v rows="${2-30000}" 'BEGIN {
    print "id,g,died,x"
    for (row = 0; row < rows; row++) {
      part = row / rows
      printf "%05d,%s,%d,%d.25\n", row, '"$1"', row % 97 == 0, 100 + row % 7
    }
  }' >frame.csv
}

# Spread over the file, whoever is kept and whatever is drawn.
frame 'row % 5'
reads 1 --n 1200 --seed 1 frame.csv
reads 1 --keep died --n 29000 --seed 2 frame.csv
reads 1 --keep died --n 29999 --seed 2 frame.csv
reads 1 --keep died --n-per-stratum 1100 --seed 3 --strata g frame.csv
reads 1 --n 1500 --seed 4 --where g=3 --replicate 2 frame.csv

# Sorted by five strata, the first of which ends before a quarter was read; by
# three, none of which does.
frame 'int(5 * part)'
reads 2 --keep died --n-per-stratum 1100 --seed 5 --strata g frame.csv
reads 2 --n 2000 --seed 6 --where g=0 --add N,n,prn frame.csv
reads 1 --n 2000 --seed 6 --where g=1 frame.csv
reads 1 --n 2000 --seed 6 --where g=4 frame.csv
reads 1 --n-per-stratum 900 --seed 7 --strata g frame.csv
reads 1 --n-per-stratum 50000 --seed 7 --strata g frame.csv
reads 2 --n-per-stratum 520 --seed 8 --strata g --replicate 2 --add prn frame.csv

# Units, whose two rows stand together, in five strata.
units()
{
  awk -F, -v OFS=, 'NR > 1 { $1 = sprintf("%05d", int($1 / 2)) } 1' frame.csv >units.csv
}
units
reads 2 --unit id --unit-sorted --n-per-stratum 1100 --seed 19 --strata g --keep died \
  units.csv
reads 2 --unit id --unit-sorted --n 2000 --seed 20 --where g=0 --add N,n,prn units.csv
frame 'int(row / 2) % 5'
units
reads 1 --unit id --unit-sorted --n-per-stratum 1100 --seed 21 --strata g --keep died \
  units.csv
reads 2 --unit id --unit-sorted --one-per-unit --n 1100 --seed 22 units.csv

frame 'int(3 * part)'
reads 1 --n-per-stratum 1100 --seed 9 --strata g frame.csv

# A stratum that had to refuse nobody lacks nobody, however it is spread.
frame '(row % 1500 == 1 ? "rare" : row < 20 ? "first" : "common")'
reads 1 --n-per-stratum 1100 --seed 17 --strata g frame.csv

# One that gets rarer as slowly as can be, and ends when nobody looks any more.
frame '(part < 0.27 && row % 50 >= 130 * part ? "early" : "late")' 120000
reads 2 --n 17500 --seed 10 --where g=early frame.csv
reads 2 --n-per-stratum 17500 --seed 11 --strata g frame.csv

# A sample nearly as large as what is there, and a file of few batches.
head -n 1501 frame.csv >few.csv
reads 1 --n 1100 --seed 12 few.csv
reads 1 --n-per-stratum 1024 --seed 13 --strata g few.csv

# Nothing of the reading that came to nothing is left, be it given up early or at
# its end: the account is that of a pipe, which is never read twice.
same_account()
{
  cat frame.csv | run 0 sampler "$@" --report report.csv -
  mv out want && mv report.csv want.csv
  sed -e '/^input/d' -e '/^time/d' -e 's/standard input/frame.csv/' err >want.err
  for threads in 1 3; do
    run 0 sampler --threads $threads "$@" --report report.csv frame.csv
    grep -q ', read 2 times' err || fail "not begun anew: $*"
    cmp -s out want || fail "another sample: $*"
    sed -e '/^input/d' -e '/^time/d' err | cmp -s - want.err ||
      fail "another account: $*"
    cmp -s report.csv want.csv || fail "another report: $*"
    rm report.csv
  done
}
same_account --keep died --n-per-stratum 15000 --seed 14 --strata g \
  --where 'x>100.25' --base-weight x
frame 'int(9 * part)'
set -- --keep died --keep x=0 --n-per-stratum 1100 --seed 14 --strata g \
  --where 'x>100.25' --base-weight x
same_account "$@"

# From standard input, behind what somebody else has read.
{ echo 'not of the frame'; cat frame.csv; } >behind
{ IFS= read -r line; run 0 sampler "$@"; } <behind
grep -q ', read 2 times' err || fail 'not begun anew behind what was read'
cmp -s out want || fail 'another sample of standard input'

# The file of sizes may be one that can be read once.
{ echo g,n; seq 0 8 | sed 's/$/,1100/'; } >sizes.csv
run 0 sampler --quiet --seed 18 --strata g --sizes sizes.csv frame.csv
mv out want
mkfifo sizes
cat sizes.csv >sizes &
run 0 sampler --seed 18 --strata g --sizes sizes frame.csv
wait
grep -q ', read 2 times' err || fail 'not begun anew with a file of sizes'
cmp -s out want || fail 'another sample by sizes from a pipe'

# A fault is told in the second reading as it is in the first.
echo '30000,8,maybe,100' >>frame.csv
run 1 sampler --keep died --n-per-stratum 1100 --strata g frame.csv
grep -q 'frame.csv: record 30001, line 30002: column "died"' err || fail 'another fault'

# By --sdc the number of readings would tell how early a stratum ends.
frame 'int(5 * part)'
run 0 sampler --n-per-stratum 1100 --strata g --sdc round5 --seed 15 frame.csv
! grep -q ', read 2 times' err || fail 'the number of readings tells'

finish
