#!/bin/sh
# SPDX-License-Identifier: MIT
# C: the data is nowhere but in the output.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

# so many records through a pipe that they do not stay in memory
make_big()
{
  tail -n +2 in.csv >rows
  { head -n 1 in.csv; for i in 1 2 3 4 5 6 7 8 9 10; do cat rows; done; } \
    >big.csv
  rm rows
}

# written_by COMMAND...: the names of all files that COMMAND, which reads
# big.csv, opened for writing or made, with a log on disk among them
written_by()
{
  calls=open,openat,openat2,creat,mkdir,mkdirat,link,linkat,symlink,symlinkat
  cat big.csv |
    tracing -f -y -o trace -e "trace=$calls,memfd_create" "$@" >out 2>err ||
    fail "status $?: $*"
  grep -E '^[0-9]* (creat|mkdir|link|symlink|memfd)|O_(WR|RDWR|CREAT|TMPFILE)' \
    trace | grep -v ' = -1 ' | sed 's/.*= [0-9]*<\(.*\)>.*/\1/' >written
  grep -q 'O_TMPFILE\|/\.sampler-' trace || fail "no log on disk: $*"
  ! grep -E 'O_TMPFILE|O_CREAT' trace | grep -qv ', 0600)' ||
    fail "a temporary file has another mode: $*"
}

# only_in FOLDER...: all that was written is there
only_in()
{
  while read -r name; do
    for folder in "$@"; do
      case $name in
        "$here/$folder/"*) continue 2 ;;
      esac
    done
    fail "written: $name"
  done <written
}

# copies
C1()
{
  have strace || return
  here=$(pwd -P)
  make_big
  mkdir d t
  all='--n 1000000 --seed 1'
  written_by sampler $all -o d/o --report d/r.json
  only_in d
  written_by sampler $all -o d/o --tmpdir t
  only_in d t
  written_by env TMPDIR="$here/t" sampler $all
  only_in t
  written_by env TMPDIR="$here/t" sampler $all --tmpdir d
  only_in d
  written_by splitter --parts 2 -o 'd/{index}' --tmpdir t -
  only_in d t
  mkdir e && cd e && ln ../big.csv . || exit 99
  written_by sampler $all
  cp written ..
  cd ..
  only_in e
  test -z "$(find t -type f)" || fail 'left in the folder for temporary files'
}

# silent_about WORD COMMAND...: COMMAND, which may fail, says something, but not
# the word
silent_about()
{
  word=$1
  shift
  "$@" >out 2>err
  test -s err || fail "no message: $*"
  ! grep -q "$word" err || fail "shows a cell: $*"
  test ! -e r.json || ! grep -q "$word" r.json || fail "reports a cell: $*"
  rm -f r.json
}

# values in messages
C2()
{
  silent_about px0 sampler --keep outcome --n 3 -o o --report r.json in.csv
  silent_about px0 sampler --keep outcome --n 3 --verbose -o o in.csv
  bad='id,died,day\npx1,1,2014-01-01\n'
  for record in 'SECRET,0' 'SECRET,0,1,1' '"SECRET,0' '"SECRET"SECRET,0,1' \
    'SECRET\r,0,1' 'SECRET\000,0,1' 'SECRET,SECRET,SECRET' 'SECRET,,' \
    ',"SECRET""SECRET",""'; do
    printf "$bad$record\n" >bad.csv
    for rule in died died=1 'died>0' 'day<2014-06-01' id id=SECRE; do
      silent_about SECRET \
        sampler --keep "$rule" --n 1 --strict -o o --report r.json bad.csv
    done
  done
  { printf "$bad"; head -c 100000 /dev/zero | tr '\0' S; } >bad.csv
  silent_about SSS sampler --n 1 --max-record 1K bad.csv
  # only if asked for
  printf "${bad}px2,SECRET,1\n" >bad.csv
  run 1 sampler --keep died --n 1 --verbose bad.csv
  grep -q 'record 2, line 3: .*SECRET' err || fail 'not shown by --verbose'
}

# core dump
C3()
{
  plain 'they end the program in another way' || return
  (ulimit -c unlimited) 2>/dev/null || { cannot 'no core here anyway'; return; }
  for job in 'sampler --n 5' 'splitter --by outcome -o {outcome}'; do
    hold sh -c "ulimit -c unlimited && exec $job held"
    for try in $(seq 400); do
      ! grep -q '^Max core file size *0 *0' "/proc/$held/limits" || break
      sleep 0.05
    done
    grep -q '^Max core file size *0 *0' "/proc/$held/limits" ||
      fail "a core may be dumped: $job"
    kill -SEGV "$held"
    let_go
    test "$status" -eq 139 || fail "status $status: $job"
    rm -f .splitter-*.tmp
    nothing_but
  done
}

# no children, who would have a command line
C4()
{
  have strace || return
  gzip -c in.csv >in.csv.gz
  run 0 tracing -f -o trace -e trace=fork,vfork,clone,clone3,execve \
    sampler --keep outcome --n 50 -o o.gz in.csv.gz
  test "$(grep -c 'execve(' trace)" -eq 1 || fail 'runs another program'
  ! grep -E 'fork\(|clone3?\(' trace | grep -qv CLONE_THREAD ||
    fail "has children: $(cat trace)"
}

faults C1 C2 C3 C4
