#!/bin/sh
# SPDX-License-Identifier: MIT
# splitter --groups: the groups are those of the recipe in the manual, have whole
# units and sizes that chance allows, and do not depend on the order of rows.
. "${srcdir=.}/tests/init.sh"
need xxhsum
find_python

# 300 units with three rows each.
awk 'BEGIN {
  print "n,id"
  for (i = 0; i < 900; i++) printf "%d,px%04d\n", i, i * 7 % 300
}' >frame.csv

# XXH3_128 of every identifier and of the key's text, by xxhsum.
mkdir ids
tail -n +2 frame.csv | cut -d, -f2 | sort -u | while read -r id; do
  printf %s "$id" >"ids/$id"
done
printf 'sampler 1 split unit 7 ' >ids/key
(cd ids && xxhsum -H2 ./*) >hashes || fail xxhsum

# XXH3_64 of 16 bytes with a seed, as the specification has it
# (xxHash 0.8, "XXH3 for inputs of 9 to 16 bytes").
cat >groups.py <<'END'
import sys
SECRET = bytes.fromhex("7240a4a4b7b3671fcb79e64eccc0e578"
                       "825ad07dccff7221b8084674f743248e")
MASK = 2**64 - 1


def word(data, at):
    return int.from_bytes(data[at:at + 8], "little")


def swap(x):
    return int.from_bytes(x.to_bytes(8, "little"), "big")


def xxh3_64(data, seed):
    low = ((word(SECRET, 0) ^ word(SECRET, 8)) + seed) & MASK ^ word(data, 0)
    high = ((word(SECRET, 16) ^ word(SECRET, 24)) - seed) & MASK ^ \
        word(data, 8)
    product = low * high
    x = 16 + swap(low) + high + ((product & MASK) ^ (product >> 64)) & MASK
    x ^= x >> 37
    x = x * 0x165667919E3779F9 & MASK
    return x ^ x >> 32


hashes = {line.split("./")[1].strip(): bytes.fromhex(line.split()[0])
          for line in open("hashes")}
k = int.from_bytes(hashes.pop("key")[8:], "big")
for unit in sorted(hashes):
    u = xxh3_64(hashes[unit], k)
    print("%s,%d" % (unit, 1 + (u * int(sys.argv[1]) >> 64)))
END
for groups in 1 7 64; do
  "$PYTHON" groups.py $groups >wanted || fail 'the recipe does not run'
  rm -rf parts
  run 0 splitter --groups $groups --unit id --seed 7 -o 'parts/{group}' \
    frame.csv
  test "$(ls parts | wc -l)" -eq $groups || fail "not $groups groups"
  (cd parts && awk -F, 'FNR > 1 { print $2 "," FILENAME }' ./* |
    sed 's|,\./|,|' | sort -u) >got
  cmp got wanted >&2 || fail "$groups groups: not those of the recipe"
  test "$(awk 'FNR > 1' parts/* | wc -l)" -eq 900 || fail 'records are lost'
done

# From a pipe, in another order, under another name of the column.
{ echo unit,n; tail -n +2 frame.csv | awk -F, '{ print $2 "," $1 }' | sort -r
} | splitter --groups 64 --unit unit --seed 7 -o 'other/{group}' -q ||
  fail 'another order'
for group in parts/*; do
  cut -d, -f2 "$group" | tail -n +2 | sort >one
  cut -d, -f1 "other/${group#*/}" | tail -n +2 | sort | cmp -s - one ||
    fail "$group: another order, another group"
done

# 30,000 units in 10 groups: 3,000 are expected, sd = 52. The bound of 5 sd
# fails by chance in 6e-6 of seeds; the seed is fixed.
seq -f %.0f 100000 130000 >many
run 0 splitter -q --groups 10 --unit 100000 --seed 1 -o 'many.{group}' many
for file in many.*; do
  size=$(($(wc -l <"$file") - 1))
  test $size -gt 2740 && test $size -lt 3260 || fail "$file has $size units"
done

# A seed that cannot be told: nothing is made.
for quiet in '' --quiet; do
  splitter $quiet --groups 2 --unit 100000 -o 'full/{group}' many 2>/dev/full
  test $? -eq 1 || fail 'the seed is lost, and no error'
  test ! -e full || fail 'groups of a seed that nobody knows'
done
splitter --groups 2 --unit 100000 --seed 1 -o 'full/{group}' many 2>/dev/full ||
  fail "status $?"
for options in '' --quiet --dry-run '--manifest m.json'; do
  splitter $options --groups 2 --unit 100000 -o 'closed/{group}' many >out 2>&-
  test $? -eq 1 || fail "2>&- $options: another status"
  test ! -e closed && test ! -e m.json || fail "2>&- $options: groups"
done
splitter --groups 2 --unit 100000 --seed 1 -o 'closed/{group}' many 2>&- ||
  fail "2>&-, but a seed: status $?"
splitter --rows 20000 -o 'rows/{index}' many 2>&- || fail "2>&-: status $?"
run 0 splitter --groups 2 --unit 100000 -o 'told/{group}' many
test "$(grep -cE '^splitter .*, seed [0-9]+ \(chosen by chance\)$' err)" -eq 1 &&
  test "$(grep -c '^[a-z]' err)" -eq "$(grep -c . err)" &&
  head -n 1 err | grep -q chance || fail 'another summary'

# A seed that is not given is told; another seed, other groups.
run 0 splitter -q --groups 2 --unit id -o 'a{group}' frame.csv
grep -qE '^splitter: seed [0-9]+ \(chosen by chance\)$' err || fail 'no seed'
run 0 splitter -q --groups 2 --unit id -o 'b{group}' frame.csv
! cmp -s a1 b1 || fail 'the same groups twice'
run 2 splitter --groups 2 -o 'c{group}' frame.csv
grep -q -e '--groups and --unit go together' err || fail 'no message'
finish
