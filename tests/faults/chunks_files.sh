#!/bin/sh
# SPDX-License-Identifier: MIT
# F, I, O and S for chunks: whatever happens to files and process, all chunks
# are complete and in place, or none is.
. "${srcdir=.}/tests/init.sh"
program=splitter
. "$srcdir/tests/faults/init.sh"
. "$srcdir/tests/faults/chunks_init.sh"

with_file_limit()
{
  (ulimit -f 16 && "$@")
}

# file size limit
O3()
{
  clean_error 1 'c/\{index\}.csv: cannot write: File too large' \
    with_file_limit $rows in.csv
}

# a full disk, a broken one, a quota, in the middle and at the end; the message
# cannot be written either, where strace makes no difference between files
O4()
{
  have strace || return
  for error in ENOSPC EIO EDQUOT; do
    for when in 1 3; do
      run 1 inject "write:error=$error:when=$when+" $rows in.csv
      nothing_but
    done
    clean_error 1 'c/.index..csv: cannot write: ' \
      inject "fsync:error=$error:when=3" $rows in.csv
  done
}

# hold_rows COMMAND...: all of in.csv is on its way, but not its end
hold_rows()
{
  hold "$@" held
  tail -n +1001 in.csv >&9
  held_file 'c/.splitter-*'
}

# names of temporary files, their modes, and that of the chunks
F2()
{
  have strace || return
  tracing -f -o trace -e trace=openat $rows in.csv || fail "status $?"
  grep O_CREAT trace >made
  test "$(wc -l <made)" -eq 6 || fail "made: $(cat made)"
  test "$(grep -cE '"\.splitter-[0-9]+-[0-5]-0\.tmp", .*O_EXCL.*, 0600\)' \
    made)" -eq 6 || fail "made: $(cat made)"
  test "$(stat -c %a c/* | sort -u)" = 644 || fail 'another mode'
  rm -r c
  (umask 077 && $rows in.csv) || fail "status $?"
  test "$(stat -c %a c c/* | sort -u | tr '\n' ' ')" = '600 700 ' ||
    fail 'another mode'
}

# while it runs
F3()
{
  hold_rows $rows || return
  test "$(stat -c %a "$file")" = 600 || fail "mode $(stat -c %a "$file")"
  exec 9>&-
  let_go
  test "$status" -eq 0 || fail "status $status"
  whole in.csv c/*
}

# fsync before rename; the manifest comes last
F4()
{
  have strace || return
  tracing -f -y -o trace -e trace=fsync,rename,renameat,renameat2 \
    $rows --manifest m.csv in.csv || fail "status $?"
  sed -n 's/^[0-9]* *\([a-z]*\)[0-9]*(.*/\1/p' trace | sed 's/at$//' |
    uniq -c | sed 's/^ *//' | tr '\n' ' ' >order
  echo '7 fsync 6 rename 1 fsync 1 rename 1 fsync ' | tr -d '\n' >expected
  same 'order of system calls' expected order
  grep rename trace | tail -n 1 | grep -q '"m.csv"' ||
    fail 'the manifest is not last'
}

