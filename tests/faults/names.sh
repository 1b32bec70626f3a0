#!/bin/sh
# SPDX-License-Identifier: MIT
# F: where a name cannot be given, nor given back, no file is lost.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

all='--n 1000000 --seed 1'

# names cannot be given back either: the older report is kept, and told
F18()
{
  have strace || return
  # old_report: what is there then, and what the message says
  old_report()
  {
    test $? -eq 1 || fail 'another status'
    one_message '(o|r.json): cannot give the file its name: Input/output error; '
    set -- .r.json.sampler-*.tmp .sampler-*.old
    test -e "$1" || shift
    test "$(cat "$1")" = 'older report' || fail 'the older report is lost'
    is_new=
    test ! -e r.json || is_new='r.json is new; '
    grep -qF "Input/output error; ${is_new}r.json: the older file cannot be \
given its name again and is $1" err || fail "$1 is not told"
    test "$(cat o)" = 'older sample' || fail 'the older sample is lost'
    nothing_but o r.json "$1"
    rm "$1"
    echo 'older report' >r.json
  }
  echo 'older sample' >o
  echo 'older report' >r.json
  inject renameat:error=EIO sampler $all -o o --report r.json in.csv 2>err
  old_report
  # and a signal does not silence that
  inject renameat:error=EIO -e inject=renameat2:signal=TERM:when=1 sampler \
    $all -o o --report r.json in.csv 2>err
  old_report
  # where names cannot be exchanged: r.json goes aside, and there it stays; or o
  # fails, and the older report cannot come back
  for fails in 2+ 3+ 4+; do
    inject renameat2:error=EINVAL -e inject=renameat:error=EIO:when=$fails \
      sampler $all -o o --report r.json in.csv 2>err
    old_report
  done
  # a report that was not there, and does not go
  rm r.json
  inject renameat:error=EIO -e inject=unlinkat:error=EIO:when=1 sampler $all \
    -o o --report r.json in.csv 2>err
  test $? -eq 1 || fail "status $?"
  one_message 'o: .*; r.json: the new file cannot be removed again$'
  nothing_but o r.json
}

# what an earlier job of the same number has kept stays
F22()
{
  echo 'older sample' >o
  echo 'older report' >r.json
  echo 'older manifest' >m.csv
  mkdir c
  program=splitter
  sh -c 'echo kept >".m.csv.sampler-$$-0.old"
    exec splitter -q --rows 30000 -o "c/{index}" --force --manifest m.csv in.csv' \
    2>err
  test $? -eq 1 || fail "status $?"
  set -- .m.csv.sampler-*.old
  one_message "m.csv: cannot set the older file aside as $1: File exists"
  test "$(cat "$1")" = kept || fail 'a file that was kept is lost'
  test "$(cat m.csv)" = 'older manifest' || fail 'the older manifest is lost'
  rm "$1"
  program=sampler
  nothing_but c o r.json m.csv
  plain 'the preloaded functions are those of the sanitizer' || return
  sh -c 'echo kept >".sampler-$$-0.old"
    exec env KFAIL_PLAIN_RENAME=yes LD_PRELOAD="$1/tests/faults/kfail.so" \
      sampler --n 2 --seed 1 -o o --report r.json in.csv' sh "$builddir" 2>err ||
    fail "status $?"
  set -- .sampler-*.old
  test "$(cat "$1")" = kept || fail 'a file that was kept is lost'
  test "$(wc -l <o)" -eq 3 || fail 'no sample'
  grep -q '"sampler"' r.json || fail 'no report'
  nothing_but c o r.json m.csv "$1"
}

faults F18 F22
