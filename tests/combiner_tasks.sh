#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --manifest --task: input, label and output come from the manifest; a task
# that is run twice, at once, or after it was killed leaves the same bytes.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/combiner.sh"

make_frame 4000 4000
mkdir 'a b'
run 0 splitter --quiet --parts 3 --out 'a b/{index:02}.part.csv.gz' \
  --manifest m.csv frame.csv

# The output is called as the input, and the label is the index.
run 0 sampler --manifest m.csv --task 2 --n 10 --seed 3 --shard-out
head -n 1 err | grep -q ', seed 3, shard 2$' || fail 'the label'
test "$(ls 'a b')" = "$(printf '%s\n' 01.part.csv.gz 02.part.csv.gz \
  02.part.shard.csv.gz 02.part.shard.csv.gz.json 03.part.csv.gz)" ||
  fail "the outputs: $(ls 'a b')"

# A chunk that is not the one of the manifest, by its number of records.
gzip -dc 'a b/02.part.csv.gz' >kept
sed 3d kept | gzip -c >'a b/02.part.csv.gz'
for out in --shard-out --quiet; do
  run 1 sampler --manifest m.csv --task 2 --n 10 --seed 3 $out
  grep -q 'a b/02.part.csv.gz: not as many records as its manifest says' err ||
    fail 'a chunk that lost a record'
done
gzip -c kept >'a b/02.part.csv.gz'

# A report does not take the place of the manifest.
run 2 sampler --manifest m.csv --task 2 --n 10 --seed 3 --report ./m.csv
grep -q './m.csv: the output is the manifest, too' err || fail 'overwritten'

# Without --shard-out it is a sample as any other, of the stream of its label.
run 0 sampler --manifest m.csv --task 2 --n 10 --seed 3
run 0 sampler --n 10 --seed 3 --shard 2 -o sample.csv 'a b/02.part.csv.gz'
gzip -dc 'a b/02.part.sample.csv.gz' | cmp - sample.csv >&2 ||
  fail 'not the sample of shard 2'

# By hand it is the same shard, but for its place in the whole.
run 0 sampler --n 10 --seed 3 --shard 2 --shard-out -o hand.csv \
  'a b/02.part.csv.gz'
cut -d, -f1 hand.csv >hand
gzip -dc 'a b/02.part.sample.csv.gz' | cut -d, -f1 | cmp - hand >&2 ||
  fail 'not the rows of the sample'

# Wrong usage.
for options in '--task 2' '--manifest m.csv' '--manifest m.csv --task 0' \
  '--manifest m.csv --task 4' '--manifest m.csv --task x' \
  '--manifest m.csv --task 1 frame.csv' '--manifest m.csv --task 1 -o x' \
  '--manifest m.csv --task 1 --shard a'; do
  run 2 sampler --n 10 --seed 3 $options
done
for options in '' '--shard a' '--shard a -o x' '--shard a --seed 1 -o -' '--seed 1 -o x' \
  '--shard a --seed 1' '--shard a --seed 1 -o x --output all' \
  '--shard a --seed 1 -o x --method pps:w' '--shard a --seed 1 -o x --plan' \
  '--shard a --seed 1 -o x --check-units'; do
  run 2 sampler --n 10 --shard-out $options frame.csv
done
run 2 sampler --n 10 --at-most 5 frame.csv
run 2 sampler --n 10 --check-units --unit id frame.csv
run 2 sampler --n 10 --check-units --unit id --unit-sorted --shard-out \
  --shard a --seed 1 -o x frame.csv
run 2 sampler --fraction 0.1 --method=bernoulli --at-most 5 --shard-out \
  --shard a --seed 1 -o x frame.csv
test ! -e x || fail 'an output of wrong usage'
for bad in 'index,file' 'index,file,records\n2,a.csv,5' \
  'index,file,records\n1,,5' 'index,file,records\n1,a.csv,x' \
  'index,file,records'; do
  printf "$bad\n" >bad.csv
  sampler --manifest bad.csv --task 1 --n 10 >out 2>err
  test $? -ne 0 || fail "taken for a manifest: $bad"
  grep -q '^sampler: bad.csv: ' err || fail "not named: $bad"
done
printf 'shard_prn\n1\n' >taken.csv
run 2 sampler --n 1 --seed 1 --shard a --shard-out -o x taken.csv
grep -q 'there is a column "shard_prn" already, which a shard needs' err ||
  fail 'a name that is taken'
run 2 sampler --n 1 --seed 1 --shard a --shard-out -o x --base-weight w \
  --drop w frame.csv
grep -q 'combiner needs the column, which does not leave' err ||
  fail 'a base weight that does not leave'
run 2 sampler --n 1 --seed 1 --shard a --shard-out -o x --report x.json \
  frame.csv

# The number of threads, the kind of input and the time of day change nothing.
split --parts 2
shards --keep died --n 300 --unit id --check-units
mkdir first && cp chunks/*shard* first
again()
{
  for file in first/*; do
    cmp "$file" "chunks/${file##*/}" >&2 || fail "other bytes: $*"
  done
  test "$(find chunks | wc -l)" -eq 9 || fail "left behind: $(ls -a chunks)"
}
for threads in 1 2 7; do
  shards --keep died --n 300 --unit id --check-units --threads $threads
  again "$threads threads"
  SLURM_CPUS_PER_TASK=$threads
  export SLURM_CPUS_PER_TASK
  shards --keep died --n 300 --unit id --check-units
  again "SLURM_CPUS_PER_TASK=$threads"
  unset SLURM_CPUS_PER_TASK
done

# Twice at once.
for round in 1 2 3; do
  for k in 1 2 3 4; do
    sampler --quiet --manifest m.csv --task 1 --seed 3 --shard-out --keep died \
      --n 300 --unit id --check-units &
  done
  wait
  again "four at once, round $round"
done

# Killed at every step of publishing, over nothing or over an older run, and run
# again: until then combiner refuses, or has all it needs.
need strace
whole --keep died --n 300 --unit id
kills=0
for step in 1 2 3; do
  for old in none other; do
    rm chunks/1.shard.*
    test $old = none ||
      sampler --quiet --manifest m.csv --task 1 --seed 4 --shard-out \
        --keep died --n 300 --unit id --check-units || fail 'an older run'
    strace -f -o trace -e trace=rename,renameat,renameat2,linkat \
      -e inject=rename,renameat,renameat2,linkat:signal=KILL:when=$step \
      sampler --quiet --manifest m.csv --task 1 --seed 3 --shard-out \
      --keep died --n 300 --unit id --check-units 2>err
    kills=$((kills + $(grep -c 'killed by SIGKILL' trace)))
    if combiner --quiet --manifest m.csv -o pooled.csv 2>err; then
      same_rows "after a kill at rename $step over $old"
    fi
    shards --keep died --n 300 --unit id --check-units
    find chunks -name '.*.tmp' -exec rm {} +
    again "killed at rename $step over $old"
    pool
    same_rows "killed at rename $step over $old, run again"
  done
done
test $kills -ge 4 || fail "only $kills runs were killed"
finish
