#!/bin/sh
# SPDX-License-Identifier: MIT
# Probabilities proportional to size are those of R's package sampling, for
# records and units, with certainties and without.
. "${srcdir=.}/tests/init.sh"
command -v Rscript >/dev/null || skip 'no R (Debian package r-base-core)'
cp "$srcdir/data/nwtco.csv" . || exit 99
# Every unit twice, scattered.
{ cat nwtco.csv; tail -n +2 nwtco.csv; } >twice.csv

# draw NAME OPTION...
draw()
{
  name=$1
  shift
  run 0 sampler --quiet --seed 11 --method pps:edrel --add stratum,prob,N,n \
    -o "$name.csv" "$@"
}
draw records.few --n 100 nwtco.csv
draw records.many --n 3000 nwtco.csv
draw records.all --n 4028 nwtco.csv
draw units.few --n 100 --unit seqno twice.csv
draw units.many --n 3900 --unit seqno twice.csv
draw units.sorted --n 3500 --unit seqno --unit-sorted nwtco.csv
draw strata.some --fraction 0.2 --strata stage nwtco.csv
draw strata.most --fraction 0.9 --strata stage --unit seqno twice.csv
draw strata.sorted --n 600 --allocation neyman:edrel --strata stage --unit seqno \
  --unit-sorted nwtco.csv

# compared STRATUM LINES FILE...
compared()
{
  stratum=$1
  lines=$2
  shift 2
  Rscript --vanilla "$srcdir/tests/design_sampling.R" nwtco.csv seqno edrel \
    "$stratum" "$@" >out 2>err
  status=$?
  test $status -ne 77 || skip "$(cat err)"
  test $status -eq 0 && test "$(wc -l <out)" -eq "$lines" ||
    fail "not what R says: $status"
  cat out >>counts
}
compared '' 6 records.*.csv units.*.csv
compared stage 3 strata.*.csv
# Certainties are met, and samples without any.
awk '$3 == 0 { none++ } $3 > 0 && $3 < $2 { some++ }
  END { exit !(none && some > 2) }' counts || fail 'not all kinds of samples'
finish
