#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --strata, --where: the sample of an independent program, whatever the
# labels are, and every record in one stratum.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/design.sh"

# Labels that need quotes, spellings of missing, a stratum called kept.
{
  printf '\357\273\277id,"the key",day,died\r\n'
  printf '1,a,2020-01-31,0\r\n2,"a",2020-02-01,0\r\n3,"a,b",2020-03-31,0\r\n'
  printf '4,"say ""x""",2020-04-01,1\r\n5,"two\r\nlines",2021-12-31,0\r\n'
  printf '6,,,0\r\n7,NA,NA,0\r\n8,null,.,1\r\n9,"",NaN,0\r\n\r\n'
  printf '10,kept,2020-12-01,0\r\n11,"kept",0004-02-29,0\r\n12, a,9999-10-01,0'
} >labels.csv
tr , '\t' <labels.csv >labels.tsv
printf 'only\n1\n\n1\nkept\n\n2\n' >one.csv
printf 'id,stratum,year:day,day\n1,x,a,2020-01-01\n2,y,b,2021-01-01\n3,y,a,\n' \
  >names.csv
printf 'id,day\n1,2020-01-01\n2,2020-13-01\n' >nodate.csv
# Cells of up to 32 bytes, each the begin of the next.
awk 'BEGIN {
  print "id,long,day"
  for (i = 0; i < 1500; i++)
    print i "," substr("0123456789abcdef0123456789abcdef", 1, i * 7 % 33) \
      "," i % 3
}' >long.csv

# Everybody takes the same way, strata or not.
columns='--add stratum,prob,N,n,prn,subcohort'
compare <<END
--n-per-stratum 1 --seed 1 --strata 'the key' $columns labels.csv
--n-per-stratum 1 --seed 2 --strata 'the key' $columns labels.csv
--n-per-stratum 1 --seed 3 --strata 'the key,day' $columns labels.csv
--n-per-stratum 1 --seed 1 --strata year:day $columns labels.csv
--n-per-stratum 1 --seed 1 --strata quarter:day --keep died $columns labels.csv
--n-per-stratum 1 --seed 1 --strata 'month:day,the key' $columns labels.csv
--n-per-stratum 1 --seed 1 --strata '"the key"' --keep died $columns labels.csv
--n-per-stratum 1 --seed 1 --strata id --keep died $columns labels.csv
--n 9 --seed 1 --strata 'the key' --keep died $columns labels.csv
--n 8 --seed 1 --strata died,year:day --output all $columns labels.csv
--n 9 --seed 1 --strata day --where 'the key!=' $columns labels.csv
--n 5 --seed 1 --strata day --where 'the key=kept' $columns labels.csv
--n-per-stratum 2 --seed 1 --strata 'value:the key' $columns labels.csv
--n-per-stratum 1 --seed 1 --strata 'the key' $columns labels.tsv
--n-per-stratum 1 --seed 1 --strata only $columns one.csv
--n-per-stratum 1 --seed 1 --strata only --keep only=kept --keep-missing no $columns one.csv
--n-per-stratum 1 --seed 1 --strata year:day --add stratum=h names.csv
--n-per-stratum 1 --seed 1 --strata stratum,day --add stratum=h,n=size names.csv
--n-per-stratum 1 --seed 1 --strata year:day --add stratum names.csv
--n-per-stratum 1 --seed 1 --strata quarter:day --add stratum=h names.csv
--n-per-stratum 1 --seed 1 --strata year:day nodate.csv
--n-per-stratum 1 --seed 1 --strata year:day --where 'id<2' nodate.csv
--n-per-stratum 3 --seed 1 --strata long $columns long.csv
--n-per-stratum 3 --seed 1 --strata long,day $columns long.csv
--n-per-stratum 3 --seed 1 --strata day,long --where 'day<2' $columns long.csv
--n-per-stratum 1 --seed 1 --strata nobody $nwtco
--n-per-stratum 5 --seed 1 --strata stage $columns $nwtco
--n-per-stratum 5 --seed 1 --strata stage,histol --keep rel $columns $nwtco
--n-per-stratum 5 --seed 1 --strata stage,histol --where study=3 $columns $nwtco
--n-per-stratum 5 --seed 1 --strata stage --where study=3 --where 'age>24' \
  --keep rel --output all $columns $nwtco
--n-per-stratum 1 --seed 1 --strata seqno $columns $nwtco
--n-per-stratum 3 --seed 1 --strata age --keep rel --shard 7 $columns $nwtco
--n-per-stratum 2 --seed 5 --strata 'Origin State,Wildlife Size' $columns $birds
--n-per-stratum 2 --seed 5 --strata 'month:Flight Date' $columns $birds
--n-per-stratum 9 --seed 5 --strata 'year:Flight Date,Time of day' \
  --keep 'Effect Amount of damage!=None' $columns $birds
--n-per-stratum 1 --seed 5 --strata 'Speed IAS in knots' \
  --where 'Cost Total \$>0' $columns $birds
END
test "$seen" = 'status 0: 33 status 1: 1 status 2: 2' || fail "not as many: $seen"
finish
