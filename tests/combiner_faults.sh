#!/bin/sh
# SPDX-License-Identifier: MIT
# combiner and sampler --shard-out without memory, disk or readable input: one
# message, status 1, older outputs as they were; never a shorter sample.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/combiner.sh"

make_frame 1200 700
split --groups 3 --unit id --seed 1
shards --unit id --keep died --strata sex --n 60 --at-most 50 --check-units
run 0 combiner --quiet --manifest m.csv -o expected.csv --report expected.csv.csv

# trouble WHAT: the last run ended with status 1 and one message, and what was
# there before is there still.
trouble()
{
  test "$status" -eq 1 || fail "$1: status $status"
  test "$(grep -vc 'warning: ' err)" -eq 1 || fail "$1: not one message"
  test "$(cat o.csv)" = old || fail "$1: the older output is gone"
  test -z "$(find . -name '.*.tmp')" || fail "$1: something is left behind"
}

# without_memory COMMAND...: allocation after allocation fails, and for ever now and
# then.
without_memory()
{
  failed=0
  for k in $(seq 1 450); do
    for all in '' +; do
      test -z "$all" || test $((k % 4)) -eq 1 || continue
      rm -f chunks/1.shard.csv*
      cp kept/* chunks
      echo old >o.csv
      KFAIL=alloc:$k$all LD_PRELOAD=$builddir/tests/faults/kfail.so \
        "$@" >out 2>err
      status=$?
      if test $status -eq 0; then
        test ! -e "$result" || cmp "$result" "$expected" >&2 ||
          fail "allocation $k: another result"
        continue
      fi
      failed=$((failed + 1))
      trouble "allocation $k of $*"
      grep -qi 'memory' err || fail "allocation $k: not told"
    done
  done
  test $failed -gt 60 || fail "only $failed runs without memory failed: $*"
}

mkdir kept && cp chunks/1.shard.csv* kept
if test -z "$SANITIZE"; then
  result=o.csv expected=expected.csv
  without_memory combiner --quiet --threads 1 --manifest m.csv -o o.csv
  result=chunks/1.shard.csv expected=kept/1.shard.csv
  without_memory sampler --quiet --threads 1 --manifest m.csv --task 1 \
    --seed 3 --shard-out --unit id --keep died --strata sex --n 60 --at-most 50 \
    --check-units
fi

# A full disk, a closed output, an input that cannot be read.
echo old >o.csv
combiner --quiet --manifest m.csv >/dev/full 2>err
status=$?
trouble 'a full disk'
grep -q 'No space left' err || fail 'a full disk is not told'
combiner --quiet --manifest m.csv >&- 2>err
status=$?
trouble 'a closed output'
combiner --help >/dev/full 2>err
test $? -eq 1 || fail '--help to a full disk'
mv chunks/2.shard.csv chunks/two && mkdir chunks/2.shard.csv
combiner --quiet --manifest m.csv -o o.csv 2>err
status=$?
trouble 'a folder'
rmdir chunks/2.shard.csv && mv chunks/two chunks/2.shard.csv

# A shard that changes between the two readings, and one that grows.
need strace
for call in read pread64; do
  echo old >o.csv
  strace -o trace -f -P "$PWD/chunks/2.shard.csv" -e trace=$call \
    -e inject=$call:error=EIO:when=1+ \
    combiner --quiet --threads 1 --manifest m.csv -o o.csv 2>err
  status=$?
  grep -q INJECTED trace || continue
  trouble "an error of $call"
  grep -q 'chunks/2.shard.csv: .*Input/output error' err || fail "$call: not told"
  seen=yes
done
test "${seen-}" = yes || fail 'no call was made to fail'
(sleep 1; sed -i 's/,m,/,f,/' chunks/3.shard.csv) &
strace -f -o trace -P "$PWD/chunks/1.shard.csv" -e trace=close \
  -e inject=close:delay_enter=1500000:when=1 \
  combiner --quiet --threads 1 --manifest m.csv -o o.csv 2>err
status=$?
wait
trouble 'a shard that changes'
grep -q 'chunks/3.shard.csv: changed' err || fail 'the change is not told'
finish
