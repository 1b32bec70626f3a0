#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --shard: with one seed the same positions of two chunks are drawn, with
# labels each chunk has a stream of its own, the same for ever.
. "${srcdir=.}/tests/init.sh"

{ echo x; seq 2000; } >2019.csv
{ echo x; seq 2001 4000; } >2020.csv

# drawn FILE OPTION...: the positions drawn in FILE, into the file drawn.
drawn()
{
  run 0 sampler --n 50 --seed 7 "$@"
  awk -F, 'NR > 1 { print ($1 - 1) % 2000 }' out >drawn
}

drawn 2019.csv && mv drawn 2019
drawn 2020.csv && cmp drawn 2019 >&2 || fail 'positions depend on the data'

# 50 of 2,000 twice: 1.25 positions are shared on average.
drawn --shard 2019 2019.csv && mv drawn 2019.label
drawn --shard 2020 2020.csv && mv drawn 2020.label
shared=$(sort 2019.label | comm -12 - "$(sort -o 2020.sorted 2020.label &&
  echo 2020.sorted)" | wc -l)
test "$shared" -le 8 || fail "the labels share $shared positions"
shared=$(sort 2019 | comm -12 - 2020.sorted | wc -l)
test "$shared" -le 8 || fail "a label shares $shared positions with none"
grep -q ', seed 7, shard 2020$' err || fail 'the label is not told'

# The label is all that counts, whatever it is.
drawn --shard=2019 2020.csv
cmp drawn 2019.label >&2 || fail 'the label does not repeat the stream'
run 2 sampler --n 1 --shard '' 2019.csv
run 0 sampler --n 1 --seed 1 --shard "$(printf 'a\nb')" 2019.csv
head -n 1 err | grep -q ', shard a\\x0ab$' || fail 'a label forges a line'

. "$srcdir/tests/reference.sh"
for label in 2019 'part 3' ' ' -1 "$(printf 'b\303\244ume')" \
  "$(printf '%300s' x)"; do
  agrees --n 10 --seed 7 --shard "$label" 2019.csv
done
finish
