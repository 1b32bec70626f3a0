#!/bin/sh
# SPDX-License-Identifier: MIT
# Breaks the drawing of samples on purpose, in one way after another, and shows
# that a test notices each.
#
# Works on a copy of the source in mutants/ of the build. A mutant is an edit by
# sed that must change its file and must compile; the tests that are named are
# run until one of them fails. Before that all of them must pass on the copy as
# it is, so that no mutant is killed by a broken build. MUTANTS=WORD picks those
# whose description holds WORD.
set -u
top=$(cd "${srcdir=.}" && pwd) || exit 1
jobs=$(nproc 2>/dev/null || echo 1)
here=$PWD/mutants
killed=0 survived=0 broken=0

die()
{
  echo "mutants: $*" >&2
  exit 1
}

# Copies the source but for builds, and configures.
prepare()
{
  rm -rf "$here"
  mkdir -p "$here/source" "$here/build" || exit 1
  (cd "$top" && tar -cf - --exclude=./build --exclude=./.git .) |
    tar -xf - -C "$here/source" || die 'cannot copy the source'
  cd "$here/build" || exit 1
  ../source/configure -q CFLAGS=-O1 >configure.log 2>&1 ||
    die "cannot configure; see $here/build/configure.log"
}

# build TEST: makes a test of the copy.
build()
{
  make -s -j"$jobs" "tests/$1" >make.log 2>&1
}

# run TEST: whether it passes.
run()
{
  srcdir=$here/source timeout -k 5 120 "tests/$1" >"$here/out" 2>&1
}

# What the test said that failed: the name of the first one in it, or, of a fuzz
# target, what did not hold.
verdict()
{
  name=$(sed -n 's/^[^ ]*:[0-9]*:[FE]:[^:]*:\([^:]*\):.*/\1/p' "$here/out" |
    head -n 1)
  test -n "$name" || name=$(sed -n 's/^[^ ]*\.c:[0-9]*: //p' "$here/out" |
    head -n 1)
  echo "$1: ${name:-no answer in two minutes}"
}

# mutant WHAT FILE SED TEST...
mutant()
{
  what=$1 file=$2 edit=$3
  shift 3
  case $what in *"${MUTANTS-}"*) ;; *) return ;; esac
  if test "$mode" = tests; then
    printf '%s\n' "$@" >>"$here/tests"
    return
  fi
  by=
  sed "$edit" "$top/$file" >"../source/$file"
  if cmp -s "$top/$file" "../source/$file"; then
    by='NOT APPLIED: its line is another one now'
    broken=$((broken + 1))
  fi
  for test in "$@"; do
    test -z "$by" || break
    if ! build "$test"; then
      by="DOES NOT COMPILE: $(grep -m 1 -i error make.log | cut -c1-60)"
      broken=$((broken + 1))
    elif ! run "$test"; then
      by=$(verdict "$test")
      killed=$((killed + 1))
    fi
  done
  if test -z "$by"; then
    by='SURVIVES'
    survived=$((survived + 1))
  fi
  printf '%-44s %s\n' "$what" "$by"
  cp "$top/$file" "../source/$file"
}

