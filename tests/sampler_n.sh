#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --n: exactly n of the others in the order of the file, all of them if
# there are no more; smaller samples are parts of larger ones; numbers only.
. "${srcdir=.}/tests/init.sh"

awk 'BEGIN {
  print "id,died"
  for (i = 1; i <= 1000; i++)
    print i "," (i % 10 == 0)
}' >people.csv

# Every sample has the 100 deaths and n of the 900 others, rising in the order
# of the file; each is a part of the next one.
printf '' >smaller
for n in 0 1 2 30 31 450 899 900 901 5000; do
  run 0 sampler --keep died --n $n --seed 12 people.csv
  want=$n
  test $n -le 900 || want=900
  awk -F, -v n=$want 'NR > 1 {
      if ($1 + 0 <= last + 0) exit 1
      last = $1
      if ($2 == 1) kept++
      else drawn++
    }
    END { exit kept != 100 || drawn + 0 != n }' out ||
    fail "--n $n: not 100 kept and $want drawn in order"
  tail -n +2 out | cut -d, -f1 | sort >larger
  test -z "$(comm -23 smaller larger)" || fail "--n $n loses records"
  mv larger smaller
done
cut -d, -f1,2 out | cmp - people.csv >&2 || fail 'all are not all'

# Without --keep it is a simple random sample.
run 0 sampler --n 17 --seed 12 people.csv
test "$(cut -d, -f3 out | sort | uniq -c | xargs)" = '17 58.8235294117647 1 weight' ||
  fail 'not 17 records of weight 1000 / 17'

# The numbers of the records do not depend on who takes part: those of the 17
# that survive are drawn among the survivors, too.
grep ',0,' out | cut -d, -f1 >drawn
run 0 sampler --keep died --n 17 --seed 12 people.csv
cut -d, -f1 out | sort >among
test -z "$(sort drawn | comm -23 - among)" || fail 'the numbers have changed'

# What can be written for a count.
run 0 sampler --seed 1 --n 7 people.csv
mv out seven
for count in '-n 7' -n7 --n=7 '--n 007' '-qn7'; do
  run 0 sampler --seed 1 $count people.csv
  cmp out seven >&2 || fail "$count is not 7"
done
run 0 sampler --seed 1 --n 9223372036854775807 people.csv
cut -d, -f1,2 out | cmp - people.csv >&2 || fail 'all are not all'

for count in '' abc -1 1.5 5x 0x10 1e99 1e2 nan inf '5 5' ' 5' '5 ' +5 1,000 \
  9223372036854775808 18446744073709551616 \
  99999999999999999999999999999999999999 "$(printf '\331\245')" 5K; do
  run 2 sampler --n "$count" -o out.csv people.csv
  grep -qF -e "--n '$count': not a whole number from 0 to 9223372036854775807" \
    err || fail "no message about --n '$count'"
done
run 2 sampler -o out.csv people.csv
grep -q -e '--n is missing' err || fail 'no message'
test ! -e out.csv || fail 'there is an output'

. "$srcdir/tests/reference.sh"
for n in 0 1 28 3457 4028; do
  agrees --n $n --seed $n "$srcdir/data/nwtco.csv"
done
finish
