#!/bin/sh
# SPDX-License-Identifier: MIT
# I: whatever the input is and does, the sample is that of the whole input, or
# there is an error.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

# What is compressed, or no file, is read with read(2), a file, but for its first
# bytes, with pread(2). big.csv, below, takes 37 of these before rows are read
# again.
again=40
draw='--n 5000 --seed 1 --threads 1'
all='--n 1000000 --seed 1 --threads 1'
threads='--n 5000 --seed 1 --threads 3'

# big.csv: so many records that, if all are taken, rows have to be read again
make_big()
{
  tail -n +2 in.csv >rows
  { head -n 1 in.csv; for i in 1 2 3 4 5 6 7 8 9 10; do cat rows; done; } \
    >big.csv
  rm rows
}

# the sample of in.csv, in the file expected
make_expected()
{
  run 0 sampler $draw -o expected in.csv
}

# interrupted reads
I1()
{
  have strace || return
  make_expected
  run 0 inject_on in.csv read,pread64:error=EINTR:when=1+3 \
      sampler $draw in.csv
  same 'interrupted reads' expected out
  run 0 inject_on in.csv pread64:error=EINTR:when=1+3 \
      sampler $threads in.csv
  same 'interrupted reads of threads' expected out
  make_big
  run 0 sampler $all -o expected big.csv
  run 0 inject_on big.csv pread64:error=EINTR:when=1+2 \
      sampler $all big.csv
  same 'interrupted second reads' expected out
  run 0 inject write:error=EINTR:when=1+2 \
    sampler $draw -o o in.csv
  make_expected
  same 'interrupted writes' expected o
}

# short reads and writes
I2()
{
  plain 'a shim cannot be loaded before them' || return
  short=$builddir/tests/faults/shortio.so
  make_expected
  run 0 env LD_PRELOAD="$short" sampler $draw in.csv
  same 'a file' expected out
  run 0 env LD_PRELOAD="$short" sampler $threads in.csv
  same 'a file, with threads' expected out
  cat in.csv | env LD_PRELOAD="$short" sampler $draw >out 2>err
  same 'a pipe' expected out
  gzip -c in.csv >in.csv.gz
  run 0 env LD_PRELOAD="$short" sampler $draw in.csv.gz
  same 'gzip' expected out
  run 0 env LD_PRELOAD="$short" sampler $draw -o o.gz in.csv
  gzip -dc o.gz >o
  same 'gzip out' expected o
  make_big
  run 0 sampler $all -o expected big.csv
  run 0 env LD_PRELOAD="$short" sampler $all -o o big.csv
  same 'a big file' expected o
}

# disk error in the input
I3()
{
  have strace || return
  clean_error 1 'in.csv: .*Input/output error' \
    inject_on in.csv read:error=EIO sampler $draw in.csv
  for k in 1 2 3 4; do
    clean_error 1 'in.csv: .*Input/output error' \
      inject_on in.csv pread64:error=EIO:when=$k sampler $draw in.csv
    # each thread counts its own
    test $k -gt 2 || clean_error 1 'in.csv: .*Input/output error' \
      inject_on in.csv pread64:error=EIO:when=$k sampler $threads in.csv
  done
  gzip -c in.csv >in.csv.gz
  clean_error 1 'in.csv.gz: .*Input/output error' \
    inject_on in.csv.gz read:error=EIO:when=2 sampler $draw in.csv.gz
  make_big
  clean_error 1 'big.csv: .*Input/output error' \
    inject_on big.csv pread64:error=EIO:when=$again sampler $all -o o big.csv
}

# a FIFO
I4()
{
  make_expected
  mkfifo p
  cat in.csv >p &
  run 0 timeout 20 sampler $draw p
  wait
  same 'a FIFO' expected out
}

# <(...)
I5()
{
  have bash || return
  make_expected
  run 0 bash -c "sampler $draw <(cat in.csv)"
  same 'a process of the shell' expected out
}

