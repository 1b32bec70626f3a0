#!/bin/sh
# SPDX-License-Identifier: MIT
# A job whose table of units, or whose sample, outgrows the memory that it has is
# told so, how much will do, and leaves nothing; with that much it runs.
. "${srcdir=.}/tests/init.sh"

{ echo id,stratum; seq 2000000 | sed 's/\(.\)$/\1,\1/'; } >frame.csv
unset SLURM_MEM_PER_NODE SLURM_MEM_PER_CPU SLURM_CPUS_ON_NODE

# within MIB COMMAND...: the command, as a job of Slurm with so much memory
within()
{
  SLURM_MEM_PER_NODE=$1
  export SLURM_MEM_PER_NODE
  shift
  "$@"
  status=$?
  unset SLURM_MEM_PER_NODE
  return $status
}

# told REGEX: by one message, and no output
told()
{
  grep -q "^sampler: out of memory: $1" err || fail "want: $1"
  test "$(wc -l <err)" -eq 1 || fail 'more than one line'
  test ! -e o.csv || fail 'an output'
}

# The table of units: 2,000,000 of 20 bytes. What is said to do does.
units='--unit id --n 100 --seed 1 -o o.csv'
within 60 run 1 sampler $units frame.csv
told "the table of all units (--unit) has [23][0-9] MiB and is not complete, and \
60 MiB are all there is (SLURM_MEM_PER_NODE); about [0-9]* MiB will do; .*\
--unit-sorted.*splitter --groups --unit"
enough=$(sed 's/.*about \([0-9]*\) MiB.*/\1/' err)
test "${enough:-0}" -ge 80 && test "$enough" -le 120 || fail "enough: $enough"
within "$enough" run 0 sampler -q $units frame.csv
mv o.csv expected.csv
within 60 run 0 sampler -q $units --unit-sorted frame.csv
cmp o.csv expected.csv >&2 || fail '--unit-sorted draws others'
rm o.csv
within 60 run 1 sampler $units --sdc round5 frame.csv
told 'the table of all units (--unit) does not fit; '
! grep -q '[0-9]' err || fail 'a count that --sdc hides'
# From a pipe nobody knows how much is to come; two tables have half each.
within 60 run 1 sampler $units <frame.csv
within 90 run 1 sampler $units --strata stratum --allocation neyman:stratum \
  frame.csv
told 'the table of all units'
# Different numbers, of which each unit has one, take more than the tables.
within 240 run 1 sampler $units --method pps:id frame.csv
told 'the table of all units .*, and 240 MiB are all there is'
within 240 run 0 sampler -q $units --method pps:stratum --where stratum!=0 \
  frame.csv
rm o.csv
within 20 run 1 sampler $units frame.csv
told 'the table of all units'

# Shards of it, as the message says.
run 0 splitter -q --groups 4 --unit id --seed 1 -o '{group}.csv' \
  --manifest m.csv frame.csv
for task in 1 2 3 4; do
  within 64 run 0 sampler -q --manifest m.csv --task $task --unit id --n 100 \
    --seed 1 --shard-out
done
within 64 run 0 combiner -q --manifest m.csv -o o.csv
sort o.csv >rows
sort expected.csv | cmp - rows >&2 || fail 'the shards are another sample'
rm o.csv

# As many as are to be drawn: 1,900,000 of 24 bytes.
draw='--fraction 0.95 --seed 1 -o o.csv'
within 60 run 1 sampler $draw frame.csv
told "the 1,900,000 that are to be drawn need about [0-9]* MiB, and 60 MiB are \
all there is (SLURM_MEM_PER_NODE)\$"
within 60 run 1 sampler $draw --sdc round5 frame.csv
told 'as many as are to be drawn need more than there is (SLURM_MEM_PER_NODE)$'
within 120 run 0 sampler -q $draw frame.csv
rm o.csv
within 60 run 0 sampler -q --fraction 0.95 --plan frame.csv
within 60 run 0 sampler -q --fraction 0.05 --seed 1 frame.csv

# Who is told how much will do has enough with it, and one limit does not end
# what a smaller one lets through.
limits='40 60 80 84 88 90 92 94 96 98 100 104 110 120 130'
enough=
for limit in $limits; do
  if ! within $limit sampler -q --unit id --n 10000 --seed 2 frame.csv \
    >out 2>err; then
    test -z "$enough" || fail "$enough MiB were enough, $limit are not"
    mib=$(sed -n 's/.*; about \([0-9,]*\) MiB will do; .*/\1/p' err)
    test -z "$mib" || test "$mib" -gt "$limit" || fail "$mib MiB at $limit"
  else
    enough=$limit
  fi
done
test -n "$enough" || fail 'no limit is enough'

# combiner: what all shards send is known before the first is read.
for task in 1 2 3 4; do
  run 0 sampler -q --manifest m.csv --task $task --fraction 0.95 --seed 1 \
    --at-most 1000000 --shard-out
done
within 60 run 1 combiner -q --manifest m.csv -o o.csv
sed -i 's/^combiner/sampler/' err
told 'the 1,900,000 that are to be drawn need about [0-9]* MiB'
within 120 run 0 combiner -q --manifest m.csv -o o.csv
finish
