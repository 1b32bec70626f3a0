# SPDX-License-Identifier: MIT
# completion.sh - what the tests of the completions share, behind init.sh.
#
#     program=sampler
#     . "$srcdir/tests/completion.sh"
#
#   offers 'WORD...' WORD...   what must be offered for the last WORD of a
#                              command line
#
# To begin with, every option of --help must be offered, and no other be named.

need bash

# Prints what is offered for the last of its arguments, sorted.
cat >complete_words <<'END'
compopt() { :; }
. "$srcdir/completions/$program"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
"_$program" "$program"
printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort
END
export srcdir program

offers()
{
  want=$1
  shift
  run 0 bash complete_words "$@"
  test "$(echo $(cat out))" = "$want" || fail "for $*: want $want"
  test ! -s err || fail "for $*: a message"
}

"$program" --help | sed -nE 's/^ {2,6}(-.*, )?(--[a-z-]+).*/\2/p' |
  LC_ALL=C sort >help
grep -qx -e --max-record help || fail 'no --max-record in the help'
offers "$(echo $(cat help))" "$program" --

grep -v '^ *#' "$srcdir/completions/$program" |
  grep -oE -e '--[a-z][a-z-]+' | sort -u >named
for option in $(cat named); do
  grep -qx -e "$option" help || fail "there is no $option"
done
