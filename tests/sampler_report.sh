#!/bin/sh
# SPDX-License-Identifier: MIT
# sampler --report: every field that the manual names, and no other, with the
# values that the frame has, the sample has and the summary tells.
. "${srcdir=.}/tests/init.sh"
find_python

cat >check.py <<'END'
import csv, json, os, re, subprocess, sys

with open("report.json", encoding="utf-8") as file:
    text = file.read()
report = json.loads(text)
assert text.endswith("}\n")
expected = eval(sys.argv[1])

# Every field, with its type.
count = lambda x: type(x) is int and x >= 0
real = lambda x: type(x) is float and x >= 0
decimal = lambda x: type(x) is str and re.fullmatch("[0-9]+", x)
texts = lambda x: type(x) is list and all(type(y) is str for y in x)
text = lambda x: type(x) is str
maybe = lambda x: x is None or type(x) is str
none = lambda x: x is None
shape = {
    "program": text, "version": text, "algorithm": count, "libraries": texts,
    "arguments": texts, "seed": decimal, "seed_given": lambda x: type(x) is bool,
    "shard": lambda x: x is None or type(x) is str,
    "stream": {"generator": text, "state": decimal, "increment": decimal},
    "input": {"name": text, "coding": text, "bytes": count,
              "bytes_decoded": count, "columns": count, "reads": count,
              "records": count, "dropped": count, "not_eligible": count,
              "not_eligible_missing": count, "blank_lines": count},
    "design": {"text": text, "keys": maybe, "unit": maybe,
               "base_weight": maybe, "replicate": count},
    "strata": [{"stratum": text, "pop_size": count, "sample_size": count,
                "design_weight": lambda x: x is None or real(x),
                "sum_of_weights": real, "kept_size": count,
                "pop_rows": count, "sample_rows": count}],
    "sums": {"pop_size": count, "sample_size": count,
             "not_represented": count, "base_weights": none,
             "final_weights": none},
    "sdc": {"rule": text, "suppressed_up_to": count},
    "config": lambda x: x is None or type(x) is dict,
    "missing": [{"column": text, "records": count, "meaning": text}],
    "weight_name": text, "warnings": texts,
    "cost": {"read_seconds": real, "write_seconds": real,
             "peak_memory_bytes": count},
}

def check(value, shape, where):
    if isinstance(shape, dict):
        assert set(value) == set(shape), (where, set(value) ^ set(shape))
        for name in shape:
            check(value[name], shape[name], where + "." + name)
    elif isinstance(shape, list):
        for one in value:
            check(one, shape[0], where)
    else:
        assert shape(value), (where, value)

check(report, shape, "report")

def subset(part, whole, where):
    for name, value in part.items():
        if isinstance(value, dict):
            subset(value, whole[name], where + "." + name)
        elif name == "strata":
            assert len(value) == len(whole[name])
            for part_of, whole_of in zip(value, whole[name]):
                subset(part_of, whole_of, where + "." + name)
        else:
            assert whole[name] == value, (where, name, whole[name], value)

subset(expected, report, "report")
assert report["program"] == "sampler" and report["algorithm"] == 1
assert report["stream"]["generator"] == "PCG64"
assert int(report["stream"]["increment"]) % 2 == 1

# What the program says of itself.
about = subprocess.run(["sampler", "--version"], stdout=subprocess.PIPE,
                       check=True).stdout.decode().splitlines()
assert about[:-1] == ["sampler " + report["version"], "algorithm 1"] + \
    report["libraries"], about
assert about[-1].startswith("sandbox: "), about

# The sample.
strata = {s["stratum"]: s for s in report["strata"]}
assert list(strata) in (["kept", "drawn"], ["drawn"])
with open("sample.csv", newline="", encoding="latin-1") as file:
    rows = list(csv.reader(file))
assert rows[0][-1] == report["weight_name"]
assert len(rows[0]) == report["input"]["columns"] + 1
weights = [float(row[-1]) for row in rows[1:]]
assert len(weights) == sum(s["sample_size"] for s in strata.values())
for stratum in strata.values():
    n, weight = stratum["sample_size"], stratum["design_weight"]
    assert (n == 0) == (weight is None)
    if n:
        assert weight == stratum["pop_size"] / n and weight in weights
        assert abs(stratum["sum_of_weights"] - stratum["pop_size"]) \
            <= 1e-12 * stratum["pop_size"]
assert abs(sum(s["sum_of_weights"] for s in strata.values()) -
           sum(weights)) < 1e-6
assert report["input"]["records"] == report["input"]["dropped"] + \
    sum(s["pop_size"] for s in strata.values())

# The summary.
with open("err", encoding="utf-8", errors="replace") as file:
    said = file.read()
figure = lambda n: format(n, ",")
assert said.count("warning: ") == len(report["warnings"])
for warning in report["warnings"]:
    assert "sampler: warning: %s: %s\n" % (
        report["input"]["name"], warning) in said
if "--quiet" not in report["arguments"]:
    table = {line.split()[0]: line.split()[1:] for line in said.splitlines()
             if line.split()[0] in ("kept", "drawn", "dropped", "all")}
    assert ("dropped" in table) == (report["input"]["dropped"] > 0)
    for stratum in strata.values():
        row = table[stratum["stratum"]]
        assert row[0] == figure(stratum["pop_size"])
        assert row[1] == figure(stratum["sample_size"])
        if stratum["sample_size"]:
            assert float(row[2]) == stratum["design_weight"]
        assert row[3] == figure(round(stratum["sum_of_weights"]))
    assert table["all"][0] == figure(report["input"]["records"])
    assert table["all"][1] == figure(len(weights))
    assert "algorithm 1, seed %s" % report["seed"] in said
    assert figure(report["input"]["bytes"]) + " bytes" in said
