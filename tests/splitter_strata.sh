#!/bin/sh
# SPDX-License-Identifier: MIT
# splitter, then sampler --unit in every chunk with one seed: together these are
# the rows of one sampler --strata of the whole.
. "${srcdir=.}/tests/init.sh"

# 9,000 patients with a row each, of 2015 to 2018 and one of 2019.
awk 'BEGIN {
  print "patient,admitted,outcome"
  for (i = 0; i < 9000; i++)
    printf "px%05d,%d-%02d-03,%d\n", i * 7919 % 9001,
      i == 77 ? 2019 : 2015 + i * 31 % 4, i % 12 + 1, i % 50 == 0
}' >frame.csv
design='--keep outcome --unit patient --seed 11 -q'

run 0 splitter -q --by year:admitted -o 'chunks/{year}.csv' frame.csv
for chunk in chunks/*.csv; do
  # shellcheck disable=SC2086 # words
  run 0 sampler $design --n 40 -o "sample_${chunk#*/}" "$chunk"
done
# shellcheck disable=SC2086 # words
run 0 sampler $design --strata year:admitted --n-per-stratum 40 -o whole.csv \
  frame.csv

test "$(wc -l <whole.csv)" -ge 300 || fail 'too small a sample'
head -n 1 whole.csv >header
for part in sample_*.csv; do
  head -n 1 "$part" | cmp - header >&2 || fail "$part: another header"
done
awk 'FNR > 1' sample_*.csv | sort >pooled
tail -n +2 whole.csv | sort | cmp - pooled >&2 || fail 'another sample'
finish
