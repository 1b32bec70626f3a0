#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --keep-missing: what a missing cell means, for columns of truth values,
# of dates, of both and of nothing, for every kind of rule, and what it means
# when nobody says so.
. "${srcdir=.}/tests/init.sh"

say='say what that means with --keep-missing=no, yes or drop'

# check_case CELLS RULE WHAT RESULT...: the column d has these cells, record by
# record from 1, separated by blanks, "_" for none. RESULT is
#   ok 'KEPT...' OTHERS DROPPED [WARNING]
#   total COUNT FIRST      an error at the end, with the count
#   record N               an error at record N
check_case()
{
  case_is="cells $1, rule $2, $3"
  { echo id,d; i=0
    for cell in $1; do
      i=$((i + 1))
      test "$cell" != _ || cell=
      echo "$i,$cell"
    done
  } >frame.csv
  set -- "$2" "$3" "$4" "$5" "$6" "$7" "$8"
  rule=$1 what=$2 result=$3
  shift 3
  case $result in
    ok) status=0 ;;
    *) status=1 ;;
  esac
  if test "$what" = unsaid; then
    run $status sampler --n 0 --seed 1 --keep "$rule" frame.csv
  else
    run $status sampler --n 0 --seed 1 --keep "$rule" --keep-missing "$what" \
      frame.csv
  fi
  case $result in
    ok) check_sample "$1" "$2" "$3" "$4" ;;
    total)
      s=s
      test "$1" != 1 || s=
      check_error "column \"d\": missing in $1 record$s, the first of them \
record $2; $say"
      ;;
    record)
      check_error "record $1, line $(($1 + 1)): column \"d\": missing; $say"
      ;;
  esac
}

# With --n 0 those who leave are those who were kept.
check_sample()
{
  awk -F '[, ]+' -v kept="$1" -v others="$2" -v dropped="$3" -v warning="$4" '
    FILENAME == "out" && FNR > 1 { ids = ids " " $1 }
    FILENAME == "err" && $1 == "drawn" { n = $2 }
    FILENAME == "err" && $1 == "dropped" { m = $2 }
    FILENAME == "err" && $2 == "warning:" && !/: not represented: / &&
      !/: no record satisfies --keep / &&
      !/: every record has the outcome: nothing to draw from$/ {
        found = found substr($0, index($0, "frame.csv: ") + 11)
      }
    END {
      exit ids != (kept == "" ? "" : " " kept) || n != others ||
        m + 0 != dropped || found != warning
    }' out err || fail "$case_is: want $1; $2 others, $3 dropped; $4"
}

check_error()
{
  test ! -s out || fail "$case_is: something was written"
  test "$(cat err)" = "sampler: frame.csv: $1" || fail "$case_is: want: $1"
}

none='column "d" is missing in every record: no events'
all='every record is dropped'

# Truth values.
check_case '0 1 _ NA 0' d unsaid total 2 3
check_case '0 1 _ NA 0' d error record 3
check_case '0 1 _ NA 0' d no ok '2' 4 0
check_case '0 1 _ NA 0' d yes ok '2 3 4' 2 0
check_case '0 1 _ NA 0' d drop ok '2' 2 2
check_case 'no yes NULL' d unsaid total 1 3
check_case '_ 0' d unsaid total 1 1

# Dates: a day is an event, no day is none.
check_case '2020-01-01 _ NA 2019-05-06 .' d unsaid ok '1 4' 3 0
check_case '2020-01-01 _ NA 2019-05-06 .' d error record 2
check_case '2020-01-01 _ NA 2019-05-06 .' d no ok '1 4' 3 0
check_case '2020-01-01 _ NA 2019-05-06 .' d yes ok '1 2 3 4 5' 0 0
check_case '2020-01-01 _ NA 2019-05-06 .' d drop ok '1 4' 0 3
check_case '2020-01-01 2019-05-06' d unsaid ok '1 2' 0 0

