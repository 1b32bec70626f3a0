#!/bin/sh
# SPDX-License-Identifier: MIT
# G: of compressed input all records are read, or there is an error.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

draw='--n 5000 --seed 1'

# members, and empty ones
G1()
{
  run 0 sampler $draw in.csv
  mv out expected
  gzip -c in.csv >one.gz
  head -n 30000 in.csv | gzip -c >first.gz
  tail -n +30001 in.csv | gzip -c >second.gz
  cat first.gz second.gz >two.gz
  gzip -c </dev/null >empty.gz
  cat empty.gz empty.gz first.gz empty.gz second.gz empty.gz >five.gz
  head -c 300001 in.csv | gzip -c >first.gz
  tail -c +300002 in.csv | gzip -c >second.gz
  cat first.gz second.gz >inside.gz
  for input in one two five inside; do
    run 0 sampler $draw $input.gz
    same "$input.gz" expected out
    run 0 sampler $draw - <$input.gz
    same "$input.gz as standard input" expected out
  done
  if command -v zstd >/dev/null; then
    head -n 30000 in.csv | zstd -q -c >first.zst
    zstd -q -c </dev/null >empty.zst
    tail -n +30001 in.csv | zstd -q -c >second.zst
    cat empty.zst first.zst empty.zst second.zst empty.zst >five.zst
    run 0 sampler $draw five.zst
    same five.zst expected out
  fi

  printf 'px1,0,1\n' | gzip -c >record.gz
  { printf 'id,outcome,t\n' | gzip -c
    for i in $(seq 100); do printf '%s\n' record.gz record.gz record.gz \
      record.gz record.gz record.gz record.gz record.gz record.gz record.gz
    done | xargs cat; } >thousand.gz
  run 0 sampler --n 2000 --report r.json thousand.gz
  test "$(wc -l <out)" -eq 1001 || fail "$(wc -l <out) lines of 1001"
  clean_error 1 'empty.gz: empty input' sampler --n 5 empty.gz
}

# Small files are damaged hundreds of times, so the shell does it alone: a file
# is a list of numbers.

# a small input, compressed, and the sample of it
make_small()
{
  head -n 6 in.csv >small.csv
  run 0 sampler --n 3 --seed 1 small.csv
  mv out expected
  gzip -nc small.csv >small.gz
  smalls=small.gz
  command -v zstd >/dev/null || return
  zstd -q --check small.csv -o small.zst
  smalls='small.gz small.zst'
}

bytes_of()
{
  od -An -v -tu1 "$1" | tr -s '\n' ' '
}

# escaped NUMBER...: as printf takes them
escaped()
{
  escapes=
  for number in "$@"; do
    escapes=$escapes\\$((number / 64))$((number / 8 % 8))$((number % 8))
  done
}

# damaged WHAT HARM: the file bad must be refused; with HARM "some" it may give
# the right sample too, with "none" it must
damaged()
{
  sampler --n 3 --seed 1 bad >out 2>err
  status=$?
  message=
  read -r message <err
  if test $status -eq 0 && test "$2" != fatal; then
    cmp -s expected out || fail "another sample: $1"
  elif test $status -ne 1 || test "$2" = none; then
    fail "status $status: $1"
  elif test -s out; then
    fail "an error, and something printed: $1"
  else
    case $message in
      'sampler: bad: '*px[0-9]*) fail "shows a cell: $1" ;;
      'sampler: bad: '*) ;;
      *) fail "message '$message': $1" ;;
    esac
  fi
}

# cut at any byte
G2()
{
  make_small
  for input in $smalls; do
    prefix=
    len=0
    for byte in $(bytes_of $input); do
      # one byte of zstd is "(", which is a header
      if test "$len" -gt 1 || test $input = small.gz; then
        printf "$prefix" >bad
        damaged "$input cut at byte $len" fatal
        case $message in
          *'data is cut off') ;;
          *) test "$len" -eq 0 || fail "$input cut at byte $len: $message" ;;
        esac
      fi
      escaped "$byte"
      prefix=$prefix$escapes
      len=$((len + 1))
    done
    cp $input bad
    damaged "$input, whole" none
  done
  head -n 30000 in.csv | gzip -c >first.gz
  size=$(wc -c <first.gz)
  tail -n +30001 in.csv | gzip -c >>first.gz
  for len in 1 2 3 9 10 11 1000; do
    head -c $((size + len)) first.gz >bad
    damaged "the second member cut at byte $len" fatal
  done
}

# flipped BIT HARM: the byte number $at of $input with one bit changed
flipped()
{
  escaped $(($1 ^ 1 << $2))
  printf "$before$escapes$after" >bad
  damaged "bit $2 of byte $at of $input" "$3"
}

# checksum, size, bits, flags, method
G3()
{
  make_small
  for input in $smalls; do
    before=
    at=0
    trailer=$(($(wc -c <$input) - 8))
    set -- $(bytes_of $input)
    while test $# -gt 0; do
      byte=$1
      shift
      escaped "$@"
      after=$escapes
      case $input:$at in
        # the time, the level and the system are never looked at
        small.gz:[4-9]) flipped "$byte" 0 none ;;
        # of the flags, that for text is none to us
        small.gz:3) flipped "$byte" 0 none
          for bit in 1 2 3 4 5 6 7; do flipped "$byte" $bit fatal; done ;;
        small.gz:[0-2])
          for bit in 0 1 2 3 4 5 6 7; do flipped "$byte" $bit fatal; done ;;
        # some bits mean nothing, such as those that fill up the last byte
        *) test "$input" = small.gz && test $at -ge $trailer && harm=fatal ||
            harm=some
          flipped "$byte" $((at * 5 % 8)) $harm ;;
      esac
      escaped "$byte"
      before=$before$escapes
      at=$((at + 1))
    done
  done
}

