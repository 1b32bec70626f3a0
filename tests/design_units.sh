#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --unit: the sample of an independent program with the same hash; the
# same people whatever the order, line ends, quotes and company of their rows.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/design.sh"

# Several rows a unit, scattered; some unit's outcome in its last row only.
{
  printf 'id,sex,died,row\n'
  printf '7,f,0,1\n"x,1",m,0,2\n7,f,1,3\n8,m,0,4\n"x,1",m,0,5\n"q""q",f,0,6\n'
  printf '"8",m,0,7\n08,m,0,8\n 8,m,0,9\n8,m,0,10\n"q""q",f,0,11\n7,f,0,12\n'
} >units.csv
# Sizes by value, scattered; rows that are kept may have none.
{
  printf 'id,died,size\n1,0,10\n2,0,7\n3,0,1\n1,0,1e1\n4,1,\n5,0,2.50\n'
  printf '4,0,3\n2,0,"7.0"\n3,0,1\n5,0,2.5\n1,0,10.0\n6,1,x\n4,1,9\n'
} >sizes.csv
# All rows of a kept unit have the outcome.
{
  printf 'id,died,row\n7,0,1\n5,1,2\n1,0,3\n5,1,4\n"7",0,5\n2,0,6\n3,yes,7\n'
  printf '1,0,8\n05,0,9\n7,F,10\n3,T,11\n"5",1,12\n,0,13\n'
} >agreed.csv
printf 'id,sex,died\n1,f,0\n,f,0\nNA,f,1\n"",m,0\n2,m,0\n1,f,0\nnull,f,0\n' >own.csv
printf 'id,sex,died\n1,f,0\n2,m,0\n1,m,0\n' >disagree.csv
columns='--add stratum,prob,N,n,prn,subcohort'
sized='--add stratum,prob,N,n,prn'
airline='--unit "Aircraft Airline Operator"'
compare <<END
--n 2 --seed 1 --unit id $columns units.csv
--n 2 --seed 1 --unit id --keep died $columns units.csv
--n 0 --seed 1 --unit id --keep died $columns units.csv
--n 2 --seed 1 --unit id --keep died --one-per-unit $columns units.csv
--n 2 --seed 1 --unit id --keep died --one-per-unit --row-weights $columns units.csv
--n 2 --seed 1 --unit id --keep died --where row!=3 $columns units.csv
--n-per-stratum 1 --seed 1 --unit id --strata sex --keep died $columns units.csv
--fraction 0.5 --seed 1 --unit id --strata sex $columns units.csv
--ratio 2 --seed 1 --unit id --strata sex --keep died $columns units.csv
--fraction 0.5 --seed 1 --unit id --method bernoulli $columns units.csv
--n 2 --seed 1 --unit id --unit-missing own --keep died $columns agreed.csv
--n 0 --seed 2 --unit id --unit-missing own --keep died $columns agreed.csv
--n 1 --seed 3 --unit id --where row!=13 --keep died --replicate 2 $columns agreed.csv
--n 9 --seed 4 --unit id --where row!=13 --keep died $columns agreed.csv
--n 2 --seed 5 --unit id --where row!=13 --keep died $columns agreed.csv
--n 2 --seed 1 --unit id $columns own.csv
--n 2 --seed 1 --unit id --unit-missing error $columns own.csv
--n 2 --seed 1 --unit id --where id!=NA $columns own.csv
--n 2 --seed 1 --unit id --unit-missing own $columns own.csv
--n 2 --seed 1 --unit id --unit-missing own --keep died $columns own.csv
--n-per-stratum 2 --seed 1 --unit id --unit-missing own --strata sex $columns own.csv
--n-per-stratum 2 --seed 1 --unit id --strata sex disagree.csv
--n-per-stratum 2 --seed 1 --unit id --strata sex --where sex=m $columns disagree.csv
--n 2 --seed 1 --unit id $columns disagree.csv
--n 20 --seed 1 --unit nobody $nwtco
--n 20 --seed 1 --unit seqno --keep rel $columns $nwtco
--n 20 --seed 1 --unit seqno --keep rel --unit-sorted $columns $nwtco
--n 20 --seed 1 --unit age $columns $nwtco
--n 20 --seed 1 --unit age --output rest $columns $nwtco
--n 20 --seed 1 --unit edrel --keep 'seqno>4000' --output all $columns $nwtco
--n 20 --seed 1 --unit edrel --one-per-unit --shard west $columns $nwtco
--fraction 0.1 --seed 18446744073709551615 $airline $columns $birds
--fraction 0.1 --seed 0 $airline --one-per-unit --row-weights \
  --keep 'Effect Amount of damage=Substantial' $columns $birds