END

# reports 'EXPECTED' OPTION...: the report has at least these values.
reports()
{
  expected=$1
  shift
  run 0 sampler --report report.json -o sample.csv "$@"
  "$PYTHON" check.py "$expected" || fail "the report of: $*"
}

cp "$srcdir/data/nwtco.csv" .
reports '{"seed": "1", "seed_given": True, "shard": None, "weight_name": "w",
  "warnings": [], "arguments": ["sampler", "--report", "report.json", "-o",
    "sample.csv", "--keep", "rel", "--n=583", "--seed", "1", "--weight-name",
    "w", "nwtco.csv"],
  "input": {"name": "nwtco.csv", "coding": "plain", "bytes": 113662,
    "bytes_decoded": 113662, "columns": 9, "records": 4028, "dropped": 0,
    "blank_lines": 0},
  "strata": [{"stratum": "kept", "pop_size": 571, "sample_size": 571,
      "design_weight": 1, "sum_of_weights": 571},
    {"stratum": "drawn", "pop_size": 3457, "sample_size": 583,
      "design_weight": 3457 / 583, "sum_of_weights": 3457}]}' \
  --keep rel --n=583 --seed 1 --weight-name w nwtco.csv

# State and increment of seed 1 are in the table of test vectors.
IFS=, read -r seed label pop_size n state increment positions <<END
$(grep '^1,2019,' "$srcdir/tests/vectors.csv")
END
reports '{"seed": "1", "shard": "2019", "stream": {"state": "'"$state"'",
  "increment": "'"$increment"'"}, "strata": [{"stratum": "drawn",
  "pop_size": 4028, "sample_size": 7, "design_weight": 4028 / 7,
  "sum_of_weights": 4028.0}]}' --n 7 --seed 1 --shard 2019 nwtco.csv

# Dropped records, blank lines, warnings, nothing drawn, nothing kept.
printf 'id,d\n1,0\n\n2,1\n3,\n\n\n4,NA\n' >frame.csv
reports '{"input": {"records": 4, "dropped": 2, "blank_lines": 3, "columns": 2,
  "name": "frame.csv"}, "missing": [{"column": "d", "records": 2,
  "meaning": "dropped"}], "warnings": ["not represented: 1 record"]}' \
  --keep d --keep-missing=drop --n 0 frame.csv
reports '{"seed_given": False, "warnings": ["no record satisfies --keep "
  "\x27d=5\x27",
  "--n 9 is not less than what there is: all 4 records are taken, with '\
'weight 1"]}' --keep d=5 --keep-missing=no --n 9 --quiet frame.csv
printf 'id,d\n' >header.csv
reports '{"input": {"records": 0},
  "warnings": ["no record behind the header"]}' --n 2 header.csv

# How many records units have is not known to a plan, and not said.
run 0 sampler --plan --unit seqno --n 5 --report report.json nwtco.csv
"$PYTHON" -c 'import json
strata = json.load(open("report.json"))["strata"]
assert [(s["pop_size"], s["pop_rows"], s["sample_rows"]) for s in strata] == [
    (4028, None, None)], strata' || fail 'the report of a plan of units'

# Compression, standard input, and names that are no UTF-8.
if command -v gzip >/dev/null; then
  gzip -nc nwtco.csv >packed
  reports '{"input": {"name": "packed", "coding": "gzip",
    "bytes": os.path.getsize("packed"), "bytes_decoded": 113662}}' --n 5 packed
fi
reports '{"input": {"name": "standard input", "coding": "plain"}}' \
  --n 5 <nwtco.csv
odd=$(printf 'b\344 "q"\n.csv')
cp frame.csv "$odd"
reports '{"input": {"name": "b\u00e4 \"q\"\n.csv"}}' --n 1 "$odd"

# A stratum that is no UTF-8 is not the one that is written alike.
printf 'k\n\303\277\n\377\n\344\303\277\n' >bytes.csv
run 0 sampler --n-per-stratum 1 --strata k --report bytes.json bytes.csv
cat >want <<'END'
'\xff' None
'\xe4\xc3\xbf' e4c3bf
'\xff' ff
END
"$PYTHON" - >got <<'END' || fail 'no JSON'
import json
for one in json.load(open("bytes.json"))["strata"]:
    print(ascii(one["stratum"]), one.get("stratum_hex"))
END
cmp want got >&2 || fail "two strata with one name: $(cat got)"
rm bytes.json

# It is complete or absent, as the sample is, and is no other file.
rm -f report.json sample.csv
printf 'a,b\n1\n' >bad.csv
run 1 sampler --n 1 --report report.json -o sample.csv bad.csv
test ! -e report.json && test ! -e sample.csv || fail 'a file is left'
run 1 sampler --n 1 --report none/report.json -o sample.csv frame.csv
test ! -e sample.csv || fail 'a sample without its report'
for report in same.json ./same.json "$PWD/same.json" ../work/same.json; do
  run 2 sampler --n 1 --report "$report" -o same.json frame.csv
  grep -q 'the output is the report' err || fail 'no message'
done
run 2 sampler --n 1 --report report.txt frame.csv
run 2 sampler --n 1 --report '' frame.csv
cp frame.csv frame.json
run 2 sampler --n 1 --report frame.json frame.json
cmp frame.csv frame.json >&2 || fail 'the report has replaced the input'
test "$(ls *.json)" = frame.json || fail 'a report is left'
run 0 sampler --n 1 --seed 1 --report report.json frame.csv
test "$(stat -c %a report.json)" = 644 || fail 'not the mode of a file'
finish
