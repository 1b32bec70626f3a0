#!/bin/sh
# SPDX-License-Identifier: MIT
# Frames and designs put together by chance: sampler has the exit status and the
# sample of an independent program, from a file, a pipe and gzip; with
# --unit-sorted, too, where the frame is sorted.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/design.sh"

# More seeds, and more cases of each, are for a longer look:
#     trial.py SEED CASES
cat >trial.py <<'END'
import gzip, random, subprocess, sys

import design_reference

seed, cases = int(sys.argv[1]), int(sys.argv[2])
chance = random.Random(seed)
pick = chance.choice

HEADER = ["id", "sex", 'the "age"', "day", "died", "w", "x,y"]
SEX = ["f", "m", '"f"', '"m"', "kept", '"kept"']
AGE = ["1", "2", "3", '"1"', '"say ""2"""', '"a,b"', '"l\r\nf"', " 1"]
DAY = ["2020-01-01", "2020-03-31", '"2020-04-01"', "2021-12-31"]
DIED = ["0", "0", "0", "1", '"1"', "no", "2020-05-05"]
NUMBER = ["0", "1", "2.5", "1e1", '"0.1"', "007", ".25", "123456789.125"]
# The same numbers, written in several ways.
SIZES = [["1", "1.0", "1e0", '"01"'], ["2.5", "2.50", "25e-1"], ["10", "1e1"],
         ["0.1", ".1", '"0.10"'], ["7", "007"], ["123456789.125"]]
MISSING = ["", "NA", "null", ".", '""', '"nan"']

def cell(pool, missing):
    return pick(MISSING) if chance.random() < missing else pick(pool)

def identifier(k, kind):
    text = {"n": "%d" % k, "z": "%05d" % k, "q": 'a ""%05d""' % k}[kind]
    return '"%s"' % text if kind == "q" or chance.random() < 0.3 else text

def frame(missing, is_sorted):
    units = pick([1, 2, 5, 20])
    kind = pick("nzzq")
    sex = chance.sample(SEX, pick([1, 2, 4]))
    rows, end = [], pick(["\n", "\r\n"])
    sized = pick([True, False])
    for k in range(units):
        # The strata of a unit agree, most of the time.
        of_unit = [cell(sex, missing), cell(AGE, missing), cell(DAY, missing)]
        size = pick(SIZES)
        for _ in range(pick([1, 1, 2, 4])):
            if chance.random() < 0.005:
                of_unit[0] = pick(SEX)
            if chance.random() < 0.005:
                size = pick(SIZES)
            died = cell(DIED, missing / 4)
            w = cell(NUMBER, missing / 4)
            if sized:
                odds = 0.3 if died == "1" else missing / 4
                w = cell(size, odds)
            rows.append([identifier(k, kind), *of_unit, died, w,
                         pick(["", "u", '"a,b"'])])
    if is_sorted:
        rows.sort(key=lambda row: int("".join(filter(str.isdigit, row[0]))))
    else:
        chance.shuffle(rows)
    for row in rows:
        if not is_sorted and chance.random() < missing / 8:
            row[0] = pick(MISSING)
    names = ['"%s"' % n.replace('"', '""') if set(n) & set(',"') else n
             for n in HEADER]
    lines = [",".join(row) for row in [names] + rows]
    for _ in range(pick([0, 0, 2])):
        lines.insert(chance.randrange(1, len(lines) + 1), "")
    return pick(["", "\ufeff"]) + end.join(lines) + pick(["", end])

def sizes(keys):
    """A file of sizes for the first key."""
    by = pick(["n", "fraction"])
    rows = [(label, pick(["0", "1", "3"] if by == "n" else ["0", ".5", "1"]))
            for label in ["f", "m", "kept", "NA"]]
    chance.shuffle(rows)
    with open("sizes.csv", "w") as file:
        print("sex," + by, *map(",".join, rows[pick([0, 0, 1]):]), sep="\n",
              file=file)

