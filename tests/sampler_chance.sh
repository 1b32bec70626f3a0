#!/bin/sh
# SPDX-License-Identifier: MIT
# The program's samples over many seeds are those of simple random sampling, with
# and without outcomes in between.
. "${srcdir=.}/tests/init.sh"

# Starting a program takes much longer than a draw: check_draw_chance makes the
# same test in process, with 20,000 seeds. The seeds are fixed; the bounds are
# those of check_chance.c, which a right sampler passes with all ranges of seeds
# but 2e-6 of them.
seeds=300
test -z "$SANITIZE" || seeds=120

# All subsets of 3 from 6: 15 times each is expected (sd 3.8), chi-square on 19
# degrees of freedom.
printf 'x\n1\n2\n3\n4\n5\n6\n' >six.csv
for seed in $(seq $seeds); do
  echo
  sampler --quiet --n 3 --seed "$seed" six.csv || fail "seed $seed"
done >samples
awk -F, -v seeds=$seeds '
  function count_it() {
    if (subset != "")
      seen[subset]++
    subset = ""
  }
  NF == 0 { count_it() }
  $2 == 2 { subset = subset $1 }
  END {
    count_it()
    for (a = 1; a <= 4; a++)
      for (b = a + 1; b <= 5; b++)
        for (c = b + 1; c <= 6; c++) {
          off = seen[a b c] - seeds / 20
          sum += off * off / (seeds / 20)
          total += seen[a b c]
        }
    print "subsets of 3 from 6: chi-square", sum
    exit total != seeds || sum < 2.26 || sum > 63.7
  }' samples >&2 || fail 'not all subsets are equally likely'

# 100 of 1,000 others, with 500 outcomes and 250 dropped records in between: each
# is expected in S / 10 of S samples, variance S * 0.09; the counts sum up to
# S * 100, so that the sum of squares over the variance is N / (N - 1) times
# chi-square on N - 1 = 999 degrees of freedom.
seeds=$((seeds / 2))
awk 'BEGIN {
  print "x,d"
  for (i = 0; i < 1750; i++)
    if (i % 7 == 1 || i % 7 == 4) print "k,1"
    else if (i % 7 == 6) print "m,"
    else print ++n ",0"
}' >frame.csv
for seed in $(seq $seeds); do
  sampler --quiet --keep d --keep-missing=drop --n 100 --seed "$seed" \
    frame.csv || fail "seed $seed"
done >samples
awk -F, -v seeds=$seeds '
  $1 == "k" { kept += $3 }
  $3 == 10 && $1 != "k" { count[$1]++; drawn++ }
  END {
    for (i = 1; i <= 1000; i++) {
      off = count[i] - seeds / 10
      sum += off * off / (seeds * 0.09) * 999 / 1000
    }
    print "100 from 1000: chi-square", sum
    exit kept != 500 * seeds || drawn != 100 * seeds || sum < 801 || sum > 1226
  }' samples >&2 || fail 'not all records are equally likely'
finish
