#!/bin/sh
# SPDX-License-Identifier: MIT
# F: an output file appears complete, with the mode it should have, where it
# was asked for, and an older one is lost to nothing but that.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

all='--n 1000000 --seed 1'
temporary='.o.sampler-*.tmp'

# umask
F1()
{
  for mode in 077:600 022:644 027:640 002:664; do
    (umask ${mode%:*} && sampler $all -o o --report r.json in.csv 2>err) ||
      fail "umask $mode: status $?"
    for file in o r.json; do
      test "$(stat -c %a $file)" = ${mode#*:} ||
        fail "$file: umask ${mode%:*} gives mode $(stat -c %a $file)"
    done
    rm -f o r.json
  done
  # a file that others may not read is replaced by one they may not read
  echo precious >o && chmod 600 o || exit 99
  (umask 022 && sampler $all -o o in.csv 2>err) || fail "status $?"
  test "$(stat -c %a o)" = 600 || fail "o: mode 600 became $(stat -c %a o)"
}

# traces SYSTEM-CALLS COMMAND...: into the file trace, with names of files
traced()
{
  trace_calls=$1
  shift
  tracing -y -o trace -e "trace=$trace_calls" "$@"
}

# temporary file: O_EXCL, in the target folder, closed to others
F2()
{
  have strace || return
  mkdir d
  run 0 traced open,openat,openat2,creat sampler $all -o d/o in.csv
  grep O_CREAT trace >made
  test "$(wc -l <made)" -eq 1 || fail "made: $(cat made)"
  name='"\.o\.sampler-[0-9]*-[0-9]*\.tmp"'
  grep -q "/F2/d>, $name,.*O_EXCL.*, 0600)" made ||
    fail "made: $(cat made)"

  # the longest name that there is
  name=$(printf '%0255d' 0)
  run 0 sampler $all -o "$name" in.csv
  same 'a long name' d/o "$name"
  clean_error 1 '0*: .*File name too long' sampler $all -o "${name}0" in.csv
}

# exposure while running
F3()
{
  hold sampler $all -o o held
  held_file "$temporary" || return
  test "$(stat -c %a "$file")" = 600 || fail "mode $(stat -c %a "$file")"
  test ! -e o || fail 'there is an output already'
  release
  test "$status" -eq 0 || fail "status $status"
  nothing_but o
  test "$(wc -l <o)" -eq 60001 || fail 'not all records'
}

# durability
F4()
{
  have strace || return
  run 0 traced write,fchmod,fsync,fdatasync,rename,renameat,renameat2 \
    sampler $all --threads 1 -o o in.csv
  awk '/tmp>/ || /^rename/ || /^fsync/' trace | sed 's/(.*//' | uniq >order
  printf '%s\n' write fsync fchmod renameat fsync >expected
  same 'order of system calls' expected order
  sed -n '/^renameat/,$p' trace | grep -q '^fsync([0-9]*<[^>]*/F4>) *= 0' ||
    fail "the folder is not synced: $(cat trace)"
}

# an old result survives a full disk
F5()
{
  have strace || return
  echo precious >o
  echo precious >r.json
  clean_error 1 'o: .*No space left' inject write:error=ENOSPC:when=2 \
    sampler $all --threads 1 -o o --report r.json in.csv
}

# fsync, close or rename fails
F6()
{
  have strace || return
  echo precious >o
  clean_error 1 'o: .*Input/output error' \
    inject fsync:error=EIO:when=1 sampler $all -o o in.csv
  clean_error 1 'o: .*Input/output error' \
    inject rename,renameat,renameat2:error=EIO sampler $all -o o in.csv
  clean_error 1 'o: .*Input/output error' \
    inject fchmod:error=EIO sampler $all -o o in.csv
  clean_error 1 'o: .*Input/output error' inject write:error=EIO:when=1 \
    sampler --n 2 --seed 1 -o o in.csv

  # an error that a network file system knows at the end
  (exec >/dev/null 2>&1 && strace -D -o /dev/null true) &&
    clean_error 1 'o: .*Input/output error' sh -c '
      exec strace $seen -D -o /dev/null -P "$(pwd -P)/.o.sampler-$$-0.tmp" \
        -e inject=close:error=EIO sampler --n 2 --seed 1 -o o in.csv'

  # sample and report: both, or none
  echo precious >r.json
  for call in renameat:error=EIO:when=1 fchmod:error=EIO:when=2; do
    clean_error 1 'o: .*Input/output error' \
      inject $call sampler $all -o o --report r.json in.csv
  done
  rm r.json
  clean_error 1 'o: .*Input/output error' \
    inject renameat:error=EIO:when=1 sampler $all -o o --report r.json in.csv
  # the same where names cannot be exchanged
  clean_error 1 'o: .*Input/output error' inject renameat2:error=EINVAL \
    -e inject=renameat:error=EIO:when=2 sampler $all -o o --report r.json in.csv
  echo precious >r.json
  for k in 1 2 3 4; do
    clean_error 1 '(o|r.json): .*Input/output error' \
      inject renameat2:error=EINVAL -e inject=renameat:error=EIO:when=$k \
      sampler $all -o o --report r.json in.csv
  done
  run 0 inject renameat2:error=EINVAL sampler $all -o o --report r.json in.csv
  grep -q '"sampler"' r.json || fail 'the older report is still there'
  nothing_but o r.json
  rm r.json

  # too late to go back, but not to say so
  run 1 inject fsync:error=EIO:when=2 sampler --n 2 --seed 1 -o o in.csv
  one_message 'o: .*in place'
  test "$(wc -l <o)" -eq 3 || fail 'the file is not in place'
}

# bad input with -o
F7()
{
  echo precious >o
  echo precious >r.json
  { cat in.csv; echo 'px,1'; } >ragged.csv
  { cat in.csv; echo 'px,1,"2'; } >open.csv
  gzip -c in.csv | head -c 100000 >cut.csv.gz
  clean_error 1 'ragged.csv: record 60001, line 60002' \
    sampler $all -o o --report r.json ragged.csv
  clean_error 1 'open.csv: record 60001, line 60002' \
    sampler $all -o o --report r.json open.csv
  clean_error 1 'cut.csv.gz: .*cut off' \
    sampler $all -o o --report r.json cut.csv.gz
  clean_error 1 'nothing.csv: .*No such file' \
    sampler $all -o o --report r.json nothing.csv
  clean_error 1 'in.csv: .*strict' \
    sampler $all --strict -o o --report r.json in.csv
}

appended()
{
  "$@" >>in.csv
}

# the output is the input, or the report is the output
F8()
{
  ln in.csv hard.csv
  ln -s in.csv soft.csv
  mkdir d
  clean_error 2 'in.csv: the output is the input' sampler --n 5 -o in.csv in.csv
  clean_error 2 './in.csv: the output is the input' \
    sampler --n 5 -o ./in.csv in.csv
  clean_error 2 'hard.csv: the output is the input' \
    sampler --n 5 -o hard.csv in.csv
  clean_error 2 'in.csv: the output is the input' \
    sampler --n 5 -o in.csv soft.csv
  clean_error 2 'soft.csv: ' sampler --n 5 -o soft.csv in.csv
  clean_error 2 'in.csv: the output is the input' \
    sampler --n 5 -o in.csv - <in.csv
  clean_error 2 'standard output: the output is the input' \
    appended sampler --n 5 in.csv
  cp in.csv in.json
  clean_error 2 'in.json: the output is the input' \
    sampler --n 5 --report in.json in.json
  # files of options and sizes, and what lies beside a shard, whose name is made
  echo '{"n": 5, "seed": 1}' >c.json
  printf 'outcome,n\n0,3\n1,3\n' >sizes.csv
  other='the output is the file of --config, too'
  clean_error 2 "c.json: $other" sampler --config c.json -o c.json in.csv
  clean_error 2 "./c.json: $other" \
    sampler --config c.json --report ./c.json -o o in.csv
  clean_error 2 "c.json: $other" \
    sampler --config ./c.json --shard a --shard-out -o c in.csv
  clean_error 2 'sizes.csv: the output is the file of sizes, too' \
    sampler --strata outcome --sizes sizes.csv -o sizes.csv in.csv
  run 0 sampler -q --config '{"n": 5, "seed": 1}' -o o in.csv
  rm o
  run 0 sampler -q --config c.json --unit id --shard a --shard-out \
    --check-units -o a in.csv
  echo '{"quiet": true}' >q.json
  program=combiner
  clean_error 2 "q.json: $other" combiner --config q.json -o q.json a
  clean_error 2 "q.json: $other" combiner --config q.json --report q.json -o o a
  for beside in a a.json a.units; do
    clean_error 2 "$beside: the output is a shard, too" combiner -q -o $beside a
  done
  program=sampler
  mkfifo p
  cat in.csv >p 2>/dev/null &
  run 2 sampler --n 5 -o p p
  one_message 'p: the output is the input'
  rm p
  both='[^ ]*r.json: the output is the report, too'
  clean_error 2 "$both" sampler --n 5 -o r.json --report r.json in.csv
  clean_error 2 "$both" sampler --n 5 -o r.json --report ./r.json in.csv
  clean_error 2 "$both" \
    sampler --n 5 -o d/../r.json --report "$PWD/r.json" in.csv
  ln -s /proc/self/fd/1 r.json
  sampler --n 5 --report r.json in.csv 2>err | cat >out
  one_message "$both"
  test ! -s out || fail 'the report goes to standard output, too'
  rm r.json
  run 2 to r.json sampler --n 5 --report r.json in.csv
  one_message "$both"
  rm r.json
  mkfifo r.json
  cat r.json >out &
  run 2 timeout 20 sampler --n 5 -o r.json --report ./r.json in.csv
  one_message "$both"
  wait
}

# as_nobody COMMAND...: as a user who is not root
as_nobody()
{
  test "$(id -u)" -ne 0 || set -- setpriv --reuid=65534 --regid=65534 \
    --clear-groups "$@"
  timeout 20 "$@"
}

# a folder that may not be written to is found out before the input is read
F9()
{
  mkdir ro && chmod 555 ro || exit 99
  if test "$(id -u)" -eq 0; then
    have setpriv || return
    chmod 755 "$test_home" "$test_home/work" .
    as_nobody sh -c 'test -r in.csv && sampler --version' >out 2>&1 ||
      { cannot 'another user cannot run the program here'; return; }
  fi
  mkfifo endless && exec 8<>endless && head -n 1000 in.csv >&8
  clean_error 1 'ro/o: .*Permission denied' \
    as_nobody sampler $all -o ro/o endless
  clean_error 1 'no/o: .*No such file' as_nobody sampler $all -o no/o endless
  exec 8>&-
  if test "$(id -u)" -ne 0 || as_nobody true 2>/dev/null; then
    mkdir drop && chmod 333 drop
    run 0 as_nobody sampler $all -o drop/o in.csv
    chmod 755 drop 2>/dev/null
    test "$(wc -l <drop/o)" -eq 60001 || fail 'a folder to drop files into'
  fi
  clean_error 1 'in.csv/o: .*Not a directory' sampler $all -o in.csv/o in.csv
  clean_error 1 'ro: .*Is a directory' sampler $all -o ro in.csv
  clean_error 1 'ro/: .*Is a directory' sampler $all -o ro/ in.csv
  clean_error 1 ': .*No such file' sampler $all -o '' in.csv
}

# planted symbolic links
F10()
{
  ln -s victim o
  ln -s o p
  clean_error 2 'o: .*symbolic link' sampler $all -o o in.csv
  clean_error 2 'p: .*symbolic link' sampler $all -o p in.csv
  echo precious >there
  ln -s there q
  clean_error 2 'q: .*symbolic link' sampler $all -o q in.csv
  clean_error 2 'q.json: .*symbolic link' sh -c \
    'ln -s there q.json; sampler --n 5 -o x --report q.json in.csv
     status=$?; rm q.json; exit $status'
}

# the output is a link to standard output
F11()
{
  ln -s /proc/self/fd/1 so
  run 0 sampler $all in.csv
  mv out expected
  run 0 sampler $all -o so in.csv
  same 'through the link' expected out
  test "$(readlink so)" = /proc/self/fd/1 || fail 'the link is gone'
  sampler $all -o so in.csv 2>err | cat >through
  same 'through the link and a pipe' expected through
  test "$(readlink so)" = /proc/self/fd/1 || fail 'the link is gone'
}

# 8 jobs, one output name
F12()
{
  for seed in 1 2 3 4 5 6 7 8; do
    run 0 sampler --n 20000 --seed $seed -o o$seed in.csv
    cksum <o$seed >>sums
  done
  pids=
  for seed in 1 2 3 4 5 6 7 8; do
    sampler --n 20000 --seed $seed -o o in.csv 2>err$seed &
    pids="$pids $!"
  done
  for pid in $pids; do
    wait "$pid" || fail "status $? of a job"
  done
  grep -qxF "$(cksum <o)" sums || fail 'the output is of none of the jobs'
  rm -f o o[1-8] err[1-8] sums
  nothing_but
}

# the output is a FIFO
F13()
{
  run 0 sampler $all in.csv
  mv out expected
  mkfifo p
  cat p >x &
  run 0 timeout 20 sampler $all -o p in.csv
  wait
  same 'through the FIFO' expected x
  test -p p || fail 'the FIFO is gone'
}

# the shell has emptied the input
F14()
{
  run 1 to in.csv sampler --n 5 in.csv
  one_message 'in.csv: empty input'
  run 1 to in.csv sampler --n 5 - <in.csv
  one_message 'standard input: empty input'
}

# the output's folder is removed while we run
F15()
{
  mkdir d
  hold sampler $all -o d/o held
  held_file 'd/.o.sampler-*.tmp' || return
  rm -rf d
  release
  test "$status" -eq 1 || fail "status $status"
  one_message 'd/o: .*No such file'
  nothing_but
}

# the rest of a job that was killed
F16()
{
  echo precious >o
  hold sampler $all -o o held
  held_file "$temporary" || return
  kill -KILL "$held"
  let_go
  test "$file" = ".o.sampler-$held-0.tmp" || fail "its name is $file"
  test "$(stat -c %a "$file")" = 600 || fail "mode $(stat -c %a "$file")"
  test "$(cat o)" = precious || fail 'the older output is lost'
  run 0 sampler $all -o o in.csv
  test "$(wc -l <o)" -eq 60001 || fail 'not all records'
  nothing_but o "$file"

  # one that had the number of the process
  run 0 sh -c 'echo stale >.p.sampler-$$-0.tmp; echo $$ >pid
    exec sampler --n 1000000 --seed 1 -o p in.csv'
  same 'beside a stale file' o p
  test "$(cat ".p.sampler-$(cat pid)-0.tmp")" = stale ||
    fail 'the stale file was written to'
}

# no file, and none that could be made
F17()
{
  mkdir d
  clean_error 1 'd: cannot open: Is a directory' sampler $all -o d in.csv
  clean_error 1 'd/: cannot open: Is a directory' sampler $all -o d/ in.csv
  clean_error 1 'new/: cannot open: No such file' sampler $all -o new/ in.csv
  python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s")' \
    2>/dev/null || return
  clean_error 2 's: the output is .* a socket' sampler $all -o s in.csv
}

faults F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 F16 F17
