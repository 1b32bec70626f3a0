#!/bin/sh
# SPDX-License-Identifier: MIT
# C: from the first byte of the input on the program can reach its own files and
# nothing else.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

# has PART: whether the sandbox here has it, or says cannot
has()
{
  plain 'they open files of their own' || return
  sampler --version | grep -q "^sandbox: .*$1" ||
    { cannot "no $1: needs another kernel, or a build with a sandbox"; return 1; }
}

# probed THREADS COMMAND...: runs COMMAND in the folder job, where it has in.csv,
# shards a.csv and b.csv, and folders out and t for its outputs, with a library
# in it that tries what else it can do; THREADS of it at least must have tried.
# Output must be that of a run without.
probed()
{
  probed_threads=$1
  shift
  rm -rf job outside probes
  mkdir job job/out job/t outside && echo precious >outside/secret || exit 99
  for k in 1 2 3 4 5 6 7 8; do tail -n +2 in.csv; done >rows
  { head -n 1 in.csv; cat rows rows; } >job/in.csv || exit 99
  # more than is read at once, so that a thread of its own reads on
  { head -n 1 in.csv; for k in 1 2 3 4 5; do cat rows rows; done; } |
    gzip >job/in.csv.gz && echo other >job/other || exit 99
  for shard in a b; do
    sed "s/^px/p$shard/" in.csv >source.csv
    sampler -q --shard $shard --shard-out --check-units --unit id --seed 1 \
      --keep outcome --n 50 -o job/$shard.csv source.csv || exit 99
  done
  (cd job && "$@" 2>/dev/null) >expected || fail "status $?: $*"
  rm -r job/out && mkdir job/out
  (cd job && PROBES=../probes LD_PRELOAD=$builddir/tests/faults/prober.so \
    "$@") >out 2>err || fail "status $?: $*"
  same "with probes: $*" expected out
  test "$(grep -c '^-- a thread' probes)" -ge "$probed_threads" ||
    fail "$(grep -c '^-- a thread' probes) threads tried: $*"
  test "$(ls outside)" = secret && test "$(cat outside/secret)" = precious ||
    fail "something happened outside: $*"
}

# refused WHAT...: by these errors, whoever tried
refused()
{
  for what in "$@"; do
    grep -q "^$what " probes || fail "nobody tried: $what"
    ! grep "^$what " probes | grep -qvE ' (EACCES|EPERM|EXDEV|ENOSYS)$' ||
      fail "$(grep "^$what " probes | sort | uniq -c | xargs): $program"
  done
}

# the jobs that are looked at: threads that read, decode, compress and write
each_job()
{
  program=sampler
  draw='--keep outcome --n 50 --seed 1'
  probed 1 sampler $draw --threads 3 -o out/o --tmpdir t \
    --report out/r.json in.csv
  "$1"
  probed 2 sampler $draw -o out/o.gz --tmpdir t in.csv.gz
  "$1"
  probed 1 sampler $draw --tmpdir t in.csv
  "$1"
  program=splitter
  probed 3 splitter --by outcome -o 'out/{outcome}/chunk.csv.gz' \
    --manifest out/m.csv in.csv.gz
  "$1"
  probed 1 splitter --parts 3 --tmpdir t -o 'out/new/{index}.csv' in.csv
  "$1"
  program=combiner
  probed 1 combiner -o out/o --report out/r.json a.csv b.csv
  "$1"
}

no_files()
{
  refused 'read /etc/passwd' 'read secret' 'append to secret' 'list outside' \
    'make outside' 'make a folder outside' 'remove secret' 'rename secret' \
    'link secret' 'move out' 'write input' 'read the other file' device \
    processes
  version=$(sed -n 's/^landlock //p' probes | head -n 1)
  test "$version" -lt 3 || refused 'truncate secret'
  test "$version" -lt 6 || refused signal
}

no_calls()
{
  refused socket 'unix socket' socketpair io_uring execve fork clone3 ptrace \
    memory unshare dumpable
}

# files
C5()
{
  has Landlock || return
  each_job no_files
}

# sockets, processes, programs
C6()
{
  has seccomp || return
  each_job no_calls
}

# where a sandbox has to let things through: every kind of input and output
C7()
{
  run 0 sampler --n 500 --seed 1 in.csv
  mv out expected
  mkdir d
  mkfifo p q
  ln -s q link
  for output in p link; do
    target=$output
    test $output = p || target=q
    cat $target >x &
    run 0 timeout 20 sampler --n 500 --seed 1 -o $output in.csv
    wait
    same "-o $output" expected x
  done
  cat in.csv >p &
  run 0 timeout 20 sampler --n 500 --seed 1 -o d/o p
  wait
  same 'a FIFO' expected d/o
  run 0 sampler --n 500 --seed 1 -o d/../d/o /dev/stdin <in.csv
  same /dev/stdin expected d/o
  sampler --n 500 --seed 1 -o /dev/fd/1 in.csv 2>err | cat >o
  same /dev/fd/1 expected o
  run 0 sampler --n 500 --seed 1 -o /dev/null in.csv
  exec 8<in.csv && rm in.csv
  run 0 sampler --n 500 --seed 1 -o o /dev/fd/8
  exec 8<&-
  same 'a file without a name' expected o
}

# a system without, or with a part of it: the programs run as ever
C9()
{
  have strace || return
  draw='sampler -q --keep outcome --n 50 --seed 1'
  run 0 $draw -o expected in.csv
  run 0 splitter -q --by outcome -o 'all/{outcome}' in.csv
  run 0 $draw --shard a --shard-out -o a.csv in.csv
  run 0 combiner -q -o pooled a.csv
  for call in landlock_create_ruleset:error=ENOSYS \
    landlock_create_ruleset:error=EOPNOTSUPP landlock_create_ruleset:retval=1 \
    landlock_create_ruleset:error=EPERM:when=2 landlock_add_rule:error=EINVAL \
    landlock_restrict_self:error=E2BIG seccomp:error=ENOSYS \
    seccomp:error=EINVAL:when=2 prctl:error=EINVAL; do
    strace -o /dev/null -e "trace=${call%%:*}" true 2>/dev/null || continue
    run 0 inject "$call" $draw -o o in.csv
    test ! -s err || fail "$call is told: $(cat err)"
    same "$call" expected o
    run 0 inject "$call" combiner -q -o o a.csv
    same "$call: combiner" pooled o
    run 0 inject "$call" splitter -q --by outcome -o 'c/{outcome}' in.csv
    diff -r all c >&2 || fail "$call: other chunks"
    rm -r c
  done
  none='-e inject=seccomp:error=ENOSYS'
  for program in sampler splitter combiner; do
    inject landlock_create_ruleset:error=ENOSYS $none $program --version |
      grep -qx 'sandbox: none' || fail "there is one of $program"
  done
}

faults C5 C6 C7 C9
