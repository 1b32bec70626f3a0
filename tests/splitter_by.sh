#!/bin/sh
# SPDX-License-Identifier: MIT
# splitter: every record is in the chunk of its values, with every byte of it.
. "${srcdir=.}/tests/init.sh"
find_python

# Python decides: see chunks.py. The split must have WANT chunks; LABELS is what
# it is to hold against the cells, one word each.
# holds WANT FRAME TEMPLATE LABELS OPTION...
holds()
{
  want=$1 frame=$2 template=$3 labels=$4
  shift 4
  for ending in $endings; do
    rm -rf dealt manifest.csv
    run 0 splitter "$@" -o "dealt/$template$ending" --manifest manifest.csv \
      "$frame"
    # shellcheck disable=SC2086 # words
    "$PYTHON" "$srcdir/tests/chunks.py" "$frame" manifest.csv $labels >held \
      2>&1 || fail "$*: $(tail -n 3 held)"
    grep -q "^$want chunks 4000 records" held ||
      fail "$*: $(cat held) instead of $want chunks 4000 records"
    test "$(find dealt -type f | wc -l)" -eq "$want" || fail "$*: other files"
  done
}

# Year and month depend on the number of the record modulo 12, so there are
# twelve of them and January 2000.
# Quoted line breaks, delimiters and quotes, blank lines, no line ending at the
# end; $1 is the line ending, $2 what stands in front of the header.
make_frame()
{
  awk -v end="$1" -v bom="$2" 'BEGIN {
    printf "%sid,sex,born,died,note%s", bom, end
    for (i = 1; i <= 4000; i++) {
      note = i % 5 ? "plain " i : "\"a, \"\"" i "\"\"" end "and b\""
      born = sprintf("%d-%02d-%02d", 1950 + int(i / 3) % 4, i * 5 % 12 + 1,
                     i % 28 + 1)
      if (i % 3 == 0)
        born = "\"" born "\""
      if (i % 7 == 0)
        born = born "T23:59:59Z"
      if (i % 3 == 0 && i % 7 == 0)
        born = "2000-01-31 10:00"
      if (i % 700 == 0)
        printf "%s", end
      printf "%d,%s,%s,%s,%s%s", i, i % 2 ? "f" : "\"m\"", born,
        i % 11 ? "" : "2020-01-01", note, i < 4000 ? end : ""
    }
  }'
}

make_frame '\n' '' >lf.csv
make_frame '\r\n' '\357\273\277' >crlf.csv
endings='.csv .csv.gz .csv.zst'
for frame in lf.csv crlf.csv; do
  holds 2 $frame '{sex}' sex=value:sex --by sex
  holds 5 $frame '{year}' year=year:born --by year:born
  holds 13 $frame '{quarter}' quarter=quarter:born --by quarter:born
  holds 13 $frame 'm{month}' month=month:born --by month:born
  holds 2 $frame '{died}' died=outcome:died --by outcome:died
  holds 10 $frame '{y}/{d}' 'y=year:born d=outcome:died' --by y=year:born \
    --by d=outcome:died
  holds 2 $frame '{sex}' '' --by sex=rule:id\>3000
  holds 40 $frame '{index:04}' '' --rows 100
  holds 7 $frame '{index}' '' --parts 7
  holds 9 $frame '{group}' '' --groups 9 --unit id --seed 5
  endings=.csv
done

# From a pipe, gzip and zstd it is the same.
splitter --by year:born -o 'file/{year}.csv' -q crlf.csv || fail 'a file'
splitter --by year:born -o 'pipe/{year}.csv' -q <crlf.csv || fail 'a pipe'
gzip -c crlf.csv >crlf.csv.gz
splitter --by year:born -o 'gzip/{year}.csv' -q crlf.csv.gz || fail 'gzip'
splitter --parts 3 -o 'file/{index}.csv' -q crlf.csv || fail 'parts of a file'
gzip -dc crlf.csv.gz | splitter --parts 3 -o 'pipe/{index}.csv' -q ||
  fail 'parts of a pipe'
splitter --parts 3 -o 'gzip/{index}.csv' -q crlf.csv.gz || fail 'parts of gzip'
diff -r file pipe >&2 || fail 'a pipe gives other chunks'
diff -r file gzip >&2 || fail 'gzip gives other chunks'

# Counted by awk, whose fields are those of the file: it has no quotes.
splitter --by 'year:Flight Date' -o 'b/{year}.csv' --manifest b.csv -q \
  "$srcdir/data/birdstrikes.csv" || fail birdstrikes
awk -F, 'NR > 1 { print $4 }' b.csv | tr '\n' ' ' >counts; echo >>counts
echo '463 571 657 677 667 713 752 865 907 941 1065 1095 627 ' >wanted
cmp -s counts wanted || fail "birdstrikes: $(cat counts)"

# A value that is no UTF-8 has its bytes in the JSON list: no other one is alike.
printf 'k,"l"\n\303\277,a\n\377,b\n\303\277,\377\\\n' >bytes.csv
run 0 splitter -q --by k --by l --manifest bytes.json -o 'bytes/{k}{l}' bytes.csv
"$PYTHON" - >got <<'END' || fail 'no JSON'
import json
for chunk in json.load(open("bytes.json")):
    print(ascii(chunk["labels"]), chunk.get("labels_hex"))
END
cat >want <<'END'
{'k': '\xff', 'l': 'a'} None
{'k': '\xff', 'l': '\xff\\'} {'l': 'ff5c'}
{'k': '\xff', 'l': 'b'} {'k': 'ff'}
END
cmp want got >&2 || fail "two values with one label: $(cat got)"
finish
