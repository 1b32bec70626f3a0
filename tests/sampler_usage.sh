#!/bin/sh
# SPDX-License-Identifier: MIT
# Wrong usage: status 2, one message that names what is wrong, nothing written
# and nothing read; and the right usage in all its spellings.
. "${srcdir=.}/tests/init.sh"

printf 'id,died\n1,0\n2,1\n3,0\n4,0\n' >frame.csv
cp frame.csv other.csv
files=$(ls)

# wrong MESSAGE ARGUMENT...: a basic regular expression for all of the message,
# which the parser of options follows with a line of its own.
wrong()
{
  message=$1
  shift
  run 2 sampler "$@"
  test ! -s out || fail "something is written: $*"
  head -n 1 err | grep -q "^sampler: $message\$" || fail "want $message: $*"
  test "$(grep -v "^Try \`sampler --help' or \`sampler --usage' for more" err |
    wc -l)" -eq 1 || fail "more than one message: $*"
}

wrong '--n is missing: how many records are to be drawn?'
wrong '--n is missing: how many records are to be drawn?' frame.csv
wrong "unrecognized option '--keeep'" --keeep died --n 1 frame.csv
wrong "invalid option -- 'x'" -x --n 1 frame.csv
wrong "option '--n' requires an argument" frame.csv --n
wrong "option requires an argument -- 'n'" frame.csv -n
wrong "option '--quiet' doesn't allow an argument" --quiet=yes --n 1 frame.csv
wrong "option '--ke' is ambiguous; possibilities: '--keep' '--keep-missing'" \
  --ke died --n 1 frame.csv
wrong "one FILE only, not 'frame.csv' and 'other.csv'; join files first, with "\
"one header: awk 'NR == 1 || FNR > 1' A B | sampler ..." --n 1 frame.csv other.csv
wrong 'one FILE only, .*' --n 1 frame.csv frame.csv
wrong 'one FILE only, .*' --n 1 - frame.csv
wrong '--keep-missing goes with --keep' --keep-missing=no --n 1 frame.csv
wrong "--keep-missing 'none': not error, no, yes or drop" --keep died \
  --keep-missing none --n 1 frame.csv
wrong "--progress 'yes': not auto, always or never" --progress=yes --n 1 \
  frame.csv
wrong "--max-record '0': not a number of bytes from 1 to 536870912 (K, M or G "\
"may follow)" --max-record 0 --n 1 frame.csv
wrong "--max-record '1G': not a number .*" --max-record 1G --n 1 frame.csv
wrong "--delimiter ',,': not one byte that can separate fields" \
  --delimiter ,, --n 1 frame.csv
wrong "--shard '': a label has one letter at least" --shard '' --n 1 frame.csv
wrong "--weight-name '': a column needs a name" --weight-name= --n 1 frame.csv
wrong "--report 'r.txt': the name must end in .json, .csv or .md" \
  --report r.txt --n 1 frame.csv
wrong 'out.json: the output is the report, too' -o out.json \
  --report out.json --n 1 frame.csv
wrong 'frame.csv: the output is the input frame.csv' -o frame.csv --n 1 \
  frame.csv

# What takes one value takes it once, even if it is the same.
while read -r option value; do
  wrong "--$option is given twice" --n 1 --keep died "--$option=$value" \
    "--$option" "$value" frame.csv
done <<'END'
n 1
seed 1
shard x
keep-missing no
delimiter ,
max-record 1M
weight-name w
report a.json
out out.csv
tmpdir .
progress never
END
wrong '--out is given twice' --n 1 -o a.csv --out=b.csv frame.csv

# Columns.
wrong 'frame.csv: no column "outcome"; the columns are "id", "died"' \
  --keep outcome --n 1 frame.csv
wrong 'frame.csv: no column "die"; did you mean "died"?' --keep die --n 1 \
  frame.csv
wrong 'frame.csv: there is a column "id" already; choose another name with '\
'--weight-name' --weight-name id --n 1 frame.csv

# A terminal is not waited for.
if script -qec true /dev/null >/dev/null 2>&1; then
  script -qec 'sampler --n 5; echo status $?' /dev/null >typed 2>&1
  grep -q 'no FILE, and standard input is a terminal' typed ||
    fail 'no message on a terminal'
  grep -q 'status 2' typed || fail 'no status 2 on a terminal'
  rm typed
fi

rm out err
test "$(ls)" = "$files" || fail "files are left: $(ls)"

# All of these say the same.
run 0 sampler --keep died --n 2 --seed 5 frame.csv
mv out want
like()
{
  run 0 sampler "$@"
  cmp out want >&2 || fail "not the same: $*"
}
like frame.csv --keep died --n 2 --seed 5
like --keep=died frame.csv -n 2 --seed=5 --quiet --quiet -q
like -qn2 --seed 5 --keep died -- frame.csv
like --n 2 --seed 5 --keep died --out - --strict frame.csv
like --n 2 --seed 5 --keep died <frame.csv
like --n 2 --seed 5 --keep died - <frame.csv
like --n 2 --seed 5 --keep died --progress never --max-record 1K -v frame.csv
cp frame.csv -- -x.csv
like --n 2 --seed 5 --keep died -- -x.csv
like --n 2 --seed 5 --keep died ./-x.csv

# A first record that is data is not listed as if it were names.
printf '943 476 5919,Smith,2014-03-01\n943 476 5870,Jones,2015-01-01\n' >nohead.csv
run 2 sampler --keep outcome --n 1 nohead.csv
grep -q 'no column "outcome"; is the first record the header?' err ||
  fail "no header: $(cat err)"
! grep -q 'Smith\|2014-03-01\|943' err || fail 'no header: a cell is shown'

# A folder for temporary files that cannot be used is told before the reading.
run 1 sampler --n 2 --tmpdir nowhere frame.csv
grep -q 'tmpdir nowhere: cannot use it: No such file' err ||
  fail "--tmpdir: $(cat err)"

# What asks for help gets it on standard output.
for option in --help -? --usage --version -V; do
  run 0 sampler $option
  test -s out && test ! -s err || fail "$option does not print"
done
sampler --version | sed -n 1p | grep -qxE 'sampler [0-9]+\.[0-9]+\.[0-9]+' ||
  fail 'no version'
finish
