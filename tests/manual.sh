#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual page tells the truth: its examples run as they stand, its test
# vectors are those of the tests, and it names every option and every field of
# the report. It is well formed.
. "${srcdir=.}/tests/init.sh"

program=sampler
. "$srcdir/tests/manual_page.sh"
examples 7

left_out=
vectors=none hashes=none
for example in example.*; do
  if grep -q '^seed  *label' "$example"; then
    vectors=$example
  elif grep -q xxhsum "$example" && ! command -v xxhsum >/dev/null; then
    hashes=none
    left_out=': xxhsum is missing'
  elif grep -q xxhsum "$example"; then
    hashes=$example
    sh -e "$example" >hashes 2>err || fail "it does not run: $(cat "$example")"
  else
    run 0 sh -e "$example"
    test ! -s out || fail "it prints something: $(cat "$example")"
  fi
done

# What the examples say they make.
check_rows()
{
  test "$(wc -l <"$1")" -eq $(($2 + 1)) || fail "$1 has not $2 records"
}
check_rows sample.csv $((571 + 583))
check_rows hundred.csv 100
stage_1_or_2=$(awk -F, '$4 == 1 || $4 == 2' nwtco.csv | wc -l)
check_rows early.csv $((stage_1_or_2 + 200))
check_rows sample_2019.csv $((571 + 50))
check_rows sample_2020.csv $((571 + 50))
! cmp -s sample_2019.csv sample_2020.csv || fail 'two labels, one stream'
gzip -dc strikes.csv.gz >strikes.csv || fail 'strikes.csv.gz is no gzip'
check_rows strikes.csv $((1061 + 500)) # data/README.md: 8,939 of 10,000 None
test -s strikes.json || fail 'no strikes.json'

# The table of test vectors: columns of fixed width, the positions in several
# lines. As the table of the tests, without state and increment.
awk 'function cell(from, width,    text) {
    text = substr($0, from, width)
    gsub(/^ +| +$/, "", text)
    return text
  }
  function end() { if (row != "") print row }
  NR == 1 { next }
  cell(1, 22) != "" {
    end()
    row = cell(1, 22) "," cell(23, 8) "," cell(31, 9) "," cell(40, 4) ","
    between = ""
  }
  { row = row between cell(44, 99); between = " " }
  END { end() }' $vectors >table
grep -v '^#' "$srcdir/tests/vectors.csv" | tail -n +2 | cut -d, -f1-4,7 |
  cmp - table >&2 || fail "not the table of test vectors: $(cat table)"

# The two hashes of seed 7: the state, and the increment but for its last bit.
if test $hashes != none; then
  find_python
  "$PYTHON" - "$srcdir/tests/vectors.csv" <<'END' || fail 'other hashes'
import sys
state, increment = [int(line.split()[0], 16) for line in open("hashes")]
rows = [line.split(",") for line in open(sys.argv[1])]
assert [r[4:6] for r in rows if r[:2] == ["7", ""]] == \
    [[str(state), str(increment | 1)]]
END
fi

# Every field of a report is in bold in the section about it.
sed -n '/^\[OUTPUT AND REPORT\]/,/^\[MEMORY/p' "$source" |
  sed -n 's/^\.B[R]* //p' | tr -c 'a-z_\n' '\n' | sort -u >bold
sed -n 's/^ *"\([a-z_]*\)": .*/\1/p' strikes.json | sort -u >fields
test "$(wc -l <fields)" -ge 30 || fail 'too few fields'
test -z "$(comm -13 bold fields)" ||
  fail "fields that the manual does not name: $(comm -13 bold fields | xargs)"

page_is_true 17 'draw a sample'
for section in NAME SYNOPSIS DESCRIPTION 'WHAT IT DOES' OUTCOMES 'THE WEIGHT' \
  'THE INPUT' 'RANDOM NUMBERS' 'OUTPUT AND REPORT' 'MEMORY AND TIME' \
  'EXIT STATUS' ENVIRONMENT EXAMPLES 'SEE ALSO'; do
  grep -qxE "\.SH \"?$section\"?" "$page" || fail "no section $section"
done
head -n 20 "$page" | grep -q "\"sampler $(sampler --version | sed -n \
  '1s/^sampler //p')\"" || fail 'the page has another version'
test -z "$left_out" || skip "all but the hashes$left_out"
finish