all_mutants()
{
  selection_h=src/stats/selection.h selection_c=src/stats/selection.c
  mutant 'n + 1 units are drawn' $selection_c \
    's/{.sample_size = sample_size};/{.sample_size = sample_size + 1};/' \
    check_selection
  mutant 'n - 1 units are drawn' $selection_c \
    's/{.sample_size = sample_size};/{.sample_size = sample_size - (sample_size > 1)};/' \
    check_selection
  mutant 'the largest numbers are drawn' $selection_h \
    's/a\.prn < b\.prn/a.prn > b.prn/' check_selection
  mutant 'units behind the pivot come first' $selection_c \
    's/before += selection_before(unit, pivot)/before += !selection_before(unit, pivot)/' \
    check_selection
  mutant 'those that are parted off count twice' $selection_c \
    's/^            wanted -= before;$//' check_selection
  mutant 'the last of a few is not sorted' $selection_c \
    's/for (size_t i = 1; i < count; i++) {/for (size_t i = 1; i + 1 < count; i++) {/' \
    check_selection
  mutant 'the bound is the smallest number' $selection_c \
    's/selection_before(selection->bound, selection->units\[i\])/selection_before(selection->units[i], selection->bound)/' \
    check_selection
  mutant 'what the bound excludes is held' $selection_c \
    's/^    selection->held = taken;$//' check_large
  mutant 'nobody is missed who was refused' $selection_c \
    's/return selection->taken < selection->sample_size \&\&/return false \&\&/' \
    check_selection_edges
  mutant 'the bound is forgotten when more are wanted' $selection_c \
    's/^        selection->is_bounded || taken ==/        taken ==/' \
    check_selection_edges
  mutant 'more are in the sample than it wants' $selection_c \
    's/takes \&\& selection->taken < selection->sample_size/takes/' check_selection
  mutant 'of two ties the later unit is taken' $selection_h \
    's/: a\.position < b\.position/: a.position > b.position/' check_selection
  mutant 'ties are left as they come' $selection_h \
    's/: a\.position < b\.position/: false/' check_selection
  mutant 'numbers are compared in 32 bits' $selection_h \
    's/a\.prn < b\.prn/(uint32_t)a.prn < (uint32_t)b.prn/' check_selection
  mutant 'numbers are taken modulo 1000' $selection_h \
    's/a\.prn < b\.prn/a.prn % 1000 < b.prn % 1000/' check_selection
  mutant 'numbers are compared as doubles' $selection_h \
    's/a\.prn != b\.prn ? a\.prn < b\.prn/(double)a.prn != (double)b.prn ? (double)a.prn < (double)b.prn/' \
    check_selection
  mutant 'positions have 32 bits' $selection_h \
    's/uint64_t position;/uint32_t position;/' check_large
  mutant 'N has 32 bits' $selection_h 's/uint64_t pop_size; /uint32_t pop_size; /' \
    check_large
  mutant 'a unit that is refused is not counted into N' $selection_h \
    's/^        selection->pop_size++;$//' check_selection
  mutant 'a unit that is taken is not counted' $selection_c \
    's/^    selection->pop_size++;$//' check_selection
  mutant 'units that are passed over are not counted' $selection_h \
    's/selection->pop_size += count;/(void)selection, (void)count;/' \
    check_draw fuzz/fuzz_draw

  prn=src/stats/prn.c
  mutant 'the seed is ignored' $prn \
    's/const int printed =/seed = 0; const int printed =/' check_prn
  mutant 'the seed has 32 bits' $prn \
    's/const int printed =/seed = (uint32_t)seed; const int printed =/' check_prn
  mutant 'the label is ignored' $prn \
    's/const int printed =/label.len = 0; const int printed =/' check_prn
  mutant 'the purpose is ignored' $prn \
    's/const int printed =/purpose = "draw"; const int printed =/' check_prn
  mutant 'the increment may be even' $prn 's/opened\.increment |= 1;//' check_prn
  mutant 'units have the same number by every seed' $prn \
    's/hash64_of_hash(id, key\.k)/hash64_of_hash(id, 0)/' check_prn
  mutant 'outputs are turned by another bit' src/stats/pcg64.h \
    's/>> 122)/>> 121 \& 63)/' check_pcg64 check_vectors
  mutant 'jumps are one step short' src/stats/pcg64.c \
    's/for (; delta > 0;/for (delta -= delta > 0; delta > 0;/' check_pcg64
  mutant 'jumps have 32 bits' src/stats/pcg64.c \
    's/for (; delta > 0;/for (delta = (uint32_t)delta; delta > 0;/' \
    check_pcg64 check_large

  weight=src/stats/weight.c
  mutant 'the weight is that of N + 1' $weight \
    's/return (double)pop_size/return (double)(pop_size + 1)/' check_weight
  mutant 'the weight is a whole number' $weight \
    's|(double)pop_size / (double)sample_size|(double)(pop_size / sample_size)|' \
    check_weight
  mutant 'weights are written with 15 digits' $weight \
    's/MOST_DIGITS = 17/MOST_DIGITS = 15/' check_weight
  mutant 'any sum of weights is right' $weight \
    's/<= 1e-12 \* want/<= 1e-3 * want/' check_weight
  mutant 'what rounding loses is forgotten' $weight \
    's/sum->lost += .*/(void)total;/' check_weight

  share=src/stats/share.c
  mutant 'a fraction of N is rounded down' $share \
    's/ + (product % whole > 0)//' check_share
  mutant 'a Bernoulli draw takes one number more' src/stats/share.h \
    's/prn < threshold\.bound/prn <= threshold.bound/' check_share
  mutant 'a Bernoulli draw of P = 1 misses a number' $share \
    's/{UINT64_MAX, true}/{UINT64_MAX, false}/' check_share

  allocation=src/stats/allocation.c
  mutant 'the smallest fractions get what is left' $allocation \
    's/x->remainder > y->remainder ? -1 : 1/x->remainder > y->remainder ? 1 : -1/' \
    check_allocation
  mutant 'of equal fractions the later gets it' $allocation \
    's/return (x->part > y->part) - (x->part < y->part);/return (x->part < y->part) - (x->part > y->part);/' \
    check_allocation
  mutant 'no stratum has a minimum' $allocation \
    's/least_of(&strata\[h\], min_size),/0,/' check_allocation
  mutant 'what is left is not given to anybody' $allocation \
    's/for (size_t k = 0; k < left; k++)/for (size_t k = 0; k + 1 < left; k++)/' \
    check_allocation
  mutant 'a stratum may get more than it has' $allocation \
    's/place == ABOVE_MOST ? part->most : part->least/place == ABOVE_MOST ? part->most + 1 : part->least/' \
    check_allocation

  pareto=src/stats/pareto.c
  mutant 'n x = X is no certainty' $pareto \
    's/rest_total, PARETO_LIMBS) < 0)/rest_total, PARETO_LIMBS) <= 0)/' \
    check_pareto
  mutant 'a certainty does not leave the rest' $pareto \
    's/pareto->rest_sample_size--;//' check_pareto
  mutant 'ranks do not look at sizes' $pareto \
    's/limbs_ratio(rest, PARETO_LIMBS, product, PARETO_LIMBS);/1.0 + 0 * (double)product[0];/' \
    check_pareto check_pareto_chance

  select=src/design/draw_select.c
  mutant 'kept rows are counted into N' $select \
    '/batch->classes\[r\] == UNIT_KEPT/{n;s/$/ draw->strata->list[h].selection.pop_size++;/}' \
    check_draw fuzz/fuzz_draw
  mutant 'the last record is never offered' $select \
    '/^select_records/,/^}/s/count = batch->records->count;/count = batch->records->count - 1;/' \
    check_draw fuzz/fuzz_draw
  mutant 'a replicate takes what the others have' src/design/draw_settle.c \
    's/stratum->pop_size > skip ? stratum->pop_size - skip/stratum->pop_size > skip ? stratum->pop_size/' \
    fuzz/fuzz_draw
  mutant 'outcomes do not move the stream' src/design/walk.c \
    's/^        pcg64_fill(&walk->stream, walk->prns, mine->records->count);$/        for (size_t k = 0; k < mine->records->count; k++) walk->prns[k] = facts->classes[k] == UNIT_KEPT ? 0 : pcg64_next(\&walk->stream);/' \
    check_draw fuzz/fuzz_draw
  mutant 'the stream begins at the second number' src/design/walk.c \
    's/walk->stream = walk->opened;/walk->stream = walk->opened; pcg64_next(\&walk->stream);/' \
    check_draw fuzz/fuzz_draw
  mutant 'the label of a shard is not used' src/design/walk.c \
    's/const struct slice label = plan_stream_label(plan);/const struct slice label = {"", 0};/' \
    fuzz/fuzz_draw
}

prepare
mode=tests
all_mutants
sort -u "$here/tests" >"$here/all"
while read -r test; do
  mkdir -p "$(dirname "tests/$test")"
  build "$test" || die "$test does not compile: $(tail -n 3 make.log)"
  run "$test" || die "$test fails on what is not broken: $(tail -n 3 "$here/out")"
done <"$here/all"
printf '%d tests pass on what is not broken\n\n' "$(grep -c . "$here/all")"
mode=mutants
all_mutants
printf '\n%d mutants killed, %d survive, %d are no mutants\n' $killed $survived \
  $broken
test $survived -eq 0 && test $broken -eq 0 && test $killed -gt 0
