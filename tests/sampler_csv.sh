#!/bin/sh
# SPDX-License-Identifier: MIT
# CSV as it is found: line endings, byte-order marks, quotes, blank lines,
# delimiters; rows leave as the bytes that came in.
. "${srcdir=.}/tests/init.sh"

# gives INPUT OUTPUT OPTION...: printf formats of the file, of which all is
# taken, and of what must come out.
gives()
{
  printf "$1" >frame.csv
  printf "$2" >want
  what=$1
  shift 2
  run 0 sampler --n 1000 --seed 1 "$@" "${file-frame.csv}"
  cmp out want >&2 || fail "from $what"
}

# Line endings: the record's own; an unterminated last one gets the header's,
# a header without one LF.
gives 'a,b\n1,2\n' 'a,b,weight\n1,2,1\n'
gives 'a,b\r\n1,2\r\n' 'a,b,weight\r\n1,2,1\r\n'
gives 'a,b\r\n1,2\n3,4\r\n' 'a,b,weight\r\n1,2,1\n3,4,1\r\n'
gives 'a,b\r\n1,2' 'a,b,weight\r\n1,2,1\r\n'
gives 'a,b\n1,2\r\n3,4' 'a,b,weight\n1,2,1\r\n3,4,1\n'
gives 'a,b\n' 'a,b,weight\n'
gives 'a,b\r\n' 'a,b,weight\r\n'
gives 'a,b' 'a,b,weight\n'

# A byte-order mark stays in front and is no part of the first name.
bom='\357\273\277'
gives "${bom}a,b\n1,2\n" "${bom}a,b,weight\n1,2,1\n" --keep a
gives "${bom}\"a\",b\r\n1,2" "${bom}\"a\",b,weight\r\n1,2,1\r\n" --keep a
gives "${bom}a\n${bom}\n" "${bom}a,weight\n${bom},1\n"

# Quoted fields are not touched, nor is anything else.
gives '"a","b"\n"1","2"\n' '"a","b",weight\n"1","2",1\n' --keep a
gives 'a,b\n"x,y","two\r\nlines\n"\n' 'a,b,weight\n"x,y","two\r\nlines\n",1\n'
gives 'a,b\n"say ""x""",""\n,\n' 'a,b,weight\n"say ""x""","",1\n,,1\n'
gives 'a,b\n5" pipe,x"y\n' 'a,b,weight\n5" pipe,x"y,1\n'
gives ' a , b\n 1 ,\t2 \n' ' a , b,weight\n 1 ,\t2 ,1\n'
gives 'a,b\n\377\200,\303\251\n' 'a,b,weight\n\377\200,\303\251,1\n'
gives 'a,"b\n"\n1,2\n' 'a,"b\n",weight\n1,2,1\n'

# Blank lines between records are skipped and counted; in one column they are
# records.
gives '\na,b\n\n1,2\n\r\n\n3,4\n\n' 'a,b,weight\n1,2,1\n3,4,1\n'
grep -q '^input .*, 2 columns, 5 blank lines skipped$' err ||
  fail 'blank lines are not counted'
gives 'a\nx\n\ny\n' 'a,weight\nx,1\n,1\ny,1\n'
gives 'a\r\n\r\n' 'a,weight\r\n,1\r\n'
gives 'a\n""\n' 'a,weight\n"",1\n'
! grep -q blank err || fail 'blank lines of one column are records'

# The limit of a record: the CR of a CRLF counts, its LF does not.
gives 'a\n1234\n' 'a,weight\n1234,1\n' --max-record 4
gives 'a\r\n1234\r\n' 'a,weight\r\n1234,1\r\n' --max-record 5
for format in 'a\n12345\n' 'a\r\n1234\r\n'; do
  printf "$format" >frame.csv
  run 1 sampler --n 1 --max-record 4 frame.csv
  grep -q 'record 1, line 2: longer than the limit of 4 bytes' err ||
    fail "no limit: $format"
done