# bytes after the end
G4()
{
  run 0 sampler $draw in.csv
  mv out expected
  gzip -c in.csv >good.gz
  other='other data after the end of the gzip data'
  for rest in 'px1,0,1\n' x '\037' '\037\213' '\000\000x' 'id,outcome,t\n1,2,3'
  do
    { cat good.gz; printf "$rest"; } >bad.gz
    clean_error 1 "bad.gz: ($other|gzip data is cut off)" sampler $draw bad.gz
  done
  { cat good.gz; cat in.csv; } >bad.gz
  clean_error 1 "bad.gz: $other" sampler $draw bad.gz
  { cat good.gz; head -c 5000 /dev/zero; } >padded.gz
  run 0 sampler $draw padded.gz
  same 'zeros behind the end' expected out
  command -v zstd >/dev/null || return
  { zstd -q -c in.csv; printf 'px1,0,1\n'; } >bad.zst
  clean_error 1 'bad.zst: other data after the end of the zstd data' \
    sampler $draw bad.zst
}

# named FORMAT BYTES: a file of these first bytes is refused by name
named()
{
  printf "$2" >bad.gz
  clean_error 1 "bad.gz: the format is $1, not CSV" sampler --n 3 bad.gz
}

# wrong or double format
G5()
{
  run 0 sampler $draw in.csv
  mv out expected
  cp in.csv plain.gz
  run 0 sampler $draw plain.gz
  same 'plain text named .gz' expected out
  if command -v zstd >/dev/null; then
    zstd -q -c in.csv >zstd.gz
    run 0 sampler $draw zstd.gz
    same 'zstd named .gz' expected out
    gzip -c zstd.gz >double.gz
    clean_error 1 'double.gz: the format inside gzip is zstd, not CSV' \
      sampler $draw double.gz
    gzip -c in.csv | zstd -q -c >double.gz
    clean_error 1 'double.gz: the format inside zstd is gzip, not CSV' \
      sampler $draw double.gz
  fi
  gzip -c in.csv | gzip -c >double.gz
  clean_error 1 'double.gz: the format inside gzip is gzip, not CSV' \
    sampler $draw double.gz
  named 'zip or xlsx' 'PK\003\004\024\000\000\000'
  named xz '\375\067zXZ\000\000\004'
  named bzip2 'BZh91AY&SY\000\000'
  named lz4 '\004\042\115\030\144\100\247'
  named Parquet 'PAR1\025\004\025\000'
  named UTF-16 '\377\376i\000d\000,\000t\000\n\000'
  named UTF-16 'i\000d\000,\000t\000\n\0001\000'
  for tool in xz bzip2 zip; do
    command -v $tool >/dev/null || continue
    $tool -c in.csv >bad.gz 2>/dev/null || $tool -q - in.csv >bad.gz
    clean_error 1 "bad.gz: the format is $tool( or xlsx)?, not CSV" \
      sampler $draw bad.gz
  done
}

# an output whose name promises another format
G8()
{
  for name in o.parquet o.arrow o.csv.bz2 o.csv.XZ o.zip; do
    clean_error 2 "$name: no .* is written; let the name end in .csv" \
      sampler $draw -o $name in.csv
    program=splitter
    clean_error 2 "c/.index.-$name: no .* is written" \
      splitter --rows 30000 -o "c/{index}-$name" in.csv
    program=sampler
  done
  mkfifo o.parquet
  cat o.parquet >o &
  run 0 timeout 20 sampler $draw -o o.parquet in.csv
  wait
  run 0 sampler $draw in.csv
  same 'a FIFO of that name' out o
}

# many FILE COUNT: FILE that often in a row
many()
{
  for i in $(seq "$2"); do
    cat "$1"
  done
}

with_memory()
{
  (ulimit -v "$1" && shift && timeout 60 "$@")
}

# a bomb: one field of 1 GB
G6()
{
  plain 'they take all the address space there is' || return
  head -c 16M /dev/zero | tr '\0' a | gzip -c >long.gz
  { printf 'id\n' | gzip -c; many long.gz 64; } >bomb.gz
  clean_error 1 'bomb.gz: record 1, line 2: longer than the limit' \
    with_memory 400000 sampler --n 5 bomb.gz
}

# a bomb: many small records
G7()
{
  plain 'they take all the address space there is' || return
  yes 0 | head -c 16M | gzip -c >many.gz
  { printf 'id\n' | gzip -c; many many.gz 12; } >bomb.gz
  run 0 with_memory 600000 sampler --n 5 bomb.gz
  peak_below 64
  test "$(wc -l <out)" -eq 6 || fail 'no sample of 5'
  tail -n 1 out | grep -qx "0,$((12 * 1024 * 1024 * 16 / 2 / 5))\.2" ||
    fail 'another weight than N / 5'
}

faults G1 G2 G3 G4 G5 G6 G7 G8
