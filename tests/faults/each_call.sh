#!/bin/sh
# SPDX-License-Identifier: MIT
# M and K: whichever call fails, once or from then on, a run ends complete or
# with a clean error. SAMPLER_LONG_TESTS=1 leaves out none of many calls.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

kfail=$builddir/tests/faults/kfail_run
test -n "${SAMPLER_LONG_TESTS-}" || export KFAIL_SOME=yes
calls=read,write,sync,rename,map,thread,open,close,stat,seek,mode,folder

# A library is preloaded; sanitizers have functions of their own, and there the
# failing ones are linked into programs for this test.
if test -z "$SANITIZE"; then
  library=$builddir/tests/faults/kfail.so
else
  library=-
fi

make_inputs()
{
  head -n 2001 in.csv | sed '2,$s/$/,"a ""b"" c"/; 1s/$/,"the ""last"" one"/' \
    >small.csv
  gzip -c small.csv >small.csv.gz
  { cat in.csv; tail -n +2 in.csv; } >large.csv
  # more than the log of candidates holds, in few rows
  awk 'BEGIN {
    for (word = "word "; length(word) < 40000; word = word word);
    print "outcome,text"
    for (i = 0; i < 700; i++) print "1," i word
  }' >wide.csv
  # in which a stratum ends so early that the draw begins anew
  awk 'BEGIN { print "g"; for (i = 0; i < 12000; i++) print int(i / 2000) }' \
    >sorted.csv
  printf 'outcome,n\n0,30\n1,3\n' >sizes.csv
  printf '{"strata": "outcome", "sizes": "../sizes.csv", "weight-name": "%s"}' \
    a_name_for_which_buffers_of_any_size_must_grow_several_times >config.json
  ! command -v zstd >/dev/null || zstd -qf small.csv
}

# each KINDS INPUT COMMAND...: in a fresh folder with the files named in $old
each()
{
  each_kinds=$1
  each_input=$2
  each_program=$3
  shift 3
  test "$library" != - ||
    each_program=$builddir/tests/faults/$each_program-kfail
  rm -rf run && mkdir run run/c && (
    cd run || exit 99
    for file in $old; do
      echo old >$file
    done
    test -n "$old" || rmdir c
    "$kfail" "$library" "$each_kinds" "$each_input" "$each_program" "$@"
  ) >points 2>&1 || fail "$(cat points)"
  echo "   $(tail -n 1 points): $each_kinds: ${each_program##*/} $*"
  set -- $(tail -n 1 points)
  points=$((points + $1))
}

sampler_runs()
{
  points=0
  old='o r.json'
  each "$1" - sampler --keep outcome --keep 'the "last" one=x' --n 50 --seed 1 \
    --threads 2 -o o --report r.json ../small.csv
  old=
  each "$1" ../small.csv.gz sampler --unit t --fraction 0.1 --seed 1 -o o.gz -
  each "$1" ../small.csv sampler --keep outcome --n 50 --seed 1
  each "$1" ../large.csv sampler --keep outcome --n 50 --seed 1 --output all \
    --threads 3 -o o.gz
  old='o.zst r.md'
  test ! -e small.csv.zst ||
    each "$1" - sampler --config ../config.json --seed 1 --output all \
      --add stratum,prob,N,n -o o.zst --report r.md ../small.csv.zst
  old=o
  each "$1" - sampler --keep outcome --n 5 --seed 1 --threads 2 -o o \
    ../wide.csv
  each "$1" - sampler --strata g --n-per-stratum 1100 --seed 1 --threads 2 \
    -o o ../sorted.csv
  echo "   $fault: sampler: $points points failed"
}

splitter_runs()
{
  points=0
  old=
  each "$1" - splitter --by 'y=rule:t>1000' --by outcome --threads 2 \
    -o 'c/{y}/{outcome}.csv.gz' --manifest m.csv --manifest c/m.json \
    ../small.csv
  old='c/1.csv c/2.csv m.json'
  each "$1" ../small.csv.gz splitter --rows 1000 --force -o 'c/{index}.csv' \
    --manifest m.csv --manifest m.json
  old=
  each "$1" ../small.csv splitter --groups 3 --unit id --seed 1 \
    -o 'c/{group}.csv'
  echo "   $fault: splitter: $points points failed"
}

# Two shards with lists of units, and the parts of a manifest, drawn from where
# the runs are.
make_shards()
{
  for shard in a b; do
    sed "2,\$s/^px/px$shard/" small.csv >$shard.in
    sampler -q --shard $shard --shard-out --check-units --unit id --n 20 \
      --seed 1 --keep outcome -o $shard.csv $shard.in || fail "shard $shard"
  done
  rm -rf run && mkdir run && (
    cd run || exit 99
    splitter -q --parts 2 -o '../part{index}.csv' --manifest ../m.json \
      ../small.csv
    for task in 1 2; do
      sampler -q --manifest ../m.json --task $task --shard-out --seed 1 --n 20 \
        --strata outcome --allocation neyman:t --at-most 20
    done
  ) || fail 'parts'
}

combiner_runs()
{
  points=0
  old='o r.json'
  each "$1" - combiner -o o --report r.json ../a.csv ../b.csv
  old=
  each "$1" - combiner --manifest ../m.json -o o.gz
  each "$1" - combiner --manifest ../m.json
  echo "   $fault: combiner: $points points failed"
}

# allocations
M1()
{
  make_inputs
  sampler_runs alloc
  splitter_runs alloc
  make_shards
  combiner_runs alloc
}

# names where the system cannot exchange two
plain_renames()
{
  KFAIL_PLAIN_RENAME=yes
  export KFAIL_PLAIN_RENAME
  "$1" rename
  unset KFAIL_PLAIN_RENAME
}

# other calls of sampler, and more than stays in memory
K1()
{
  make_inputs
  sampler_runs "$calls"
  plain_renames sampler_runs
  each "$calls" ../large.csv sampler --fraction 0.001 --seed 1 -o o
}

# other calls of splitter, and more than stays in memory
K2()
{
  make_inputs
  splitter_runs "$calls"
  plain_renames splitter_runs
  each "$calls" ../large.csv splitter --parts 3 --tmpdir . -o 'c/{index}.csv'
}

# other calls of combiner, and of a shard's draw
K3()
{
  make_inputs
  make_shards
  combiner_runs "$calls"
  plain_renames combiner_runs
  old=
  each "$calls" - sampler --shard a --shard-out --check-units --unit id --n 20 \
    --seed 1 -o o ../a.in
}

# calls that a signal interrupts are made again
K4()
{
  make_inputs
  KFAIL_INTERRUPTS=yes
  export KFAIL_INTERRUPTS
  sampler_runs read,write,sync,open,close
  splitter_runs read,write,sync,open,close
  each read,write,open,close ../large.csv sampler --fraction 0.001 --seed 1 -o o
  unset KFAIL_INTERRUPTS
}

faults M1 K1 K2 K3 K4
