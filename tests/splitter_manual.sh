#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual page of splitter tells the truth: its examples run as they stand,
# and it names every option and every column of the manifest.
. "${srcdir=.}/tests/init.sh"

program=splitter
. "$srcdir/tests/manual_page.sh"
examples 6
for example in example.*; do
  run 0 sh -e "$example"
  test ! -s out || fail "it prints something: $(cat "$example")"
done

# What the examples say they make.
records()
{
  want=$1
  shift
  got=$(awk 'FNR > 1' "$@" | wc -l)
  test "$got" -eq "$want" || fail "$got records instead of $want: $*"
}
test "$(wc -l <years.csv)" -eq 14 || fail 'not 13 years'
gzip -d years/*.gz
records 10000 years/*
for stage in 1 2 3 4; do
  records "$(awk -F, -v s=$stage '$4 == s' nwtco.csv | wc -l)" \
    stage_$stage.csv
  records "$(awk -F, -v s=$stage '$4 == s && $6 == 1' nwtco.csv | wc -l)" \
    stages/$stage/relapse_1.csv
done
test "$(ls group_*.csv | wc -l)" -eq 10 || fail 'not ten groups'
records 4028 group_*.csv
test "$(ls parts | wc -l)" -eq 10 || fail 'not ten parts'
records 1300 sample_*.csv

# The loop over the manifest is right where values have commas.
printf 'k\n"a, b"\n"c,d,"\ne\n' >commas.csv
run 0 splitter -q --by k -o 'commas/{k}' --manifest years.csv --force commas.csv
rm sample_*
run 0 sh -e "example.$(cat blocks)"
records 3 sample_1.csv sample_2.csv sample_3.csv

# Columns of the manifest are in bold in the section about it.
head -n 1 parts.csv | tr ',' '\n' >columns
for column in $(cat columns) outcome_records labels; do
  sed -n '/^\[THE MANIFEST\]/,/^\[GROUPS/p' "$source" |
    grep -qE "^\.BR? $column( |\$)" || fail "$column is not in the manual"
done

page_is_true 25 'deal the records'
finish