# Both in one column: all is well until a cell is missing.
check_case '2020-01-01 0 1 F' d unsaid ok '1 3' 2 0
check_case '2020-01-01 _ 0' d unsaid total 1 2
check_case '_ 2020-01-01 1' d unsaid total 1 1
check_case '_ 2020-01-01 1' d drop ok '2 3' 0 1

# Nothing but missing cells, in all spellings.
every='_ NA na Na NaN nan NULL null Null . "" "NA" "." "NaN"'
check_case "$every" d unsaid ok '' 14 0 "$none"
check_case "$every" d error record 1
check_case "$every" d no ok '' 14 0 "$none"
check_case "$every" d yes ok '1 2 3 4 5 6 7 8 9 10 11 12 13 14' 0 0
check_case "$every" d drop ok '' 0 14 "$all"

# Numbers.
check_case '0 1 _ 5' 'd>0' unsaid total 1 3
check_case '0 1 _ 5' 'd>0' error record 3
check_case '0 1 _ 5' 'd>0' no ok '2 4' 2 0
check_case '0 1 _ 5' 'd!=0' yes ok '2 3 4' 1 0
check_case '0 1 _ 5' 'd!=0' drop ok '2 4' 1 1
check_case '_ NA' 'd=9' unsaid ok '' 2 0 "$none"

# Days.
check_case '2020-01-01 _ 2019-01-01' 'd>=2020-01-01' unsaid ok '1' 2 0
check_case '2020-01-01 _ 2019-01-01' 'd>=2020-01-01' error record 2
check_case '2020-01-01 _ 2019-01-01' 'd<2020-01-01' no ok '3' 2 0
check_case '2020-01-01 _ 2019-01-01' 'd<2020-01-01' yes ok '2 3' 1 0
check_case '2020-01-01 _ 2019-01-01' 'd<2020-01-01' drop ok '3' 1 1
check_case '_ .' 'd>2020-01-01' unsaid ok '' 2 0 "$none"

# Text.
check_case 'x _ y' d=x unsaid total 1 2
check_case 'x _ y' d=x error record 2
check_case 'x _ y' d=x no ok '1' 2 0
check_case 'x _ y' d!=x yes ok '2 3' 1 0
check_case 'x _ y' d!=x drop ok '3' 1 1
check_case '. _' d=x unsaid ok '' 2 0 "$none"

# A rule about missing cells has an answer for each of them.
for what in unsaid error no yes drop; do
  check_case 'x _ NA "" 0' d= $what ok '2 3 4' 2 0
  check_case 'x _ NA "" 0' d!=NA $what ok '1 5' 3 0
done

# Several rules: a record is dropped whatever the others say; with "no" they
# have the word.
printf 'id,a,b\n1,,1\n2,1,\n3,0,0\n4,,\n' >frame.csv
case_is='two rules'
for order in 'a b' 'b a'; do
  set -- $order
  run 0 sampler --n 0 --seed 1 --keep $1 --keep $2 --keep-missing=drop frame.csv
  check_sample '' 1 3
  run 0 sampler --n 0 --seed 1 --keep $1 --keep $2 --keep-missing=no frame.csv
  check_sample '1 2' 2 0
  run 0 sampler --n 0 --seed 1 --keep $1 --keep $2 --keep-missing=yes frame.csv
  check_sample '1 2 4' 1 0
done

# The count is shown as people read it.
{ echo d; seq 3000 | sed 's/.*/NA/'; echo 0; } >frame.csv
run 1 sampler --n 1 --keep d frame.csv
grep -q 'missing in 3,000 records, the first of them record 1;' err ||
  fail 'no count'

run 2 sampler --n 1 --keep-missing=drop frame.csv
run 2 sampler --n 1 --keep d --keep-missing=maybe frame.csv

# On real data, where the speed is missing in every fourth record or so.
. "$srcdir/tests/reference.sh"
head -n 2000 "$srcdir/data/birdstrikes.csv" >strikes.csv
for what in no yes drop; do
  agrees --keep 'Speed IAS in knots>=250' --keep-missing $what --n 50 --seed 5 \
    strikes.csv
done
finish
