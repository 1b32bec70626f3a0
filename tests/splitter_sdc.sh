#!/bin/sh
# SPDX-License-Identifier: MIT
# splitter --sdc: the summary has no small count, and none that is not rounded;
# the chunks are the same.
. "${srcdir=.}/tests/init.sh"

awk 'BEGIN {
  print "id,region"
  for (i = 1; i <= 4; i++) print ++n ",islands"
  for (i = 1; i <= 40; i++) print ++n ",north"
  for (i = 1; i <= 200; i++) print ++n ",south"
  for (i = 1; i <= 5; i++) print ++n ","
}' >frame.csv

run 0 splitter --by region --missing drop -o 'plain/{region}.csv' frame.csv
grep -q '^records  4 to 200 in a chunk' err || fail 'another summary'
for how in round5 midpoint6; do
  run 0 splitter --by region --missing drop --sdc $how -v \
    -o "chunks/{region}.csv" frame.csv
  diff -r plain chunks >&2 || fail 'other chunks'
  ! grep -nE '(^|[^0-9.,_])(4|5|40|244|249|245)([^0-9.,_]|$)' err >&2 ||
    fail "a count is told with $how"
  grep -qF '[c]' err || fail 'nothing is suppressed'
  ! grep -qE 'bytes|MiB| s;' err || fail 'bytes or seconds tell of records'
  rm -r chunks
done
grep -q '^records  \[c\] to 201 in a chunk' err || fail 'not rounded'
run 2 splitter --by region --sdc-suppress 3 -o '{region}' frame.csv
run 2 splitter --by region --sdc round5 --dry-run -o '{region}' frame.csv
run 2 splitter --by region --sdc round5 --sdc-suppress 0 -o '{region}' frame.csv
finish
