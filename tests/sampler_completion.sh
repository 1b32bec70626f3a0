#!/bin/sh
# SPDX-License-Identifier: MIT
# The completion for bash offers every option of --help, the words that an
# option takes, files, and the columns of the frame on the command line.
. "${srcdir=.}/tests/init.sh"
need bash

# complete_words WORD...: what is offered for the last WORD, sorted.
cat >complete_words <<'END'
compopt() { :; }
. "$srcdir/completions/sampler"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_sampler sampler
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

sampler --help | sed -nE 's/^ {2,6}(-.*, )?(--[a-z-]+).*/\2/p' |
  LC_ALL=C sort >help
grep -qx -e --keep help || fail 'no --keep in the help'
offers "$(echo $(cat help))" sampler --

# No option is named that does not exist.
grep -v '^ *#' "$srcdir/completions/sampler" |
  grep -oE -e '--[a-z][a-z-]+' | sort -u >named
for option in $(cat named); do
  grep -qx -e "$option" help || fail "there is no $option"
done

offers 'always auto never' sampler --progress ''
offers 'always auto' sampler --progress = a
offers 'drop error no yes' sampler --keep-missing =
offers '' sampler --seed ''

mkdir folder
printf '\357\273\277outcome,out.2,in name,"quoted"\r\n1,2,3,4\r\n' >frame.csv
printf 'outcome\tother\n1\t2\n' >frame.tsv
offers 'folder' sampler --tmpdir fo
offers 'folder frame.csv frame.tsv' sampler --strict f
offers 'frame.csv frame.tsv' sampler -o fr
offers 'frame.tsv' sampler --report = frame.t
offers 'out.2 outcome' sampler frame.csv --keep o
offers 'out.2 outcome' sampler frame.csv --keep = o
offers 'other outcome' sampler -o frame.csv frame.tsv --keep ''
offers '' sampler --keep ''
finish
