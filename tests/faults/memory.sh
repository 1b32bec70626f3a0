#!/bin/sh
# SPDX-License-Identifier: MIT
# M: without memory there is an error, not a shorter sample; and memory does not
# grow with the input.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

# The lines of a report that differ from run to run are left out.
comparable()
{
  grep -vE '"(read_seconds|write_seconds|peak_memory_bytes)":' "$1" >"$1.same"
}

# lacking K HOW OPTION...: allocation K fails, once or for ever; the outputs o
# and, if there is one, r.json are complete, or there is an error and they are
# as old as they were
lacking()
{
  what="allocation $1 fails $2"
  how=$2
  MFAIL=$1
  export MFAIL
  shift 2
  case $how in
    once) LD_PRELOAD=$shim sampler "$@" ;;
    ever) LD_PRELOAD=$shim MFAIL_ALL=1 sampler "$@" ;;
  esac >out 2>err
  status=$?
  if test $status -eq 0; then
    cmp -s o expected || fail "$what: another sample: $*"
    test ! -e r.json || { comparable r.json
      cmp -s r.json.same expected.json || fail "$what: another report: $*"; }
    set_old
    return
  fi
  test $status -eq 1 || fail "$what: status $status: $*"
  for file in o r.json; do
    test ! -e $file || { read -r line <$file && test "$line" = old; } ||
      fail "$what: an error, and $file changed: $*"
  done
  message=
  read -r message <err
  case $message in
    'sampler: '*'out of memory'* | 'sampler: '*'Cannot allocate memory'*) ;;
    *) fail "$what: message '$message': $*" ;;
  esac
}

set_old()
{
  echo old >o
  test ! -e r.json || echo old >r.json
}

# lacking_anything OPTION...: every allocation of this run fails in turn, once
# or with all that come after it; the first and the last 60 of them, and every
# third in between
lacking_anything()
{
  shim=$builddir/tests/faults/mfail.so
  unset MFAIL
  run 0 env LD_PRELOAD="$shim" MFAIL_COUNT=count sampler "$@"
  count=$(cat count)
  rm count
  test "$count" -gt 20 || fail "only $count allocations in all"
  mv o expected
  test ! -e r.json || { comparable r.json && mv r.json.same expected.json; }
  set_old
  k=0
  while test $((k += 1)) -le "$count"; do
    test $k -le 60 || test $((k % 3)) -eq 0 || test $((count - k)) -lt 60 ||
      continue
    lacking $k once "$@"
    lacking $k ever "$@"
  done
  rm -f o r.json
}

# an allocation fails
M1()
{
  plain 'they have allocators of their own' || return
  tail -n +2 in.csv | head -n 20 | sed 's/^/"a ""b"" c",/' >rows
  { echo '"the ""first"" one",id,outcome,t'; cat rows; } >small.csv
  lacking_anything --keep outcome --keep 'the "first" one=x' --n 5 --seed 1 \
    -o o small.csv
  lacking_anything --n 5 --seed 1 -o o --report r.json small.csv
  gzip -c small.csv >small.csv.gz
  lacking_anything --n 100 --seed 1 -o o small.csv.gz
  command -v zstd >/dev/null || return
  zstd -q small.csv
  lacking_anything --n 100 --seed 1 -o o small.csv.zst
}

# no thread can be made
M6()
{
  plain 'they make threads of their own' || return
  run 0 sampler --n 5000 --seed 1 in.csv
  mv out expected
  gzip -c in.csv >in.csv.gz
  run 0 env -u MFAIL LD_PRELOAD="$builddir/tests/faults/mfail.so" TFAIL=1 \
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

faults M1 M2 M3 M4 M5 M6
