#!/bin/sh
# SPDX-License-Identifier: MIT
# P, and D, F, I, M, O, S for chunks: all of them are there, and right, or none.
. "${srcdir=.}/tests/init.sh"
program=splitter
. "$srcdir/tests/faults/init.sh"

rows='splitter -q --rows 10000 -o c/{index}.csv'

# whole FRAME FILE...: the records of the files are those of the frame
whole()
{
  tail -n +2 "$1" | sort >records
  shift
  awk 'FNR > 1' "$@" | sort | cmp -s - records || fail 'other records'
  rm records
}

# hostile values
P1()
{
  need_python || return
  "$PYTHON" - >values <<'END'
import csv, sys
out = csv.writer(sys.stdout, lineterminator="\n")
values = ["../../etc/x", "a/b", "..", "-rf", "/etc/x", "x" * 300, "y" * 300,
          "A", "CON", "nul.txt", "com1", "new\nline", "$(touch owned)", ".x",
          "_x2f", "_h" + "0" * 32, "a_b", " ", "a b", "q\"", "c,d", "{index}",
          "~", "*", "0", "e\u0301", "\u00e9"]
out.writerow(["k", "n"])
for n in range(500):
    out.writerow([values[n * 7 % len(values)], n])
END
  printf 'no\xff\xfeutf,1\n' >>values
  mkdir deep
  run 0 splitter --by k -o 'deep/er/{k}' --manifest m.csv values
  "$PYTHON" - >found 2>&1 <<'END' || fail "$(cat found)"
import csv, os, re
chunks = {}
for row in csv.DictReader(open("m.csv", newline="", encoding="latin-1")):
    name = os.path.basename(row["file"])
    assert row["file"] == "deep/er/" + name, row
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", name), name
    assert len(name) <= 255 and name.lower() not in chunks, name
    chunks[name.lower()] = row["k"]
    back = re.sub("_x([0-9a-f]{2})", lambda hex: chr(int(hex[1], 16)), name)
    assert back == row["k"] or len(row["k"]) > 200, (name, row["k"])
    for cells in csv.DictReader(open(row["file"], newline="",
                                     encoding="latin-1")):
        assert cells["k"] == row["k"], row
assert sorted(os.listdir("deep/er")) == sorted(
    os.path.basename(row["file"])
    for row in csv.DictReader(open("m.csv", newline="", encoding="latin-1")))
assert len(chunks) == 28, len(chunks)
END
  test ! -e owned || fail 'a value was run'
  sort -r values | grep '^k,n' >order
  grep -v '^k,n' values >>order
  mkdir other
  # letters in any case
  printf 'k\npxA\npxa\n' >case
  rm -rf deep other order found m.csv
  clean_error 2 "--out 'c/\{k\}': two chunks would share the name" \
    splitter --by k -o 'c/{k}' case
  run 0 splitter -q --by k -o 'c/{k}{index}' case
  test "$(ls c | tr '\n' ' ')" = 'pxA1 pxa2 ' || fail "$(ls c)"
}

# damaged files, and good ones: as one chunk they are what they were
D1()
{
  for frame in "$srcdir"/tests/data/bad-*.csv; do
    clean_error 1 "$frame: " $rows "$frame"
  done
  same=0
  for frame in "$srcdir"/tests/data/good-*.csv; do
    case $frame in
      *blank* | *semicolons* | *no-*end* | *mixed-ends*) continue ;;
    esac
    run 0 splitter -q --rows 60000 -o 'c/{index}' "$frame"
    same "${frame##*/}" "$frame" c/1
    same=$((same + 1))
    rm -r c
  done
  test $same -ge 10 || fail "only $same good files"
}

need_python()
{
  PYTHON=
  for tool in python3 /usr/bin/python3; do
    ! "$tool" -c '' 2>/dev/null || { PYTHON=$tool; return; }
  done
  cannot 'no Python 3'
  return 1
}

with_descriptors()
{
  (ulimit -n 40 && "$@")
}

