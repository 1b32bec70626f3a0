#!/bin/sh
# SPDX-License-Identifier: MIT
# P and D for chunks: all of them are there, and right, or none.
. "${srcdir=.}/tests/init.sh"
program=splitter
. "$srcdir/tests/faults/init.sh"
. "$srcdir/tests/faults/chunks_init.sh"

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
    assert name.split(".")[0].lower() not in (
        "con", "nul", "com1"), name  # devices of Windows
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
  for descriptors in 16 24; do
    run 0 sh -c "ulimit -n $descriptors &&
      splitter -q --force --by k -o 'c/{k}.csv' many.csv"
    test "$(ls c | wc -l)" -eq 3000 || fail "$(ls c | wc -l) chunks"
    whole many.csv c/*
  done
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
  clean_error 2 'c/[1-6].csv: exists already; --force' $rows in.csv
  clean_error 2 'm.csv: exists already; --force' splitter --rows 60000 \
    -o 'd/{index}' --manifest m.csv in.csv
  echo precious >c/3.csv
  # names with an index: when there are as many chunks, or levels are known;
  # what comes behind is not read any more
  mkdir e
  echo precious >e/2
  { head -n 4 in.csv; echo 'px9,0,"'; } >bad.csv
  clean_error 2 'e/2: exists already; --force' \
    splitter --by id -o 'e/{index}' bad.csv
  mv e/2 e/2_1
  clean_error 2 'e/2_1: exists already; --force' \
    splitter --by outcome=outcome:outcome -o 'e/{index}_{outcome}' bad.csv
  rm -r bad.csv e
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

# disk_full OPTION...: no chunk of the run is left on the small disk d, and the
# older one there is as it was
disk_full()
{
  echo precious >d/0.csv
  clean_error 1 'd/.*: cannot (write|make).*: No space left' \
    splitter "$@" --manifest d/m.csv --force in.csv
  test "$(ls -A d)" = 0.csv || fail "$*: left: $(ls -A d)"
  test "$(cat d/0.csv)" = precious || fail "$*: an older chunk is lost"
}

# a disk of 64 kB: few large chunks, compressed ones, many small ones, and one
# that has room for the chunks and not for the manifest
P5()
{
  mkdir d
  mount -t tmpfs -o size=64k none d 2>/dev/null ||
    { rmdir d; cannot 'no right to mount'; return; }
  disk_full --by outcome -o 'd/{outcome}.csv'
  disk_full --rows 10000 -o 'd/{index}.csv.gz'
  disk_full --by id --max-chunks 100000 -o 'd/{id}.csv'
  disk_full --parts 2 -o 'd/{index}/part.csv.zst'
  # ten chunks of a page each fit behind five pages, a manifest of two does not
  awk 'BEGIN { print "k"; for (i = 0; i < 10; i++) printf "%0200d\n", i }' >long
  rm d/0.csv
  head -c 20480 /dev/zero >d/five
  clean_error 1 'd/m.csv: cannot write: No space left' \
    splitter --by k -o 'd/{k}' --manifest d/m.csv long
  rm d/five
  run 0 splitter -q --by k -o 'd/{k}' --manifest d/m.csv long
  test "$(ls d | wc -l)" -eq 11 || fail "$(ls d | wc -l) files"
  umount d
  rmdir d
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
  clean_error 1 'many: more than 10,000 chunks; --max-chunks=N allows' \
    splitter --by 1 -o 'c/{1}' many
  clean_error 2 'in.csv: more than 7 chunks' splitter --max-chunks 7 --groups 8 \
    --unit id -o 'c/{group}' in.csv
  clean_error 2 'in.csv: more than 7 chunks' splitter --max-chunks 7 --parts 8 \
    -o 'c/{index}' in.csv
  clean_error 1 'in.csv: more than 5 chunks' splitter --max-chunks 5 --rows 10000 \
    -o 'c/{index}' in.csv
  clean_error 2 'in.csv: more than 5 chunks' splitter --max-chunks 5 \
    --by outcome --levels outcome=1..6 -o 'c/{index}' in.csv
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

faults P1 D1 P2 P3 P4 P5 P6 P7 P8 P9 P10
