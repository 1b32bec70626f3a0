#!/bin/sh
# SPDX-License-Identifier: MIT
# splitter --sdc: summary and dry run have no small count, and none that is not
# rounded; chunks and manifest are the same.
. "${srcdir=.}/tests/init.sh"

awk 'BEGIN {
  print "id,region"
  for (i = 1; i <= 4; i++) print ++n ",islands"
  for (i = 1; i <= 40; i++) print ++n ",north"
  for (i = 1; i <= 200; i++) print ++n ",south"
  for (i = 1; i <= 5; i++) print ++n ","
}' >frame.csv

run 0 splitter --by region --missing drop -o 'plain/{region}.csv' frame.csv
grep -q '^records  4 to 200 in a chunk' err || fail 'another summary'
for how in round5 midpoint6; do
  run 0 splitter --by region --missing drop --sdc $how -v \
    -o "chunks/{region}.csv" frame.csv
  diff -r plain chunks >&2 || fail 'other chunks'
  ! grep -nE '(^|[^0-9.,_])(4|5|40|244|249|245)([^0-9.,_]|$)' err >&2 ||
    fail "a count is told with $how"
  grep -qF '[c]' err || fail 'nothing is suppressed'
  grep -q '^dropped  \[c\] records$' err || fail 'the dropped are not told'
  ! grep -q '^missing' err || fail 'a count of cells is told'
  ! grep -qE 'bytes|MiB| s;' err || fail 'bytes or seconds tell of records'
  rm -r chunks
done
grep -q '^records  \[c\] to 201 in a chunk' err || fail 'not rounded'
run 2 splitter --by region --sdc-suppress 3 -o '{region}' frame.csv
run 2 splitter --by region --sdc round5 --sdc-suppress 0 -o '{region}' frame.csv

# A message has no small count either.
printf 'died\n0\n""\n1\nNA\n' >few.csv
run 1 splitter --by outcome:died --sdc midpoint6 -o '{died}' few.csv
grep -qF 'column "died": missing in [c] records, the first' err ||
  fail 'a small count, or another message'

# The list of a dry run; without sizes, which tell of records.
run 0 splitter -q --by region --by odd=rule:id\>2 --missing drop --sdc midpoint6 \
  --dry-run -o '{region}_{odd}' frame.csv
cat >list <<'END'
index,file,region,odd,records
1,islands_0,islands,0,[c]
2,islands_1,islands,1,[c]
3,north_0,north,0,0
4,north_1,north,1,39
5,south_0,south,0,0
6,south_1,south,1,201
END
cmp list out >&2 || fail 'another list'
run 0 splitter -q --rows 100 --sdc round5 --dry-run -o '{index}' frame.csv
printf 'index,file,records\n1,1,100\n2,2,100\n3,3,50\n' | cmp - out >&2 ||
  fail 'another list of rows'
run 0 splitter -q --rows 52 --sdc round5 --dry-run -o '{index}' frame.csv
printf 'index,file,records\n1,1,50\n2,2,50\n3,3,50\n4,4,50\n5,5,40\n' |
  cmp - out >&2 || fail 'another list of rows'
run 0 splitter --rows 41 --sdc round5 --dry-run -o '{index}' frame.csv
grep -q '^7,7,\[c\]$' out || fail 'the last row of a chunk is told'
run 0 splitter --parts 3 --sdc round5 --dry-run -o '{index}' frame.csv
printf 'index,file,records\n1,1,[c]\n2,2,[c]\n3,3,[c]\n' | cmp - out >&2 ||
  fail 'another list of parts'
grep -q '^records  250 in all$' err || fail 'the sum of parts is not told'
printf 'id\n1\n2\n' >two.csv
run 0 splitter --groups 4 --unit id --seed 1 --sdc round5 --dry-run \
  -o '{group}' two.csv
printf 'index,file,group,records\n1,1,1,[c]\n2,2,2,[c]\n3,3,3,[c]\n4,4,4,[c]\n' |
  cmp - out >&2 || fail 'groups with units are told'
! grep -q 'without any' err || fail 'groups without units are told'

# What a missing outcome was taken for; how many only where there is nothing to
# subtract it from, in an error.
printf 'k,d,n\n1,2016-01-01,0\n2,,\n3,2017-02-02,1\n' >deaths.csv
run 0 splitter --by outcome:d --sdc round5 --dry-run -o '{d}' deaths.csv
grep -q '^missing  d: taken for no event$' err || fail 'missing outcomes'
run 1 splitter --by outcome:n --sdc round5 --dry-run -o '{n}' deaths.csv
grep -qF 'column "n": missing in [c] records, the first of them record 2' err ||
  fail 'a message tells a count'
run 0 splitter -q --by region --missing drop --sdc round5 --manifest m.csv \
  -o '{region}' frame.csv
grep -q '^1,islands,islands,4,' m.csv || fail 'the manifest is not data'
finish
