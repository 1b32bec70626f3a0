#!/bin/sh
# SPDX-License-Identifier: MIT
# combiner tells what sampler would have told of the whole: summary, warnings, all
# three reports, with and without disclosure control.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/combiner.sh"

cat >compare.py <<'END'
import json, sys
whole, pooled = (json.load(open(name)) for name in ("whole.json", "pooled.json"))
for report in whole, pooled:
    for member in "program", "arguments", "config", "cost":
        del report[member]
    for member in "name", "bytes", "bytes_decoded", "reads", "coding":
        del report["input"][member]
assert pooled["input"].pop("shards") == int(sys.argv[1])
if sys.argv[2] == "one":  # what a row adds depends on the order of additions
    for report in whole, pooled:
        report["sums"].pop("final_weights")
assert whole == pooled, [(k, whole[k], pooled[k]) for k in whole
                         if whole[k] != pooled[k]]
END

# reports SHARDS: those of the last whole and pool.
reports()
{
  "$PYTHON" compare.py "$1" "${2-}" || fail "the .json: $design"
  cmp pooled.report.csv whole.report.csv >&2 || fail "the .csv: $design"
  sed -e '1s/`.*`/`shards`/' -e 's/^Drawn by sampler/Drawn by combiner/' \
    -e 's/whole\.csv/pooled.csv/' -e 's/: draw it again/: draw all shards again/' \
    -e '/^The sample has no/s/`\.$/`, which is an option of `sampler`, and pool them./' \
    whole.md >whole.text
  sed '1s/`.*`/`shards`/' pooled.md | cmp - whole.text >&2 ||
    fail "the .md: $design"
}

# What is missing in a sample is asked of those who draw.
make_frame 300 300
split --parts 2
shards --n 20 --strata sex --at-most 20
run 0 combiner --quiet --manifest m.csv -o pooled.csv --report r.md
cat >advice <<'END'
The sample has no columns `stratum` and `N`: draw all shards again with the same
seed and `--add stratum,N`, which is an option of `sampler`, and pool them.
END
grep -qxF "$(tr '\n' ' ' <advice | sed 's/ $//')" r.md ||
  fail 'advice that nobody can follow'

# A shard has no weights to analyse it by.
run 0 sampler --quiet --manifest m.csv --task 1 --seed 3 --shard-out --n 20 \
  --report r.md
grep -q '^A shard is not analysed' r.md && ! grep -q svydesign r.md ||
  fail 'lines that analyse a shard'

make_frame 3000 3000
for split in '--parts 5' '--groups 5 --unit id --seed 2'; do
  split $split
  for sdc in '' '--sdc round5' '--sdc midpoint6 --sdc-suppress 20'; do
    for design in \
      '--keep died --strata sex,year --n-per-stratum 6 --where w>=2' \
      '--keep died --keep-missing drop --keep year=2011 --n 60 --base-weight w'
    do
      case $split in
      --groups*) design="$design --unit id" ;;
      esac
      shards $design
      whole $design $sdc
      for form in json report.csv md; do
        sampler --quiet --seed 3 $design $sdc -o whole.csv \
          --report whole.$form frame.csv || fail "sampler: $design"
        combiner --quiet --manifest m.csv $sdc -o pooled.csv \
          --report pooled.$form || fail "combiner: $design"
      done
      pool $sdc
      same_rows "$design"
      same_told "$design $sdc"
      reports 5 "$(test "$split" = '--parts 5' || echo one)"
    done
  done
done

# The options of a run are its --config, and nothing of the shards.
run 0 combiner --quiet --strict --manifest m.csv -o pooled.csv --report r.json
"$PYTHON" -c 'import json
config = json.load(open("r.json"))["config"]
assert config == {"strict": True, "manifest": "m.csv", "out": "pooled.csv",
                  "quiet": True, "report": "r.json"}, config
json.dump(config, open("config.json", "w"))' || fail 'the config'
cp pooled.csv before.csv
rm pooled.csv
run 0 combiner --config config.json
cmp before.csv pooled.csv >&2 || fail 'the config does not repeat the run'

# A shard says that it is one, and --sdc holds for what is told of it.
run 0 sampler --manifest m.csv --task 1 --seed 3 --shard-out --n 20
grep -q '^shard    written without weights, for combiner$' err ||
  fail 'not told that it is a shard'

# Shards with labels only have no stream together, parts have that of the whole,
# by --unit there is one key.
split --parts 3
shards --n 20
run 0 sampler --verbose --seed 3 --n 20 frame.csv
grep '^stream ' err >stream
run 0 combiner --verbose --manifest m.csv -o pooled.csv
grep '^stream ' err | cmp - stream >&2 || fail 'the stream of parts'
split --by sex
shards --n 20
run 0 combiner --verbose --manifest m.csv -o pooled.csv --report r.json
! grep -q '^stream ' err || fail 'a stream that no shard has'
grep -q '"stream": null' r.json || fail 'a stream in the report'
finish