# standard input: a pipe, a file, the rest of a file
I6()
{
  make_expected
  cat in.csv | sampler $draw >out 2>err || fail "status $? for a pipe"
  same 'a pipe' expected out
  cat in.csv | sampler $draw - >out 2>err || fail "status $? for a pipe as -"
  same 'a pipe as -' expected out
  sampler $draw <in.csv >out 2>err || fail "status $? for a file"
  same 'a file' expected out
  { echo 'one line'; cat in.csv; } >longer.csv
  { IFS= read -r line && sampler $draw; } <longer.csv >out 2>err ||
    fail "status $? for the rest of a file"
  same "the rest of a file behind ${line:+a line}" expected out
}

without_input()
{
  (exec <&- && "$@")
}

# standard input closed
I7()
{
  clean_error 1 'standard input: .*Bad file descriptor' \
    without_input sampler --n 5 -
  clean_error 1 'standard input: .*Bad file descriptor' \
    without_input sampler --n 5
  make_expected
  run 0 without_input sampler $draw in.csv
  same 'closed and not used' expected out
}

# a folder
I8()
{
  mkdir d
  clean_error 1 'd: .*Is a directory' sampler --n 5 d
  clean_error 1 'standard input: .*Is a directory' sampler --n 5 - <d
}

# nothing in it
I9()
{
  : >empty.csv
  printf '\n\n' >blank.csv
  printf '\357\273\277' >mark.csv
  for input in /dev/null empty.csv blank.csv mark.csv; do
    clean_error 1 "$input: empty input" sampler --n 5 $input
  done
  clean_error 1 'standard input: empty input' sampler --n 5 </dev/null
  clean_error 1 'none.csv: .*No such file' sampler --n 5 none.csv
}

# with_memory KIB COMMAND...
with_memory()
{
  (ulimit -v "$1" && shift && timeout 60 "$@")
}

endless()
{
  { printf "$1"; tr '\0' a </dev/zero; } | with_memory 400000 sampler --n 5
}

# an endless record
I10()
{
  clean_error 1 '/dev/zero: header, line 1: .*NUL' timeout 20 \
    sampler --n 5 /dev/zero
  plain 'they take all the address space there is' || return
  limit='longer than the limit of 67108864 bytes'
  clean_error 1 "standard input: header, line 1: $limit" endless ''
  clean_error 1 "standard input: header, line 1: $limit" endless '"'
  clean_error 1 "standard input: record 2, line 3: $limit" endless 'a\n1\n'
  clean_error 1 "standard input: record 2, line 3: $limit" endless 'a\n1\n"'
}

# a size of 0, but data
I11()
{
  run 0 sampler $all /proc/self/limits
  head -n 1 out | grep -q '^Limit ' || fail 'no header'
  test "$(wc -l <out)" -eq "$(wc -l </proc/self/limits)" || fail 'not all lines'
}

