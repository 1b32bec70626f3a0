#!/bin/sh
# SPDX-License-Identifier: MIT
# The test vectors: sampler draws them and reports their state and increment; a
# program without its code makes the same table.
. "${srcdir=.}/tests/init.sh"

vectors=$srcdir/tests/vectors.csv
grep -v '^#' "$vectors" | tail -n +2 >rows || exit 99
test "$(wc -l <rows)" -ge 12 || exit 99

# The frame's only column is the position of its record.
while IFS=, read -r seed label pop_size n state increment positions; do
  what="seed $seed, label '$label', $n from $pop_size"
  { echo position; seq 0 $((pop_size - 1)); } >frame.csv || exit 99
  set -- --n "$n" --seed "$seed" --report report.json
  test -z "$label" || set -- "$@" --shard "$label"
  run 0 sampler "$@" frame.csv
  drawn=$(tail -n +2 out | cut -d, -f1 | tr '\n' ' ')
  test "$drawn" = "$positions " || fail "$what: drawn $drawn"
  grep -qF "$state" report.json || fail "$what: no state $state in the report"
  grep -qF "$increment" report.json ||
    fail "$what: no increment $increment in the report"
  rm -f report.json
done <rows

find_python
"$PYTHON" "$srcdir/tests/vectors.py" >table 2>err
status=$?
test $status -ne 77 || skip "$(cat err)"
test $status -eq 0 || fail "vectors.py: status $status"
cmp table "$vectors" >&2 || fail 'vectors.py makes another table'
finish
