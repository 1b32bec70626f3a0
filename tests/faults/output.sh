#!/bin/sh
# SPDX-License-Identifier: MIT
# O: whatever happens to the output, it is complete, or there is an error and
# no file.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

all='--n 1000000 --seed 1'

# more records than stay in memory
make_big()
{
  { echo id,text; yes "px1,$(printf '%0100d' 0)" | head -n 400000; } >big
}

# disk full, big output
O1()
{
  clean_error 1 'standard output: .*No space left' \
    to /dev/full sampler $all in.csv
  clean_error 1 '/dev/full: .*No space left' sampler $all -o /dev/full in.csv
}

# disk full, output smaller than any buffer
O2()
{
  clean_error 1 'standard output: .*No space left' \
    to /dev/full sampler --n 2 in.csv
  ln -s /dev/full full.gz
  clean_error 1 'full.gz: .*No space left' sampler --n 2 -o full.gz in.csv
}

# in the shell's units, one of which is no more than 1 KiB
with_file_limit()
{
  (ulimit -f 16 && "$@")
}

# file size limit
O3()
{
  clean_error 1 'standard output: .*File too large' \
    with_file_limit to ../part sampler $all in.csv
  echo precious >o
  clean_error 1 'o: .*File too large' with_file_limit sampler $all -o o in.csv
  make_big
  clean_error 1 '\.: cannot write a temporary file: File too large' \
    with_file_limit sampler $all - <big
}

# the second write of a big output fails with ERROR
# Each thread has a second write; the first one's, where another writes a plain
# file, is of the message.
second_write_fails()
{
  clean_error 1 "standard output: .*$2" to ../part \
    inject "write:error=$1:when=2" sampler $all --threads 1 in.csv
  clean_error 1 "o: .*$2" \
    inject "write:error=$1:when=2" sampler $all --threads 1 -o o in.csv
  clean_error 1 "standard output: .*$2" to ../part \
    inject "write:error=$1:when=1+" -P "$(cd .. && pwd -P)/part" \
    sampler $all --threads 2 in.csv
  for name in o.gz o.zst; do
    clean_error 1 "$name: .*$2" \
      inject "write:error=$1:when=2" sampler $all -o $name in.csv
  done
}

# ENOSPC in the middle
O4()
{
  have strace || return
  second_write_fails ENOSPC 'No space left'
}

# EIO on a write
O5()
{
  have strace || return
  clean_error 1 'standard output: .*Input/output error' \
    to ../part inject write:error=EIO:when=1 sampler $all --threads 1 in.csv
  second_write_fails EIO 'Input/output error'
}

# PIPE is default or ignore; sets status
into_head()
{
  { timeout 20 env "--$1-signal=PIPE" sampler $all in.csv 2>err
    echo $? >status; } | head -n 1 >out
  status=$(cat status)
}

# the reader goes away
O6()
{
  env --default-signal=PIPE true 2>/dev/null ||
    { cannot 'env has no --default-signal'; return; }
  into_head default
  test "$status" -eq 141 || fail "status $status"
  test ! -s err || fail 'not quiet'
  # from a plan, too, whose report then has no name
  { sleep 0.2
    env --default-signal=PIPE sampler --plan --n 5 --seed 1 --report r.json \
      in.csv 2>err
    echo $? >status; } | true
  test "$(cat status)" -eq 141 || fail "status $(cat status) of a plan"
  test ! -s err || fail 'not quiet about a plan'
  test ! -e r.json || fail 'a report without its plan'
}

# the same, SIGPIPE ignored
O7()
{
  env --ignore-signal=PIPE true 2>/dev/null ||
    { cannot 'env has no --ignore-signal'; return; }
  into_head ignore
  test "$status" -eq 1 || fail "status $status"
  one_message 'standard output: .*Broken pipe'
}

without_output()
{
  (exec >&- && "$@")
}

# stdout closed
O8()
{
  clean_error 1 'standard output: .*Bad file descriptor' \
    without_output sampler --n 2 in.csv
  clean_error 1 'standard output: ' without_output sampler --help
  run 0 sampler $all -o expected in.csv
  run 0 without_output sampler $all -o o in.csv
  same 'with stdout closed' expected o
}

# stderr closed, and an error happens
O9()
{
  { cat in.csv; echo 'px,1,2,3'; } >bad.csv
  sampler $all -o o bad.csv 2>&-
  test $? -eq 1 || fail 'status is not 1'
  test ! -e o || fail 'there is an output'
  sampler $all bad.csv >part 2>&-
  test $? -eq 1 || fail 'status is not 1'
  test ! -s part || fail 'bad data, but an output'
  run 0 sampler $all -o expected in.csv
  sampler $all -o o in.csv 2>&- || fail 'no sample with stderr closed'
  same 'with stderr closed' expected o
  sampler $all -o p in.csv 2>&- >&- <&- || fail 'no sample with all closed'
  same 'with all closed' expected p
}

# a real small disk: for the output, and for the log of candidates
O10()
{
  can_make_disks || return
  clean_error 1 'd/o: .*No space left' \
    on_small_disk 64k "sampler $all -o d/o in.csv"
  test ! -s ../left || fail "left on the disk: $(cat ../left)"
  clean_error 1 'd/o: .*No space left' \
    on_small_disk 0,nr_inodes=1 "sampler $all -o d/o in.csv"
  make_big
  clean_error 1 'd: cannot write a temporary file: No space left' \
    on_small_disk 1m "cat big | sampler $all --tmpdir d"
  test ! -s ../left || fail "left on the disk: $(cat ../left)"
}

# quota
O11()
{
  have strace || return
  second_write_fails EDQUOT 'quota'
}

faults O1 O2 O3 O4 O5 O6 O7 O8 O9 O10 O11