--n 20 --seed 1 --unit seqno --method pps:edrel $sized $nwtco
--n 20 --seed 1 --unit seqno --method pps:edrel --unit-sorted $sized $nwtco
--fraction 0.01 --seed 2 --unit seqno --method pps:study --keep rel --unit-sorted $sized $nwtco
--n 60 --seed 3 --unit seqno --strata stage --allocation neyman:edrel --keep rel $columns $nwtco
--n 60 --seed 3 --unit seqno --strata stage --allocation neyman:edrel --keep rel --unit-sorted $columns $nwtco
--n 60 --seed 3 --unit seqno --strata stage --allocation neyman:age --method pps:edrel $sized $nwtco
--n 60 --seed 3 --unit seqno --strata stage --allocation neyman:age --method pps:edrel --unit-sorted $sized $nwtco
--n 2 --seed 4 --unit id --method pps:size --keep died $sized sizes.csv
--n 1 --seed 5 --unit id --method pps:size --keep died --one-per-unit --row-weights $sized sizes.csv
--n 1 --seed 5 --unit id --method pps:size sizes.csv
--n 2 --seed 1 --unit edrel --method pps:age $nwtco
END
test "$seen" = 'status 0: 38 status 1: 5 status 2: 1' || fail "not as many: $seen"

# drawn FILE: the identifiers that leave, each once
drawn()
{
  sampler --quiet --n 40 --seed 9 --unit edrel --add prn,N \
    ${2:+--"$2"} "$1" >out 2>err ||
    fail "$1: status $?"
  tr -d '"\r' <out | awk -F, 'NR > 1 { print $1, $4 }' | sort -u
}
cut -d, -f7,1,6 $nwtco | awk -F, -v OFS=, '{ print $3, $1, $2 }' >frame.csv
drawn frame.csv >want
test "$(wc -l <want)" -eq 40 || fail 'not 40 units'
{ head -n 1 frame.csv; tail -n +2 frame.csv | sort -t, -k2,2r; } >shuffled.csv
sed 's/$/\r/' frame.csv >crlf.csv
sed '1n; s/^\([0-9]*\),/"\1",/' frame.csv >quoted.csv
gzip -c frame.csv >frame.csv.gz
{ head -n 1 frame.csv; tail -n +2 frame.csv | LC_ALL=C sort; } >sorted.csv
{ head -n 1 frame.csv; tail -n +2 frame.csv | sort -n; } >by_value.csv
for file in shuffled.csv crlf.csv quoted.csv frame.csv.gz sorted.csv \
  by_value.csv; do
  drawn $file >got
  cmp -s got want || fail "$file: other people"
done
cmp -s shuffled.csv frame.csv && fail 'not shuffled'

# Sorted by bytes or by value: the bytes are the same without the table.
for file in sorted.csv by_value.csv; do
  for options in '--n 40' '--fraction 0.01 --output all' '--n 9 --output rest' \
    '--ratio 0.5 --one-per-unit --row-weights' '--n 40 --replicate 3' \
    '--n 40 --one-per-unit' '--fraction 0.02 --method bernoulli'; do
    options="$options --keep rel --keep seqno=17 --seed 9 --unit edrel"
    sampler --quiet $options --add prob,N,n,prn,subcohort $file >want.csv 2>err ||
      fail "$file: $options"
    run 0 sampler --quiet $options --add prob,N,n,prn,subcohort --unit-sorted $file
    cmp -s out want.csv || fail "$file: other bytes with --unit-sorted: $options"
  done
done
run 1 sampler --n 40 --unit edrel --unit-sorted -o no.csv frame.csv
grep -q '^sampler: frame.csv: record [0-9]*, line [0-9]*: column "edrel": ' err &&
  grep -q 'promises a file sorted' err || fail 'unsorted: another message'
test ! -e no.csv || fail 'unsorted: something is written'
run 1 sampler --n 40 --unit edrel --unit-sorted - <shuffled.csv
printf 'id\n1\n2\n10\n9\n' >late.csv
run 1 sampler --n 1 --unit id --unit-sorted late.csv
printf 'id\n1\n10\n9\n11\n' >bytes_then_value.csv
run 1 sampler --n 1 --unit id --unit-sorted bytes_then_value.csv
printf 'id\n1\n\n\n2\n' | tr 2 1 >split.csv
run 1 sampler --n 1 --unit id --unit-sorted --unit-missing own split.csv

# How often the file is read is what the manual says.
while read -r reads options; do
  case $options in
    *--unit\ *) ;;
    *) options="--unit seqno $options" ;;
  esac
  run 0 sampler --seed 1 $options $nwtco
  case $reads in
    1) ! grep -q ', read [0-9]* times' err ;;
    *) grep -q ", read $reads times" err ;;
  esac || fail "not read $reads times: $options"
