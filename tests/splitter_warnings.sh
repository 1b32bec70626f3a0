#!/bin/sh
# SPDX-License-Identifier: MIT
# splitter's warnings: a rule or an outcome of nobody, and no record that is
# left; chunks are made all the same.
. "${srcdir=.}/tests/init.sh"

# warns 'TEXT' FRAME OPTION...: the only warning, with --sdc and without.
warns()
{
  text=$1 frame=$2
  shift 2
  for how in '' '--sdc round5' '--dry-run --sdc midpoint6'; do
    rm -rf dealt
    run 0 splitter -q $how -o 'dealt/{index}' "$@" "$frame"
    test "$(grep '^splitter: warning: ' err)" = \
      "${text:+splitter: warning: $frame: $text}" || fail "want the warning '$text': $how $*"
    test "$how" != '' || test -s dealt/1 || fail "no chunk: $*"
  done
}

cat >people.csv <<'END'
id,age,sex,death,void
1,50,f,2016-03-31,NA
2,60,m,,
3,70,,NA,.
END

# A rule, and an outcome, that is true of nobody.
warns '' people.csv --by k=rule:age\>60 --by outcome:death
warns "no record satisfies --by 'k=rule:age>70'" people.csv \
  --by k=rule:age\>70 --by outcome:death
printf 'id,zero\n1,0\n2,F\n' >zero.csv
warns "no record satisfies --by 'outcome:zero'" zero.csv --by outcome:zero
warns "no record satisfies --by 'rule:zero='" zero.csv --by rule:zero=
warns '' zero.csv --by rule:zero!= --by id

# "=>" is no operator, but values may begin with it.
operators='; the operators are = != < <= > >='
warns "no record satisfies --by 'rule:age=>50'$operators" people.csv \
  --by 'rule:age=>50'
warns "no record satisfies --by 'rule:age=~50'$operators" people.csv \
  --by 'rule:age=~50'
printf 'range\n<5\n>50\n' >ranges.csv
warns '' ranges.csv --by 'rule:range=>50'
warns '' ranges.csv --by 'rule:range=<5'

# Nothing but missing cells are no events; where --missing says what they are,
# there may be others.
warns 'column "void" is missing in every record: no events' people.csv \
  --by k=outcome:void
warns '' people.csv --by rule:void=
warns "no record satisfies --by 'k=outcome:void'" people.csv \
  --by k=outcome:void --missing k=unknown

# Dropped records may have been the ones. With --sdc nothing is told of their
# cells, and of groups no zero.
warns "no record that is not dropped satisfies --by 'k=rule:age>65'" \
  people.csv --by k=rule:age\>65 --by sex --missing sex=drop
warns '' people.csv --by k=rule:age\>55 --by sex --missing sex=drop
set -- -q --by k=outcome:void --by sex --missing sex=drop -o '{k}{sex}'
run 0 splitter "$@" --dry-run people.csv
grep -q '^splitter: warning: people.csv: column "void" is missing in every record: ' err ||
  fail 'no warning of no events'
run 0 splitter "$@" --dry-run --sdc round5 people.csv
grep -q "^splitter: warning: people.csv: no record that is not dropped satisfies --by " err ||
  fail 'no warning of what is left'
set -- -q --by k=rule:age\>70 --groups 2 --unit id --seed 1 -o '{k}{group}'
run 0 splitter "$@" --dry-run people.csv
grep -q "^splitter: warning: people.csv: no record satisfies --by 'k=rule:age>70'" err ||
  fail 'no warning with groups'
run 0 splitter "$@" --dry-run --sdc round5 people.csv
test ! -s err || fail 'a zero of groups is told'

# All are dropped: there were records, though.
warns 'every record is dropped' people.csv --by void --missing drop --levels \
  void=0,1
run 0 splitter -q --by void --missing drop -o '{void}' people.csv
echo 'splitter: warning: people.csv: every record is dropped' | cmp - err >&2 ||
  fail 'another warning'
finish
