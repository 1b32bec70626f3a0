#!/bin/sh
# SPDX-License-Identifier: MIT
# splitter --sdc: who sees all that a run tells, and makes every small frame
# there is, finds no count out.
. "${srcdir=.}/tests/init.sh"

find_python subprocess
for kind in missing dropped outcome runs; do
  "$PYTHON" "$srcdir/tests/splitter_attack.py" $kind >found 2>&1 ||
    fail "$kind: $(head -30 found)"
done

# The least number of rows: beyond what is suppressed, and what is rounded.
printf 'k\n1\n2\n3\n4\n' >frame.csv
run 2 splitter --sdc round5 --rows 1 -o '{index}' frame.csv
grep -q 'rows 1: with --sdc it is 8 at least' err || fail 'no reason'
run 2 splitter --sdc round5 --rows 7 -o '{index}' frame.csv
run 2 splitter --sdc midpoint6 --sdc-suppress 2 --rows 5 -o '{index}' frame.csv
run 0 splitter --sdc midpoint6 --sdc-suppress 2 --rows 6 -o '{index}' frame.csv
run 0 splitter --sdc round5 --rows 8 --force -o '{index}' frame.csv
grep -q '^records  \[c\] to \[c\] in a chunk$' err || fail 'a small count'
run 0 splitter --rows 1 --force -o '{index}' frame.csv
finish
