#!/bin/sh
# SPDX-License-Identifier: MIT
# I: more records and bytes than 32 bits can count. It takes a minute or more
# for every test, so it runs only if SAMPLER_LONG_TESTS is set.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

test -n "${SAMPLER_LONG_TESTS-}" || skip 'SAMPLER_LONG_TESTS is not set'

# more than 2^32 records; the first line is the header
I17()
{
  yes 1 | head -n 4294967400 | sampler --n 3 --seed 1 - >out 2>err ||
    fail "status $?"
  grep -q '^all  *4,294,967,399  *3 ' err || fail 'another number of records'
  grep -q 'weights add up to N = 4,294,967,399' err || fail 'another sum'
  printf '1,weight\n' >expected
  for i in 1 2 3; do
    echo 1,1431655799.6666667 # (2^32 + 103) / 3
  done >>expected
  same 'the sample' expected out
}

faults I17
