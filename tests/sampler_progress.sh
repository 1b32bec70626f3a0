#!/bin/sh
# SPDX-License-Identifier: MIT
# Progress: on a terminal, once a run has taken a second, and cleared at its
# end; nothing in a log, and nothing with --quiet; --progress says otherwise.
. "${srcdir=.}/tests/init.sh"

cp "$srcdir/data/birdstrikes.csv" frame.csv

# A pipe that makes a run take more than a second. Runs wait side by side.
cat >slow <<'END'
head -n 3000 frame.csv
sleep 1.1
tail -n +3001 frame.csv
END
slowly='sh slow | sampler --n 5 --seed 1'

in_log()
{
  log=$1
  shift
  sh -c "$slowly $*" 2>"$log" >"$log.out" || fail "in a log: $*"
}
on_terminal()
{
  log=$1
  shift
  script -qec "$slowly -o $log.out $*" /dev/null >"$log" 2>&1 ||
    fail "on a terminal: $*"
}

in_log log &
in_log log-never --progress=never &
in_log log-always --progress=always &
if script -qec true /dev/null >/dev/null 2>&1; then
  on_terminal terminal &
  on_terminal terminal-quiet --quiet &
  on_terminal terminal-never --progress=never &
  on_terminal terminal-both --quiet --progress=always &
fi
wait

# nothing LOG: no escape, no carriage return, no progress.
nothing()
{
  ! tr -d '\n -~' <"$1" | grep -q . || fail "$1: more than text: $(cat -v "$1")"
  ! grep -q ' GB, ' "$1" || fail "$1: progress is shown"
}
shown()
{
  tr '\r' '\n' <"$1" | grep -q '^0\.00 GB, [0-9]* MB/s' ||
    fail "$1: no progress: $(cat -v "$1")"
}
nothing log
nothing log-never
shown log-always
! tr '\r' '\n' <log-always | grep -q '^0\.00 GB.*%' ||
  fail 'per cent of a pipe, whose length nobody knows'

# Not before a second has passed.
begin=$(date +%s)
run 0 sampler --n 5 --progress=always --threads 1 frame.csv
test "$(date +%s)" -ne "$begin" || nothing err

# A file has a length: per cent, and the time left. Reading is delayed.
if strace -o /dev/null true 2>/dev/null; then
  ASAN_OPTIONS=detect_leaks=0:$ASAN_OPTIONS
  run 0 tracing -o /dev/null -P "$PWD/frame.csv" -e trace=pread64 \
    -e inject=pread64:delay_enter=300000 \
    sampler --n 5 --seed 1 --progress=always --threads 1 frame.csv
  tr '\r' '\n' <err |
    grep -qE '^0\.00 GB, [0-9]+ MB/s, [0-9]+ %, [0-9]+ s left' ||
    fail 'always: no time left'
fi

test -e terminal || skip 'all but the terminal: script cannot make one here'
shown terminal
# It is cleared before the summary comes.
tr -d '\n' <terminal | grep -q "MB/s$(printf '\033')\[K.*$(printf '\r\033')"\
'\[Ksampler [0-9]' || fail "it is not cleared: $(cat -v terminal)"
shown terminal-both
for log in terminal-quiet terminal-never; do
  ! grep -q ' GB, ' $log || fail "$log: progress is shown"
done
finish
