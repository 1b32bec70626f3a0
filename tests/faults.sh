#!/bin/sh
# SPDX-License-Identifier: MIT
# Tests of faults are what they are said to be: each is in the table, and each of
# the table is there; SECURITY.md and the manual name no test that is not.
. "${srcdir=.}/tests/init.sh"

faults=$srcdir/tests/faults

for script in "$faults"/*.sh; do
  sed -n "s/^faults //p" "$script" | tr ' ' '\n' |
    sed "s/\$/ ${script##*/}/"
done | sort >there
sed -nE 's/^([A-Z][0-9]+) +([a-z_]+\.sh) .+/\1 \2/p' "$faults/README" |
  sort >told
test "$(wc -l <there)" -ge 100 || fail "only $(wc -l <there) faults"
cmp there told >&2 || fail "the table is another: $(diff told there)"
while read -r id script; do
  test "$(grep -c "^$id()\$" "$faults/$script")" -eq 1 ||
    fail "no function $id in $script"
  grep -qE "^.tests/faults/$script( \\\\)?\$" "$srcdir/tests/local.mk" ||
    fail "$script is not run"
done <there

# check_named FILE MIN: tests that FILE names as tests/... are there, and ids as
# in "tests/faults/output.sh O1 O2" in them
check_named()
{
  sed 's/\\-/-/g; s/\\fR//g; s/`//g' "$1" |
    grep -oE 'tests/[a-z0-9_/]+(\.sh)?( [A-Z][0-9]+)*' >named
  test "$(wc -l <named)" -ge "$2" || fail "$1 names $(wc -l <named) tests"
  while read -r file ids; do
    source=$srcdir/$file
    test -e "$source" || source=$source.c
    test -e "$source" || fail "${1##*/}: there is no $file"
    for id in $ids; do
      grep -qx "$id ${file##*/}" there || fail "${1##*/}: no $id in $file"
    done
  done <named
}

check_named "$srcdir/SECURITY.md" 3
check_named "$srcdir/man/sampler-promises.7" 20

# The page about promises is well formed.
page=$srcdir/man/sampler-promises.7
if command -v mandoc >/dev/null; then
  mandoc -Tlint -W error "$page" >out 2>err || fail 'mandoc finds errors'
fi
if command -v man >/dev/null; then
  run 0 env MANWIDTH=80 MAN_KEEP_FORMATTING= man --warnings -l "$page"
  test ! -s err || fail 'man has warnings'
fi

# The counter counts.
mkdir logs
printf 'ok O1\nok O2\nok C1\n   ok X1\n' >logs/a.log
printf 'ok C2\nPASS tests/b.sh\n' >logs/b.log
run 0 sh "$faults/count.sh" logs
printf 'letter  passed  skipped\n%s\n%s\n%s\n' 'C            2        0' \
  'O            2        0' 'all          4        0' | cmp - out >&2 ||
  fail 'another count'
echo 'skip O3: no disk' >>logs/b.log
run 1 sh "$faults/count.sh" logs
grep -qx 'skip O3: no disk' out || fail 'no reason'
finish