done <<'END'
1 --n 40
1 --n 40 --keep rel
1 --n 40 --keep rel --replicate 3
2 --n 40 --keep rel --unit age
2 --n-per-stratum 40 --strata stage
2 --fraction 0.1 --method bernoulli
2 --n 40 --output rest
2 --n 40 --method pps:edrel
3 --n 40 --one-per-unit
1 --unit-sorted --n 40 --keep rel
1 --unit-sorted --n-per-stratum 40 --strata stage
1 --unit-sorted --fraction 0.1 --method bernoulli
2 --unit-sorted --fraction 0.1
2 --unit-sorted --n 40 --strata stage --allocation neyman:edrel
2 --unit-sorted --n 40 --output all
2 --unit-sorted --n 40 --one-per-unit
4 --unit-sorted --n 40 --method pps:edrel
5 --unit-sorted --fraction 0.1 --method pps:edrel
END

# Enough units that rows are passed over while the table grows: the rows are
# those of the sorted file, which has no table, whether all rows of the units that
# are kept have the outcome, or one has not, an early one or the last of the file,
# or some have not throughout.
many()
{
  awk -v late="$1" -v early="$2" -v often="$3" 'BEGIN {
    print "id,died,row"
    for (row = 1; row <= 1000000; row++) {
      id = (7919 * row + 49) % 500000
      died = id % 50 == 49
      if (row == 50 && early || row == 1000000 && late || row % 7 == 0 && often)
        died = 0
      printf "%06d,%d,%d\n", id, died, row
    }
  }'
}
while read -r reads late early often; do
  many $late $early $often >many.csv
  { head -n 1 many.csv; tail -n +2 many.csv | LC_ALL=C sort; } >sorted.csv
  for n in 10 5000; do
    options="--n $n --keep died --seed $n --unit id --add prn,N,n"
    run 0 sampler $options --unit-sorted sorted.csv
    LC_ALL=C sort out >want
    for threads in 1 2; do
      run 0 sampler $options --threads $threads many.csv
      LC_ALL=C sort out | cmp -s - want || fail "$reads $late $early: other rows"
      tail -n +2 out | cut -d, -f3 | sort -nc || fail 'another order'
      case $reads in
        1) ! grep -q ', read [0-9]* times' err ;;
        *) grep -q ", read $reads times" err ;;
      esac || fail "not read $reads times: $late $early $often"
    done
  done
done <<'END'
1 0 0 0
2 1 0 0
2 0 1 0
2 0 0 1
END

# Of many units that are in two strata the row is named that is the first to
# disagree, wherever its unit was met before; other rows of them agree with it.
awk 'BEGIN {
  print "id,sex"
  for (i = 1; i <= 20000; i++) print i ",f"
  for (i = 1; i <= 20000; i++) {
    at = 7919 * i % 20000 + 1
    print at (i >= 12345 && i % 5 == 0 ? ",m" : ",f")
  }
  for (i = 1; i <= 20000; i++) print i ",m"
}' >torn.csv
for way in file pipe; do
  case $way in
    file) run 1 sampler --n-per-stratum 5 --unit id --strata sex torn.csv ;;
    pipe) run 1 sampler --n-per-stratum 5 --unit id --strata sex - <torn.csv ;;
  esac
  grep -q ': record 32345, line 32346: a unit that is in another stratum by a' \
    err || fail "$way: another row is named"
  test ! -s out || fail "$way: something is written"
done

# Who is drawn stays drawn when others come whose numbers lie behind: the largest
# number drawn is the threshold, and units with larger ones change nothing.
sampler --quiet --n 40 --seed 9 --unit edrel --add prn frame.csv >out
last=$(awk -F, 'NR > 1 { print $5 }' out | sort -n | tail -n 1)
"$PYTHON" - "$last" <<'END' >strangers
import sys
import design_reference
last = int(sys.argv[1])
names = ("stranger %d" % i for i in range(3000))
for name in names:
    if design_reference.unit_number(9, "", name.encode())[0] > last:
        print(name, 5000, 0, sep=",")
END
test "$(wc -l <strangers)" -gt 2000 || fail 'too few strangers'
cp out want.csv
{ head -n 500 frame.csv; cat strangers; tail -n +501 frame.csv; } >more.csv
run 0 sampler --quiet --n 40 --seed 9 --unit edrel --add prn more.csv
cut -d, -f1-3,5 want.csv >want
cut -d, -f1-3,5 out | cmp -s - want || fail 'strangers change who is drawn'
finish
