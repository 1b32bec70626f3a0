#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --report: units, rows, sizes and weights of every stratum are those
# that an independent program counts; and its config repeats the run.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/design.sh"

printf 'id,g,d,w\n1,a,0,1\n2,a,0,2\n3,a,0,1\n4,b,0,.5\n5,b,0,1\n6,b,0,1\n7,c,1,9\n' \
  >rows.csv
printf '1,a,0,1\n3,a,0,1\n6,b,0,1\n7,c,0,1\n7,c,1,2\n,a,0,1\n6,b,0,0\n' >>rows.csv
printf 'g,n\na,2\nb,0\nc,9\n' >sizes.csv
cat >report.py <<'END'
import json, math, shlex, subprocess, sys

import design_reference

def close(a, b):
    return abs(a - b) <= 1e-12 * max(abs(b), 1)

def tell(arguments):
    """What the report says, and what it must say."""
    design = design_reference.design(arguments)
    output = subprocess.run(
        ["sampler", "--quiet", "--report", "report.json", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout
    assert output == design.sample()
    with open("report.json") as file:
        report = json.load(file)
    got = {s["stratum"]: s for s in report["strata"]}
    strata = sorted(design.strata.items(), key=lambda s: (
        design_reference.order_of(s[0])))
    picked = design.picked() if design.options.one_per_unit else design.kept
    want, unseen = {}, 0
    everybody = [u for _, s in strata for u in s.kept]
    if design.options.keep:
        want["kept"] = (everybody, everybody, 1.0)
    for labels, stratum in strata:
        label = design_reference.row_of_csv(labels) if labels else "drawn"
        leaving = design.leaving(stratum)
        weight = len(stratum.others) / leaving if leaving else None
        want[label] = (stratum.others, stratum.drawn, weight)
        unseen += 0 if leaving else len(stratum.others)
    assert list(got) == list(want), (list(got), list(want))
    for label, (units, drawn, weight) in want.items():
        one = got[label]
        rest = design.options.output == "rest"
        rows_out = sum(i in picked or rest for u in units for i in u.rows
                       if (u in drawn) != rest)
        expected = {
            "pop_size": len(units), "sample_size": len(drawn),
            "design_weight": weight,
            "pop_rows": sum(len(u.rows) for u in units),
            "sample_rows": rows_out,
        }
        for key, value in expected.items():
            if key in one and one[key] != value:
                sys.exit("%s: %s is %r, not %r" % (label, key, one[key], value))
        identity = len(units) if weight else 0
        if not close(one["sum_of_weights"], identity):
            sys.exit("%s: the weights add up to %r, not %r" % (
                label, one["sum_of_weights"], identity))
    return report, design

for line in sys.stdin:
    print(line, end="", flush=True)
    arguments = shlex.split(line)
    report, design = tell(arguments)
    records = report["input"]
    assert records["records"] == len(design.records)
    # Nobody is lost between the classes.
    apart = sum(records.get(k, 0) for k in (
        "dropped", "not_eligible", "not_eligible_missing"))
    assert apart == len(design.records) - len(design.kept), apart
END
cat >lines <<END
--n 100 --seed 1 $nwtco
--n 100 --seed 1 --keep rel --where study=3 $nwtco
--n 100 --seed 1 --keep rel --strata stage,histol $nwtco
--fraction 0.05 --seed 1 --strata 'month:Flight Date' $birds
--fraction 0.05 --seed 1 --strata stage --method bernoulli $nwtco
--n 300 --seed 1 --keep rel --strata stage --replicate 2 --output all $nwtco
--sizes sizes.csv --seed 1 --strata g --where id!= rows.csv
--sizes sizes.csv --seed 1 --strata g --keep d rows.csv
--n 2 --seed 1 --unit id --unit-missing own rows.csv
--n 2 --seed 1 --unit id --where id!= --keep d rows.csv
--n-per-stratum 2 --seed 1 --unit id --where id!= --keep d --strata g rows.csv
--n-per-stratum 1 --seed 1 --unit id --unit-missing own --strata g --output rest \
 rows.csv
--n 300 --seed 1 --strata stage --output rest $nwtco
--n-per-stratum 1 --seed 1 --unit id --where id!= --strata g --keep d \
 --one-per-unit rows.csv
--n 30 --seed 1 --unit edrel --one-per-unit --keep rel $nwtco
--n 30 --seed 1 --unit seqno --unit-sorted --one-per-unit --keep rel $nwtco
--n 20 --seed 1 --unit 'Aircraft Airline Operator' --one-per-unit $birds
END
# A line that ends in a backslash goes on.
sed -e ':join' -e '/\\$/N; s/\\\n//; t join' lines >joined
"$PYTHON" report.py <joined >out 2>err || fail 'another report'

cat >again.py <<'END'
import json, shlex, subprocess, sys

for line in sys.stdin:
    *options, frame = shlex.split(line)
    def run(*words):
        return subprocess.run(["sampler", "--quiet", *words], check=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE).stdout
    first = run(*options, "--report", "report.json", frame)
    with open("report.json") as file:
        config = json.load(file)["config"]
    if run("--config", json.dumps(config), frame) != first:
        sys.exit(line)
END
"$PYTHON" again.py <joined >out 2>err || fail 'the config is another run'

# The least number in each stratum is a part of the design, of a pooled one, too.
set -- --keep rel --strata stage --n 400 --min-per-stratum 60 --seed 1
run 0 sampler "$@" --report report.md $nwtco
grep -q '^design .*, at least 60 in each, by stage' err || fail 'a design without its least'
grep -q '^What is drawn: .*, at least 60 in each, by stage' report.md ||
  fail 'a report without the least number'
sampler --quiet "$@" --shard-out --at-most 400 --shard one -o one.csv $nwtco &&
  run 0 combiner -o pooled.csv one.csv
grep -q '^design .*, at least 60 in each, by stage' err || fail 'pooled without its least'

# A plan has no sample whose rows have weights, or that is analysed.
run 0 sampler "$@" --plan --report plan.md $nwtco
test -s plan.md && ! grep -q 'weight of each row\|Analysis\|svydesign' plan.md ||
  fail 'a plan that speaks of a sample'

finish
