#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --n, --fraction, --ratio, --sizes, --allocation: the sizes of the
# strata are those of an independent program that reckons with fractions, add up
# to n, and are exact where doubles are not.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/design.sh"

printf 'histol,n\n1,30\n2,20\n' >n.csv
printf 'note,fraction,stage,histol\nx,0.07,1,1\nx,1,1,2\nx,0,2,1\nx,1e-3,2,2\n' \
  >part.csv
{ cat part.csv && printf 'x,.5,3,1\nx,0.1,3,2\nx,0.3,4,1\nx,0.03,4,2\n'; } \
  >fraction.csv
printf 'year:Flight Date,n\n1990,3\n1991,100000\n' >year.csv
printf 'Flight Date\tn\n1990\t3\n1992\t0\n' >date.tsv
printf 'key,n\r\nNA,2\r\n"a",1\r\n' >missing.csv
printf 'key,id,v\na,1,0\n,2,3\na,3,4\nnull,4,7\n"",5,1\nb,6,9\n' >key.csv
printf 'key,id,v\na,1,\na,3,4\nb,6,x\n' >novalue.csv
columns='--add stratum,N,n'
compare <<END
--n 0 --seed 1 $nwtco
--n 0 --seed 1 --keep rel $nwtco
--n 4028 --seed 1 $nwtco
--n 9223372036854775807 --seed 1 --strata stage $nwtco
--n 100 --seed 1 --strata stage,histol --keep rel $columns $nwtco
--n 8 --seed 1 --strata stage,histol --keep rel $columns $nwtco
--n 7 --seed 1 --strata stage,histol --keep rel $columns $nwtco
--n 7 --seed 1 --strata stage,histol --min-per-stratum 0 $columns $nwtco
--n 79 --seed 1 --strata stage,histol --min-per-stratum 10 $columns $nwtco
--n 80 --seed 1 --strata stage,histol --min-per-stratum 10 $columns $nwtco
--n 500 --seed 1 --strata stage,histol --allocation equal $columns $nwtco
--n 3456 --seed 1 --strata stage,histol --keep rel --allocation=equal $columns $nwtco
--n 501 --seed 1 --strata age --allocation equal $columns $nwtco
--n 502 --seed 1 --strata age --allocation=proportional $columns $nwtco
--n 503 --seed 1 --strata age --allocation neyman:edrel $columns $nwtco
--n 700 --seed 1 --strata stage,histol --allocation neyman:age --keep rel $columns $nwtco
--n 700 --seed 1 --strata stage --allocation neyman:histol --where histol=1 \
  --min-per-stratum 3 $columns $nwtco
--n 900 --seed 1 --strata stage,histol --allocation neyman:histol \
  --where 'seqno<1500' --min-per-stratum 3 $columns $nwtco
--n 99 --seed 1 --strata 'Origin State' --allocation 'neyman:Cost Total \$' $columns $birds
--n 9999 --seed 1 --strata 'Origin State' $columns $birds
--n 9998 --seed 1 --strata 'Origin State' $columns $birds
--n 3 --seed 1 --strata key --allocation neyman:v $columns key.csv
--n 4 --seed 1 --strata key --allocation neyman:v $columns key.csv
--n 2 --seed 1 --strata key --allocation neyman:v novalue.csv
--n 2 --seed 1 --strata key --allocation neyman:v --where id=3 $columns novalue.csv
--n 1 --seed 1 --strata key --allocation neyman:v --where key=a novalue.csv
--fraction 0.07 --seed 1 $nwtco
--fraction 1 --seed 1 --keep rel --strata stage $columns $nwtco
--fraction 0.001 --seed 1 --strata stage $columns $nwtco
--fraction 1e-18 --seed 1 --strata stage $columns $nwtco
--fraction .25e0 --seed 1 --strata stage,age $columns $nwtco
--fraction 0.01 --seed 1 --strata age --min-per-stratum 2 $columns $nwtco
--fraction 0.5 --seed 1 --strata 'year:Flight Date' $columns $birds
--ratio 1 --seed 1 --keep rel $columns $nwtco
--ratio 0.5 --seed 1 --keep rel --strata stage,age $columns $nwtco
--ratio 2.01 --seed 1 --keep rel --strata stage,age $columns $nwtco
--ratio 2.01 --seed 1 --keep rel --strata stage,age --min-per-stratum 1 $columns $nwtco
--ratio 100 --seed 1 --keep rel --strata stage $columns $nwtco
--ratio 3 --seed 1 --strata 'Origin State' \
  --keep 'Effect Amount of damage=Substantial' $columns $birds
