#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --manifest and combiner --manifest: a manifest is CSV or JSON, by its
# name, and a chunk that is not what it says is found out.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/combiner.sh"

make_frame 900 900
mkdir 'a b'
splitter --quiet --parts 3 --out 'a b/{index}.csv.gz' --manifest m.csv \
  --manifest m.json frame.csv || fail splitter
whole --n 40

# Both forms give the same shards, and combiner takes either.
for form in csv json; do
  for task in 1 2 3; do
    run 0 sampler --quiet --manifest m.$form --task $task --seed 3 --n 40 \
      --shard-out
  done
  mkdir $form && cp 'a b'/*shard* $form
  for pooled in csv json; do
    run 0 combiner --quiet --manifest m.$pooled -o pooled.csv
    same_bytes "$form, $pooled"
  done
done
diff -r csv json >&2 || fail 'the shards differ by the form of the manifest'
run 0 sampler --quiet --manifest m.json --task 2 --seed 3 --n 40
run 2 sampler --quiet --manifest m.json --task 4 --seed 3 --n 40
grep -q '^sampler: m.json: no line for --task 4: there are 3' err || fail 'task 4'
run 2 sampler --manifest m.json --task 2 --seed 3 --n 9 --report m.json
grep -q 'm.json: the output is the manifest, too' err || fail 'overwritten'

# Chunks that are no runs of records.
run 0 splitter --quiet --by year --by sex --missing none \
  --out 'k{year}_{sex}.csv' --manifest k.csv --manifest k.json frame.csv
lines=$(($(wc -l <k.csv) - 1))
for form in csv json; do
  for task in $(seq $lines); do
    run 0 sampler --quiet --manifest k.$form --task $task --seed 3 \
      --unit id --n 40 --shard-out
  done
  run 0 combiner --quiet --manifest k.$form -o pooled.csv
  whole --unit id --n 40
  same_rows "keys, $form"
done

# A chunk is held against records, bytes and digest, whatever holds the rest.
cp 'a b/2.csv.gz' kept.gz
gzip -dc kept.gz >kept
changed()
{
  gzip -c >'a b/2.csv.gz'
  for form in csv json; do
    for out in --shard-out --strict; do
      run 1 sampler --manifest m.$form --task 2 --n 9 --seed 3 $out
      grep -qF "sampler: a b/2.csv.gz: $1" err || fail "want: $1"
    done
  done
}
sed 3d kept | changed 'not as many records as its manifest says'
sed '9s/$/0/' kept | changed 'not as many bytes as its manifest says'
sed '9s/p/q/' kept | changed 'not the bytes of which its manifest has the digest'
sed '1s/w/v/' kept | changed 'not the bytes of which its manifest has the digest'
{ sed '$d' kept && sed -n '9p' kept; } | head -c "$(wc -c <kept)" |
  changed 'not the bytes of which its manifest has the digest'
# Units and second readings, threads, and compression that is not that of then.
sed '9s/p/q/' kept | gzip -c >'a b/2.csv.gz'
for threads in 1 3; do
  run 1 sampler --manifest m.csv --task 2 --fraction 0.1 --unit id --seed 3 \
    --threads $threads
  grep -q 'a b/2.csv.gz: not the bytes of which' err || fail 'two readings'
done
gzip -9 <kept >'a b/2.csv.gz'
run 0 sampler --quiet --manifest m.csv --task 2 --fraction 0.1 --unit id --seed 3
# What a manifest does not say is not looked at.
for columns in 1-5 1-3,5 1-3; do
  sed '9s/p/q/' kept | gzip -c >'a b/2.csv.gz'
  cut -d, -f $columns m.csv >less.csv
  run 0 sampler --quiet --manifest less.csv --task 2 --n 9 --seed 3
done
cp kept.gz 'a b/2.csv.gz'

# Odd chunks: a byte-order mark, CR LF, quotes, no line end, no records, blocks
# of many sizes.
{
  printf '\357\273\277"a ""b""",x\r\n'
  awk 'BEGIN { for (i = 0; i < 9000; i++) printf "\"%d,\n\",%d\r\n", i, i % 7 }'
  printf 'last,1'
} >odd.csv
printf 'x,y\n' >empty.csv
printf 'x,y' >bare.csv
for frame in odd empty bare; do
  for name in csv csv.zst; do
    run 0 splitter --quiet --force --parts 2 --out "$frame{index}.$name" \
      --manifest odd.m.csv $frame.csv
    for task in 1 2; do
      run 0 sampler --quiet --manifest odd.m.csv --task $task --n 9 --seed 3
    done
  done
done

# combiner sees that the manifest is not the one of then.
rm -f 'a b'/*shard*
cp csv/* 'a b'
sed 's/[0-9a-f]\{32\}$/00000000000000000000000000000000/' m.csv >other.csv
run 1 combiner --quiet --manifest other.csv -o none.csv
grep -q 'a b/1.shard.csv.gz: not drawn from line 1 of the manifest' err ||
  fail 'another digest'
awk -F, -v OFS=, 'NR == 4 { $4++ } { print }' m.csv >other.csv
run 1 combiner --quiet --manifest other.csv -o none.csv
grep -q 'a b/3.shard.csv.gz: not drawn from line 3 of the manifest' err ||
  fail 'other bytes'
cut -d, -f 1-3,5 m.csv >less.csv
whole --n 40
run 0 combiner --quiet --manifest less.csv -o pooled.csv
same_bytes 'a manifest that says less'

# What is no manifest is named, with the place.
while read -r text; do
  printf '%s\n' "$text" >bad.json
  run 1 sampler --manifest bad.json --task 1 --n 10
  grep -q '^sampler: bad.json: ' err || fail "not named: $text"
  run 1 combiner --manifest bad.json
  grep -q '^combiner: bad.json: ' err || fail "not named: $text"
done <<'END'
[
[]
{}
3
[3]
[{"index": 1, "file": "a.csv"}]
[{"index": 2, "file": "a.csv", "records": 5}]
[{"index": 1, "file": "", "records": 5}]
[{"index": 1, "file": 7, "records": 5}]
[{"index": 1, "file": "a.csv", "records": -5}]
[{"index": 1, "file": "a.csv", "records": "5"}]
[{"index": 1, "file": "a.csv", "records": 5, "bytes": "9"}]
[{"index": 1, "file": "a.csv", "records": 5, "xxh3": "9"}]
[{"index": 1, "file": "a.csv", "records": 5, "first_record": null}]
[{"index": 1, "file": "a.csv", "records": 5, "records": 5}]
END
printf '[{"index": 1, "file": "a", "records": 1, "first_record": 0},
{"index": 2, "file": "b", "records": 1}]' >bad.json
run 1 sampler --manifest bad.json --task 1 --n 10
grep -q '^sampler: bad.json: item 2 of the list: no chunk of a manifest$' err ||
  fail 'the item is not named'
run 1 sampler --manifest nowhere.json --task 1 --n 10
grep -q '^sampler: nowhere.json: cannot open: No such file' err || fail 'nowhere'
for bad in 'index,file,records,bytes\n1,a.csv,5,x' \
  'index,file,records,xxh3\n1,a.csv,5,12'; do
  printf "$bad\n" >bad.csv
  run 1 sampler --manifest bad.csv --task 1 --n 10
  grep -q '^sampler: bad.csv: record 1, line 2: no line of a manifest' err ||
    fail "not named: $bad"
done
finish
