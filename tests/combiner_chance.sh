#!/bin/sh
# SPDX-License-Identifier: MIT
# combiner, shards with labels only: all samples of a tiny population that lies in
# four unequal shards, one of them empty, are equally likely.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/combiner.sh"

# 20,000 populations at once, each a stratum of 6 units: 3 in shard a, 2 in b, 1
# in c, none in d. Every one of the 20 subsets of 3 is expected 1,000 times;
# chi-square on 19 degrees of freedom is between 2.26 and 63.7 but for 2e-6 of
# seeds. The seed is fixed.
populations=20000

# shard NAME FROM TO LABEL: units FROM to TO of each population, drawn by LABEL.
shard()
{
  awk -v from="$2" -v to="$3" -v populations=$populations 'BEGIN {
    print "h,x"
    for (h = 0; h < populations; h++)
      for (x = from; x <= to; x++)
        print h "," x
  }' >"$1.csv"
  run 0 sampler --quiet --strata h --n-per-stratum 3 --seed 11 --shard "$4" \
    --shard-out -o "$1.shard.csv" "$1.csv"
}

shard a 1 3 a
shard b 4 5 b
shard c 6 6 c
shard d 1 0 d
run 0 combiner --quiet -o pooled.csv a.shard.csv b.shard.csv c.shard.csv \
  d.shard.csv

# The rows come shard by shard, so that those of a population ascend.
awk -F, -v populations=$populations '
  NR > 1 { subset[$1] = subset[$1] $2; bad += $3 != 2 }
  END {
    for (h in subset)
      seen[subset[h]]++
    for (a = 1; a <= 4; a++)
      for (b = a + 1; b <= 5; b++)
        for (c = b + 1; c <= 6; c++) {
          off = seen[a b c] - populations / 20
          sum += off * off / (populations / 20)
          total += seen[a b c]
        }
    print "subsets of 3 from 6 in 4 shards: chi-square", sum
    exit bad > 0 || total != populations || sum < 2.26 || sum > 63.7
  }' pooled.csv >&2 || fail 'not all subsets are equally likely'

# The same test must see two shards, of three units each, with one stream: e is
# drawn by the label of f, and only the name in the file beside it is changed.
shard e 1 3 f
shard f 4 6 f
reseal e.shard.csv.json 'whole["shard"] = "e"'
run 0 combiner --quiet -o pooled.csv e.shard.csv f.shard.csv
awk -F, -v populations=$populations '
  NR > 1 { subset[$1] = subset[$1] $2 }
  END {
    for (h in subset)
      seen[subset[h]]++
    for (s in seen)
      sum += (seen[s] - populations / 20) ^ 2 / (populations / 20)
    print "with one stream for two shards: chi-square", sum
    exit sum < 63.7
  }' pooled.csv >&2 || fail 'the test sees no shared stream'
finish
