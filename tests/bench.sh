#!/bin/sh
# SPDX-License-Identifier: MIT
# The benchmarks run, whatever their figures: all rows, the peers that are there,
# plots. A peer's wrong sample and a missed target are told. Nothing is left.
. "${srcdir=.}/tests/init.sh"
need_plain 'the figures are not of the program'
need gzip

mkdir memory || exit 99
BENCH_DIR=$PWD/files BENCH_RESULTS=$PWD/results BENCH_MEMORY=$PWD/memory
BENCH_BYTES=1M BENCH_PEER_BYTES=100K BENCH_PAIRS=1 BENCH_RECORDS=12000
BENCH_STARTS=3 BENCH_JUDGE=0 BENCH_TOPICS='' BENCH_PEERS=''
export srcdir builddir BENCH_DIR BENCH_RESULTS BENCH_MEMORY BENCH_BYTES \
  BENCH_PEER_BYTES BENCH_PAIRS BENCH_RECORDS BENCH_STARTS BENCH_JUDGE \
  BENCH_TOPICS BENCH_PEERS
bench=$srcdir/bench

# has FILE TEXT...: each TEXT is in the FILE.
has()
{
  file=$1
  shift
  for text in "$@"; do
    grep -qF -e "$text" "$file" || fail "$file has no '$text': $(cat "$file")"
  done
}

# is_plot FILE: a whole one, with marks in it.
is_plot()
{
  if command -v gnuplot >/dev/null; then
    grep -q '</svg>' "$1" || fail "$1 is no plot"
    grep -q '<use ' "$1" || fail "$1 has no marks"
  fi
}

run 0 "$bench/run"
has results/bench.md '| plain file  ' '| plain file, --threads 1 ' \
  '| every string quoted ' '| hostile file ' 'all processors busy' \
  '| --strata of 12, --n-per-stratum ' '| --strata of 12, --fraction 0.02 ' \
  '| splitter --by year ' '| splitter --parts 8 ' \
  '| 10 kB, to standard output ' '| 12 k records, --unit ' \
  '| plain file, 10M ' '| a pipe, 10M ' '| Python csv ' '| awk, GNU shuf ' \
  '0 peers failed or differ'
grep -q '| \(awk, GNU shuf\|Python csv\) .*| agrees |$' results/bench.md ||
  fail "no peer agrees: $(cat results/bench.md)"
cmp results/bench.md out >&2 || fail 'the table is not what was printed'
is_plot results/programs.svg

BENCH_SIZES='100K 1M' run 0 "$bench/scaling"
has results/scaling.md '|    100K |' '|      1M |            1 |'
is_plot results/scaling.svg

if command -v valgrind >/dev/null; then
  printf 'plain\tplain\t1000\n' >baseline.tsv
  BENCH_COUNT_BYTES=50K BENCH_DESIGNS=plain BENCH_KINDS='plain hostile' \
    BENCH_BASELINE=baseline.tsv run 0 "$bench/instructions"
  awk -F '|' '$2 ~ /plain/ && $3 ~ /plain/ {
      good += $4 == 1000 && $5 > 1 && $5 < 1000 }
    $2 ~ /hostile/ { good += $4 ~ /-/ && $5 > 1 }
    END { exit good != 2 }' results/instructions.md ||
    fail "no instructions: $(cat results/instructions.md)"
fi

# Seven others where many more are asked for: their weights still add up.
mkdir wrong || exit 99
printf '#!/bin/sh\ntest "$1" != --version || exec echo shuf 1\nsed -n 1,7p\n' \
  >wrong/shuf
printf '#!/bin/sh\nsleep 0.1\nexec "%s" "$@"\n' "$builddir/src/sampler" \
  >wrong/slow
chmod +x wrong/* || exit 99
PATH=$PWD/wrong:$PATH BENCH_TOPICS=programs BENCH_PEERS=shuf run 2 "$bench/run"
has out 'differs: 7 others, not '
SAMPLER=$PWD/wrong/slow BENCH_TOPICS=start BENCH_JUDGE=1 run 1 "$bench/run"
has out '| OVER |' '1 missed'

run 2 env BENCH_BYTES=1X "$bench/run"
has err "BENCH_BYTES: '1X' is not a size"
run 2 env BENCH_TOPICS=all "$bench/run"
has err "BENCH_TOPICS: 'all' is no topic"

# What an answer must be, and the median of an even number of runs.
printf '%s\r\n' name,outcome,age,weight '"x, y",1,70,1' z,0,,4.5 z,0,71,4.5 \
  >answer
answer()
{
  awk -v kept="$1" -v others="$2" -v records="$3" -f "$bench/answer.awk" answer
}
run 0 answer 1 2 10
run 1 answer 2 2 10
run 1 answer 1 3 10
run 1 answer 1 2 11
printf '%s\n' '1 1 10 2 1 1' '4 1 30 2 1 1' '3 1 20 2 1 1' '8 1 20 2 1 1' |
  awk -f "$bench/figures.awk" >figures
has figures 'ratio=1.75 ' 'ratio_min=0.5 ratio_max=4 ' 'ours_wall=3.500000' \
  'ours_peak=20.0 peak_max=30.0 ' 'theirs_wall=2.000000'

test -z "$(ls memory)" || fail "left in memory: $(ls memory)"
for file in files/*; do
  case $file in
    files/plain-* | files/start.csv*) ;;
    *) fail "left on the disk: $file" ;;
  esac
done
finish
