#!/bin/sh
# SPDX-License-Identifier: MIT
# stats/pcg64: the outputs and jumps of the PCG C++ library, a million each.
. "${srcdir=.}/tests/init.sh"

test -x "$builddir/tests/pcg64_oracle" ||
  skip 'needs a C++ compiler and pcg_random.hpp, in the package libpcg-cpp-dev'
"$builddir/tests/pcg64_oracle" >outputs || fail 'the oracle fails'
run 0 "$builddir/tests/pcg64_compare" <outputs
grep -q '^90 cases, 15075015 outputs, all equal$' out || fail 'too few outputs'

# The comparison finds one bit that is not right, and an end that is missing.
head -c 8000000 outputs >short
run 1 "$builddir/tests/pcg64_compare" <short
grep -q 'cut off' err || fail 'a cut is not found'
{ head -c 4000000 outputs; printf '\377'; tail -c +4000002 outputs; } >changed
cmp -s outputs changed && exit 99
run 1 "$builddir/tests/pcg64_compare" <changed
grep -q '^case 0, output 499992: ' err || fail 'a change is not found'
run 1 "$builddir/tests/pcg64_compare" </dev/null
finish
