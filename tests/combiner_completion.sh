#!/bin/sh
# SPDX-License-Identifier: MIT
# The completion for bash offers every option of --help, the words that an
# option takes, and files.
. "${srcdir=.}/tests/init.sh"
need bash

# complete_words WORD...: what is offered for the last WORD, sorted.
cat >complete_words <<'END'
compopt() { :; }
. "$srcdir/completions/combiner"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_combiner combiner
printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort
END
export srcdir

# offers 'WHAT IS OFFERED' WORD...
offers()
{
  want=$1
  shift
  run 0 bash complete_words "$@"
  test "$(echo $(cat out))" = "$want" || fail "for $*: want $want"
  test ! -s err || fail "for $*: a message"
}

combiner --help | sed -nE 's/^ {2,6}(-.*, )?(--[a-z-]+).*/\2/p' |
  LC_ALL=C sort >help
grep -qx -e --manifest help || fail 'no --manifest in the help'
offers "$(echo $(cat help))" combiner --

# No option is named that does not exist.
grep -v '^ *#' "$srcdir/completions/combiner" |
  grep -oE -e '--[a-z][a-z-]+' | sort -u >named
for option in $(cat named); do
  grep -qx -e "$option" help || fail "there is no $option"
done

offers 'always auto never' combiner --progress ''
offers 'midpoint6 none round5' combiner --sdc =
offers '' combiner --threads ''
touch part.csv part.csv.json
offers 'part.csv part.csv.json' combiner --quiet pa
offers 'part.csv part.csv.json' combiner --manifest = pa
offers 'part.csv part.csv.json' combiner -o pa
finish