# more values than descriptors
P2()
{
  awk -F, '{ print NR == 1 ? "id,k" : $1 "," NR % 3000 }' in.csv >many.csv
  run 0 with_descriptors splitter -q --by k -o 'c/{k}.csv' many.csv
  test "$(ls c | wc -l)" -eq 3000 || fail "$(ls c | wc -l) chunks"
  whole many.csv c/*
  awk -F, 'FNR > 1 && "c/" $2 ".csv" != FILENAME' c/* >wrong
  test ! -s wrong || fail "in another chunk: $(head -n 1 wrong)"
  rm -rf c wrong
  run 0 with_descriptors splitter -q --by k -o 'c/{k}.csv.gz' many.csv
  tail -n +2 many.csv | sort >records
  cat c/*.gz | gzip -dc | grep -v '^id' | sort | cmp -s - records ||
    fail 'gzip: other records'
  rm -rf c records
  # and ten thousand, with as little memory as there may be
  awk -F, '{ print NR == 1 ? "id,k" : $1 "," NR % 10000 }' in.csv >many.csv
  run 0 splitter -q --by k --memory 1M -o "c/{k}.csv" many.csv
  test "$(ls c | wc -l)" -eq 10000 || fail "$(ls c | wc -l) chunks"
  whole many.csv c/*
}

# a second run
P3()
{
  run 0 $rows --manifest m.csv in.csv
  cp c/3.csv third
  clean_error 2 'c/\{index\}.csv: exists already; --force' $rows in.csv
  clean_error 2 'm.csv: exists already; --force' splitter --rows 60000 \
    -o 'd/{index}' --manifest m.csv in.csv
  echo precious >c/3.csv
  run 0 $rows --manifest m.csv --force in.csv
  same 'a replaced chunk' third c/3.csv
  test "$(find . -name '.*' ! -name .)" = '' || fail 'something is left'
}

# a bad last row
P4()
{
  { cat in.csv; printf 'px9,0,"1\n'; } >bad.csv
  clean_error 1 'bad.csv: record 60001, line 60002: .*never closed' \
    $rows --manifest m.csv bad.csv
  mkdir c
  echo precious >c/3.csv
  clean_error 1 'bad.csv: record 60001, line 60002: .*never closed' \
    $rows --force --manifest m.csv bad.csv
}

# dates
P6()
{
  { echo 'd,n'; echo '2014-12-31,1'; echo '2014-01-01T00:00Z,2'; } >good.csv
  run 0 splitter -q --by year:d -o 'c/{year}' good.csv
  test "$(wc -l <c/2014)" -eq 3 || fail 'not all good dates'
  rm -r c
  for date in 31/12/2014 14-2-3 0000-00-00 2014-02-30 ' 2014-01-01' \
    12014-01-01 2014-01-01T24:00 2014-01-01T 20140101; do
    { cat good.csv; echo "$date,3"; } >bad.csv
    clean_error 1 'bad.csv: record 3, line 4: column "d": not a date' \
      splitter --by year:d -o 'c/{year}' bad.csv
    ! grep -q -e "$date" err || fail 'the message shows a cell'
    run 0 splitter -q --by year:d --invalid rest -o 'c/{year}' bad.csv
    test "$(ls c | tr '\n' ' ')" = '2014 rest ' || fail "$date: $(ls c)"
    rm -r c
  done
  { cat good.csv; echo ',3'; } >bad.csv
  clean_error 1 'bad.csv: record 3, line 4: column "d": missing' \
    splitter --by year:d -o 'c/{year}' bad.csv
}

# the key column
P7()
{
  printf '\357\273\277id,"a, b",n,n\n1,x,2,3\n' >in2.csv
  clean_error 2 'in2.csv: no column "m"' splitter --by m -o 'c/{m}' in2.csv
  clean_error 2 'in2.csv: .*"n"' splitter --by n -o 'c/{n}' in2.csv
  run 0 splitter -q --by k=id --by 'j=a, b' -o 'c/{k}{j}' in2.csv
  same 'the only chunk' in2.csv c/1x
}

# a million values
P8()
{
  seq 1000000 >many
  clean_error 1 'more than 10,000 chunks \(--max-chunks\)' \
    splitter --by 1 -o 'c/{1}' many
  clean_error 1 'more than 7 chunks' splitter --max-chunks 7 --groups 8 \
    --unit id -o 'c/{group}' in.csv
  clean_error 1 'more than 7 chunks' splitter --max-chunks 7 --parts 8 \
    -o 'c/{index}' in.csv
  clean_error 1 'more than 5 chunks' splitter --max-chunks 5 --rows 10000 \
    -o 'c/{index}' in.csv
}

# the chunks are the whole
P9()
{
  for options in '--rows 7' '--rows 60000' '--rows 60001' '--parts 8' \
    '--groups 5 --unit id' '--by outcome'; do
    run 0 splitter -q $options -o 'c/{index}' in.csv
    whole in.csv c/*
    for chunk in c/*; do
      test "$(head -n 1 "$chunk")" = 'id,outcome,t' || fail 'no header'
    done
    rm -r c
  done
}

# samples of the chunks have the chunks' weights
P10()
{
  run 0 splitter -q --by sex=rule:t\>1000 -o 'c/{sex}.csv' in.csv
  for chunk in 0 1; do
    run 0 sampler -q --n 100 --seed 1 --shard $chunk -o s.csv c/$chunk.csv
    awk -F, -v n="$(($(wc -l <c/$chunk.csv) - 1))" 'NR > 1 { sum += $NF }
      END { exit !(sum > n - 1e-6 && sum < n + 1e-6) }' s.csv ||
      fail "chunk $chunk: other weights"
  done
}

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

# a small disk
O10()
{
  mkdir d
  mount -t tmpfs -o size=256k none d 2>/dev/null ||
    { cannot 'no right to mount'; return; }
  clean_error 1 'd/\{index\}.csv: cannot write: No space left' \
    splitter --rows 10000 -o 'd/{index}.csv' in.csv
  clean_error 1 'd/\{t\}.csv: cannot ' splitter --by t -o 'd/{t}.csv' in.csv
  test -z "$(ls -A d)" || fail 'something is left'
  umount d
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
  strace -f -o trace -e trace=openat $rows in.csv || fail "status $?"
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
  strace -f -y -o trace -e trace=fsync,rename,renameat,renameat2 \
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
    clean_error 1 'c/\{index\}.csv: cannot give a file its name' \
      inject "renameat2:error=EIO:when=$when" $rows --manifest m.csv in.csv
  done
  clean_error 1 'm.csv: cannot give the file its name' \
    inject "rename,renameat:error=EIO:when=1" $rows --manifest m.csv in.csv
  mkdir c
  for chunk in 1 2 3 4 5 6; do
    echo "precious $chunk" >c/$chunk.csv
  done
  echo precious >m.csv
  for when in 1 4 6; do
    clean_error 1 'c/\{index\}.csv: cannot give a file its name' \
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
    inject 'renameat:error=EIO:when=1' $rows --manifest c/m.csv in.csv
  run 0 $rows --manifest c/m.csv in.csv
  rm c/m.csv
  # where names cannot be exchanged
  inject 'renameat2:error=EINVAL' $rows --force --manifest m.csv in.csv ||
    fail "status $?"
  whole in.csv c/*
  test -z "$(find . -name '.?*' ! -name . ! -name ..)" || fail 'something left'
}

# the input is a chunk, what is there is no file, the manifest is a chunk
F8()
{
  mkdir c
  cp in.csv c/2.csv
  clean_error 2 'c/\{index\}.csv: an output is the input' \
    $rows --force c/2.csv
  ln -sf ../in.csv c/2.csv
  clean_error 2 'c/\{index\}.csv: .*no regular file' $rows --force in.csv
  rm c/2.csv
  mkdir c/2.csv
  clean_error 2 'c/\{index\}.csv: .*no regular file' $rows --force in.csv
  rmdir c/2.csv
  clean_error 2 'c/4.csv: the manifest has the name of a chunk' \
    $rows --manifest c/4.csv in.csv
  clean_error 2 './in.csv: the output is the input' \
    $rows --force --manifest ./in.csv in.csv
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
    inject_on in.csv read:error=EIO:when=3 $rows in.csv
}

# short reads and writes, and none at all for memory
I2()
{
  plain 'the preloaded functions are those of the sanitizer' || return
  run 0 $rows in.csv
  mv c whole
  LD_PRELOAD=$builddir/tests/faults/shortio.so $rows in.csv || fail "status $?"
  diff -r c whole >&2 || fail 'other chunks'
}

M1()
{
  plain 'the preloaded functions are those of the sanitizer' || return
  mkdir whole
  run 0 splitter -q --by t=rule:t\>1000 -o 'whole/{t}.gz' in.csv
  for all in '' 1; do
    for k in $(seq 1 5 130); do
      MFAIL=$k MFAIL_ALL=$all LD_PRELOAD=$builddir/tests/faults/mfail.so \
        splitter -q --by t=rule:t\>1000 -o 'c/{t}.gz' in.csv >out 2>err
      status=$?
      case $status in
        0) diff -r c whole >&2 || fail "other chunks: $k" ;;
        1) grep -q '^splitter: .*memory' err || fail "no message: $k"
          test ! -e c || fail "something is left: $k" ;;
        *) fail "status $status: $k" ;;
      esac
      rm -rf c
    done
  done
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

# TERM at every system call that changes names: all chunks, or none
S4()
{
  have strace || return
  mkdir c
  for call in openat:9 openat:12 mkdir,mkdirat:1 write:2 fsync:1 fsync:6 \
    renameat2:1 renameat2:4 renameat2:6 renameat:1 fsync:8; do
    rm -rf c m.csv
    inject "${call%:*}:signal=TERM:when=${call#*:}" $rows --manifest m.csv \
      in.csv 2>err
    if test -e m.csv; then
      whole in.csv c/*
      test "$(ls -A c | wc -l)" -eq 6 || fail "$call: $(ls -A c)"
    else
      test ! -e c || fail "$call: left behind: $(ls -A c)"
    fi
  done
}

faults P1 P2 P3 P4 P6 P7 P8 P9 P10 D1 O3 O4 O10 F2 F3 F4 F6 F8 F9 F16 I2 I3 M1 \
  S1 S4
