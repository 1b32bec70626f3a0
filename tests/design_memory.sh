#!/bin/sh
# SPDX-License-Identifier: MIT
# The memory of designs: that of strata and of sorted units does not grow with
# the frame; a table of a million units takes what the manual says.
. "${srcdir=.}/tests/init.sh"
need_plain 'they need several times the memory'

# A million units in an order of no meaning, 7919 being prime, and in order.
awk 'BEGIN {
  print "id,stratum,size,died"
  for (i = 0; i < 1000000; i++) {
    id = 7919 * i % 1000000
    printf "%08d,%d,%d,%d\n", id, id % 12, id % 100 + 1, id % 50 == 0
  }
}' >scattered.csv
{ head -n 1 scattered.csv; tail -n +2 scattered.csv | sort; } >sorted.csv
{ cat scattered.csv; tail -n +2 scattered.csv | sort -t, -k4,4 -k1,1r
  tail -n +2 scattered.csv; } >thrice.csv

# small MIB OPTION...: what the run takes is at most that.
small()
{
  most=$1
  shift
  run 0 sampler --quiet --seed 1 --report report.json -o sample.csv "$@"
  peak=$(sed -n 's/.*"peak_memory_bytes": \([0-9]*\).*/\1/p' report.json)
  test "${peak:-0}" -gt 1000000 || fail 'no peak in the report'
  test "$peak" -le $((most * 1048576)) || fail "a peak of $peak bytes: $*"
}
small 64 --strata stratum --fraction 0.02 scattered.csv
small 64 --unit id --unit-sorted --n 20000 sorted.csv
small 64 --unit id --unit-sorted --strata stratum --fraction 0.02 --keep died \
  sorted.csv
# A stratum that is met when there is hardly any other, and grows and grows.
{ echo g; yes a | head -n 18000000; yes b | head -n 4500000; } >late.csv
small 40 --strata g --n 1000 --allocation equal late.csv
small 40 --strata g --fraction 0.00001 --min-per-stratum 500 late.csv
# A program without designs takes up to 45 MiB; the table has 16 MiB and 20 bytes
# for each of a million: 35 MiB.
small 80 --unit id --n 20000 scattered.csv
small 80 --unit id --n 20000 --keep died scattered.csv
# Up to 30 bytes for units of several records.
small 90 --unit id --n 20000 --keep died thrice.csv
# The second table, and few different numbers.
small 115 --unit id --n 20000 --method pps:size scattered.csv
finish
