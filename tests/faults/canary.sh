#!/bin/sh
# SPDX-License-Identifier: MIT
# C: a cell shows in no message, whatever is wrong with it and whatever it was
# wanted for. Every cell of many bad inputs is a text, a number or a date that
# stands nowhere else.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

text=QZJX
number=73918462
date=2087-03-19
runs=0
errors=0

# what a cell may be wanted for; labels of strata are told, so that no role but
# the year of a date makes any; totals are told, and those of one record are its
# cells, but not with --sdc
roles='--keep=died
--keep=day
--keep=died=1
--keep=size>3.5 --keep-missing=no
--keep=day<2014-06-01 --strict
--where=size>=2 --keep=died
--where=day!=2014-01-01
--unit=id --fraction=0.5
--unit=id --unit-sorted --one-per-unit
--unit=id --method=pps:size --sdc=round5
--strata=year:day --fraction=0.5
--strata=outcome:died --ratio=1 --keep=died
--strata=outcome:died --allocation=neyman:size
--method=pps:size --sdc=round5
--base-weight=size --sdc=round5
--select=id --add=prn
--keep=died --sdc=round5 --report=r.json
--plan --keep=died
--progress=always'

splits='--by=year:day
--by=quarter:day --missing=drop
--by=month:day --invalid=rest
--by=d=outcome:died
--by=r=rule:size>3
--by=r=rule:day<2014-06-01 --missing=drop
--by=id --levels=id=a,b
--by=id --max-chunks=1
--by=year:day --levels=year=2014..2016
--by=day --by=id
--groups=3 --unit=id
--rows=1 --max-chunks=1
--parts=2
--by=year:day --date-format=%d/%m/%Y'

# no_canary COMMAND...
no_canary()
{
  "$@" >out 2>err </dev/null
  status=$?
  runs=$((runs + 1))
  test $status -eq 0 || errors=$((errors + 1))
  case $status in
    0 | 1 | 2) ;;
    *) fail "status $status: $*" ;;
  esac
  ! grep -aqE "$text|$number|$date" err ||
    fail "a message shows a cell: $*: $(head -c 300 bad.csv)"
  test ! -e r.json || ! grep -aqE "$text|$number|$date" r.json ||
    fail "the report shows a cell: $*"
  rm -rf c o r.json
}

each_role()
{
  while IFS= read -r role; do
    size=--n=1
    case $role in
      *--fraction* | *--ratio*) size= ;;
    esac
    no_canary sampler --seed=1 $size $role -o o bad.csv
  done <../roles
  while IFS= read -r split; do
    no_canary splitter $split -o 'c/{index}' bad.csv
  done <../splits
}

# a cell, a row
C8()
{
  echo "$roles" >../roles
  echo "$splits" >../splits
  good='1,0,2014-01-01,3\n2,1,2015-01-01,2.5\n'
  for row in T,T,T,T N,N,N,N D,D,D,D 'T,0,2014-02-01,N' 'T,1,D,1' 'T,N,D,N' \
    'T,0,DT,NT' '"T",1,"D","N"' '"T,"",T",T,D' 'T,T,T' 'T,T,T,T,T' 'T,"T,D,N' \
    '"T"T,T,T,T' 'T\r,1,D,N' 'T\000,1,D,N' ',1,D,-N' 'T,,,' 'NT,1,T,N.5e3'; do
    row=$(printf '%s\n' "$row" |
      sed "s/T/$text/g; s/N/$number/g; s/D/$date/g")
    for before in '' "$good"; do
      printf "id,died,day,size\n$before$row\n" >bad.csv
      each_role
    done
  done
  # longer than any buffer for a message
  { printf "id,died,day,size\n$good"
    yes "$text" | head -n 4000 | tr -d '\n'; echo ',1,2014-01-01,1'; } >bad.csv
  each_role
  no_canary sampler --n=1 --max-record=10K bad.csv
  # the file of sizes has cells, too
  for row in "$text,1" "1,$text" "1,$number$number$number" "1,-$number" '1,"x' \
    "$date,2"; do
    printf "id,died,day,size\n$good" >bad.csv
    printf "died,n\n0,1\n$row\n" >sizes.csv
    no_canary sampler --sizes=sizes.csv --strata=died -o o bad.csv
  done
  test $runs -gt 1000 && test $errors -gt 500 ||
    fail "only $errors errors in $runs runs"
  echo "   $fault: $runs runs, $errors of them errors"
  # and it would be seen
  printf "id,died,day,size\n1,$text,,\n" >bad.csv
  run 1 sampler --verbose --keep=died --n=1 bad.csv
  grep -q "$text" err || fail 'not even --verbose shows a cell'
}

faults C8
