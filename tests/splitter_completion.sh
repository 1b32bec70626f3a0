#!/bin/sh
# SPDX-License-Identifier: MIT
# The completion for bash offers every option of --help, the words that an
# option takes, files, and the columns of the frame on the command line.
. "${srcdir=.}/tests/init.sh"
need bash

# complete_words WORD...: what is offered for the last WORD, sorted.
cat >complete_words <<'END'
compopt() { :; }
. "$srcdir/completions/splitter"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_splitter splitter
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

splitter --help | sed -nE 's/^ {2,6}(-.*, )?(--[a-z-]+).*/\2/p' |
  LC_ALL=C sort >help
grep -qx -e --by help || fail 'no --by in the help'
offers "$(echo $(cat help))" splitter --

# No option is named that does not exist.
grep -v '^ *#' "$srcdir/completions/splitter" |
  grep -oE -e '--[a-z][a-z-]+' | sort -u >named
for option in $(cat named); do
  grep -qx -e "$option" help || fail "there is no $option"
done

offers 'always auto never' splitter --progress ''
offers 'drop error' splitter --missing =
offers 'drop' splitter --other d
offers '' splitter --seed ''

mkdir folder
printf 'outcome,out.2,in name,day\r\n1,2,3,4\r\n' >frame.csv
offers 'folder' splitter --tmpdir fo
offers 'folder frame.csv' splitter --force f
offers 'frame.csv' splitter -o fr
offers 'frame.csv' splitter --manifest = fr
offers 'out.2 outcome outcome:' splitter frame.csv --by o
offers 'out.2 outcome' splitter frame.csv --by outcome : o
offers 'out.2 outcome' splitter frame.csv --unit = o
offers 'day' splitter frame.csv --by year : d
offers 'month: outcome: quarter: rule: year:' splitter --by ''
finish
