#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds with gcc's --coverage in the folder coverage/ of the build, runs the
# tests in COVERAGE_TESTS (by default unit tests, the inputs of the fuzz targets,
# and faults), and prints what they cover of each folder of src/. With
# COVERAGE_MISSING='csv stats' also each line of these folders that was not run
# or has a branch that was never taken. It fails where tests/COVERAGE, which has
# the reasons of those in csv and stats, says something else.
set -u
top=$(cd "${srcdir=.}" && pwd) || exit 1
jobs=$(nproc 2>/dev/null || echo 1)
if test "$srcdir" = .; then
  echo 'coverage: configure in a folder of its own, not in the source' >&2
  exit 1
fi
mkdir -p coverage && cd coverage || exit 1

if test ! -f Makefile; then
  "$top/configure" -q CC="${COVERAGE_CC-gcc}" CFLAGS='-O0 -g' \
    --enable-coverage || exit 1
fi
make -s -j"$jobs" all && make -s -j"$jobs" check TESTS= || exit 1
find . -name '*.gcda' -exec rm -f {} +
# Every short text by all kernels is much more than coverage needs. Not for it are
# F2, which looks at all files that are opened, F9, run by somebody who may not
# write those of gcov, and M1, in which the allocations of gcov fail too; nor
# calls that fail from then on, for gcov makes some at the end.
CSV_TEXTS_LONGEST=4 FAULTS_WITHOUT='F2 F9 M1' KFAIL_ONCE=yes \
  GCOV_ERROR_FILE=/dev/null \
  make -s -j"$jobs" -k check TESTS="$COVERAGE_TESTS" || exit 1
find . -name '*.gcno' -print0 | xargs -0 gcov --json-format --stdout \
  --branch-probabilities --branch-counts 2>gcov.log |
  python3 "$top/tests/coverage.py" "$top" ${COVERAGE_MISSING-}
