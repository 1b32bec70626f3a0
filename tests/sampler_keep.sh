#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --keep: every form of a rule keeps the records it should, with weight
# 1; any rule that holds keeps a record; what it cannot read is an error.
. "${srcdir=.}/tests/init.sh"

cat >frame.csv <<'END'
id,died,dose,"visit, first",note,a=b
1,0,0.1,2019-12-31,a,1
2,1,0.10,2020-01-01,b,0
3,F,9,2020-01-02,B,0
4,Y,10,2019-01-01,ab,0
5,no,-9,2020-02-29,"a,b",0
6,TRUE,1e1,1999-12-31,"say ""b""",0
7,0.0,00,2020-03-01,>x,0
8,2016-03-17,9007199254740993,2020-01-01,<5,1
9,N,8,2020-01-01,b,0
END

# keeps 'ID...' OPTION...: these records are kept, with weight 1, and one of the
# others is drawn, whose weight is their number.
keeps()
{
  ids=$1
  shift
  run 0 sampler --n 1 --seed 1 "$@" frame.csv
  awk -F, -v ids="$ids" 'NR > 1 && $NF == 1 { kept = kept " " $1 }
    NR > 1 && $NF != 1 { drawn = drawn " " $NF }
    END {
      exit kept != " " ids || drawn != " " 9 - split(ids, list, " ")
    }' out || fail "want $ids kept, and one of the others: $*"
}

while IFS='|' read -r rule ids; do
  keeps "$ids" --keep "$rule"
done <<'END'
died|2 4 6 8
a=b|1 8
a=b=1|1 8
a=b!=1|2 3 4 5 6 7 9
dose=0.1|1 2
dose=.1|1 2
dose=1e-1|1 2
dose!=10|1 2 3 5 7 8 9
dose<9|1 2 5 7 9
dose<=9|1 2 3 5 7 9
dose>9|4 6 8
dose>=9|3 4 6 8
dose=-9|5
dose=0|7
dose>9007199254740992|8
visit, first<2020-01-01|1 4 6
visit, first<=2020-01-01|1 2 4 6 8 9
visit, first=2020-02-29|5
visit, first!=2020-01-01|1 3 4 5 6 7
visit, first>2020-01-01|3 5 7
visit, first>=2020-01-01|2 3 5 7 8 9
note=a|1
note=b|2 9
note=B|3
note!=b|1 3 4 5 6 7 8
note=a,b|5
note=say "b"|6
note<a|3 7 8
note<=a|1 3 7 8
note>=b|2 6 9
note=<5|8
note=>x|7
END

# Any rule that holds keeps a record, in whatever order they are given.
keeps '1 2 4 6 8' --keep died --keep note=a
keeps '1 2 4 6 8' --keep note=a --keep died
keeps '2 4 6 8' --keep died --keep died
keeps '1 2 3 5' --keep dose=9 --keep 'visit, first=2020-02-29' --keep dose=0.1

# The first value that a rule cannot read is an error that names its record and
# column, also where another rule keeps the record, and shows no cell.
refused()
{
  want=$1
  shift
  run 1 sampler --n 1 "$@" bad.csv
  test ! -s out || fail "something was written: $*"
  test "$(cat err)" = "sampler: bad.csv: $want" || fail "want: $want"
}
number='not a number, but the rule compares numbers'
truth="neither 0 or 1, true or false, yes or no, nor a date; give a rule that \
says which values are outcomes, such as COL>0"
printf 'id,a,b\n1,0,1\n\n2,"1","odd\nsecret"\n3,2,5\n' >bad.csv
refused "record 2, line 4: column \"b\": $number" --keep 'b>3'
refused "record 2, line 4: column \"b\": $number" --keep a=1 --keep 'b>3'
refused "record 2, line 4: column \"b\": $number" --keep 'b>3' --keep a
refused "record 3, line 6: column \"a\": $truth" --keep a
refused 'record 1, line 2: column "b": not a date (YYYY-MM-DD), but the rule '\
'compares dates' --keep 'b>=2020-01-01'
run 1 sampler --n 1 --verbose --keep 'b>3' bad.csv
grep -qF 'column "b" ("odd\x0asecret"): not a number' err ||
  fail '--verbose does not show the cell'

# Columns that are not there, or are there twice.
refused_usage()
{
  want=$1
  shift
  run 2 sampler --n 1 "$@"
  test ! -s out || fail "something was written: $*"
  test "$(cat err)" = "sampler: $want" || fail "want: $want"
}
printf 'patient_id,outcome,year,year\n1,0,1,2\n' >frame.csv
refused_usage 'frame.csv: no column "outcom"; did you mean "outcome"?' \
  --keep outcom frame.csv
refused_usage 'frame.csv: no column "Outcome"; did you mean "outcome"?' \
  --keep Outcome=1 frame.csv
refused_usage 'frame.csv: no column "smoker"; the columns are "patient_id", '\
'"outcome", "year", "year"' --keep smoker frame.csv
refused_usage 'frame.csv: column "year" is in the header 2 times' \
  --keep 'year>2000' frame.csv
refused_usage "frame.csv: rule 'outcome==1': write = once to compare" \
  --keep outcome==1 frame.csv
refused_usage "frame.csv: rule 'outcome<NA': only = and != go with a missing \
value" --keep 'outcome<NA' frame.csv
seq 40 | sed 's/^/column_/' | paste -sd, >wide.csv
refused_usage "wide.csv: no column \"outcome\"; the columns are $(seq 12 |
  sed 's/.*/"column_&"/' | paste -sd, | sed 's/,/, /g') and 28 more" \
  --keep outcome wide.csv

# On real data, against a program that shares no code.
. "$srcdir/tests/reference.sh"
agrees --keep rel --n 583 --seed 1 "$srcdir/data/nwtco.csv"
agrees --keep 'stage>=3' --keep histol=2 --n 300 --seed 99 \
  "$srcdir/data/nwtco.csv"
agrees --keep 'Flight Date>=2002-07-01' --keep 'Cost Total $>100000' --n 77 \
  --seed 18446744073709551615 "$srcdir/data/birdstrikes.csv"
finish
