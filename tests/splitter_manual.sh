#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual page of splitter tells the truth: its examples run as they stand,
# and it names every option and every column of the manifest.
. "${srcdir=.}/tests/init.sh"

source=$srcdir/man/splitter.x
cp "$srcdir/data/nwtco.csv" "$srcdir/data/birdstrikes.csv" .

# The blocks between .EX and .EE, without the escapes of roff: example.1 ...
awk '/^\.EX$/ { file = "example." ++blocks; next }
  /^\.EE$/ { close(file); file = ""; next }
  file != "" {
    gsub(/\\-/, "-")
    gsub(/\\\\/, "\\")
    print >file
  }
  END { print blocks + 0; exit file != "" }' "$source" >blocks ||
  fail 'an example has no end'
test "$(cat blocks)" -ge 6 || fail "only $(cat blocks) examples"
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

page=$builddir/man/splitter.1
test -e "$page" || page=$srcdir/man/splitter.1
test -e "$page" || skip 'all but the finished page, which needs help2man'
splitter --help | sed -nE 's/^ {2,6}(-[^ ]*, )?(--[a-z-]+).*/\2/p' >options
test "$(wc -l <options)" -ge 25 || fail 'too few options'
sed 's/\\-/-/g; s/\\f[BIR]//g' "$page" >plain
for option in $(cat options); do
  grep -qE "^(-[^ ]*, )?$option(=|\$)" plain || fail "no $option in the manual"
done
splitter --help | sed -nE 's/^ {2,6}(-[^ ]*, )?(--[a-z-]+)=.*/\2/p' >options
for option in $(cat options); do
  grep -qE "(^|[ |])$option([ |)]|\$)" "$srcdir/completions/splitter" ||
    fail "the completion does not know that $option takes a value"
done
if command -v mandoc >/dev/null; then
  mandoc -Tlint -W error "$page" >out 2>err || fail 'mandoc finds errors'
fi
if command -v man >/dev/null; then
  run 0 env MANWIDTH=80 MAN_KEEP_FORMATTING= man --warnings -l "$page"
  test ! -s err || fail 'man has warnings'
  col -b <out | grep -q 'splitter - deal the records' || fail 'man shows no name'
fi
finish
