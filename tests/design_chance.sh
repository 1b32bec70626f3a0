#!/bin/sh
# SPDX-License-Identifier: MIT
# Chances of designs: who is drawn, together with whom, which row of a unit, and
# that neighbouring seeds draw independently of one another.
. "${srcdir=.}/tests/init.sh"
find_python

# Seeds are fixed. Every bound is one that chance passes with p < 1e-6 in a test
# of the right program: 4.9 standard deviations of a count that is nearly normal,
# and the quantile of chi-square.
#
# One draw from many small strata is as many draws from one of them.
cat >chance.py <<'END'
import collections, csv, io, itertools, math, subprocess, sys

CHI_SQUARE = {1: 23.93, 2: 27.63, 4: 33.38, 9: 44.82}
STRATA, SIZE = 20000, 5

def draw(*arguments):
    done = subprocess.run(["sampler", "--quiet", *arguments],
                          stdout=subprocess.PIPE, check=True,
                          stderr=subprocess.DEVNULL)
    return list(csv.DictReader(io.StringIO(done.stdout.decode())))

def near(what, count, expected, sd, sds=4.9):
    print("%-50s %.10g, expected %.10g, %.2f sd" % (
        what, count, expected, (count - expected) / sd))
    if not abs(count - expected) <= sds * sd:
        sys.exit(what)

def even(what, counts, cells):
    """Whether all of so many cells are equally likely."""
    expected = sum(counts.values()) / cells
    square = sum((counts[c] - expected) ** 2 for c in counts) / expected
    square += (cells - len(counts)) * expected
    print("%-50s chi-square %.2f on %d" % (what, square, cells - 1))
    if square > CHI_SQUARE[cells - 1]:
        sys.exit(what)

def write(name, header, rows):
    with open(name, "w") as file:
        print(header, *(",".join(map(str, row)) for row in rows), sep="\n",
              file=file)

def pairs(rows, column):
    """How often each set of places in a stratum is the sample of one."""
    sets = collections.defaultdict(set)
    for row in rows:
        sets[row["h"]].add(row[column])
    return collections.Counter(frozenset(s) for s in sets.values())

def simple_samples():
    """Each of the 10 samples of 2 from 5 is as likely, however it is drawn."""
    frame = ((h, k, h * SIZE + k) for k in range(SIZE) for h in range(STRATA))
    write("many.csv", "h,k,id", frame)
    common = ["--strata", "h", "--add", "N"]
    two = common + ["--n-per-stratum", "2"]
    for name, way in (
            ("position", two), ("unit", two + ["--unit", "id"]),
            ("fraction", common + ["--fraction", "0.4"]),
            ("allocation", common + ["--n", str(2 * STRATA)]),
            ("second replicate", two + ["--replicate", "2"]),
            ("unit, second replicate", two + ["--unit", "id", "--replicate", "2"]),
            ("rest", common + ["--n-per-stratum", "3", "--output", "rest"])):
        rows = draw("--seed", "1", *way, "many.csv")
        assert all(row["weight"] == "2.5" for row in rows)
        assert len(rows) == 2 * STRATA
        even("samples of 2 from 5 by " + name, pairs(rows, "k"), 10)

def bernoulli():
    """The number drawn is binomial, in mean and variance; none is favoured."""
    for unit in [], ["--unit", "id"]:
        rows = draw("--seed", "2", "--strata", "h", "--method", "bernoulli",
                    "--fraction", "0.3", "--add", "stratum", *unit, "many.csv")
        total, p = STRATA * SIZE, 0.3
        near("bernoulli: units drawn", len(rows), total * p,
             math.sqrt(total * p * (1 - p)))
        even("bernoulli: places", collections.Counter(r["k"] for r in rows), 5)
        sizes = collections.Counter(row["h"] for row in rows)
        variance = sum((sizes[str(h)] - SIZE * p) ** 2
                       for h in range(STRATA)) / STRATA
        # The fourth central moment of a binomial, for the variance's own.
        v = SIZE * p * (1 - p)
        fourth = v * (1 + 3 * (SIZE - 2) * p * (1 - p))
        near("bernoulli: variance of the size", variance, v,
             math.sqrt((fourth - v * v) / STRATA))

def pareto_inclusion(sizes, count):
    """The inclusion probabilities of Pareto sampling itself, by integration:
    unit i is drawn if fewer than COUNT of the others have a rank below its own.
    A rank is below t with probability c t / (1 + c t), c = p / (1 - p)."""
    targets = [count * size / sum(sizes) for size in sizes]
    odds = [p / (1 - p) for p in targets]
    steps = 20000
    result = []
    for i, own in enumerate(odds):
        total = 0
        for step in range(steps):
            u = (step + 0.5) / steps
            t = u / (1 - u) / own
            chances = [1.0] + [0.0] * (count - 1)  # of so many below
            for j, c in enumerate(odds):
                if j == i:
                    continue
                below = c * t / (1 + c * t)
                chances = [chances[k] * (1 - below) +
                           (chances[k - 1] * below if k else 0)
                           for k in range(count)]
            total += sum(chances)
        result.append(total / steps)
    return result

