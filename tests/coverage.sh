#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds with gcc's --coverage in the folder coverage/ of the build, runs the
# tests in COVERAGE_TESTS (by default unit tests and the inputs of the fuzz
# targets), and prints what they cover of each folder of src/. With
# COVERAGE_MISSING='csv stats' also each line of these folders that was not run
# or has a branch that was never taken.
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
# Every short text by all kernels is much more than coverage needs.
CSV_TEXTS_LONGEST=4 make -s -j"$jobs" -k check TESTS="$COVERAGE_TESTS" || exit 1
find . -name '*.gcda' -print0 | xargs -0 gcov --json-format --stdout \
  --branch-probabilities --branch-counts 2>gcov.log |
  python3 "$top/tests/coverage.py" "$top" ${COVERAGE_MISSING-}
