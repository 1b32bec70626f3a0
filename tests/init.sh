# SPDX-License-Identifier: MIT
# init.sh - what every program test begins with.
#
#     . "${srcdir=.}/tests/init.sh"
#
# The test then runs in a fresh, empty folder that is removed at its end, in the
# C locale, without input, with the program that was just built first on PATH.
# It has
#
#   $srcdir, $builddir   both absolute
#   $SANITIZE            the sanitizers of this build, or nothing
#   run STATUS COMMAND   runs COMMAND; its output is in the files `out` and
#                        `err`; any other exit status than STATUS is a failure
#   fail MESSAGE         records a failure, shows the start of out and err, and
#                        goes on
#   skip REASON          ends the test as skipped
#   tracing ARGUMENT...  runs strace so that it can see the names of files
#   need TOOL...         skips the test if a tool is missing
#   need_plain REASON    skips the test in a build with sanitizers
#   find_python MODULE...  sets $PYTHON to a Python 3 that can import all
#                        MODULEs, or skips the test
#   finish               ends the test; must be its last line
#
# Exit status: 0 passed, 1 failed, 77 skipped, 99 the test itself is broken.

test_name=${0##*/}
srcdir=$(cd "${srcdir:-.}" && pwd) || exit 99
builddir=${abs_top_builddir:-$(pwd)}
: "${SANITIZE=}"

if test ! -x "$builddir/src/sampler"; then
  echo "$test_name: no program in $builddir/src: build first," \
    'and run the test from the build folder' >&2
  exit 99
fi
PATH=$builddir/src:$PATH

LC_ALL=C
export PATH LC_ALL
unset POSIXLY_CORRECT ARGP_HELP_FMT
umask 022
exec </dev/null

# A finding of a sanitizer is no "trouble", status 1.
ASAN_OPTIONS=exitcode=99${ASAN_OPTIONS:+:$ASAN_OPTIONS}
LSAN_OPTIONS=exitcode=99${LSAN_OPTIONS:+:$LSAN_OPTIONS}
UBSAN_OPTIONS=exitcode=99:print_stacktrace=1${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}
TSAN_OPTIONS=exitcode=99${TSAN_OPTIONS:+:$TSAN_OPTIONS}
export ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS

# The fresh folder is work/ in one that also holds the mark of a failure, which
# so reaches the test from its subshells and pipes too.
test_home=$(mktemp -d "${TMPDIR:-/tmp}/$test_name.XXXXXX") || exit 99
unset TMPDIR
test_finished=no
trap 'test_cleanup $?' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$test_home/work" && cd "$test_home/work" || exit 99

test_cleanup()
{
  cd / || exit 99
  chmod -R u+rwx "$test_home" 2>/dev/null
  rm -rf "$test_home"
  if test "$1" -eq 0 && test "$test_finished" = no; then
    echo "$test_name: does not end with finish" >&2
    exit 99
  fi
  exit "$1"
}

fail()
{
  : >"$test_home/failed"
  echo "$test_name: FAILED: $*"
  for test_file in out err; do
    test -f "$test_file" || continue
    echo "--- the first lines of $test_file ($(wc -c <"$test_file") bytes):"
    head -n 20 "$test_file" | cut -c 1-400
  done
} >&2

run()
{
  test_want=$1
  shift
  "$@" >out 2>err
  test_got=$?
  test "$test_got" -eq "$test_want" ||
    fail "status $test_got instead of $test_want: $*"
}

finish()
{
  test_finished=yes
  test ! -e "$test_home/failed" || exit 1
  exit 0
}

# A test that has failed already is not skipped.
skip()
{
  test ! -e "$test_home/failed" || finish
  echo "$test_name: skipped: $*" >&2
  exit 77
}

# The leak detector cannot be traced, and the process that puts names to
# addresses waits for ever if faults are injected into it too.
sanitize_under_strace()
{
  ASAN_OPTIONS=detect_leaks=0:symbolize=0:$ASAN_OPTIONS
  UBSAN_OPTIONS=symbolize=0:$UBSAN_OPTIONS
}

# The programs hide their memory, from strace too unless it is root's: it would
# not see the names of files.
seen=
test "$(id -u)" -eq 0 ||
  seen="-E LD_PRELOAD=$builddir/tests/faults/dumpable.so"
export seen
tracing()
{
  strace $seen "$@"
}

need()
{
  for test_tool in "$@"; do
    command -v "$test_tool" >/dev/null 2>&1 || skip "$test_tool is missing"
    test "$test_tool" = strace || continue
    strace -o /dev/null true 2>/dev/null || skip 'strace may not trace here'
    sanitize_under_strace
  done
}

need_plain()
{
  test -z "$SANITIZE" || skip "built with sanitizers: $*"
}

# What is on PATH may be a wrapper that takes a second to start: once is enough.
find_python()
{
  for test_tool in python3 /usr/bin/python3; do
    PYTHON=$("$test_tool" - "$@" 2>/dev/null <<'END'
import importlib, sys
assert sys.version_info >= (3,)
for module in sys.argv[1:]:
    importlib.import_module(module)
print(sys.executable)
END
    ) && return
  done
  skip "no Python 3 with ${*:-its standard library}"
}
