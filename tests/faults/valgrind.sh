#!/bin/sh
# SPDX-License-Identifier: MIT
# D: under Valgrind there is no use of what is not there, and no leak, whether a
# file is good or damaged. 26 of 210 runs; SAMPLER_LONG_TESTS=1 makes all.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

# way K FILE: runs a program on FILE, with $under in front
way()
{
  case $1 in
    0) $under sampler --n 2 --seed 1 --threads 2 --report r.csv -o o "$2" ;;
    1) $under sampler --fraction 0.5 --seed 1 --output all - <"$2" ;;
    2) gzip -c "$2" | $under sampler --n 2 --seed 1 -o o.gz ;;
    3) $under splitter --rows 1 -o 'c/{index}.gz' --manifest m.json "$2" ;;
    4) gzip -c "$2" | $under splitter --parts 2 -o 'c/{index}' - ;;
  esac
}

# status, output and files of a run; a report tells of time and memory
outcome()
{
  rm -rf c o o.gz r.csv m.json
  way "$@" >out 2>err
  echo "status $?"
  cat out
  for file in o o.gz c/*; do
    test ! -e "$file" || cksum "$file"
  done
}

# good and damaged files
D4()
{
  plain 'Valgrind does not go with them' || return
  have valgrind || return
  step=8
  test -z "${SAMPLER_LONG_TESTS-}" || step=1
  runs=0
  for frame in "$srcdir"/tests/data/*sv; do
    for k in 0 1 2 3 4; do
      runs=$((runs + 1))
      test $((runs % step)) -eq 0 || continue
      under=
      outcome $k "$frame" >expected
      under="valgrind -q --error-exitcode=99 --leak-check=full
        --log-file=valgrind.log --show-leak-kinds=definite,possible"
      outcome $k "$frame" >found
      same "way $k, ${frame##*/}" expected found
      ! grep -v '^--[0-9]*-- ' valgrind.log | grep -q . ||
        fail "way $k, ${frame##*/}: $(grep -v '^--' valgrind.log)"
    done
  done
  test $runs -ge 200 || fail "only $runs runs"
}

faults D4
