#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --sdc: nothing that a run tells has a small count, or lets one be
# computed; the sample is the same; every figure told is a rounded one.
. "${srcdir=.}/tests/init.sh"

# Strata of 4, 40 and 200 others with 5, 0 and 10 kept; no count that matters is
# the middle of its six.
awk 'BEGIN {
  print "id,region,died"
  for (i = 1; i <= 4 + 5; i++) print ++n ",islands," (i > 4)
  for (i = 1; i <= 40; i++) print ++n ",north,0"
  for (i = 1; i <= 200 + 10; i++) print ++n ",south," (i > 200)
}' >frame.csv

# no_count COUNT...: none of these may stand in what was told
no_count()
{
  for count in "$@"; do
    ! grep -nE "(^|[^0-9.,_])$count([^0-9.,_]|\$)" told >&2 ||
      fail "$count is told: $what"
  done
}

# tell OPTION...: all that a run with these options tells goes to the file told
tell()
{
  what=$*
  run 0 sampler --seed 7 --keep died --strata region -o plain.csv "$@" frame.csv
  : >told
  for form in json csv md; do
    run 0 sampler --seed 7 --keep died --strata region --sdc midpoint6 \
      --verbose --report r.$form -o sample.csv "$@" frame.csv
    cat err r.$form >>told
    cmp plain.csv sample.csv >&2 || fail "another sample: $what"
  done
  run 0 sampler --seed 7 --keep died --strata region --sdc midpoint6 --plan \
    "$@" frame.csv
  cat out err >>told
  # Versions, seeds, streams and the command line are no counts.
  grep -vE '"(state|increment|version|seed|name|bytes)"|arguments|sampler 0' \
    told | grep -vE 'XXH|libcsv|ISA-L|zstd|Jansson|PCG64' >told.1
  mv told.1 told
}

# 4 others and 5 kept are small; so are the differences to what is told with
# them: 244 others, 15 kept, 259 records, 40 and 200 others.
secret='4 5 244 15 259 40 200'
tell --n-per-stratum 10
no_count $secret
grep -qF '[c]' told || fail 'nothing is suppressed'
tell --fraction 0.2
no_count $secret 8 41 49
tell --ratio 2
no_count $secret 20 24
tell --n 50
no_count $secret 8 41 42 49

# Errors and warnings are told, too.
run 1 sampler --seed 7 --keep died --strata region --sdc round5 --strict \
  --n-per-stratum 10 frame.csv
cp err told
what='--strict'
no_count $secret
run 2 sampler --seed 7 --strata region --sdc round5 --n 3 \
  --min-per-stratum 300 frame.csv
cp err told
what='a size that is too small'
no_count 9 210 $secret
printf 'id,died\n1,0\n2,1\n3,\n4,\n' >missing.csv
run 1 sampler --n 1 --keep died --sdc round5 missing.csv
grep -qF 'missing in [c] records' err || fail 'a count of missing cells'

run 2 sampler --n 1 --sdc-suppress 5 frame.csv
run 2 sampler --n 1 --sdc round6 frame.csv
finish
