#!/bin/sh
# SPDX-License-Identifier: MIT
# splitter: levels are promises; missing, invalid and other cells go where asked.
. "${srcdir=.}/tests/init.sh"

# chunks TEXT: the files of the folder dealt, with their records.
chunks()
{
  got=$(cd dealt && for file in *; do
    test ! -f "$file" || echo "$file:$(($(wc -l <"$file") - 1))"
  done | tr '\n' ' ')
  test "$got" = "$1 " || fail "chunks are $got, not $1"
  rm -rf dealt
}

# refused STATUS REGEX OPTION...: nothing is made, and one message says why.
refused()
{
  status=$1 regex=$2
  shift 2
  run "$status" splitter -o 'dealt/{k}.csv' "$@"
  grep -qE "$regex" err || fail "no message '$regex': $*"
  test ! -e dealt || fail "something was made: $*"
}

cat >people.csv <<'END'
id,sex,day,died
1,f,2016-03-31,0
2,m,2016-04-01,1
3,F,2017-12-01,0
4,f,NA,
5,,2016-05-05,1
6,x,2014-02-30,0
END

# Missing cells, cells that are no dates, cells outside the levels.
refused 1 'people.csv: record 5, line 6: column "sex": missing' \
  --by k=sex people.csv
refused 1 'record 4, line 5: column "day": missing' --by k=year:day people.csv
refused 1 'record 6, line 7: column "day": not a date' --by k=year:day \
  --missing drop people.csv
refused 1 'record 1, line 2: column "day": not among the --levels' \
  --by k=year:day --levels k=2017..2019 people.csv
refused 1 'column "died": missing in 1 record, the first of them record 4' \
  --by k=outcome:died people.csv
refused 1 'record 2, line 3: column "id": neither 0 or 1' \
  --by k=outcome:id people.csv
for word in NA 2014-02-30; do
  ! grep -qw -e "$word" err || fail "a message shows a cell"
done
refused 1 'column "day" \("2014-02-30"\): not a date' --by k=year:day \
  --missing drop --verbose people.csv

run 0 splitter --by k=year:day --missing drop --invalid bad -o 'dealt/{k}.csv' \
  people.csv
grep -q '^missing  k in 1 record: dropped$' err || fail 'missing is not told'
grep -q '^invalid  k in 1 record: ' err || fail 'invalid is not told'
grep -q '^check    5 in the chunks + 1 dropped = 6 records read$' err ||
  fail 'the sum is not told'
chunks '2016.csv:3 2017.csv:1 bad.csv:1'

run 0 splitter --by k=year:day --missing none --invalid k=bad \
  --levels k=2015..2016 --other rest -o 'dealt/{k}.csv' people.csv
chunks '2015.csv:0 2016.csv:3 bad.csv:1 none.csv:1 rest.csv:1'

# All three can drop a record, and say so.
run 0 splitter --by k=year:day --missing drop --invalid drop \
  --levels k=2015..2016 --other drop -o 'dealt/{k}.csv' people.csv
grep -q '^other    k in 1 record: dropped$' err || fail 'other is not told'
grep -q '^invalid  k in 1 record: dropped$' err || fail 'invalid is not told'
grep -q '^check    3 in the chunks + 3 dropped = 6 records read$' err ||
  fail 'the sum is not told'
chunks '2015.csv:0 2016.csv:3'
run 0 splitter --by k=sex --levels k=f --missing drop --other error \
  --other k=drop -o 'dealt/{k}.csv' people.csv
chunks 'f.csv:2'

# Labels of records that are dropped make no chunk.
printf 'a,b\nz,b0\n,b1\n,b2\n,b3\n,b4\n,b5\n' >dropped.csv
for keys in '--by a --by b' '--by b --by a'; do
  run 0 splitter $keys --missing a=drop --max-chunks 3 -o 'dealt/{a}{b}' \
    dropped.csv
  test "$(ls dealt)" = zb0 || fail "$keys: $(ls dealt)"
  rm -r dealt
done

# A level without records is a header; a frame without records, all of them.
printf 'id,sex\r\n' >none.csv
run 0 splitter --by k=sex --levels k=f,m --levels 'k="x, y"' --other else \
  -o 'dealt/{k}.csv' none.csv
