#!/bin/sh
# SPDX-License-Identifier: MIT
# S: a signal that ends the program ends it with that signal and leaves no file;
# one that does not changes nothing.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

all='--n 1000000 --seed 1'

# Shells ignore some signals for what runs in the background. No function: the
# shell that runs one in the background would be the process that is killed.
defaults='env --default-signal=TERM,INT,HUP,QUIT,PIPE'

can_default_signals()
{
  $defaults true 2>/dev/null ||
    { cannot 'env has no --default-signal'; return 1; }
}

# start_writing: with an older output and a report; the program has begun both
start_writing()
{
  echo precious >o
  hold $defaults sampler $all -o o --report r.json held
  held_file '.r.json.sampler-*'
}

# ended_by STATUS: as it must be after a signal
ended_by()
{
  test "$status" -eq "$1" || fail "status $status instead of $1"
  test ! -s err || fail 'a message'
  test "$(cat o)" = precious || fail 'the older output is lost'
  nothing_but o
}

# TERM, INT, HUP while we run
S1()
{
  can_default_signals || return
  for signal in TERM:143 INT:130 HUP:129; do
    start_writing || return
    kill -"${signal%:*}" "$held"
    let_go
    ended_by "${signal#*:}"
  done

  # while the log is on a disk
  yes px1,0,1 | head -n 1000000 >rows
  echo precious >o
  hold $defaults sampler $all -o o held
  held_file '.o.sampler-*' || return
  cat rows >&9
  kill -TERM "$held"
  let_go
  rm rows
  ended_by 143

  ! command -v strace >/dev/null || at_every_call
}

# between any two steps: output and report are the older ones, or both are new, and
# the status tells which
at_every_call()
{
  placed=0
  for call in openat write fchmod fsync close renameat2 renameat; do
    strace -o trace -e "trace=$call" sampler --n 5 -o o --report r.json in.csv \
      >out 2>err
    calls=$(grep -c "^$call(" trace)
    test "$calls" -gt 0 || fail "no $call"
    for k in $(seq "$calls"); do
      echo precious >o
      echo precious >r.json
      # what the shell says of the end of a process is no message
      { $defaults strace -o /dev/null -e "inject=$call:signal=TERM:when=$k" \
          sampler --n 5 -o o --report r.json in.csv >out 2>err; } 2>/dev/null
      status=$?
      case $status:$(cat o) in
        143:precious) test "$(cat r.json)" = precious ||
          fail "a report without its output at $call $k" ;;
        0:id,outcome,t,weight*)
          test "$(wc -l <o)" -eq 6 || fail "part of an output at $call $k"
          test "$(tail -n 1 r.json)" = '}' || fail "no report at $call $k"
          placed=$((placed + 1)) ;;
        *) fail "status $status at $call $k, and: $(head -n 1 o)" ;;
      esac
      case $call:$status in
        renameat*:143) fail "nothing is in place after $call $k" ;;
      esac
      nothing_but o r.json trace
    done
  done
  test $placed -ge 2 || fail 'no signal came when the files were in place'
}

# KILL
S2()
{
  start_writing || return
  kill -KILL "$held"
  let_go
  test "$status" -eq 137 || fail "status $status"
  test "$(cat o)" = precious || fail 'the older output is lost'
  test ! -e r.json || fail 'there is a report'
}

# STOP and CONT, WINCH, CHLD, and one that is ignored
S3()
{
  run 0 sampler $all -o expected in.csv
  hold sampler $all -o o held
  held_file '.o.sampler-*' || return
  kill -STOP "$held"
  kill -WINCH "$held"
  kill -CHLD "$held"
  kill -URG "$held"
  kill -CONT "$held"
  release
  test "$status" -eq 0 || fail "status $status"
  same 'after harmless signals' expected o

  # nohup
  env --ignore-signal=HUP true 2>/dev/null || return
  hold env --ignore-signal=HUP sampler $all -o o held
  held_file '.o.sampler-*' || return
  kill -HUP "$held"
  release
  test "$status" -eq 0 || fail "status $status after an ignored signal"
  same 'after an ignored signal' expected o
}

# a second signal while the first is at work
S4()
{
  can_default_signals || return
  start_writing || return
  kill -STOP "$held"
  kill -TERM "$held"
  kill -INT "$held"
  kill -HUP "$held"
  kill -CONT "$held"
  let_go
  case $status in
    129 | 130 | 143) ended_by "$status" ;;
    *) fail "status $status" ;;
  esac

  # one that comes when the files get their names finds the work done
  have strace || return
  run 0 inject renameat,renameat2:signal=TERM $defaults sampler $all -o o \
    --report r.json in.csv
  test "$(wc -l <o)" -eq 60001 && test -s r.json || fail 'not all is there'
  test -s err || fail 'no summary'

  # and so it is for combiner; one that comes before leaves no file
  run 0 sampler -q --shard a --shard-out --unit id --n 5 --seed 1 -o a.csv in.csv
  run 0 inject renameat,renameat2:signal=TERM $defaults combiner -o c \
    --report c.json a.csv
  test "$(wc -l <c)" -eq 6 && test -s c.json && test -s err || fail 'not all'
  rm c c.json
  { inject fsync:signal=TERM:when=1 $defaults combiner -o c --report c.json \
    a.csv 2>err; } 2>/dev/null
  got=$?
  test $got -eq 143 || fail "status $got"
  test ! -e c && test ! -e c.json || fail 'some is there'
}

faults S1 S2 S3 S4