# Delimiters: by the name, plain or compressed, or by the option.
tsv='a\tb,c\n1\t2,3\n'
want='a\tb,c\tweight\n1\t2,3\t1\n'
gives "$tsv" "$want" --delimiter tab --keep a
gives "$tsv" "$want" --delimiter '\t' --keep a
gives "$tsv" "$want" --delimiter "$(printf '\t')" --keep a
printf "$tsv" >frame.tsv
file=frame.tsv
gives "$tsv" "$want" --keep a
mv frame.tsv FRAME.TSV
file=FRAME.TSV
gives "$tsv" "$want" --keep a
gives "$tsv" 'a\tb,c,weight\n1\t2,3,1\n' --delimiter ,
if command -v gzip >/dev/null; then
  gzip -c FRAME.TSV >frame.tsv.gz
  file=frame.tsv.gz
  gives "$tsv" "$want" --keep a
fi
file=-
gives "$tsv" "$want" --delimiter tab <FRAME.TSV
unset file
gives 'a;b\n1;"2;3"\n' 'a;b;weight\n1;"2;3";1\n' --delimiter ';' --keep a
gives 'a|b\n1|2,3\n' 'a|b|weight\n1|2,3|1\n' --delimiter '|'
gives 'a b\n1 2\n' 'a b weight\n1 2 1\n' --delimiter ' '
for delimiter in '' ,, ';;' '"' . 0 9 - + a Z TAB '\n' "$(printf '\r')" \
  "$(printf '\303\244')"; do
  run 2 sampler --n 1 --delimiter "$delimiter" frame.csv
  grep -qF -e "--delimiter '" err || fail "no message about '$delimiter'"
done

# A file that has another delimiter than we think.
printf 'id;died;x\n1;0;2\n2;1;1,5\n' >frame.csv
run 2 sampler --n 1 --keep died frame.csv
grep -q "; did you mean --delimiter ';'?$" err || fail 'no hint'
run 1 sampler --n 1 frame.csv
grep -q "^sampler: frame.csv: record 2, line 3: 2 fields, but the header has 1;\
 did you mean --delimiter ';'?$" err || fail 'no hint'
printf 'id\tdied\n1\t0\n' >frame.csv
run 2 sampler --n 1 --keep died frame.csv
grep -q '; did you mean --delimiter tab?$' err || fail 'no hint'

# Against a program that reads with another parser.
. "$srcdir/tests/reference.sh"
awk 'BEGIN {
  srand(5)
  printf "\357\273\277id,\"k\"\"ey\",text\r\n"
  for (i = 0; i < 3000; i++) {
    n = int(rand() * 7)
    t = n == 0 ? "\"a,b\"" : n == 1 ? "\"two\r\nlines\"" : n == 2 ? "" : \
      n == 3 ? "\"say \"\"x\"\"\"" : n == 4 ? "5\" pipe" : n == 5 ? "\"\"" : "y"
    printf "%d,%s,%s%s", i, rand() < .1 ? "\"YES\"" : "no", t, \
      rand() < .5 ? "\r\n" : "\n"
    if (rand() < .05) printf "\r\n"
  }
  printf "3000,0,last"
}' >frame.csv
agrees --keep 'k"ey' --n 200 --seed 3 frame.csv
agrees --keep 'text=a,b' --keep-missing=no --n 2500 --seed 3 frame.csv
agrees --n 3001 --seed 3 --weight-name 'w,"w' frame.csv
# Names of columns are kept in memory: 2^20 of them, and no more. That many have
# one delimiter less.
for columns in 1048576 1048577; do
  head -c $((columns - 1)) /dev/zero | tr '\0' , >wide.csv || exit 99
  echo >>wide.csv
  run $((columns - 1048576)) sampler --n 1 --seed 1 wide.csv
done
grep -q 'wide.csv: header: more than 1048576 columns' err ||
  fail "too many columns: $(cat err)"
test ! -s out || fail 'too many columns: something was written'
finish