for file in dealt/*; do
  cmp -s "$file" none.csv || fail "$file is not the header"
done
warned='splitter: warning: none.csv: no record behind the header: every chunk is '\
'nothing but the header'
grep -qxF "$warned" err || fail 'no warning'
for dealing in '--rows 2 -o dealt/{index}.csv' '--parts 2 -o dealt/{index}.csv' \
  '--groups 3 --unit id -o dealt/{group}.csv'; do
  rm -rf dealt
  run 0 splitter $dealing none.csv
  grep -qxF "$warned" err || fail "$dealing: no warning"
  cmp -s dealt/1.csv none.csv || fail "$dealing: not the header"
done
rm -rf dealt
run 0 splitter --quiet --by k=sex --levels k=f,m --levels 'k="x, y"' \
  --other else -o 'dealt/{k}.csv' none.csv
chunks 'else.csv:0 f.csv:0 m.csv:0 x_x2c_x20y.csv:0'
run 0 splitter --by k=sex -o 'dealt/{k}.csv' none.csv
grep -q 'warning: none.csv: no record behind the header, so there is no chunk' err || fail 'no warning'
rm -rf dealt

# The levels of several keys are crossed with what there is of the others.
printf 'id,sex,day\n1,f,2016-01-01\n2,m,2017-01-01\n' >two.csv
run 0 splitter --by sex --by year:day --levels year=2016..2018 \
  -o 'dealt/{sex}{year}.csv' two.csv
chunks 'f2016.csv:1 f2017.csv:0 f2018.csv:0 m2016.csv:0 m2017.csv:1 m2018.csv:0'

# Outcomes: a date is an event, no date is none; --missing speaks of an outcome
# only by its name.
printf 'n\n1\n2\n' >odd.csv
printf 'id,death\n1,2020-01-01\n2,\n3,NA\n' >deaths.csv
run 0 splitter --by k=outcome:death --by id --missing drop \
  -o 'dealt/{id}_{k}.csv' deaths.csv
grep -q '^missing  k in 2 records: taken for no event$' err || fail 'no event'
rm -r dealt
run 0 splitter --by k=outcome:death -o 'dealt/{k}.csv' deaths.csv
grep -q '^missing  k in 2 records: taken for no event$' err || fail 'no event'
chunks '0.csv:2 1.csv:1'
run 0 splitter --by k=outcome:death --missing k=drop -o 'dealt/{k}.csv' \
  deaths.csv
chunks '0.csv:0 1.csv:1'
run 0 splitter --by k=outcome:n --invalid k=odd -o 'dealt/{k}.csv' odd.csv
chunks '0.csv:0 1.csv:1 odd.csv:1'
printf 'n,d\n2,2016-01-01\n' >other.csv
run 1 splitter --by k=outcome:n --by year:d --invalid odd \
  -o 'dealt/{k}{year}.csv' other.csv
grep -q 'column "n": neither 0 or 1.*--invalid=k=drop or --invalid=k=NAME' err ||
  fail 'another message'
run 0 splitter --by k=rule:d\>2016 --invalid k=drop -o 'dealt/{k}.csv' other.csv
rm -rf dealt
refused 1 'missing; say .*--missing=k=drop or --missing=k=NAME' \
  --by k=outcome:death --missing k=error deaths.csv

# An option that no cell can be meant by.
refused 2 "missing 'drop': an outcome is meant by its name only" \
  --by k=outcome:death --missing drop deaths.csv
refused 2 "invalid 'drop': there is no year, quarter or month; outcomes" \
  --by k=outcome:n --invalid drop odd.csv
refused 2 "invalid 'k=odd': this key takes any value for valid" --by k=n \
  --invalid k=odd odd.csv
refused 2 "invalid 'group=odd': this key takes any" --groups 2 --unit n \
  --invalid group=odd odd.csv
refused 2 "other 'k=drop': this key has no --levels" --by k=n --by j=n \
  --levels j=1 --other k=drop odd.csv
refused 2 "other 'k=drop': this key has no --levels" --by k=outcome:n --by j=n \
  --levels j=1 --other k=drop odd.csv
refused 2 "other 'drop': there are no --levels" --by k=n --other drop odd.csv
# The label of --other is none of the levels, of whichever key; a value that is
# left out of the levels may share it.
refused 2 "other 'm': that is one of the --levels of k; give another label" \
  --by k=sex --levels k=f,m --other m people.csv
refused 2 "other '2017': that is one of the --levels of year" --by k=sex \
  --by year:day --levels k=f --levels year=2016..2018 --other 2017 people.csv
printf 'sex\nf\nm\nm\nx\n' >three.csv
run 0 splitter --by k=sex --levels k=f --other m -o 'dealt/{k}.csv' three.csv
chunks 'f.csv:1 m.csv:3'
run 0 splitter --by k=sex --by j=sex --levels k=f --levels j=f,m --other m \
  --other j=rest -o 'dealt/{k}{j}.csv' three.csv
chunks 'ff.csv:1 fm.csv:0 frest.csv:0 mf.csv:0 mm.csv:2 mrest.csv:1'
run 0 splitter --by k=rule:death= -o 'dealt/{k}.csv' deaths.csv
chunks '0.csv:1 1.csv:2'

# Other dates, other years.
printf 'day\n31/03/2016\n01/04/2016\n' >british.csv
refused 1 'day": not a date \(YYYY-MM-DD\); --date-format .*--invalid=drop' \
  --by k=year:day british.csv
refused 1 'not a date of the form that --date-format gives; say .*--invalid' \
  --by k=year:day --date-format %m/%d/%Y british.csv
for format in '' d/m/y %d/%m %Y %Y-%m %H:%M; do
  refused 2 "date-format '$format': does not read year, month and day" \
    --by k=year:day --date-format "$format" british.csv
done
run 0 splitter --by k=year:day --date-format %d/%m/%Y --year-start 04-01 \
  -o 'dealt/{k}.csv' british.csv
chunks '2015_2016.csv:1 2016_2017.csv:1'
run 0 splitter --by k=year:day --date-format %d/%m/%Y --year-start 04-01 \
  --levels k=2014..2016 -o 'dealt/{k}.csv' british.csv
chunks '2014_2015.csv:0 2015_2016.csv:1 2016_2017.csv:1'
run 0 splitter --by k=quarter:day --date-format %d/%m/%Y \
  --levels k=2015Q4..2016Q2 -o 'dealt/{k}.csv' british.csv
chunks '2015Q4.csv:0 2016Q1.csv:1 2016Q2.csv:1'
run 0 splitter --by k=month:day --date-format %d/%m/%Y \
  --levels k=2016-03..2016-05 -o 'dealt/{k}.csv' british.csv
chunks '2016-03.csv:1 2016-04.csv:1 2016-05.csv:0'

# A list of levels is a list of values, or an error; ranges are whole numbers.
printf 'n\n-1\n0\n2\n' >signed.csv
run 0 splitter --by k=n --levels k=-2..2 -o 'dealt/{k}.csv' signed.csv
chunks '0.csv:1 1.csv:0 2.csv:1 _x2d1.csv:1 _x2d2.csv:0'
run 0 splitter --by k=n --levels 'k=-1,"a..c","..5",08..10,q"q' --other rest \
  -o 'dealt/{k}.csv' signed.csv
chunks '08.csv:0 09.csv:0 10.csv:0 _x2d1.csv:1 _x2e.5.csv:0 a..c.csv:0 '\
'q_x22q.csv:0 rest.csv:2'
refused 2 "levels 'k=': there is no value" --by k=n --levels k= signed.csv
for list in '"a' 'a,"b' '"a"b' '"a""'; do
  refused 2 'not a list of values' --by k=n --levels "k=$list" signed.csv
done
for range in '1.. 3' a..c 5.. ..5 .. 1..18446744073709551615 -a..2 -0..2 \
  1..2..3; do
  refused 2 "'$range' is no range of whole numbers" --by k=n \
    --levels "k=$range" signed.csv
done
refused 2 "'3..-3' is an empty range" --by k=n --levels k=3..-3 signed.csv
refused 2 "'' is missing" --by k=n --levels k=a, signed.csv

# What cannot be.
refused 2 "'2017..2016' is no such period" --by k=year:day \
  --levels k=2017..2016 people.csv
refused 2 "'201' is no such period" --by k=year:day --levels k=201 people.csv
refused 2 "'f' is given twice" --by k=sex --levels k=f,m,f people.csv
refused 2 "'NA' is missing" --by k=sex --levels k=f,NA people.csv
refused 2 "'x=drop': what stands before the '=' is no key" --by k=sex \
  --missing x=drop people.csv
refused 2 'begin with the name of a key' --by k=sex --levels sex=f people.csv
refused 2 'has levels of its own' --by k=outcome:died --levels k=0 people.csv
refused 2 'goes with --by year:COL' --by k=sex --year-start 04-01 people.csv
refused 2 'date-format goes with' --by k=sex --date-format %F people.csv
refused 2 'not a day MM-DD' --by k=year:day --year-start 02-30 people.csv
refused 2 'two chunks would share the name' --by k=sex --missing drop people.csv
! grep -q 'name f' err || fail 'a message shows a cell'
grep -q '; the second of them begins with record 3$' err || fail 'no record'
refused 2 'share the name dealt/f.csv, .* levels that differ in more than case' \
  --by k=sex --levels k=F,f people.csv
refused 2 'no column "sex,id".*; for several keys give --by once for each' \
  --by k=sex,id people.csv
refused 2 'key "Year:day": what may stand in front .* is value: year: ' \
  --by k=Year:day people.csv
refused 2 'no column "Year:dya".*; what may stand in front .* is value: year: ' \
  --by k=Year:dya people.csv
for key in id\>3 outcome:id\>3 id=3; do
  refused 2 'no column ".*3".*; a rule has rule: in front of it$' --by $key \
    people.csv
done
refused 2 'no column "id gt 3".*; what may follow a column is = != < ' \
  --by 'k=rule:id gt 3' people.csv
refused 2 '"k", as another is' --by k=sex --by k=day people.csv
refused 2 'called "index"' --by index=sex people.csv
refused 2 'no column "sxe"; did you mean "sex"' --by k=sxe people.csv
finish
