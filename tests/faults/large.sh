#!/bin/sh
# SPDX-License-Identifier: MIT
# M: fields, records and headers that are larger than any buffer are read as
# they are, or refused, in bounded memory.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

need_plain 'they need several times the memory'

# a field of 20 MB, in quotes and not, from a file, a pipe and gzip
M7()
{
  { printf 'id,text,outcome\n1,'; head -c 20000000 /dev/zero | tr '\0' a
    printf ',0\n2,"'; yes 'line ""of"" text,' | head -c 20000000
    printf '",1\n3,short,0\n'; } >long.csv
  { head -n 1 long.csv | sed 's/$/,weight/'; tail -n +2 long.csv | sed \
    -e '1s/$/,1/' -e '$s/$/,1/' -e 's/",1$/",1,1/'; } >expected
  run 0 sampler --keep outcome --n 2 --seed 1 -o o long.csv
  same 'a file' expected o
  peak_below 200
  cat long.csv | sampler --keep outcome --n 2 --seed 1 -o o 2>err ||
    fail "a pipe: status $?"
  same 'a pipe' expected o
  peak_below 250
  gzip -1 long.csv
  run 0 sampler --keep outcome --n 2 --seed 1 -o o long.csv.gz
  same gzip expected o
  run 0 splitter --by outcome -o 'c/{outcome}' long.csv.gz
  { head -n 1 expected | sed 's/,weight$//'; tail -n +3 expected |
    sed -e '$d' -e 's/",1,1$/",1/'; } | cmp -s - c/1 ||
    fail 'splitter: another chunk'
  peak_below 300
}

# a hundred thousand columns
M8()
{
  awk 'BEGIN {
    for (r = 0; r <= 20; r++)
      for (k = 1; k <= 100000; k++)
        printf "%s%s", r ? (r * k) % 10 : "c" k, k < 100000 ? "," : "\n"
  }' >wide.csv
  run 0 sampler --keep 'c99999=8' --n 5 --seed 1 --threads 2 wide.csv
  peak_below 100
  awk -F, 'NF != 100001 || (NR == 1 && $100001 != "weight") { exit 1 }
    NR > 1 { kept += $99999 == 8 && $NF == 1; others += $99999 != 8 }
    END { exit !(NR == 8 && kept == 2 && others == 5) }' out ||
    fail 'not 2 kept and 5 drawn of 100,001 columns'
  tail -n +2 out | sed 's/,[^,]*$//' | sort >rows
  tail -n +2 wide.csv | sort | comm -23 rows - >strange
  test ! -s strange || fail 'rows that are not in the input'
  run 0 splitter -q --by c100000 -o 'c/{c100000}' wide.csv
  test "$(ls c)" = 0 || fail "chunks $(ls c)"
  same 'the only chunk' wide.csv c/0
}

with_memory()
{
  (ulimit -v "$1" && shift && timeout 60 "$@")
}

# a record over the limit, which is 64 MiB if nobody says so
M9()
{
  { printf 'id,text\n1,x\n2,"'; head -c 80M /dev/zero | tr '\0' '\n'
    printf '"\n'; } >over.csv
  gzip -1 -c over.csv >over.csv.gz
  over='record 2, line 3: longer than the limit of 67108864 bytes'
  for program in sampler splitter; do
    set -- sampler --n 5 -o o
    test $program = sampler || set -- splitter --by id -o 'c/{id}'
    clean_error 1 "over.csv: $over" with_memory 400000 "$@" over.csv
    clean_error 1 "over.csv.gz: $over" with_memory 400000 "$@" over.csv.gz
    cat over.csv | clean_error 1 "standard input: $over" \
      with_memory 400000 "$@" -
  done
  program=sampler
  run 0 sampler --max-record 100M --n 5 --seed 1 -o o over.csv
  test "$(wc -c <o)" -eq $(($(wc -c <over.csv) + 11)) || fail 'not all bytes'
  peak_below 500
}

faults M7 M8 M9
