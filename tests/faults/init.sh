# SPDX-License-Identifier: MIT
# faults/init.sh - what the tests of faults share.
#
#     . "${srcdir=.}/tests/init.sh"
#     . "$srcdir/tests/faults/init.sh"
#
# A fault, or a bad input, has an id: a letter and a number. Its test is the
# function of that name, which begins in a fresh folder with a copy of in.csv:
# 60,000 records id,outcome,t, whose identifiers begin with "px" and stand
# nowhere else. Beside the tools of tests/init.sh it has
#
#   $fault               the id
#   $program             whose messages are looked at: sampler, or set it
#   clean_error STATUS REGEX COMMAND...  COMMAND must end with STATUS, print
#                        nothing but one message, which begins as REGEX says
#                        and shows no identifier, and leave all files as they
#                        are
#   same WHAT FILE FILE  the two files must be equal
#   nothing_but FILE...  the folder must have these files and no other; out,
#                        err and in.csv need not be named
#   to FILE COMMAND...   runs COMMAND with its output going to FILE
#   hold COMMAND...      starts COMMAND, which reads the FIFO "held": it gets
#                        the begin of in.csv and no end; its process is $held
#   held_file PATTERN    waits until a file of that pattern exists; $file
#   release              gives it the rest and the end; its status is $status
#   let_go               waits for its end and gives it nothing but that
#   inject RULE COMMAND...  runs COMMAND under strace with this injection
#   inject_on FILE RULE COMMAND...  the same, into calls on this file only
#   peak_below MIB       what the last run used, as its summary has it; M3 compares
#                        the summary with the system
#   on_small_disk SIZE SCRIPT  runs SCRIPT where d/ is a disk of that size, which
#                        only it can see; what is left there is in ../left
#   can_make_disks       whether that works, or says cannot
#   cannot REASON        says that the rest of the fault is skipped; return
#                        after it
#   have TOOL...         whether all these tools are here, or says cannot
#   plain REASON         whether this build has no sanitizers, or says cannot
#
#   faults ID...         tests these faults, prints "ok ID" or "skip ID: REASON"
#                        for each that did not fail, and ends the test; if
#                        $FAULTS names some, only these are tested, and of
#                        those in $FAULTS_WITHOUT none

: "${program:=sampler}"

make_frame()
{
  awk 'BEGIN {
    print "id,outcome,t"
    for (i = 1; i <= 60000; i++)
      printf "px%05d,%d,%d\n", i, i % 200 == 7, i * 7919 % 3650
  }'
}

cannot()
{
  echo "skip $fault: $*"
  fault_skipped=yes
}

have()
{
  for fault_tool in "$@"; do
    command -v "$fault_tool" >/dev/null 2>&1 ||
      { cannot "$fault_tool is missing"; return 1; }
    test "$fault_tool" = strace || continue
    strace -o /dev/null true 2>/dev/null ||
      { cannot 'strace may not trace here'; return 1; }
  done
}

plain()
{
  test -z "$SANITIZE" || { cannot "built with sanitizers: $*"; return 1; }
}

# Every file below this folder with what would show a change.
files_now()
{
  find . -mindepth 1 ! -path ./out ! -path ./err \
    \( -type f -printf '%p %y %m %i %s %T@\n' -o -printf '%p %y %m %i %l\n' \)
}

# One message, or two lines from who reads the command line.
one_message()
{
  message=
  fault_more=
  while IFS= read -r fault_line; do
    case $fault_line in
      "Try \`$program --help' or"*) ;;
      *) test -z "$message" && message=$fault_line || fault_more=yes ;;
    esac
  done <err
  case $message in
    "$program: "*px[0-9]*) fail 'the message shows a cell' ;;
    "$program: "*) ;;
    *) fail "no message of $program" ;;
  esac
  test -z "$fault_more" || fail 'not one message'
  printf '%s\n' "$message" | grep -qE "^$program: $1" ||
    fail "the message is not: $1"
}

clean_error()
{
  fault_status=$1
  fault_regex=$2
  shift 2
  fault_before=$(files_now)
  "$@" >out 2>err
  fault_got=$?
  if test $fault_got -ne "$fault_status"; then
    fail "status $fault_got instead of $fault_status: $*"
    return
  fi
  one_message "$fault_regex"
  test ! -s out || fail "printed something: $*"
  fault_after=$(files_now)
  test "$fault_after" = "$fault_before" ||
    test "$(echo "$fault_after" | sort)" = "$(echo "$fault_before" | sort)" ||
    fail "the files were $fault_before and are $fault_after: $*"
}

