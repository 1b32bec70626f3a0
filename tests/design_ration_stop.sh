#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --n-per-stratum of a file in which strata end early: the reading that will
# come to nothing ends soon behind the first of them.
. "${srcdir=.}/tests/init.sh"
need strace

awk 'BEGIN {
  print "id,g"
  for (row = 0; row < 1200000; row++) printf "%06d,%d\n", row, row / 150000
}' >frame.csv
run 0 tracing -f -o trace -P "$PWD/frame.csv" -e trace=pread64 \
  sampler --threads 1 --n-per-stratum 5000 --strata g --seed 16 frame.csv
grep -q ', read 2 times' err || fail 'not begun anew'
awk -v size="$(wc -c <frame.csv)" '/ = [0-9]+$/ { read += $NF }
  END { exit !(size < read && read <= 1.25 * size) }' trace ||
  fail 'the first reading goes on too long'

finish
