#!/bin/sh
# SPDX-License-Identifier: MIT
# Samples of all ways to give sizes, in R: survey::svydesign with strata and fpc
# rebuilds the weights, and totals have the standard errors of the textbook.
. "${srcdir=.}/tests/init.sh"
need Rscript
cp "$srcdir/data/nwtco.csv" . || exit 99
printf 'stage,n\n1,30\n2,2\n3,900000\n4,77\n' >n.csv
printf 'fraction,stage\n0.03,1\n1,2\n.5,3\n0.0301,4\n' >fraction.csv

# draw NAME ARGUMENT...: a sample without certainties, and with them
draw()
{
  name=$1
  shift
  run 0 sampler --quiet --seed 77 --add stratum,N,n -o "plain.$name.csv" "$@" nwtco.csv
  run 0 sampler --quiet --seed 78 --add stratum,N,n --keep rel \
    -o "kept.$name.csv" "$@" nwtco.csv
}
draw proportional --n 400 --strata stage --min-per-stratum 2
draw equal --n 400 --strata stage --allocation equal --min-per-stratum 2
draw neyman --n 400 --strata stage --allocation neyman:edrel --min-per-stratum 2
draw each --n-per-stratum 19 --strata stage
draw fraction --fraction 0.07 --strata stage
draw sizes --sizes n.csv --strata stage
draw fractions --sizes fraction.csv --strata stage
draw units --fraction 0.1 --strata stage --unit seqno
draw sorted --fraction 0.1 --strata stage --unit seqno --unit-sorted
draw second --fraction 0.1 --strata stage --replicate 2
run 0 sampler --quiet --seed 79 --add stratum,N,n --keep rel --ratio 1.5 \
  --strata stage -o kept.ratio.csv nwtco.csv
run 0 sampler --quiet --seed 80 --add stratum,N,n --n 60 -o one.csv nwtco.csv
sed 's/,"",/,one,/; s/,,4028,60$/,one,4028,60/' one.csv >all.csv

Rscript --vanilla "$srcdir/tests/design_survey.R" nwtco.csv 'as.character(stage)' \
  edrel plain.*.csv >out 2>err
status=$?
test $status -ne 77 || skip "$(cat err)"
test $status -eq 0 && test "$(wc -l <out)" -eq 10 || fail "without --keep: $status"
Rscript --vanilla "$srcdir/tests/design_survey.R" nwtco.csv \
  'ifelse(rel == 1, "kept", stage)' edrel kept.*.csv >out 2>err
status=$?
test $status -eq 0 && test "$(wc -l <out)" -eq 11 || fail "with --keep: $status"
Rscript --vanilla "$srcdir/tests/design_survey.R" nwtco.csv \
  'rep("one", length(rel))' edrel all.csv >out 2>err || fail 'one stratum'
finish
