#!/bin/sh
# SPDX-License-Identifier: MIT
# G, I and M: more records and bytes than 32 bits can count, in bounded memory.
# It takes minutes, so make check leaves it out; .ci/run names it. Nothing of it
# is on a disk.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

need_plain 'they need hours'

# the summary of the last run: N records, n of them drawn, and less than 64 MiB
bounded()
{
  grep -q "^all  *$1  *$2 " err || fail 'another number of records'
  grep -q "weights add up to N = $1" err || fail 'another sum'
  peak_below 64
}

# more than 2^32 records; the first line is the header
I17()
{
  yes 1 | head -n 4294967400 | sampler --n 3 --seed 1 - >out 2>err ||
    fail "status $?"
  bounded 4,294,967,399 3
  printf '1,weight\n' >expected
  for i in 1 2 3; do
    echo 1,1431655799.6666667 # (2^32 + 103) / 3
  done >>expected
  same 'the sample' expected out
}

# a bomb: 5 GB of small records, in 5 MB
G7()
{
  yes 0 | head -c 1G | gzip -c >many.gz
  { printf 'id\n' | gzip -c; for i in 1 2 3 4 5; do cat many.gz; done; } |
    sampler --n 5 --seed 1 >out 2>err || fail "status $?"
  bounded 2,684,354,560 5
  test "$(sort -u out | tr '\n' ' ')" = '0,536870912 id,weight ' ||
    fail 'another sample'
}

# 10 GB, from a pipe and from a file; where a row is drawn from can be told by
# its bytes
M10()
{
  body=$(tail -n +2 in.csv | wc -c)
  times=$((10000000000 / body))
  tail -n +2 in.csv >rows
  { head -n 1 in.csv; i=0
    while test $((i += 1)) -le $times; do cat rows; done; } |
    sampler --n 1000 --seed 1 >expected 2>err || fail "status $?"
  records=$(echo $((60000 * times)) | sed ':a;s/\B[0-9]\{3\}\>/,&/;ta')
  bounded "$records" 1,000
  test "$(wc -l <expected)" -eq 1001 || fail 'not 1,000 rows'
  run 0 env LD_PRELOAD="$builddir/tests/faults/huge.so" \
    HUGE_HEAD=$(head -n 1 in.csv | wc -c) \
    HUGE_BYTES=$((13 + body * times)) \
    sampler --n 1000 --seed 1 --threads 2 in.csv
  bounded "$records" 1,000
  same 'a file of 10 GB' expected out
}

faults I17 G7 M10
