#!/bin/sh
# SPDX-License-Identifier: MIT
# R: a sample is as random as its seed, and the seed says which it is.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/faults/init.sh"

# drawn COMMAND...: runs it without a seed; the one it reports is $seed
drawn()
{
  run 0 "$@"
  seed=$(sed -n 's/.*seed \([0-9]*\) (chosen by chance).*/\1/p' err)
  test -n "$seed" || fail 'no seed is reported'
}

# two_runs COMMAND...: of COMMAND must differ, and each can be repeated
two_runs()
{
  drawn "$@" in.csv
  mv out first
  first_seed=$seed
  drawn "$@" in.csv
  mv out second
  test "$seed" != "$first_seed" || fail "the same seed twice: $*"
  ! cmp -s first second || fail "the same sample twice: $*"
  run 0 sampler --n 50 --seed "$first_seed" in.csv
  same "the first run, repeated: $*" first out
  run 0 sampler --n 50 --seed "$seed" in.csv
  same "the second run, repeated: $*" second out
}

# no seed
R1()
{
  two_runs sampler --n 50
  two_runs sampler --quiet --n 50
  run 0 sampler --quiet --n 50 --seed 1 in.csv
  test ! -s err || fail 'not quiet'
}

# in the same second
R2()
{
  have faketime || return
  plain 'faketime cannot be loaded before them' || return
  faketime -f '2024-01-01 00:00:00' true 2>/dev/null ||
    { cannot 'faketime does not work here'; return; }
  two_runs faketime -f '2024-01-01 00:00:00' sampler --n 50
}

# no getrandom, and then no random device either
R3()
{
  have strace || return
  two_runs inject getrandom:error=ENOSYS sampler --n 50
  have unshare || return
  flags=-m
  test "$(id -u)" -eq 0 || flags=-rm
  unshare $flags mount -t tmpfs none /dev 2>/dev/null ||
    { cannot '/dev cannot be emptied here'; return; }
  run 1 unshare $flags sh -c 'mount -t tmpfs none /dev &&
    exec strace -f -o trace -e inject=getrandom:error=ENOSYS \
      sampler --n 50 in.csv'
  one_message 'no seed: cannot open /dev/urandom'
  test ! -s out || fail 'a sample without a seed'
}

# one seed: a file, a pipe, gzip, zstd
R4()
{
  draw='--keep outcome --n 500 --seed 18446744073709551615'
  run 0 sampler $draw in.csv
  mv out expected
  cat in.csv | sampler $draw >out 2>err || fail "a pipe: status $?"
  same 'a pipe' expected out
  gzip -c in.csv >in.csv.gz
  run 0 sampler $draw in.csv.gz
  same 'gzip' expected out
  sampler $draw - <in.csv.gz >out 2>err || fail "gzip as stdin: status $?"
  same 'gzip as standard input' expected out
  run 0 sampler $draw -o o.gz in.csv
  gzip -dc o.gz >o || fail 'bad gzip'
  same 'gzip out' expected o
  run 0 sampler $draw --shard x in.csv
  ! cmp -s expected out || fail 'another shard, the same sample'
  command -v zstd >/dev/null || return
  zstd -q in.csv
  run 0 sampler $draw in.csv.zst
  same 'zstd' expected out
  run 0 sampler $draw -o o.zst in.csv
  zstd -qdf o.zst || fail 'bad zstd'
  same 'zstd out' expected o
}

# seeds
R6()
{
  for seed in 0 007 18446744073709551615; do
    run 0 sampler --n 5 --seed $seed in.csv
    grep -q "seed ${seed#00}\$" err || fail "seed $seed is reported as another"
  done
  for seed in -1 18446744073709551616 36893488147419103232 abc '' ' 1' +1 1.0 \
    1e3 0x10 '5 5' 1,000 '٣' 1x; do
    clean_error 2 "--seed '$(echo "$seed" | sed 's/[.+]/\\&/g')': not a whole" \
      sampler --n 5 --seed="$seed" in.csv
  done
}

faults R1 R2 R3 R4 R6
