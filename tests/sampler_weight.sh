#!/bin/sh
# SPDX-License-Identifier: MIT
# The weights: N/n to the last bit and no digit longer, adding up to N; their
# column's name, quoted where it must be, refused where it is there already.
. "${srcdir=.}/tests/init.sh"
find_python

# Sums are exact in fractions; a double's shortest text is what repr() says.
cat >check.py <<'END'
import csv, fractions, sys

name, others, drawn = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with open("out", newline="") as file:
    rows = list(csv.reader(file))
header, rows = rows[0], rows[1:]
assert header[-1] == name, header
weights = [row[-1] for row in rows]
kept = [w for row, w in zip(rows, weights) if row[1] == "1"]
rest = [w for row, w in zip(rows, weights) if row[1] == "0"]
assert set(kept) <= {"1"} and len(rest) == drawn, (kept, len(rest))
want = fractions.Fraction(others, drawn)
assert set(rest) == {repr(float(want)).replace(".0", "")
                     if want.denominator == 1 else repr(float(want))}, rest[0]
total = sum(fractions.Fraction(float(w)) for w in rest)
assert abs(total - others) <= fractions.Fraction(others, 10**12), float(total)
END

# add_up OTHERS DRAWN OPTION...: a frame of OTHERS records and 5 outcomes.
add_up()
{
  others=$1 drawn=$2
  shift 2
  awk -v n=$others 'BEGIN {
    print "id,died"
    for (i = 1; i <= n + 5; i++) print i "," (i > n)
  }' >frame.csv
  run 0 sampler --keep died --n $drawn --seed 4 "$@" frame.csv
  "$PYTHON" check.py "${name-weight}" $others $drawn ||
    fail "the weights of $drawn from $others are not right"
}

for drawn in 1 2 3 7 49 100 997 999 1000; do
  add_up 1000 $drawn
done
add_up 3 1
add_up 1 1
add_up 99991 13
add_up 65536 4096
add_up 12345 6789

# Names.
for name in w 'design weight' 'a,b' 'say "w"' "$(printf 'two\nlines')" ';' "'" \
  "$(printf 'poids d\303\251chantillon')" Weight WEIGHT ' weight' 1; do
  add_up 10 4 --weight-name "$name"
done
unset name

# Quotes where the delimiter asks for them, not elsewhere.
printf 'a;b\n1;0\n' >frame.csv
run 0 sampler --n 1 --seed 1 --delimiter ';' --weight-name 'x;y' frame.csv
test "$(head -n 1 out)" = 'a;b;"x;y"' || fail 'no quotes'
run 0 sampler --n 1 --seed 1 --delimiter ';' --weight-name 'x,y' frame.csv
test "$(head -n 1 out)" = 'a;b;x,y' || fail 'quotes'

# A column of that name is there.
printf 'id,"weight","a ""b"""\n1,2,3\n' >frame.csv
run 2 sampler --n 1 -o sample.csv frame.csv
grep -q '^sampler: frame.csv: there is a column "weight" already; choose '\
'another name with --weight-name$' err || fail 'no message'
run 2 sampler --n 1 --weight-name 'a "b"' -o sample.csv frame.csv
run 2 sampler --n 1 --weight-name id -o sample.csv frame.csv
run 2 sampler --n 1 --weight-name '' -o sample.csv frame.csv
printf '\357\273\277weight,x\n1,2\n' >bom.csv
run 2 sampler --n 1 -o sample.csv bom.csv
test ! -e sample.csv || fail 'there is an output'
run 0 sampler --n 1 --seed 1 --weight-name w frame.csv
test "$(cat out)" = "$(printf 'id,"weight","a ""b""",w\n1,2,3,1')" ||
  fail 'the columns of the frame have changed'
finish
