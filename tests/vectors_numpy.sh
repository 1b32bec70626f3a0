#!/bin/sh
# SPDX-License-Identifier: MIT
# The test vectors: NumPy's PCG64, set to a row's state, draws its positions.
. "${srcdir=.}/tests/init.sh"

find_python numpy
"$PYTHON" "$srcdir/tests/vectors.py" --numpy >table 2>err
status=$?
test $status -ne 77 || skip "$(cat err)"
test $status -eq 0 || fail "vectors.py: status $status"
cmp table "$srcdir/tests/vectors.csv" >&2 || fail 'not the table of the tests'
finish
