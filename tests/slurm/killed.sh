#!/bin/sh
# SPDX-License-Identifier: MIT
# examples/slurm on a cluster of two nodes: 64 tasks give the sample of one job,
# also if one node is killed in the middle, whose tasks are run twice then.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/slurm/cluster.sh"

awk 'BEGIN {
  print "patient_id,row,died"
  for (i = 0; i < 200000; i++)
    printf "p%06d,%d,%d\n", i % 120000, i, i % 120000 % 97 == 5
}' >cohort.csv
gzip -1 cohort.csv
run 0 sampler --keep died --n 50000 --unit patient_id --seed 7 -o whole.csv \
  cohort.csv.gz
LC_ALL=C sort whole.csv >whole.rows

cluster_start

# Every task takes two seconds more, and tells when it begins and ends. On the
# node that is going to be killed it takes so long that Slurm, which has given it
# up, runs it on the other one before it has written anything.
mkdir slow
cat >slow/sampler <<END
#!/bin/sh
echo "begin \$SLURM_ARRAY_TASK_ID \$SLURMD_NODENAME" >>'$PWD/tasks.log'
sleep 1
test ! -e '$PWD/dying' || test "\$SLURMD_NODENAME" = node1 || sleep 20
'$builddir/src/sampler' "\$@" || exit
sleep 1
echo "end \$SLURM_ARRAY_TASK_ID \$SLURMD_NODENAME" >>'$PWD/tasks.log'
END
chmod +x slow/sampler
PATH=$PWD/slow:$PATH

# pooled: what came out, as sorted rows, and the bytes of all shards.
check()
{
  cluster_wait 240
  test -s sample.csv || {
    cat slurm-*.out | tail -n 20 >&2
    fail "no sample: $1"
  }
  LC_ALL=C sort sample.csv | cmp - ../whole.rows >&2 || fail "other rows: $1"
  test "$(ls part_???.shard.csv.gz | wc -l)" -eq 64 || fail "not 64 shards: $1"
}

mkdir calm && cd calm || exit 99
run 0 sh "$srcdir/examples/slurm/submit" ../cohort.csv.gz 64
check 'no node killed'
cd ..
test "$(sort -u tasks.log | grep -c '^end')" -eq 64 || fail 'not 64 tasks'
grep -q node1 tasks.log && grep -q node2 tasks.log || fail 'one node only'
mv tasks.log calm.log

: >tasks.log
mkdir killed && cd killed || exit 99
run 0 sh "$srcdir/examples/slurm/submit" ../cohort.csv.gz 64
for round in $(seq 300); do
  test "$(grep -c '^end' ../tasks.log)" -lt 12 || break
  sleep 0.1
done
: >../dying
sleep 2
kill -9 "$node2"
# Slurm would find out by itself, half a minute later.
run 0 scontrol update nodename=node2 state=down reason=killed
check 'a node killed'
cd ..
twice=$(sed -n 's/^begin \([0-9]*\) .*/\1/p' tasks.log | sort | uniq -d | wc -l)
echo "$twice tasks were run twice" >&2
test "$twice" -gt 0 || fail 'no task was run twice: the node was idle'
for round in $(seq 300); do
  test "$(grep -c '^end' tasks.log)" -lt "$(grep -c '^begin' tasks.log)" || break
  sleep 0.1
done
LC_ALL=C sort killed/sample.csv | cmp - whole.rows >&2 || fail 'late writers'

# Whatever was run twice, the bytes are the same, all of them.
(cd calm && xxhsum -H2 part_* sample.csv) >calm.sums
(cd killed && xxhsum -H2 part_* sample.csv) | cmp - calm.sums >&2 ||
  fail 'not the same bytes'
test -z "$(find killed -name '.*.tmp')" || fail 'something is left behind'
finish
