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

faults D1
