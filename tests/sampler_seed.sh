#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --seed: without it two runs differ, and each can be repeated with the
# seed that it told, on standard error and in the report, with --quiet too.
. "${srcdir=.}/tests/init.sh"

{ echo x; seq 5000; } >frame.csv

# A run without a seed, then the same with the seed that standard error tells.
for k in 1 2 3; do
  run 0 sampler --n 20 --report report.json frame.csv
  seed=$(sed -n 's/^sampler .*, seed \([0-9]*\) (chosen by chance)$/\1/p' err)
  test -n "$seed" || fail 'the seed is not told'
  grep -qF "\"seed\": \"$seed\"," report.json || fail 'not in the report'
  grep -qF '"seed_given": false,' report.json || fail 'the seed was not given'
  mv out sample.$k
  run 0 sampler --n 20 --seed "$seed" --report report.json frame.csv
  cmp out sample.$k >&2 || fail 'the seed does not repeat the sample'
  grep -qF "\"seed\": \"$seed\"," report.json || fail 'not in the report'
  grep -qF '"seed_given": true,' report.json || fail 'the seed was given'
  ! grep -q chance err || fail 'a seed that was given was not chosen by chance'
done
! cmp -s sample.1 sample.2 || fail 'two runs without a seed are the same'
! cmp -s sample.1 sample.3 || fail 'two runs without a seed are the same'
! cmp -s sample.2 sample.3 || fail 'two runs without a seed are the same'

# --quiet still tells a seed that nobody gave, and says nothing of another.
run 0 sampler --n 20 --quiet frame.csv
seed=$(sed -n 's/^sampler: seed \([0-9]*\) (chosen by chance)$/\1/p' err)
test -n "$seed" && test "$(wc -l <err)" -eq 1 || fail 'the seed is not told'
mv out sample
run 0 sampler --n 20 --quiet --seed "$seed" frame.csv
cmp out sample >&2 || fail 'the seed does not repeat the sample'
test ! -s err || fail '--quiet says something'

# Seeds are 64 bits.
for seed in 0 1 18446744073709551615; do
  run 0 sampler --n 20 --seed $seed frame.csv
  mv out sample.$seed
done
! cmp -s sample.0 sample.1 || fail 'the seeds 0 and 1 give the same'
! cmp -s sample.0 sample.18446744073709551615 || fail 'a seed was cut'
run 0 sampler --n 20 --seed 001 frame.csv
cmp out sample.1 >&2 || fail '001 is not 1'
for seed in '' abc -1 18446744073709551616 1.0 0x1 1e3 ' 1' '1 ' +1; do
  run 2 sampler --n 20 --seed "$seed" frame.csv
  test ! -s out || fail 'something was written'
  grep -qF -e "--seed '$seed': not a whole number from 0 to 18446744073709551615" \
    err || fail "no message about --seed '$seed'"
done
finish