same()
{
  cmp "$2" "$3" >&2 || fail "$1: other bytes"
}

nothing_but()
{
  for fault_file in * .[!.]*; do
    test -e "$fault_file" || test -L "$fault_file" || continue
    case " out err in.csv $* " in
      *" $fault_file "*) ;;
      *) fail "left behind: $fault_file" ;;
    esac
  done
}

to()
{
  fault_file=$1
  shift
  "$@" >"$fault_file"
}

# Descriptor 9 keeps the FIFO open for writing; nobody else may hold it.
hold()
{
  mkfifo held || exit 99
  exec 9<>held
  head -n 1000 in.csv >&9
  "$@" >out 2>err 9>&- &
  held=$!
}

# Up to 20 seconds; the program may be slow to start.
held_file()
{
  for fault_try in $(seq 400); do
    for file in $1; do
      test ! -e "$file" || return 0
    done
    sleep 0.05
  done
  fail "no file $1 comes up"
  kill -KILL "$held"
  return 1
}

release()
{
  tail -n +1001 in.csv >&9
  exec 9>&-
  let_go
}

# The shell may have taken note of the end already.
is_running()
{
  fault_state=$(sed -n 's/^State:[^A-Z]*\([A-Z]\).*/\1/p' \
    "/proc/$held/status" 2>/dev/null)
  test "${fault_state:-Z}" != Z
}

let_go()
{
  for fault_try in $(seq 400); do
    is_running || break
    sleep 0.05
  done
  if is_running; then
    fail 'the program hangs'
    kill -KILL "$held"
  fi
  wait "$held" 2>/dev/null
  status=$?
  exec 9>&-
  rm -f held
}

inject()
{
  fault_rule=$1
  shift
  tracing -f -o /dev/null -e "inject=$fault_rule" "$@"
}

# strace speaks of a path that is not the full one.
inject_on()
{
  fault_path=$(pwd -P)/$1
  shift
  fault_rule=$1
  shift
  inject "$fault_rule" -P "$fault_path" "$@"
}

peak_below()
{
  fault_peak=$(sed -n 's/.*peak memory \([0-9]*\).*/\1/p' err)
  test "${fault_peak:-9999}" -lt "$1" ||
    fail "a peak of ${fault_peak:-no} MiB"
}

can_make_disks()
{
  have unshare || return
  on_small_disk 64k true 2>/dev/null ||
    { cannot 'no disk can be mounted here'; return 1; }
}

on_small_disk()
{
  fault_flags=-m
  test "$(id -u)" -eq 0 || fault_flags=-rm
  unshare $fault_flags sh -c "
    mkdir d && mount -t tmpfs -o size=$1 none d || exit 99
    $2
    status=\$?
    ls -A d >../left
    umount d && rmdir d
    exit \$status"
}

faults()
{
  test -z "${FAULTS-}" || set -- $FAULTS
  fault_outcome=nothing
  make_frame >"$test_home/in.csv" || exit 99
  for fault in "$@"; do
    case " ${FAULTS_WITHOUT-} " in
      *" $fault "*) continue ;;
    esac
    command -v "$fault" >/dev/null || { echo "no fault $fault" >&2; exit 99; }
    mkdir "$test_home/work/$fault" && cd "$test_home/work/$fault" &&
      cp "$test_home/in.csv" . || exit 99
    test_name=${0##*/}:$fault
    fault_skipped=no
    rm -f "$test_home/failed"
    "$fault"
    cd "$test_home/work" || exit 99
    if test -e "$test_home/failed"; then
      fault_outcome=failed
    elif test "$fault_skipped" = no; then
      echo "ok $fault"
      test "$fault_outcome" = failed || fault_outcome=passed
    fi
    rm -rf "${test_home:?}/work/$fault"
  done
  test_name=${0##*/}
  rm -f "$test_home/failed"
  test "$fault_outcome" != nothing || skip 'every fault, see above'
  test "$fault_outcome" != failed || : >"$test_home/failed"
  finish
}

command -v strace >/dev/null 2>&1 && sanitize_under_strace