def arguments():
    given = ["--seed", str(chance.randrange(2**64))]
    def add(odds, *words):
        if chance.random() < odds:
            given.extend(words)
            return True
        return False
    keep = add(0.5, "--keep", pick(["died", "died", "died", "w>1", "sex=m"]))
    keep |= add(0.1, "--keep", "id=3")
    if keep:
        add(0.8, "--keep-missing", pick(["no", "no", "no", "yes", "drop", "error"]))
    add(0.2, "--where", pick(["died!=1", "sex=f", "sex!=", "id<9", "x,y=u"]))
    add(0.05, "--where", 'the "age"!=1')
    keys = pick(["", "", "sex", "sex", '"the ""age"""', "year:day",
                 'sex,"the ""age"""', "month:day,sex", "quarter:day", "sex",
                 "outcome:died", "sex,outcome:died", "outcome:day", "rule:w>1"])
    add(bool(keys), "--strata", keys)
    unit = add(0.5, "--unit", "id")
    if unit:
        add(0.8, "--unit-missing", pick(["own", "own", "own", "error"]))
    ways = ["n", "fraction"] + ["ratio"] * keep
    ways += ["n-per-stratum", "sizes"] * bool(keys)
    way = pick(ways)
    method = "srs"
    value = {"n": ["0", "4", "9", "15", "30"], "n-per-stratum": ["0", "1", "2", "9"],
             "fraction": ["0.1", "0.5", "1", "1e-3", ".333"],
             "ratio": ["1", "0.5", "2", "7.5"], "sizes": ["sizes.csv"]}[way]
    given.extend(["--" + way, pick(value)])
    if way == "sizes":
        given[given.index("--strata") + 1] = "sex"
        sizes(keys)
        add(0.7, "--sizes-missing", pick(["all", "none", "error"]))
    if way == "fraction" and add(0.4, "--method", "bernoulli"):
        method = "bernoulli"
    elif add(0.25, "--method", "pps:w"):
        method = "pps"
    if way == "n" and keys:
        add(0.5, "--allocation", pick(["equal", "proportional", "neyman:w"]))
    if keys and way in ("n", "ratio", "fraction") and method != "bernoulli":
        add(0.4, "--min-per-stratum", pick(["0", "1", "2"]))
    if method == "srs":
        add(0.2, "--replicate", pick(["1", "2", "3"]))
    one = unit and add(0.3, "--one-per-unit")
    if one:
        add(0.5, "--row-weights")
    output = "drawn"
    if not one:
        output = pick(["drawn", "drawn", "all"] + ["rest"] * (method != "pps"))
        add(0.9 if output == "drawn" else 1, "--output", output)
    if method == "bernoulli" and output != "rest":
        add(0.5, "--weights", "inverse-probability")
    add(0.2, "--base-weight", "w")
    if chance.random() < 0.7:
        columns = [c for c in design_reference.COLUMNS
                   if method != "pps" or c != "subcohort"]
        columns = chance.sample(columns, pick([1, 3, len(columns)]))
        given.extend(["--add", ",".join(
            c + pick(["", "", "=" + c.upper() + "_"]) for c in columns)])
    if not add(0.2, "--select", pick(["id", 'w,"x,y",id'])):
        add(0.2, "--drop", pick(["id", 'day,"the ""age"""']))
    add(0.1, "--weight-name", pick(["w", "a,b", "weights"]))
    add(0.2, "--shard", "part 2")
    return given, unit

def sampled(words, data=None):
    done = subprocess.run(["sampler", "--quiet"] + words, input=data,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout

seen = {0: 0, 1: 0, 2: 0}
rows = 0
for case in range(cases):
    is_sorted = chance.random() < 0.3
    text = frame(pick([0, 0, 0.05]), is_sorted).encode()
    given, unit = arguments()
    with open("frame.csv", "wb") as file:
        file.write(text)
    want = design_reference.run(given + ["frame.csv"])
    way = pick(["file", "pipe", "gzip"])
    if way == "file":
        got = sampled(given + ["frame.csv"])
    else:
        data = gzip.compress(text, 1) if way == "gzip" else text
        got = sampled(given + ["-"], data)
    again = got
    if unit and is_sorted and want[0] == 0:
        again = sampled(given + ["--unit-sorted", "frame.csv"])
    # Of two faults, a size of zero and an n that is too small, either may be
    # met first.
    either = "pps:w" in given and want[0] > 0 and got[0] > 0 and not got[1]
    if not either and (got != want or again != want):
        print("seed", seed, "case", case, way, given, text)
        print("sampler:", got, "sorted:", again, "reference:", want, sep="\n")
        sys.exit(1)
    seen[want[0]] += 1
    rows += want[1].count(b"\n")
print(seen, rows)
# Not all of one kind: half are drawn at least, and errors are met.
sys.exit(2 * seen[0] < cases or 0 in seen.values())
END
cases=150
test -z "$SANITIZE" || cases=80
for seed in 1 2; do
  "$PYTHON" trial.py $seed $cases >out 2>err || fail "seed $seed"
done
finish