# changed_while COMMAND CALL:K INPUT ARGUMENT...: COMMAND is run while the
# program is stopped in the K-th CALL on INPUT; sets status
changed_while()
{
  change=$1
  call=${2%:*}
  k=${2#*:}
  input=$3
  shift 3
  rm -f trace
  tracing -f -o trace -P "$(pwd -P)/$input" \
    -e "inject=$call:signal=STOP:when=$k" sampler "$@" "$input" >out 2>err &
  tracer=$!
  for try in $(seq 400); do
    ! grep -qs 'stopped by SIGSTOP' trace || break
    sleep 0.05
  done
  stopped=$(sed -n 's/^\([0-9]*\) .*stopped by SIGSTOP.*/\1/p' trace |
    head -n 1)
  if test -z "$stopped"; then
    fail "no $call on $input"
    kill "$tracer"
  else
    eval "$change"
    # Each thread counts its own calls, and may stop all once more.
    while kill -0 "$tracer" 2>/dev/null; do
      kill -CONT "$stopped" 2>/dev/null
      sleep 0.02
    done
  fi
  wait "$tracer"
  status=$?
  rm -f trace
}

# refused OUTPUT...: as it must be if the input has changed
refused_change()
{
  test "$status" -eq 1 || fail "status $status: $1"
  one_message '[a-z]*.csv: .*'
  test ! -e o || fail "an output: $1"
}

# cut short while we read
I12()
{
  have strace || return
  for k in 2 3; do
    cp in.csv m.csv
    changed_while 'truncate -s 200000 m.csv' pread64:$k m.csv $draw -o o
    refused_change "cut short in read $k"
  done
  cp in.csv m.csv
  changed_while 'truncate -s 200000 m.csv' pread64:2 m.csv $threads -o o
  refused_change "cut short in a read of a thread"
  # at the end of a record, so that only the size can tell
  cp in.csv m.csv
  changed_while 'truncate -s "$(head -n 50000 in.csv | wc -c)" m.csv' \
    pread64:3 m.csv $draw -o o
  refused_change 'cut short between records'
  grep -q 'm.csv: the file changed while it was read' err || fail 'not said so'
  make_big
  changed_while 'truncate -s 200000 big.csv' pread64:$again big.csv $all -o o
  refused_change 'cut short before it was read again'
  grep -q 'big.csv: the file changed while it was read' err ||
    fail 'not said so'
}

# grows while we read
I13()
{
  have strace || return
  cp in.csv m.csv
  changed_while 'echo px60001,0,1 >>m.csv' pread64:3 m.csv $draw -o o
  refused_change 'one more record'
  grep -q 'm.csv: the file changed while it was read' err || fail 'not said so'
  cp in.csv m.csv
  changed_while 'printf "px99999" | dd of=m.csv bs=1 seek=13 conv=notrunc \
    2>/dev/null' pread64:3 m.csv $draw -o o
  refused_change 'another record in its place'
}

# replaced while we read: what was opened is read to its end
I14()
{
  have strace || return
  make_big
  run 0 sampler $all -o expected big.csv
  cp big.csv m.csv
  head -n 100 in.csv >other.csv
  changed_while 'mv other.csv m.csv' pread64:$again m.csv $all
  test "$status" -eq 0 || fail "status $status"
  same 'another file has taken its name' expected out
  mv big.csv m.csv
  changed_while 'rm m.csv' pread64:3 m.csv $all
  test "$status" -eq 0 || fail "status $status"
  same 'it was removed' expected out
}

# two reads over a pipe, with what was read in memory and on a disk
I15()
{
  twice='--fraction 0.1 --keep outcome --seed 1'
  run 0 sampler $twice -o expected in.csv
  cat in.csv | sampler $twice - >out 2>err || fail "status $?"
  same 'a pipe read twice' expected out
  gzip -c in.csv | sampler $twice - >out 2>err || fail "status $?"
  same 'gzip in a pipe read twice' expected out
  make_big
  run 0 sampler $twice -o expected big.csv
  cat big.csv | sampler $twice - >out 2>err || fail "status $?"
  same 'a big pipe read twice' expected out
  mkfifo p
  cat big.csv >p &
  run 0 timeout 60 sampler $twice -o o p
  wait
  same 'a big FIFO read twice' expected o
  rm p

  # where files without a name cannot be made
  if have strace; then
    mkdir t
    cat big.csv | inject_on t openat:error=EOPNOTSUPP sampler $twice \
      --tmpdir "$(pwd -P)/t" - >out 2>err || fail "status $?"
    same 'a big pipe, copied to a file that had a name' expected out
    rmdir t || fail 'a file is left behind'
  fi
  nothing_but big.csv expected o
}

# standard input is a terminal, and there is no FILE
I16()
{
  have script || return
  script -qec 'sampler --n 5; echo "status $?"' /dev/null \
    </dev/null >out 2>err || fail 'script fails'
  grep -q 'standard input is a terminal' out || fail 'not said so'
  grep -q 'status 2' out || fail 'no wrong usage'
}

# a sparse file
I18()
{
  truncate -s 5G z.csv 2>/dev/null ||
    { cannot 'no file of 5 GB can be made here'; return; }
  clean_error 1 'z.csv: header, line 1: .*NUL' timeout 20 sampler --n 5 z.csv
}

faults I1 I2 I3 I4 I5 I6 I7 I8 I9 I10 I11 I12 I13 I14 I15 I16 I18