# a name cannot be given: not the first, one in the middle, the manifest's
F6()
{
  have strace || return
  for when in 1 4 6; do
    clean_error 1 'c/[1-6].csv: cannot give a file its name' \
      inject "renameat2:error=EIO:when=$when" $rows --manifest m.csv in.csv
  done
  clean_error 1 'm.csv: cannot give the file its name' \
    inject renameat2:error=EIO:when=7 $rows --manifest m.csv in.csv
  mkdir c
  for chunk in 1 2 3 4 5 6; do
    echo "precious $chunk" >c/$chunk.csv
  done
  echo precious >m.csv
  clean_error 1 'm.csv: cannot set the older file aside' \
    inject renameat2:error=EIO:when=1 $rows --force --manifest m.csv in.csv
  for when in 2 5 7; do
    clean_error 1 'c/[1-6].csv: cannot give a file its name' \
      inject "renameat2:error=EIO:when=$when" $rows --force --manifest m.csv \
      in.csv
  done
  # the inodes change their places and come back, so only the texts are looked at
  inject 'renameat:error=EIO:when=1' $rows --force --manifest m.csv in.csv \
    2>err && fail 'no error'
  for chunk in 1 2 3 4 5 6; do
    test "$(cat c/$chunk.csv)" = "precious $chunk" || fail "chunk $chunk is lost"
  done
  test "$(cat m.csv)" = precious || fail 'the manifest is lost'
  # a manifest in the folder that is made for the chunks
  rm -r c m.csv
  clean_error 1 'c/m.csv: cannot give the file its name' \
    inject renameat2:error=EIO:when=7 $rows --manifest c/m.csv in.csv
  run 0 $rows --manifest c/m.csv in.csv
  rm c/m.csv
  # where names cannot be exchanged
  inject 'renameat2:error=EINVAL' $rows --force --manifest m.csv in.csv ||
    fail "status $?"
  whole in.csv c/*
  test -z "$(find . -name '.?*' ! -name . ! -name ..)" || fail 'something left'
}

# names cannot be given back either: what cannot be is kept, and told
F18()
{
  have strace || return
  mkdir c
  for chunk in 1 2 3 4 5 6; do
    echo "precious $chunk" >c/$chunk.csv
  done
  echo precious >m.csv
  inject 'renameat2:error=EIO:when=5+' -e inject=renameat:error=EIO $rows \
    --force --manifest m.csv in.csv 2>err
  test $? -eq 1 || fail "status $?"
  cat c/[1-6].csv c/.splitter-* | grep precious | sort >kept
  for chunk in 1 2 3 4 5 6; do
    echo "precious $chunk"
  done >expected
  same 'older chunks' expected kept
  test "$(ls c/.splitter-* | wc -l)" -eq 3 || fail "$(ls -A c)"
  for file in c/.splitter-* .m.csv.sampler-*.old; do
    grep -qF "is $file" err || fail "$file is not told"
  done
  test "$(cat .m.csv.sampler-*.old)" = precious || fail 'the manifest is lost'

  # one cannot be, or does not go: the older manifest does not speak of it
  rm -rf c .m.csv.sampler-*.old
  mkdir c
  for chunk in 1 2 3 4 5; do
    echo "precious $chunk" >c/$chunk.csv
  done
  for call in renameat:4 unlinkat:6; do
    echo precious >m.csv
    inject renameat2:error=EIO:when=5 -e "inject=${call%:*}:error=EIO:when=1" \
      $rows --force --manifest m.csv in.csv 2>err
    test $? -eq 1 || fail "status $?"
    one_message 'c/3.csv: cannot give a file its name: Input/output error; '
    new=${call#*:}
    test "$(wc -l <c/$new.csv)" -eq 10001 || fail "chunk $new is not new"
    grep -q "; c/$new.csv is new" err || fail "chunk $new is not told"
    for chunk in 1 2 3 4 5; do
      test $chunk -eq $new ||
        test "$(cat c/$chunk.csv)" = "precious $chunk" || fail "chunk $chunk"
    done
    test ! -e m.csv || fail 'a manifest of other chunks'
    set -- .m.csv.sampler-*.old
    test "$(cat "$1")" = precious || fail 'the manifest is lost'
    grep -qF "; m.csv: the older file is $1 in its folder" err || fail "no $1"
    rm "$1"
    test $new -ne 4 || test "$(cat c/.splitter-*)" = 'precious 4' ||
      fail 'chunk 4 is lost'
    test $new -ne 4 || mv c/.splitter-* c/4.csv
  done

  # many cannot be: the message has an end, and the manifest in it
  rm -r c
  run 0 splitter -q --rows 1000 -o 'c/{index}.csv' --manifest m.csv in.csv
  inject renameat2:error=EIO:when=62 -e inject=renameat:error=EIO \
    splitter -q --rows 1000 -o 'c/{index}.csv' --force --manifest m.csv in.csv \
    2>err
  one_message 'm.csv: cannot give the file its name'
  test "$(ls c/.splitter-* | wc -l)" -eq 60 || fail 'older chunks are lost'
  grep -qE "; c/20.csv is new: [^;]*; 40 more are new; older files are \
c/\.splitter-[0-9]+-\*; m.csv: the older file is .m.csv.sampler-[0-9]+-0.old" \
    err || fail 'not all is told'
}

# killed while chunks are exchanged: the older manifest, which is not theirs, is
# not there
F19()
{
  have strace || return
  run 0 $rows --manifest m.csv in.csv
  for when in 1 2 4 7; do
    inject "renameat2:signal=KILL:when=$when" $rows --force --manifest m.csv \
      in.csv 2>err
    test ! -e m.csv || test $when -eq 1 ||
      fail "$when: a manifest of another set of chunks"
    find . -name '.*.tmp' -delete
    find . -name '.m.csv.sampler-*.old' -exec mv {} m.csv \;
    test -e m.csv || fail "$when: the older manifest is lost"
  done
}

# a manifest, or another folder, comes up while it runs
F12()
{
  hold_rows $rows --manifest m.csv || return
  echo precious >m.csv
  exec 9>&-
  let_go
  test "$status" -eq 2 || fail "status $status"
  one_message 'm.csv: exists already; --force replaces it'
  test "$(cat m.csv)" = precious || fail 'another manifest is lost'
  nothing_but m.csv
  rm m.csv
  hold_rows $rows --manifest m.csv || return
  mv c p
  mkdir c
  exec 9>&-
  let_go
  test "$status" -eq 1 || fail "status $status"
  one_message 'c/\{index\}.csv: the folder was moved or replaced meanwhile'
  rmdir p || fail "left behind: $(ls -A p)"
  nothing_but
}

# the folder of the manifest is made, and goes if there is no manifest
F20()
{
  run 0 $rows --manifest new/deep/m.csv --manifest ./new/m.json in.csv
  test -s new/deep/m.csv && test -s new/m.json || fail 'no manifest'
  rm -r c new
  { cat in.csv; printf 'px9,0,"1\n'; } >bad.csv
  clean_error 1 'bad.csv: record 60001' \
    $rows --manifest new/deep/m.csv --manifest ./new/m.json bad.csv
}

# the input is a chunk, what is there is no file, the manifest is a chunk
F8()
{
  mkdir c
  cp in.csv c/2.csv
  clean_error 2 'c/2.csv: an output is the input' \
    $rows --force c/2.csv
  ln -sf ../in.csv c/2.csv
  clean_error 2 'c/2.csv: .*no regular file' $rows --force in.csv
  rm c/2.csv
  mkdir c/2.csv
  clean_error 2 'c/2.csv: .*no regular file' $rows --force in.csv
  rmdir c/2.csv
  clean_error 2 'c/4.csv: the manifest has the name of a chunk' \
    $rows --manifest c/4.csv in.csv
  for name in c/./4.CSV ./c/4.csv; do
    clean_error 2 "$name: the manifest has the name of a chunk" \
      $rows --manifest $name in.csv
  done
  clean_error 2 './in.csv: the output is the input' \
    $rows --force --manifest ./in.csv in.csv
}

# two chunks whose names differ and lead to one file: the rows of neither may be
# lost, --force or not
F21()
{
  printf 'x,y\na,1\na,2\nb,3\n' >in2.csv
  clean_error 2 "--out 'c/\{x\}/../f_\{y\}': /../ behind a placeholder" \
    splitter --by x --by y -o 'c/{x}/../f_{y}' --force in2.csv
  mkdir -p c/a
  ln -s a c/b
  for force in '' --force; do
    for options in '' '--manifest m.csv'; do
      clean_error 2 'c/\{x\}/f: two chunks would be one file' \
        splitter --by x -o 'c/{x}/f' $force $options in2.csv
    done
  done
  echo precious >c/a/f
  splitter --by x -o 'c/{x}/f' --force in2.csv 2>err
  test $? -eq 2 || fail "status $?"
  grep -q 'two chunks would be one file' err || fail 'another message'
  test "$(cat c/a/f)" = precious || fail 'an older chunk is lost'
  test "$(ls -A c/a)" = f || fail "left behind: $(ls -A c/a)"
  clean_error 2 'c/\{x\}/f: exists already' splitter --by x -o 'c/{x}/f' in2.csv
}

# a folder that cannot be written
F9()
{
  mkdir ro
  chmod 555 ro
  set -- splitter --rows 10000 -o 'ro/{index}' in.csv
  if test "$(id -u)" -eq 0; then
    have setpriv || return
    set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    chmod 755 "$test_home" "$test_home/work" .
    "$@" --dry-run >/dev/null 2>&1 || { cannot 'nobody may run it'; return; }
  fi
  clean_error 1 'ro/\{index\}: cannot make a file in its folder: Permission' "$@"
}

# stale files of a job that was killed, with the number of our process
F16()
{
  hold_rows $rows || return
  kill -KILL "$held"
  let_go
  test "$(stat -c %a c/.splitter-* | sort -u)" = 600 || fail 'another mode'
  run 0 $rows in.csv
  whole in.csv c/*.csv
}

# a disk error in the input, an input that changes
I3()
{
  have strace || return
  clean_error 1 'in.csv: cannot read: Input/output error' \
    inject_on in.csv read:error=EIO:when=1 $rows in.csv
  for k in 1 2 3; do
    clean_error 1 'in.csv: cannot read: Input/output error' \
      inject_on in.csv pread64:error=EIO:when=$k $rows --threads 1 in.csv
  done
}

# short reads and writes
I2()
{
  plain 'the preloaded functions are those of the sanitizer' || return
  run 0 $rows in.csv
  mv c whole
  LD_PRELOAD=$builddir/tests/faults/shortio.so $rows in.csv || fail "status $?"
  diff -r c whole >&2 || fail 'other chunks'
}

# TERM, INT, HUP while it runs: no chunk, no folder
S1()
{
  env --default-signal=TERM true 2>/dev/null ||
    { cannot 'env has no --default-signal'; return; }
  for signal in TERM:143 INT:130 HUP:129; do
    hold_rows env --default-signal=TERM,INT,HUP $rows --manifest m.csv ||
      return
    kill -"${signal%:*}" "$held"
    let_go
    test "$status" -eq "${signal#*:}" || fail "status $status: $signal"
    test ! -s err || fail 'a message'
    nothing_but
  done
}

# TERM at every system call that changes names: all chunks, or none, and the
# status tells which
S4()
{
  have strace || return
  mkdir c
  for call in openat:9 openat:12 mkdir,mkdirat:1 write:2 fsync:1 fsync:6 \
    renameat2:1 renameat2:4 renameat2:6 renameat2:7 fsync:8 fsync:9; do
    rm -rf c m.csv
    inject "${call%:*}:signal=TERM:when=${call#*:}" $rows --manifest m.csv \
      in.csv 2>err
    got=$?
    if test -e m.csv; then
      test $got -eq 0 || fail "$call: status $got"
      whole in.csv c/*
      test "$(ls -A c | wc -l)" -eq 6 || fail "$call: $(ls -A c)"
    else
      test $got -eq 143 || fail "$call: status $got"
      test ! -e c || fail "$call: left behind: $(ls -A c)"
    fi
  done
}

faults O3 O4 F2 F3 F4 F6 F8 F9 F12 F16 F18 F19 F20 F21 I3 I2 S1 S4
