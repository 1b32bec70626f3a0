#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler: of one seed a smaller sample is a part of a larger one, in every
# stratum; replicates share nobody, and together are the sample of their size.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/design.sh"

# ids ARGUMENT...: who is drawn, stratum first
ids()
{
  sampler --quiet --seed 11 --add stratum "$@" $nwtco >sample 2>err ||
    fail "status $?: $*"
  awk -F, 'NR > 1 && $NF != "kept" { print $NF, $1 }' sample | sort
}

# A smaller one is a part, by position and by unit, all ways to give sizes.
for unit in '' '--unit seqno' '--unit seqno --unit-sorted'; do
  common="--keep rel --strata stage $unit"
  ids $common --n-per-stratum 100 >larger
  for size in '--n-per-stratum 1' '--n-per-stratum 99' '--n 100' \
    '--fraction 0.05' '--ratio 0.3'; do
    ids $common $size >smaller
    test -s smaller || fail "$size draws nobody"
    test -z "$(comm -23 smaller larger)" || fail "$size $unit: not a part"
  done
  ids $common --fraction 0.02 --method bernoulli >smaller
  ids $common --fraction 0.021 --method bernoulli >larger
  test -z "$(comm -23 smaller larger)" || fail "bernoulli $unit: not a part"
done

# Replicates 1 to 3 of 4 are the sample of 12.
for unit in '' '--unit seqno' '--unit seqno --unit-sorted'; do
  common="--keep rel --strata stage,histol $unit"
  : >together
  for k in 1 2 3; do
    ids $common --n-per-stratum 4 --replicate $k >replicate.$k
    cat replicate.$k >>together
  done
  sort together >sorted
  test -z "$(uniq -d sorted)" || fail "replicates overlap: $unit"
  ids $common --n-per-stratum 12 | cmp - sorted || fail "not their union: $unit"
done

# The last one is cut short: the weight is N_h over those who are left, and the
# weights still add up; behind it there is none.
all='--add stratum,prob,N,n,prn,subcohort'
printf 'id,g,d\n1,a,0\n2,a,0\n3,a,0\n4,a,0\n5,a,0\n6,b,0\n7,b,1\n8,c,1\n9,a,1\n' \
  >ten.csv
printf 'g,n\na,2\nb,0\nc,9\n' >sizes.csv
compare <<END
--n 2 --seed 1 --replicate 1 $all ten.csv
--n 2 --seed 1 --replicate 5 $all ten.csv
--n 2 --seed 1 --replicate 6 $all ten.csv
--n 4 --seed 1 --replicate 3 $all ten.csv
--n 0 --seed 1 --replicate 9 $all ten.csv
--n-per-stratum 2 --seed 1 --keep d --where g=a --strata g --replicate 3 $all ten.csv
--n-per-stratum 2 --seed 1 --keep d --where g=a --strata g --replicate 4 $all ten.csv
--n-per-stratum 2 --seed 1 --keep d --strata g --replicate 2 $all ten.csv
--sizes sizes.csv --seed 1 --keep d --strata g --replicate 3 $all ten.csv
--sizes sizes.csv --seed 1 --keep d --strata g --replicate 4 $all ten.csv
--sizes sizes.csv --seed 1 --keep d --strata g --replicate 3 --output all $all ten.csv
--sizes sizes.csv --seed 1 --keep d --strata g --replicate 2 --output rest $all ten.csv
--ratio 1 --seed 1 --keep d --strata g --replicate 2 --where g=a $all ten.csv
--fraction 0.4 --seed 1 --unit id --replicate 3 $all ten.csv
--fraction 0.4 --seed 1 --unit id --unit-sorted --replicate 3 $all ten.csv
--fraction 0.34 --seed 1 --strata stage --replicate 3 --keep rel $all $nwtco
--fraction 0.34 --seed 1 --strata stage --replicate 3 --output rest $all $nwtco
--n 500 --seed 1 --unit edrel --replicate 2 --output all --keep rel $all $nwtco
--n 4611686018427387904 --seed 1 --replicate 5 ten.csv
--n 9223372036854775807 --seed 1 --replicate 9223372036854775807 ten.csv
--n 4611686018427387904 --seed 1 --unit id --replicate 5 ten.csv
END
test "$seen" = 'status 0: 14 status 1: 7' || fail "not as many: $seen"
run 1 sampler --n-per-stratum 2 --strata g --keep d --where g=a --replicate 4 \
  -o no.csv ten.csv
grep -q "^sampler: ten.csv: nothing is left for --replicate 4 in stratum 'a'$" err ||
  fail 'none left: another message'
test ! -e no.csv || fail 'none left: something is written'

# Who else is eligible, kept or in which stratum moves nobody's number.
sampler --quiet --seed 11 --n 9999 --add prn $nwtco 2>err | cut -d, -f1,11 >numbers
sampler --quiet --seed 11 --n 9999 --add prn --keep rel --strata stage \
  --where age\>30 $nwtco 2>err | cut -d, -f1,11 >some
test "$(wc -l <some)" -gt 2000 && test -z "$(sort some numbers | uniq -u |
  sort - some | uniq -d)" || fail 'numbers depend on other options'
finish
