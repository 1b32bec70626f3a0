#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --output, --base-weight, --add, --select, --drop: bytes and weights are
# those of an independent program; drawn and rest are disjoint and make up all.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/design.sh"

{
  printf '\357\273\277id,"a ""b""",w,died\r\n1,"x,y",1.5,0\r\n2,,0,0\r\n'
  printf '3,"",1e3,1\r\n\r\n4,"l\nf",.1,0\n5,z,007,0\r\n6,"z",2.50,0'
} >odd.csv
tr , ';' <odd.csv >odd.txt
printf 'id,w\n1,1\n2,\n3,NA\n4,1\n' >nobase.csv
printf 'id,w\n1,1\n2,-0.5\n' >negative.csv
printf 'id,w\n1,1\n2,heavy\n' >text.csv
all='--add stratum,prob,N,n,prn,subcohort'
compare <<END
--n 2 --seed 1 --output drawn $all odd.csv
--n 2 --seed 1 --output rest $all odd.csv
--n 2 --seed 1 --output all $all odd.csv
--n 0 --seed 1 --output rest $all odd.csv
--n 0 --seed 1 --output all $all odd.csv
--n 6 --seed 1 --output rest $all odd.csv
--n 6 --seed 1 --output all $all odd.csv
--n 2 --seed 1 --output rest --keep died $all odd.csv
--n 2 --seed 1 --output all --keep died $all odd.csv
--n 2 --seed 1 --output all --keep died --where 'id<5' --add selected=s odd.csv
--n 2 --seed 1 --output all --add selected=a odd.csv
--n 2 --seed 1 --weight-name 'my,weight' --add 'prob=the "p"' odd.csv
--n 2 --seed 1 --select id odd.csv
--n 2 --seed 1 --select died,id --output all odd.csv
--n 2 --seed 1 --select '"a ""b"""' odd.csv
--n 2 --seed 1 --drop '"a ""b""",id' --strata died odd.csv
--n 2 --seed 1 --drop id,died --delimiter ';' --output all $all odd.txt
--n 2 --seed 1 --drop w --weight-name w odd.csv
--n 2 --seed 1 --select w --weight-name w odd.csv
--n 2 --seed 1 --add prob=w odd.csv
--n 2 --seed 1 --add prob=weight odd.csv
--n 2 --seed 1 --add N,n=N odd.csv
--n 2 --seed 1 --select id,id odd.csv
--n 2 --seed 1 --drop id,nobody odd.csv
--n 2 --seed 1 --drop 'id,"a ""b""",w,died' odd.csv
--n 2 --seed 1 --base-weight w $all odd.csv
--n 2 --seed 1 --base-weight w --output rest --keep died odd.csv
--n 2 --seed 1 --base-weight w --output all --keep died odd.csv
--n 2 --seed 1 --base-weight w --drop w odd.csv
--n 1 --seed 1 --base-weight w nobase.csv
--n 1 --seed 1 --base-weight w --where w!= nobase.csv
--n 1 --seed 1 --base-weight w negative.csv
--n 1 --seed 1 --base-weight w text.csv
--n 1 --seed 1 --base-weight nobody odd.csv
--fraction 0.3 --method bernoulli --seed 1 $all odd.csv
--fraction 0.3 --method bernoulli --weights inverse-probability --seed 1 $all odd.csv
--fraction 0.3 --method bernoulli --seed 1 --output all $all odd.csv
--fraction 1 --method bernoulli --seed 1 --output rest $all odd.csv
--fraction 1 --method bernoulli --seed 1 --output all $all odd.csv
--fraction 1e-18 --method bernoulli --seed 1 --output all $all odd.csv
--fraction 0.07 --method bernoulli --strata stage --keep rel --seed 1 $all $nwtco
--fraction 0.07 --method bernoulli --strata stage --keep rel --seed 1 --output rest \
  $all $nwtco
--fraction 0.3 --method bernoulli --weights inverse-probability \
  --base-weight age --seed 1 $nwtco
--fraction 0.123456789012345678 --method bernoulli --seed 2 \
  --weights inverse-probability $nwtco
--fraction 0.07 --strata stage --keep rel --seed 1 --output all --base-weight age \
  $all $nwtco
--n 300 --strata instit --seed 4 --output rest --select rel,seqno $all $nwtco
--n 700 --strata 'Wildlife Size' --seed 4 --output all --base-weight 'Cost Other' \
  --select 'Cost Other,Flight Date' $birds
--n 30 --unit 'Aircraft Make Model' --seed 4 --output rest $all $birds
--n 30 --unit 'Aircraft Make Model' --seed 4 --one-per-unit --row-weights \
  --base-weight 'Cost Other' $all $birds
END
test "$seen" = 'status 0: 38 status 1: 3 status 2: 8' || fail "not as many: $seen"

# Where all are taken, everybody is of the subcohort, the kept, too.
run 0 sampler --quiet --fraction 1 --strata stage --keep rel --seed 3 \
  --add subcohort $nwtco
test "$(grep -c ',1$' out)" -eq 4028 || fail 'not everybody in the subcohort'

# Drawn, rest and kept are all, each once, in the order of the file.
options='--n 200 --strata stage,histol --keep rel --seed 3'
for what in drawn rest all; do
  run 0 sampler --quiet $options --output $what $nwtco
  tail -n +2 out | cut -d, -f1 >$what
done
sort -n drawn rest | cmp - all || fail 'drawn and rest are not all'
tail -n +2 $nwtco | cut -d, -f1 | cmp - all || fail 'not all, or out of order'
finish
