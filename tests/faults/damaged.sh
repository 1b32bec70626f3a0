#!/bin/sh
# SPDX-License-Identifier: MIT
# D: a damaged file is read exactly, or there is an error that says where.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

# bad TEXT REGEX [OPTION...]: the file of this text, as printf writes it, is
# refused with this message; so is what pipe and gzip make of it
bad()
{
  printf "$1" >c.csv
  bad_regex=$2
  shift 2
  clean_error 1 "c.csv: $bad_regex" sampler --n 5 "$@" c.csv
}

# good TEXT BODY [OPTION...]: all of it is taken, and the lines behind the
# header are these
good()
{
  printf "$1" >c.csv
  printf "$2" >expected
  shift 2
  run 0 sampler --n 1000 --seed 1 "$@" c.csv
  tail -n +2 out >body
  same "$(od -c c.csv | head -n 5)" expected body
}

# damaged files
D1()
{
  bad 'a,b\n1,2\n3\n' 'record 2, line 3: 1 field, but the header has 2'
  bad 'a,b\n1,2\n3,4,5\n' 'record 2, line 3: 3 fields, but the header has 2'
  bad 'a,b\n1,2\n3,4,' 'record 2, line 3: 3 fields, but the header has 2'
  bad 'a;b\n1,2;3\n' ".*did you mean --delimiter ';'"
  bad 'a\tb\n1,2\t3\n' '.*did you mean --delimiter tab'
  bad 'a,b\n"1\n2",3\n\n"4\n5,6\n7,8\n' \
    'record 2, line 5: a quoted field begins here and is never closed'
  bad 'a,b\n"1"2,3\n' \
    'record 1, line 2: a quoted field goes on after its closing quote'
  bad 'a,b\n1,"2" \n' \
    'record 1, line 2: a quoted field goes on after its closing quote'
  bad 'a,"b"c\n1,2\n' \
    'header, line 1: a quoted field goes on after its closing quote'
  bad 'a,b\r1,2\r' 'header, line 1: a carriage return without a line feed'
  bad 'a,b\n1,2\r3,4\n' \
    'record 1, line 2: a carriage return without a line feed'
  bad 'a,b\r\n1,2\r' 'record 1, line 2: a carriage return without a line feed'
  bad 'a,b\n1,\0002\n' 'record 1, line 2: a NUL byte'
  bad 'a,b\n1,"\0002"\n' 'record 1, line 2: a NUL byte'
  bad 'a,b\n1,2\n\000\000' 'record 2, line 3: a NUL byte'
  bad '\377\376a\000,\000b\000\n\000' 'the format is UTF-16, not CSV'
  bad 'PK\003\004\024\000' 'the format is zip or xlsx, not CSV'
  bad 'a,b\n1,2\n12345678901234,5\n' \
    'record 2, line 3: longer than the limit of 10 bytes' --max-record 10
  bad 'a,b\n1,2\n"123\n45678901234",5\n' \
    'record 2, line 3: longer than the limit of 10 bytes' --max-record 10
  bad 'a,b,c,d,e,f\n1,2,3,4,5,6\n' \
    'header, line 1: longer than the limit of 10 bytes' --max-record 10

  good 'a,b\n1,2' '1,2,1\n'
  good 'a,b\r\n1,2' '1,2,1\r\n'
  good 'a,b\r\n1,2\n3,4\r\n' '1,2,1\n3,4,1\r\n'
  good '\n\r\na,b\n\n1,2\n\r\n\n3,4\n\n' '1,2,1\n3,4,1\n'
  good 'a\n\n1\n' ',1\n1,1\n'
  good 'a,b\n"1\n\n2",3\n' '"1\n\n2",3,1\n'
  good 'a,b\n"1\r2",3\n' '"1\r2",3,1\n'
  good 'a,b\n1"2,3"\n' '1"2,3",1\n'
  good 'a,b\n"","""1"""\n' '"","""1""",1\n'
  good 'a,b\n ,\n' ' ,,1\n'
  good 'a,b\n\351,\303\251\n' '\351,\303\251,1\n'
  good 'a,b\n1,\032\n' '1,\032,1\n'
  good 'a;b\n1,5;2\n' '1,5;2;1\n' --delimiter ';'
  good 'a\tb\n1,5\t2\n' '1,5\t2\t1\n' --delimiter tab
  good '\357\273\277a,b\n1,2\n' '1,2,1\n'
  good 'a,b\n' ''
}

# bordered AT: a file with a tricky record that begins AT bytes before the end of
# the first 256 KiB, and once more at its end; the sample of all its records
bordered()
{
  before=$((262144 - $1 - 15))
  short=$((before % 71 + 71))
  { printf 'aaaa,b,c,d,e,f'
    printf '%s\n' "$2"
    printf "%0$((short - 11))d,1,2,3,4,5%s\n" 0 "$2"
    head -n $(((before - short) / 71)) "fillers$2"
    printf '%s%s\r\n' "$record" "$2"
    head -n 30 "fillers$2"
    printf '%s%s' "$record" "$2"; }
}

# a record over the border of two blocks, at every offset, with every kernel that
# there is, read by one thread and by several
D2()
{
  record='"a ""b"", c
d","","""",e"f,  ,"
"'
  len=${#record}
  kernels=portable
  for kernel in avx2 avx512 gfni; do
    ! SAMPLER_KERNEL=$kernel sampler --n 1 in.csv >out 2>&1 ||
      kernels="$kernels $kernel"
  done
  filler=$(printf '%060d,1,2,3,4,5' 0)
  yes "$filler" | head -n 4000 >fillers
  yes "$filler,1" | head -n 4000 >fillers,1
  for at in $(seq 0 $((len + 3))); do
    bordered "$at" >c.csv
    { bordered "$at" ,1; echo; } | sed '1s/,1$/,weight/' >expected
    test "$(head -c $((262144 - at + len)) c.csv | tail -c $len)" = \
      "$record" || fail 'the record is elsewhere'
    for kernel in $kernels; do
      for threads in 1 3; do
        SAMPLER_KERNEL=$kernel sampler -q --n 99999 --seed 1 \
          --threads $threads -o o c.csv 2>err || fail "status $?"
        same "$at bytes before the border, $kernel, $threads threads" \
          expected o
      done
    done
  done
}

faults D1 D2
