#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual page of combiner tells the truth: its examples run as they stand and
# make what they say, it names every option, and what it says of files holds.
. "${srcdir=.}/tests/init.sh"

source=$srcdir/man/combiner.x
cp "$srcdir/data/nwtco.csv" .

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
test "$(cat blocks)" -eq 2 || fail "$(cat blocks) examples"
for example in example.*; do
  run 0 sh -e "$example"
  test ! -s out || fail "it prints something: $(cat "$example")"
done
run 0 sampler --keep rel --n 583 --seed 1 -o whole.csv nwtco.csv
cmp sample.csv whole.csv >&2 || fail 'not what one job draws'
test "$(wc -l <pooled.csv)" -eq 1155 || fail 'not 571 and 583 records'

# The columns of a shard are in the manual of sampler.
run 0 sampler --unit seqno --one-per-unit --row-weights --n 5 --seed 1 \
  --shard-out --shard a -o a.csv nwtco.csv
head -n 1 a.csv | tr ',' '\n' | grep '^shard_' >columns
test "$(wc -l <columns)" -eq 5 || fail 'not five columns'
for column in $(cat columns); do
  grep -qx "\\.B $column" "$srcdir/man/sampler.x" ||
    fail "$column is not in the manual"
done

page=$builddir/man/combiner.1
test -e "$page" || page=$srcdir/man/combiner.1
test -e "$page" || skip 'all but the finished page, which needs help2man'
combiner --help | sed -nE 's/^ {2,6}(-[^ ]*, )?(--[a-z-]+).*/\2/p' >options
test "$(wc -l <options)" -ge 12 || fail 'too few options'
sed 's/\\-/-/g; s/\\f[BIR]//g' "$page" >plain
for option in $(cat options); do
  grep -qE "^(-[^ ]*, )?$option(=|\$)" plain || fail "no $option in the manual"
done
finish
