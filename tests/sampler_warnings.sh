#!/bin/sh
# SPDX-License-Identifier: MIT
# Warnings: a sample that is not what was hoped for is made all the same, and
# says so once; with --strict nothing is made. An empty frame is no warning.
. "${srcdir=.}/tests/init.sh"

# warns 'TEXT' OPTION...: the only warning; --strict makes an error of it, and
# leaves an older output as it is.
warns()
{
  text=$1
  shift
  run 0 sampler --seed 1 -o sample.csv "$@" frame.csv
  grep '^sampler: warning: ' err >warnings
  test "$(cat warnings)" = "${text:+sampler: warning: frame.csv: $text}" ||
    fail "want the warning $text: $*"
  test -s sample.csv || fail "no sample: $*"
  echo precious >sample.csv
  if test -z "$text"; then
    run 0 sampler --strict --seed 1 "$@" frame.csv
    return
  fi
  run 1 sampler --strict --seed 1 -o sample.csv --report report.json "$@" \
    frame.csv
  test "$(cat err)" = "sampler: frame.csv: $text (an error by --strict)" ||
    fail "want the error $text: $*"
  test "$(cat sample.csv)" = precious || fail "--strict writes: $*"
  run 1 sampler --strict --seed 1 "$@" frame.csv
  test ! -s out || fail "--strict writes: $*"
  test ! -e report.json || fail "--strict writes a report: $*"
}

{ echo id,died; seq 1500 | sed 's/$/,0/'; printf '1501,1\n1502,1\n'; } >frame.csv
few='is not less than what there is: all 1,500 records are taken, with weight 1'
warns '' --keep died --n 1499
warns "--n 1500 $few" --keep died --n 1500
warns "--n 30000 $few" --keep died --n 30000
test "$(sampler --seed 1 --keep died --n 1500 -q frame.csv 2>/dev/null |
  awk -F, '$3 == 1' | wc -l)" -eq 1502 || fail 'a weight is not 1'
warns 'not represented: 1,500 records' --keep died --n 0
warns "--n 2000 is not less than what there is: all 1,502 records are taken, \
with weight 1" --n 2000

# No outcome; nothing but outcomes.
warns "no record satisfies --keep 'died=7'" --keep died=7 --n 5
operators='; the operators are = != < <= > >='
warns "no record satisfies --keep 'id=>7'$operators" --keep 'id=>7' --n 5
warns "no record satisfies --where$operators" --where 'died=0' \
  --where 'id=<7' --n 5
warns 'no record satisfies --where' --where 'id>9999' --n 5
warns 'every record has the outcome: nothing to draw from' --keep 'id>0' --n 5
warns 'every record has the outcome: nothing to draw from' --keep 'id>0' --n 0
printf 'id,died\n1,\n2,NA\n3,.\n' >frame.csv
warns 'column "died" is missing in every record: no events' --keep died --n 2
warns 'column "died" is missing in every record that satisfies --where: no events' \
  --where 'id>1' --keep died --n 1
warns 'column "died" is missing in every record: no events' --n 2 \
  --strata outcome:died
warns 'column "died" is missing in every record: no events' --keep died --n 2 \
  --keep died=1 --strata outcome:died
warns 'every record is dropped' --keep died --keep-missing=drop --n 2
warns 'every record has the outcome: nothing to draw from' --keep died \
  --keep-missing=yes --n 2
{ echo id,died; seq 3 | sed 's/$/,2020-02-02/'; seq 4 6 | sed 's/$/,NA/'
  seq 7 9 | sed 's/$/,0/'; } >frame.csv
warns '' --n 4 --strata outcome:died --where 'id<7'
warns '' --n 2 --strata outcome:died --where 'id>6'
printf 'id,died\n1,0\n2,1\n' >frame.csv
warns '--n 3 is not less than what there is: the only record is taken, with '\
'weight 1' --keep died --n 3

# A header and no records.
for header in 'id,died\n' 'id,died' 'id,died\r\n\r\n\n'; do
  printf "$header" >frame.csv
  warns 'no record behind the header' --keep died --n 5
  warns 'no record behind the header' --where 'id>5' --fraction 0.5
  run 0 sampler --keep died --n 5 --seed 1 frame.csv
  grep -q '^all  *0  *0  *0$' err || fail 'N is not 0'
  test "$(tr -d '\r' <out)" = id,died,weight || fail 'no header'
done

# Two warnings are two lines, and two entries of the report.
printf 'id,died\n1,0\n2,0\n' >frame.csv
run 0 sampler --keep died --n 5 --seed 1 --report report.json frame.csv
test "$(grep -c '^sampler: warning: ' err)" -eq 2 || fail 'not two warnings'
test "$(sed -n '/"warnings": \[/,/\]/p' report.json | wc -l)" -eq 4 ||
  fail 'not two warnings in the report'
finish