--n-per-stratum 0 --seed 1 --strata stage --keep rel $columns $nwtco
--n-per-stratum 9223372036854775807 --seed 1 --strata stage $columns $nwtco
--sizes n.csv --seed 1 --strata histol $columns $nwtco
--sizes n.csv --seed 1 --strata histol --keep rel $columns $nwtco
--sizes n.csv --seed 1 --strata histol --where histol=1 $columns $nwtco
--sizes fraction.csv --seed 1 --strata histol,stage $columns $nwtco
--sizes fraction.csv --seed 1 --strata stage,histol --keep rel $columns $nwtco
--sizes part.csv --seed 1 --strata stage,histol $columns $nwtco
--sizes part.csv --seed 1 --strata stage,histol --sizes-missing all $columns $nwtco
--sizes part.csv --seed 1 --strata stage,histol --sizes-missing none $columns $nwtco
--sizes part.csv --seed 1 --strata stage,histol --sizes-missing error $nwtco
--sizes year.csv --seed 1 --strata 'year:Flight Date' --sizes-missing=all \
  $columns $birds
--sizes missing.csv --seed 1 --strata key --sizes-missing=none $columns key.csv
--sizes missing.csv --seed 1 --strata key --where key=b --sizes-missing=none key.csv
END
test "$seen" = 'status 0: 45 status 1: 6 status 2: 2' || fail "not as many: $seen"

# A file of sizes may be a .tsv, and a column of it bears the key's column's
# name.
run 0 sampler --seed 1 --strata 'year:Flight Date' --sizes date.tsv \
  --sizes-missing none --add stratum $birds
test "$(grep -c ',154.33333333333334,1990' out)" -eq 3 &&
  test "$(wc -l <out)" -eq 4 || fail 'not 3 of 1990'

# 24,000,000 x 0.07 is 1,680,000, but the double 0.07 makes one more of it; the
# sizes (2, 2, 996) are shared as 100 = 1 + 1 + 98.
awk 'BEGIN { print "h"; print "a\na\nb\nb"; for (i = 0; i < 996; i++) print "c" }' \
  >three.csv
compare <<END
--n 100 --seed 1 --strata h --add stratum,N,n three.csv
--n 2 --seed 1 --strata h --add stratum,N,n three.csv
--n 1000 --seed 1 --strata h --add stratum,N,n three.csv
--n 1001 --seed 1 --strata h --add stratum,N,n three.csv
END
for case in '100 1 1 98' '3 1 1 1' '1000 2 2 996' '5000 2 2 996'; do
  set -- $case
  run 0 sampler --n $1 --seed 1 --strata h --add stratum three.csv
  for h in a:$2 b:$3 c:$4; do
    test "$(grep -c ",${h%:*}\$" out)" -eq ${h#*:} || fail "n = $1, stratum $h"
  done
done
grep -q 'warning: [^ ]*: --n 5000 is not less .*all 1,000 records are taken' err ||
  fail 'n above N without a warning'
run 2 sampler --n 2 --seed 1 --strata h three.csv
grep -q '^sampler: --n 2 is too small: 3 strata with --min-per-stratum 1 need 3$' \
  err || fail 'n below the number of strata: not said so'
awk 'BEGIN { print "h"; for (i = 0; i < 1000000; i++) print "0" }' >million.csv
for case in '0.07 70000' '0.000007 7' '0.0000070000000001 8' '0.29 290000' \
  '0.57 570000' '1e-6 1' '0.999999 999999' '0.9999999999 1000000'; do
  run 0 sampler --fraction ${case% *} --seed 1 million.csv
  test "$(wc -l <out)" -eq $((${case#* } + 1)) || fail "fraction $case"
done
finish
