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

# One seed in two programs, and in two strata: as if each had its own. If of N
# units K have a mark and n are drawn at random, n K / N of the drawn have it,
# with variance n K/N (1 - K/N) (N - n)/(N - 1) (hypergeometric). The bounds are
# of 5 standard deviations, which chance goes past for 6 seeds in 10 million; the
# seeds are fixed.
R5()
{
  # half of 60,000 in a group, 30,000 drawn: 15,000 expected, sd 61.2
  for seed in 7 8; do
    run 0 splitter -q --groups 2 --unit id --seed $seed -o 'c/{group}' in.csv
    cut -d, -f1 c/1 | tail -n +2 | sort >group
    group=$(wc -l <group)
    for unit in '' '--unit id'; do
      run 0 sampler -q --n 30000 --seed $seed $unit in.csv
      both=$(cut -d, -f1 out | tail -n +2 | sort | comm -12 - group | wc -l)
      off=$((both - group / 2))
      test $off -gt -307 && test $off -lt 307 ||
        fail "seed $seed $unit: $both of a group of $group are drawn"
    done
    rm -r c
  done
  # two strata, every other record, 15,000 of 30,000 drawn from each: of 30,000
  # neighbours 7,500 are both drawn, sd 43.3; so are neighbours at other lags
  awk -F, '{ print $0 "," (NR == 1 ? "k" : NR % 2) }' in.csv >two.csv
  run 0 sampler -q --strata k --n 30000 --seed 7 two.csv
  tail -n +2 out | cut -c3-7 | sort >drawn
  for lag in 1 3 5 20001; do
    awk -v lag=$lag '{ drawn[$1 + 0] = 1 }
      END { for (i = 1; i <= 60000; i += 2) {
          j = (i + lag - 1) % 60000 + 1
          both += (i in drawn) && (j in drawn) }
        print both }' drawn >both
    off=$(($(cat both) - 7500))
    test $off -gt -217 && test $off -lt 217 ||
      fail "lag $lag: $(cat both) pairs of two strata are drawn"
  done
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

faults R1 R2 R3 R4 R5 R6
