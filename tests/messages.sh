#!/bin/sh
# SPDX-License-Identifier: MIT
# Messages of all programs: a line is one write, so that those of parallel jobs
# are not mixed up, and what cannot be written has a cause.
. "${srcdir=.}/tests/init.sh"

printf 'id,died\n1,0\n2,1\n3,\n' >frame.csv

for program in sampler splitter combiner; do
  test -e /dev/full || break
  for option in --help --version; do
    $program $option >/dev/full 2>err
    test $? -eq 1 || fail "$program $option: another status"
    echo "$program: standard output: cannot write: No space left on device" |
      cmp -s - err || fail "$program $option: another message"
  done
done

# A plan that cannot be told leaves no report, and is told of once.
for to in /dev/full /dev/null; do
  test -e /dev/full || break
  sampler --plan --n 1 --report plan.json frame.csv >$to 2>err
  case $?,$to in
    0,/dev/null) test -s plan.json || fail 'a plan without its report' ;;
    1,/dev/full) test ! -e plan.json || fail 'a report without its plan' ;;
    *) fail "a plan to $to: another status" ;;
  esac
  test "$to" = /dev/null || test "$(grep -c 'standard output' err)" -eq 1 ||
    fail 'a plan that cannot be told: not one message'
done

# A seed by chance that nobody is told is lost: there is no sample of it.
for quiet in '' --quiet; do
  test -e /dev/full || break
  sampler $quiet --n 2 -o sample.csv --report report.json frame.csv 2>/dev/full
  test $? -eq 1 || fail 'a seed that is not told: another status'
  test ! -e sample.csv && test ! -e report.json || fail 'a sample without a seed'
done
test ! -e /dev/full ||
  sampler --n 2 --seed 1 -o sample.csv frame.csv 2>/dev/full ||
  fail 'a seed that is known'

# So it is where standard error is closed, unless a report has the seed; one as
# CSV has none.
echo precious >sample.csv
for options in '' --quiet '--report report.csv'; do
  sampler $options --n 2 -o sample.csv frame.csv 2>&-
  test $? -eq 1 || fail "2>&- $options: another status"
  test "$(cat sample.csv)" = precious || fail "2>&- $options: a new sample"
  test ! -e report.csv || fail "2>&- $options: a report"
done
sampler --n 2 frame.csv >out 2>&-
test $? -eq 1 || fail '2>&-, standard output: another status'
test ! -s out || fail '2>&-: a sample on standard output'
for options in '--seed 1' '--report report.json' '--report report.md'; do
  sampler $options --n 2 -o sample.csv frame.csv 2>&- || fail "2>&- $options"
  test "$(wc -l <sample.csv)" -eq 3 || fail "2>&- $options: no sample"
done
seed=$(sed -n 's/.*with seed \([0-9]*\),* which was chosen by chance.*/\1/p' \
  report.md)
sampler -q --n 2 --seed "${seed:-none}" -o again.csv frame.csv
cmp sample.csv again.csv || fail 'the report has another seed'
sampler --plan --n 2 frame.csv >out 2>&- || fail '2>&-: nothing is drawn'

# What the shell made two words of is no second file; two that are there can be
# joined.
for command in 'sampler --n 2 --keep' 'splitter -o {born} --by'; do
  program=${command%% *}
  for words in 'date frame.csv' 'frame.csv date' 'date -' '- date'; do
    run 2 $command born $words
    echo "$program: one FILE only, not '${words% *}' and '${words#* }'; there "\
"is no 'date': if it is part of a name or a rule with a blank, put that in "\
'quotes' >want
    head -n 1 err | cmp - want >&2 || fail "another message: $command $words"
  done
  run 2 $command born frame.csv frame.csv
  echo "$program: one FILE only, not 'frame.csv' and 'frame.csv'; join files "\
"first, with one header: awk 'NR == 1 || FNR > 1' A B | $program ..." >want
  head -n 1 err | cmp - want >&2 || fail "$command: another message of two files"
done

# lines LEAST COMMAND...: every line of its messages is one write.
lines()
{
  least=$1
  shift
  tracing -f -o trace -e trace=write "$@" >out 2>err
  test "$(wc -l <err)" -ge "$least" || fail "too few lines: $*"
  test "$(grep -c ' write(2, ' trace)" -eq "$(wc -l <err)" ||
    fail "$(grep -c ' write(2, ' trace) writes of $(wc -l <err) lines: $*"
}

need strace
lines 1 sampler -q --n 2 --keep died frame.csv
lines 4 sampler --n 9 --seed 1 frame.csv
lines 1 splitter --by nobody -o '{nobody}' frame.csv
lines 5 splitter --by id -o '{id}' --dry-run frame.csv
lines 2 splitter --by
lines 1 combiner nobody
finish
