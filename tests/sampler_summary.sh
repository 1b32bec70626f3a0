#!/bin/sh
# SPDX-License-Identifier: MIT
# The summary on standard error: its layout and numbers to the letter, nothing
# beside it, no cell's value; --quiet and --verbose.
. "${srcdir=.}/tests/init.sh"

# 1,000 others, whose identifiers begin with px, 5 outcomes, 2 missing.
awk 'BEGIN {
  printf "id,outcome\r\n"
  for (i = 1; i <= 1007; i++)
    printf "px%04d,%s\r\n", i, (i > 1005 ? "NA" : (i > 1000))
}' >frame.csv
bytes=$(wc -c <frame.csv)
test "$bytes" -eq 10084 || exit 99
version=$(sampler --version | sed -n '1s/^sampler //p')

# summary: what is in err must be what comes in here, but for the line "time".
summary()
{
  cat >want
  sed -E 's|^(time     read )[0-9]+\.[0-9]{3} s( \([0-9]+ MB/s\))?(, write )[0-9]+'\
'\.[0-9]{3} s(; peak memory )[0-9]+\.[0-9] MiB$|\1...\3...\4...|' err >found
  cmp found want >&2 || fail "$*: the summary is: $(cat found)"
}

run 0 sampler --keep outcome --keep-missing=drop --n 250 --seed 1 frame.csv
summary 'kept, drawn and dropped' <<END
sampler $version, algorithm 1, seed 1
input    frame.csv: 10,084 bytes, 2 columns
             in the file       in sample  weight              sum of weights
kept                   5               5  1                                5
drawn              1,000             250  4                            1,000
dropped                2               0  -                                0
all                1,007             255                               1,005
missing  outcome in 2 records: dropped
check    5 kept + 1,000 others + 2 dropped = 1,007 records
check    weights add up to N = 1,005
time     read ..., write ...; peak memory ...
END

run 0 sampler --n 350 --seed 18446744073709551615 --shard 'part 3' frame.csv
summary 'a simple random sample' <<END
sampler $version, algorithm 1, seed 18446744073709551615, shard part 3
input    frame.csv: 10,084 bytes, 2 columns
             in the file       in sample  weight              sum of weights
drawn              1,007             350  2.8771428571428572           1,007
all                1,007             350                               1,007
check    0 kept + 1,007 others = 1,007 records
check    weights add up to N = 1,007
time     read ..., write ...; peak memory ...
END

run 0 sampler --keep outcome --keep-missing=no --n 0 --seed 1 <frame.csv
summary 'nobody drawn' <<END
sampler: warning: standard input: not represented: 1,002 records
sampler $version, algorithm 1, seed 1
input    standard input: 10,084 bytes, 2 columns
             in the file       in sample  weight              sum of weights
kept                   5               5  1                                5
drawn              1,002               0  -                                0
all                1,007               5                                   5
missing  outcome in 2 records: taken for no
check    5 kept + 1,002 others = 1,007 records
check    not represented: 1,002 records
time     read ..., write ...; peak memory ...
END

printf 'x\n\n' >header.csv
run 0 sampler --n 1 --seed 1 header.csv
summary 'one column' <<END
sampler: warning: header.csv: --n 1 is not less than what there is: the only record is taken, \
with weight 1
sampler $version, algorithm 1, seed 1
input    header.csv: 3 bytes, 1 column
             in the file       in sample  weight              sum of weights
drawn                  1               1  1                                1
all                    1               1                                   1
check    0 kept + 1 other = 1 record
check    weights add up to N = 1
time     read ..., write ...; peak memory ...
END

# The name of a file can forge no line.
cp header.csv "$(printf 'a\nall 1\033[1A.csv')"
run 0 sampler --n 1 --seed 1 "$(printf 'a\nall 1\033[1A.csv')"
sed -n 3p err | grep -qxF 'input    a\x0aall 1\x1b[1A.csv: 3 bytes, 1 column' ||
  fail 'a name forges a line'

if command -v gzip >/dev/null; then
  gzip -nc frame.csv >frame.gz
  run 0 sampler --n 1 --seed 1 frame.gz
  grep -qx "input    frame.gz: [0-9,]* bytes of gzip, 10,084 decoded, 2 columns" \
    err || fail 'compression is not told'
fi

# --quiet: no summary, warnings all the same.
run 0 sampler --quiet --n 3 --seed 1 frame.csv
test ! -s err || fail '--quiet speaks'
run 0 sampler -q --n 2000 --seed 1 frame.csv
test "$(cat err)" = 'sampler: warning: frame.csv: --n 2000 is not less than what there '\
'is: all 1,007 records are taken, with weight 1' || fail 'not just the warning'

# --verbose: the summary, and three lines more.
run 0 sampler --verbose --n 250 --seed 1 frame.csv
grep -v '^sampler: ' err | tail -n 3 >details
IFS=, read -r seed label pop_size n state increment positions <<END
$(grep '^1,,' "$srcdir/tests/vectors.csv")
END
sed -n 1p details |
  grep -qx "stream   PCG64, state $state, increment $increment" ||
  fail 'no stream'
sed -n 2p details | grep -qxE \
  'log      [0-9,]+ candidates, 0 bytes of them on disk in \.' || fail 'no log'
sed -n 3p details | grep -qxE 'scan     [a-z0-9]+ kernel' || fail 'no kernel'
candidates=$(sed -n '2s/^log *\([0-9,]*\) .*/\1/p' details | tr -d ,)
test "$candidates" -ge 250 && test "$candidates" -le 1007 ||
  fail "$candidates candidates"
test "$(wc -l <err)" -eq 11 || fail 'not eleven lines'

# No cell is shown, whatever is wrong with it; --verbose shows the wrong one.
check_hidden()
{
  ! grep -q px0 err || fail "a cell is shown: $*"
}
run 0 sampler --keep id=px0001 --n 1 --seed 1 frame.csv
check_hidden a rule
for rule in id outcome 'id>0' 'id>2020-01-01'; do
  run 1 sampler --keep "$rule" --n 1 frame.csv
  check_hidden "$rule"
done
run 1 sampler --keep 'id>0' --n 1 --verbose frame.csv
grep -qF 'column "id" ("px0001"): not a number' err || fail 'no cell'
test ! -s out || fail 'something was written'
{ cat frame.csv; printf 'px0009\r\n'; } >bad.csv
run 1 sampler --n 1 bad.csv
check_hidden a short row
{ cat frame.csv; printf '"px0009'; } >bad.csv
run 1 sampler --n 1 bad.csv
check_hidden an open quote
finish
