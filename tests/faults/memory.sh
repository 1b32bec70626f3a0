#!/bin/sh
# SPDX-License-Identifier: MIT
# M: without memory there is an error, not a shorter sample; and memory does not
# grow with the input.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

# no thread can be made
M6()
{
  plain 'they make threads of their own' || return
  run 0 sampler --n 5000 --seed 1 in.csv
  mv out expected
  gzip -c in.csv >in.csv.gz
  run 0 env LD_PRELOAD="$builddir/tests/faults/kfail.so" KFAIL=thread:1+ \
    sampler --n 5000 --seed 1 in.csv.gz
  same 'without a thread' expected out
}

with_memory()
{
  (ulimit -v "$1" && shift && timeout 60 "$@")
}

# little address space
M2()
{
  plain 'they take all the address space there is' || return
  run 0 sampler --n 1000000 --seed 1 in.csv
  mv out expected
  for kib in 8000 12000 16000 20000 24000 28000 32000 40000 60000; do
    with_memory $kib sampler --version >out 2>&1 || continue
    with_memory $kib sampler --n 1000000 --seed 1 in.csv >out 2>err
    status=$?
    if test $status -eq 0; then
      same "$kib KiB" expected out
    elif test $status -eq 1; then
      one_message '(.*: )?out of memory'
      test ! -s out || fail "$kib KiB: an error, and something printed"
    else
      fail "status $status with $kib KiB"
    fi
  done
  test $status -eq 0 || fail "$kib KiB are not enough"
}

# peak_of COMMAND...: runs COMMAND, which reads its standard input, with
# the file "rows" 10 times there; its peak memory in KiB when all is read is
# $peak
peak_of()
{
  mkfifo held && exec 9<>held || exit 99
  "$@" <held >out 2>err 9>&- &
  held=$!
  head -n 1 in.csv >&9
  for i in 1 2 3 4 5 6 7 8 9 10; do
    cat rows >&9
  done
  # What the pipe still holds is less than a block.
  peak=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$held/status")
  exec 9>&-
  wait "$held"
  status=$?
  rm held
  test "$status" -eq 0 || fail "status $status"
  test "${peak:-0}" -gt 1000 || fail "a peak of '$peak' KiB"
}

# memory is bounded by n, not by N
M3()
{
  plain 'they need several times the memory' || return
  tail -n +2 in.csv >part
  cat part part part part >rows
  peak_of sampler --n 1000 --seed 1
  test "$(wc -l <out)" -eq 1001 || fail 'no sample of 1,000'
  tail -n 1 out | grep -q ',2400$' || fail 'not 2,400,000 records'
  test "$peak" -lt 65536 || fail "a peak of $peak KiB"
  report=$(sed -n 's/.*peak memory \([0-9]*\).*/\1/p' err)
  test "${report:-999}" -le $((peak / 1024 + 8)) &&
    test "${report:-0}" -ge $((peak / 1024 - 1)) ||
    fail "the summary says $report MiB, the system $peak KiB"
}

# the largest n there is
M4()
{
  plain 'they take all the address space there is' || return
  run 0 with_memory 100000 sampler --n 9223372036854775807 in.csv
  test "$(wc -l <out)" -eq 60001 || fail 'not all records'
  test "$(tail -n +2 out | grep -c ',1$')" -eq 60000 || fail 'not weight 1'
}

# all records are outcomes
M5()
{
  plain 'they need several times the memory' || return
  awk -F, 'NR > 1 { print $1 ",1," $3 }' in.csv >part
  cat part part part part >rows
  peak_of sampler --keep outcome --n 10
  test "$(wc -l <out)" -eq 2400001 || fail 'not all records'
  test "$peak" -lt 65536 || fail "a peak of $peak KiB"
}

faults M2 M3 M4 M5 M6
