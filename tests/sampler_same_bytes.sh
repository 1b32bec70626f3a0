#!/bin/sh
# SPDX-License-Identifier: MIT
# One sample, byte for byte: from a file, a pipe, gzip, zstd and several of them
# in a row, with every kernel, to standard output, a file, gzip and zstd.
. "${srcdir=.}/tests/init.sh"
need gzip zstd mkfifo

gzip -c "$srcdir/data/birdstrikes.csv" >F.gz
zstd -q -c "$srcdir/data/birdstrikes.csv" >F.zst
cp "$srcdir/data/birdstrikes.csv" F
head -c 500000 F >one
tail -c +500001 F >two
{ gzip -1 -c one; gzip -9 -c </dev/null; gzip -c two; } >members.gz
{ zstd -q -1 -c one; zstd -q -c </dev/null; zstd -q -19 -c two; } >frames.zst
cp F.gz no-ending

sample()
{
  run 0 sampler --keep 'Cost Total $>0' --n 400 --seed 11 "$@"
}

sample F
mv out want
test "$(wc -l <want)" -eq 610 || fail 'not a header, 209 kept and 400 drawn'

# like_F WHAT: what has just been run must have written the same.
like_F()
{
  cmp out want >&2 || fail "$1: not the sample of the file"
}
for file in ./F F.gz F.zst members.gz frames.zst no-ending; do
  sample $file
  like_F $file
  sample - <$file
  like_F "- <$file"
  cat $file >pipe.copy
  cat pipe.copy | sample -
  like_F "cat $file | sampler -"
done
sample <F
like_F '<F'
cat F.gz | sample
like_F 'cat F.gz | sampler'
mkfifo fifo
cat F >fifo &
sample fifo
like_F 'a FIFO'
{ sed -n 1p F; sleep 0.2; tail -n +2 F; } | sample
like_F 'a pipe that waits'

for kernel in portable avx2 avx512 gfni; do
  SAMPLER_KERNEL=$kernel
  export SAMPLER_KERNEL
  sampler --n 1 --quiet F >none 2>err
  case $? in
    0) sample F.gz
      like_F "the kernel $kernel" ;;
    2) grep -q "^sampler: SAMPLER_KERNEL: this machine has no kernel " err ||
      fail 'no message' ;;
    *) fail "the kernel $kernel" ;;
  esac
done
SAMPLER_KERNEL=fast
run 2 sampler --n 1 F
unset SAMPLER_KERNEL

for file in F F.gz; do
  for out in out.csv out.csv.gz out.csv.zst; do
    sample -o $out $file
    test ! -s out || fail "-o $out, and something on standard output"
  done
  mv out.csv out
  like_F '-o out.csv'
  gzip -dc out.csv.gz >out || fail 'no gzip'
  like_F '-o out.csv.gz'
  zstd -q -dc out.csv.zst >out || fail 'no zstd'
  like_F '-o out.csv.zst'
  mv out.csv.gz gz.$file
  mv out.csv.zst zst.$file
done
cmp gz.F gz.F.gz >&2 || fail 'compressed, the sample has other bytes'
cmp zst.F zst.F.gz >&2 || fail 'compressed, the sample has other bytes'
# More than one block, which threads share.
for threads in 1 2 3 8; do
  for ending in gz zst; do
    sample --output all --threads $threads -o all.csv.$ending F
    test -e all.$ending || mv all.csv.$ending all.$ending
    test ! -e all.csv.$ending || mv all.csv.$ending out
    test "$threads" -eq 1 || cmp out all.$ending >&2 ||
      fail "$ending by $threads threads has other bytes"
  done
done
sample --output all F
cp out all.csv
gzip -dc all.gz | cmp - all.csv >&2 || fail 'the gzip holds another sample'
zstd -q -dc all.zst | cmp - all.csv >&2 || fail 'the zstd holds another sample'
test "$(ls)" = "$(printf '%s\n' F F.gz F.zst all.csv all.gz all.zst err fifo frames.zst gz.F gz.F.gz \
  members.gz no-ending none one out pipe.copy two want zst.F zst.F.gz)" ||
  fail "files are left: $(ls)"
finish
