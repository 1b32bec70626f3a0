#!/bin/sh
# SPDX-License-Identifier: MIT
# Memory does not grow with the frame nor with its outcomes: 100 MB of which a
# third are outcomes, n = 50,000, from a pipe and from a file, in 64 MiB.
. "${srcdir=.}/tests/init.sh"
need_plain 'they need several times the memory'

# 10,000 records of 100 bytes, 100 times.
awk 'BEGIN {
  for (i = 0; i < 10000; i++)
    printf "%07d,%d,%090d\n", i, i % 3 == 1, i * 7919
}' >part
test "$(wc -c <part)" -eq 1010000 || exit 99
frame()
{
  echo id,died,text
  for k in 0 1 2 3 4 5 6 7 8 9; do
    cat part part part part part part part part part part
  done
}

# small: what was run took at most 64 MiB, and put something on disk.
small()
{
  peak=$(sed -n 's/.*"peak_memory_bytes": \([0-9]*\).*/\1/p' report.json)
  test "${peak:-0}" -gt 1000000 || fail 'no peak in the report'
  test "$peak" -le 67108864 || fail "$1: a peak of $peak bytes"
  grep -q '^log .* candidates, [1-9][0-9,]* bytes of them on disk in \.$' err ||
    fail "$1: nothing on disk, so this is no test"
}

set -- --keep died --n 50000 --seed 3 --verbose --report report.json
mkfifo pipe
frame >pipe &
run 0 sampler "$@" -o from-pipe.csv pipe
small 'a pipe'
frame >frame.csv
run 0 sampler "$@" -o from-file.csv frame.csv
small 'a file'
cmp from-pipe.csv from-file.csv >&2 || fail 'another sample from a pipe'

# 333,300 outcomes; the 666,700 others have weights of 13.334.
awk -F, 'NR == 1 { if ($0 != "id,died,text,weight") exit 1; next }
  length($1) != 7 || length($3) != 90 { exit 1 }
  $2 == 1 && $4 == 1 { kept++; next }
  $2 == 0 && $4 == 13.334 { drawn++; next }
  { exit 1 }
  END { exit kept != 333300 || drawn != 50000 }' from-file.csv ||
  fail 'not all outcomes and 50,000 others'
test "$(ls)" = "$(printf '%s\n' err frame.csv from-file.csv from-pipe.csv out \
  part pipe report.json)" || fail "files are left: $(ls)"
finish