def by_size():
    """Records, units that are scattered and units that are sorted are drawn as
    often as Pareto sampling draws them; the weight is 1 over the target."""
    sizes = [1, 2, 3, 4, 5]
    frame = [("%05d%d" % (h, k), h, k, sizes[k])
             for h in range(STRATA) for k in range(SIZE)]
    write("sized.csv", "id,h,k,size", frame)
    write("sorted.csv", "id,h,k,size", [row for row in frame for _ in range(2)])
    write("scattered.csv", "id,h,k,size", frame + frame[::-1])
    chances = pareto_inclusion(sizes, 2)
    for seed, name, file, unit in (
            ("6", "records", "sized.csv", []),
            ("7", "scattered units", "scattered.csv", ["--unit", "id"]),
            ("8", "sorted units", "sorted.csv",
             ["--unit", "id", "--unit-sorted"])):
        rows = draw("--seed", seed, "--strata", "h", "--n-per-stratum", "2",
                    "--method", "pps:size", *unit, file)
        drawn = {row["id"]: row for row in rows}
        assert len(drawn) == 2 * STRATA
        assert len(rows) == len(drawn) * (2 if unit else 1)
        counts = collections.Counter(int(row["k"]) for row in drawn.values())
        for k, p in enumerate(chances):
            near("pps: %s of size %d" % (name, sizes[k]), counts[k],
                 STRATA * p, math.sqrt(STRATA * p * (1 - p)))
        for row in drawn.values():
            assert abs(float(row["weight"]) * int(row["size"]) * 2 - 15) < 1e-9

def rows_of_units():
    """One row of a unit: each of its rows, or of those that are kept for, is as
    likely; and weighted by their number they give the total of rows."""
    units = [(h, j) for h in range(STRATA) for j in range(3)]
    frame = [(h, "%d-%d" % (h, j), r, 1 if j == 0 and r != 1 else 0)
             for r in range(3) for h, j in units]
    write("rows.csv", "h,id,r,died", frame)
    rows = draw("--seed", "3", "--unit", "id", "--one-per-unit", "--strata", "h",
                "--n-per-stratum", "1", "--keep", "died", "--add", "stratum",
                "rows.csv")
    kept = [row for row in rows if row["stratum"] == "kept"]
    drawn = [row for row in rows if row["stratum"] != "kept"]
    assert len(kept) == len(drawn) == STRATA
    even("row of a drawn unit", collections.Counter(r["r"] for r in drawn), 3)
    even("row of a kept unit", collections.Counter(r["r"] for r in kept), 2)
    even("which unit", collections.Counter(r["id"][-1] for r in drawn), 2)

    # Units of 1 to 4 rows; y is the square of the row's number.
    frame = [(h, "%d-%d" % (h, j), (h + r) % 7)
             for h in range(STRATA) for j in range(4) for r in range(j + 1)]
    write("lengths.csv", "h,id,y", frame)
    rows = draw("--seed", "4", "--unit", "id", "--one-per-unit", "--row-weights",
                "--strata", "h", "--n-per-stratum", "2", "lengths.csv")
    for name, value in (("rows", lambda row: 1), ("y", lambda row: int(row["y"]))):
        terms = collections.Counter()
        for row in rows:
            terms[row["h"]] += float(row["weight"]) * value(row)
        mean = sum(terms.values()) / STRATA
        sd = math.sqrt(sum((t - mean) ** 2 for t in terms.values()) / STRATA)
        exact = {"rows": len(frame), "y": sum(y for *_, y in frame)}[name]
        near("total of %s by --row-weights" % name, mean * STRATA, exact,
             sd * math.sqrt(STRATA))

def subcohort():
    """A kept unit is in the subcohort if its number is below one of those drawn:
    it is as likely as not the first, second ... of the five and itself."""
    write("case.csv", "h,k,died", ((h, k, int(k == 3)) for h in range(STRATA)
                                    for k in range(SIZE + 1)))
    rows = draw("--seed", "5", "--strata", "h", "--keep", "died", "--add",
                "subcohort", "--n-per-stratum", "2", "case.csv")
    count = sum(row["subcohort"] == "1" for row in rows if row["died"] == "1")
    near("kept units in the subcohort", count, STRATA / 3,
         math.sqrt(STRATA * 2 / 9))
    assert all(row["subcohort"] == "1" for row in rows if row["died"] == "0")

def neighbours():
    """Two samples of 200 from 2,000 share a hypergeometric number of units,
    also where the seeds are neighbours, identifiers are short and much alike."""
    seeds, size, units = 401, 200, 2000
    write("short.csv", "id", ((10000000 + k,) for k in range(units)))
    samples, times = [], collections.Counter()
    for seed in range(seeds):
        drawn = draw("--seed", str(seed), "--unit", "id", "--n", str(size),
                     "short.csv")
        samples.append({row["id"] for row in drawn})
        times.update(samples[-1])
    for step in (1, 2, 16):
        shared = [len(samples[s] & samples[s + step])
                  for s in range(seeds - step)]
        p, count = size / units, len(shared)
        mean, variance = size * p, size * p * (1 - p) * (units - size) / (units - 1)
        near("units shared by seeds s and s + %d" % step, sum(shared) / count,
             mean, math.sqrt(variance / count))
        found = sum((x - mean) ** 2 for x in shared) / count
        # 6 standard deviations: a sum of squares is skewed.
        near("variance of that", found, variance,
             variance * math.sqrt(2 / count), 6)
    # Over the seeds no unit is drawn more often than others: chi-square, which
    # on so many degrees is nearly normal.
    v = seeds * p * (1 - p)
    square = sum((times[str(10000000 + k)] - seeds * p) ** 2
                 for k in range(units)) / v
    near("units over the seeds, chi-square", square, units - 1,
         math.sqrt(2 * (units - 1)), 5.2)

for trial in (simple_samples, bernoulli, by_size, rows_of_units, subcohort,
              neighbours):
    trial()
END
"$PYTHON" chance.py >out 2>err || fail 'not by chance'
finish
