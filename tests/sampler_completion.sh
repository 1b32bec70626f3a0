#!/bin/sh
# SPDX-License-Identifier: MIT
# The completion for bash offers every option of --help, the words that an
# option takes, files, and the columns of the frame on the command line.
. "${srcdir=.}/tests/init.sh"
program=sampler
. "$srcdir/tests/completion.sh"

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
offers 'in\ name' sampler frame.csv --keep i
offers 'in name' sampler frame.csv --unit '"in n'
offers 'in\ name' sampler frame.csv --strata year : in
offers 'month: outcome: quarter: rule: value: year:' sampler --strata ''
offers 'out.2 outcome outcome:' sampler frame.csv --strata o
finish
