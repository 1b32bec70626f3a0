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
offers 'month: outcome: quarter: rule: value: year:' splitter --by ''
offers 'in\ name' splitter frame.csv --by i
offers 'in\ name' splitter frame.csv --by year : 'in\ n'
offers 'in name' splitter frame.csv --by '"in n'
offers 'day' splitter frame.csv --by when = d
offers 'out.2 outcome outcome:' splitter frame.csv --by when = o
gzip -c frame.csv >frame.csv.gz
offers '' splitter frame.csv.gz --unit ''

# No message where a program that reads is gone early and nobody dies of it.
awk 'BEGIN { print "day"; for (i = 0; i < 100000; i++) print i }' >long.csv
trap '' PIPE
for k in 1 2 3 4 5; do
  offers day splitter long.csv --unit d
done
finish
