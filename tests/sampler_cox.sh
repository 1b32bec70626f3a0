#!/bin/sh
# SPDX-License-Identifier: MIT
# The weighted Cox model of a sample of nwtco.csv is that of a case-cohort study
# on the same rows: survival::cch(method = "LinYing"), coxph and svycoxph.
. "${srcdir=.}/tests/init.sh"
need Rscript

for seed in 1 2 3 20260101; do
  run 0 sampler --keep rel --n 583 --seed $seed -o sample.$seed.csv \
    "$srcdir/data/nwtco.csv"
done
Rscript --vanilla "$srcdir/tests/cox.R" "$srcdir/data/nwtco.csv" \
  sample.*.csv >out 2>err
status=$?
test $status -ne 77 || skip "$(cat err)"
test $status -eq 0 || fail "cox.R: status $status"
test "$(wc -l <out)" -eq 4 || fail 'not four samples'
finish
