# SPDX-License-Identifier: MIT
# combiner.sh - draws by many jobs, held against one draw from the whole.
#
#     . "${srcdir=.}/tests/init.sh"
#     . "$srcdir/tests/combiner.sh"
#
#   make_frame ROWS UNITS  a file frame.csv: id (of UNITS), year, died, sex, w
#   split OPTION...        frame.csv in chunks, their manifest in m.csv
#   shards OPTION...       sampler --shard-out, one job for each line of m.csv
#   whole OPTION...        what one job draws from frame.csv, in whole.csv
#   pool OPTION...         combiner --manifest m.csv, in pooled.csv
#   reseal FILE CHANGE     changes the file beside a sample by a line of Python
#                          that speaks of `whole`, and seals it again
#   same_bytes WHAT        whole.csv is pooled.csv
#   same_rows WHAT         the same up to the order of rows
#   same_told WHAT         both programs have told the same, but for their names,
#                          the input, the time and the lists of units

find_python xxhash

reseal()
{
  "$PYTHON" - "$@" <<'END' || fail "reseal $*"
import json, sys
import xxhash
whole = json.load(open(sys.argv[1]))
del whole["xxh3"]
exec(sys.argv[2])
text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
whole["xxh3"] = xxhash.xxh3_128_hexdigest(text)
json.dump(whole, open(sys.argv[1], "w"))
END
}

make_frame()
{
  awk -v rows="$1" -v units="$2" 'BEGIN {
    print "id,year,died,sex,w"
    for (i = 0; i < rows; i++) {
      unit = i * 7919 % units
      year = unit % 11 == 0 ? "" : 2010 + unit % 3
      printf "p%05d,%s,%d,%s,%d.%d\n", unit, year, unit % 23 == 4,
             unit % 5 < 2 ? "f" : "m", 1 + i % 4, i % 10
    }
  }' >frame.csv || exit 99
}

split()
{
  rm -rf chunks
  mkdir chunks
  splitter --quiet --force --out 'chunks/{index}.csv' --manifest m.csv "$@" \
    frame.csv 2>err || fail "splitter $*"
}

shards()
{
  lines=$(($(wc -l <m.csv) - 1))
  for task in $(seq "$lines"); do
    sampler --quiet --manifest m.csv --task "$task" --seed 3 --shard-out "$@" \
      2>err || fail "task $task: $*"
  done
}

whole()
{
  sampler --seed 3 -o whole.csv "$@" frame.csv 2>whole.err ||
    fail "one job: $* $(cat whole.err)"
}

pool()
{
  combiner --manifest m.csv -o pooled.csv "$@" 2>pooled.err ||
    fail "combiner: $(cat pooled.err)"
}

same_bytes()
{
  cmp pooled.csv whole.csv >&2 || fail "not the same bytes: $*"
}

same_rows()
{
  LC_ALL=C sort pooled.csv >pooled.rows
  LC_ALL=C sort whole.csv >whole.rows
  cmp pooled.rows whole.rows >&2 || fail "not the same rows: $*"
}

told()
{
  sed -e 's/^[a-z]*: warning: \(frame.csv: \)*/warning: /' \
    -e '/^[a-z]* [0-9.]*, algorithm/d' -e '/^input /d' -e '/^time /d' \
    -e '/no unit is in two shards$/d' "$1"
}

same_told()
{
  told whole.err >whole.told
  told pooled.err | diff whole.told - >&2 || fail "not told the same: $*"
}
