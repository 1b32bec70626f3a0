#!/bin/sh
# SPDX-License-Identifier: MIT
# Small frames and command lines put together by chance: sampler has the exit
# status and the sample of the reference, which shares no code with it.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/reference.sh"

# More seeds, and more cases of each, are for a longer look:
#     trial.py SEED CASES
cat >trial.py <<'END'
import random, subprocess, sys

import reference

seed, cases = int(sys.argv[1]), int(sys.argv[2])
chance = random.Random(seed)

# Cells and values of a kind, so that most rules have something to compare.
TRUTHS = ["0", "1", "0.0", "1e0", "T", "no", "Yes", '"1"', "f"]
NUMBERS = ["0", "1", "1.00", "-1", "9", "10", "1e1", "0.1", ".10", '"9"']
DATES = ["2020-01-01", "1999-12-31", "2020-02-29", "2020-01-02", '"1999-12-31"']
TEXTS = ["x", "y", "X", "xy", '"x"', '"a,b"', '"say ""x"""', '"two\nlines"',
         '"two\r\nlines"', " ", " 1", "<5", "2020-02-30", 'x"y', "=1"]
KINDS = [TRUTHS, NUMBERS, DATES, TEXTS]
MISSING = ["", "NA", "null", ".", '"NaN"', '""']
COLUMNS = ["id", "a", "a=b", 'the "c"', "nobody"]
SIGNS = ["=", "!=", "<", "<=", ">", ">="] * 3 + ["=="]

def frame(kind):
    pool = chance.sample(kind, chance.choice([1, 2, 3, 4]))
    if chance.random() < 0.4:
        pool.append(chance.choice(MISSING))
    if chance.random() < 0.1:
        pool.append(chance.choice(chance.choice(KINDS)))
    end = chance.choice(["\n", "\r\n"])
    rows = ['id,a,a=b,"the ""c"""']
    for i in range(chance.choice([0, 1, 3, 8, 30])):
        rows.append(",".join([str(i)] + [chance.choice(pool) for _ in "abc"]))
        if chance.random() < 0.05:
            rows.append("")
        if chance.random() < 0.01:
            rows.append(chance.choice(["1,2", "1,2,3,4,5", '1,2,3,"4', '"']))
    text = end.join(rows) + chance.choice(["", end, end])
    return chance.choice(["", "", "\ufeff"]) + text

def arguments(kind):
    given = ["--n", str(chance.choice([0, 1, 2, 5, 50])),
             "--seed", str(chance.randrange(2**64))]
    rules = chance.choice([0, 1, 1, 1, 2, 3])
    for _ in range(rules):
        rule = chance.choice(COLUMNS[:4] * 5 + COLUMNS)
        if chance.random() < 0.7:
            value = chance.choice(
                kind * 5 + MISSING + chance.choice(KINDS) * 2)
            if value.startswith('"'):
                value = value[1:-1].replace('""', '"')
            rule += chance.choice(SIGNS) + value
        given += ["--keep", rule]
    if rules and chance.random() < 0.6:
        given += ["--keep-missing", chance.choice(["no", "yes", "drop", "error"])]
    if chance.random() < 0.2:
        given += ["--weight-name", chance.choice(["w", "a", "a,b", '"'])]
    if chance.random() < 0.2:
        given += ["--shard", chance.choice(["1", "part 2"])]
    return given + ["frame.csv"]

seen = {0: 0, 1: 0, 2: 0}
for case in range(cases):
    kind = chance.choice(KINDS)
    text, given = frame(kind), arguments(kind)
    with open("frame.csv", "w", newline="", encoding="utf-8") as file:
        file.write(text)
    got = subprocess.run(["sampler", "--quiet"] + given, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    status, sample = reference.run(given)
    if (got.returncode, got.stdout) != (status, sample):
        print("seed", seed, "case", case, given, repr(text))
        print("sampler:", got.returncode, got.stdout, got.stderr)
        print("reference:", status, sample)
        sys.exit(1)
    seen[status] += 1
print(seen)
# Not all of one kind: a fifth is drawn at least, and each error is met.
sys.exit(5 * seen[0] < cases or 0 in seen.values())
END
cases=120
test -z "$SANITIZE" || cases=80
PYTHONPATH=$srcdir/tests
export PYTHONPATH
for seed in 1 2; do
  "$PYTHON" trial.py $seed $cases >out 2>err || fail "seed $seed"
done
finish
