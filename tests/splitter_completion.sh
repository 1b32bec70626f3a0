#!/bin/sh
# SPDX-License-Identifier: MIT
# The completion for bash offers every option of --help, the words that an
# option takes, files, and the columns of the frame on the command line.
. "${srcdir=.}/tests/init.sh"
program=splitter
. "$srcdir/tests/completion.sh"

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
