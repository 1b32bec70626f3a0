#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An attack on splitter --sdc: every small frame there is.

splitter_attack.py KIND...

runs a dry run of splitter, with all that it has to tell, on every frame of a
KIND, puts those together of which the very same is told, and asks of each
count that is more than 0 whether another number is possible, too. Whatever
else the rules of disclosure control are, one run may tell nobody a small count,
nor the number of all records. Counts up to 2 are suppressed; the larger ones
here come in pairs that are rounded alike.
"""

import itertools
import subprocess
import sys

FRAME = "attack.csv"
COUNTS = (0, 1, 2, 3, 4)
SMALL = 2  # counts up to this are suppressed


def tables(rows, head, fixed=()):
    """Frames with 0 to 4 of each of the ROWS; what is secret is how many."""
    yield max(COUNTS)
    for counts in itertools.product(COUNTS, repeat=len(rows)):
        lines = [head]
        for row, count in zip(rows, counts):
            lines += [row] * count
        yield counts, lines + list(fixed)


def lines_of(most, row):
    """Frames of 0 to MOST records, which are as long as one another."""
    yield most
    for count in range(most + 1):
        yield (count,), ["k"] + [row] * count


def people(most, frames):
    """Frames of 0 to MOST units, so many of each size."""
    yield most
    for count in range(most + 1):
        for frame in range(frames):
            ids = [f"{frame}-{i}" for i in range(count)]
            yield (count,), ["id"] + ids


KINDS = {
    "missing": [
        (["--by", "k", "--by", "v", "--missing", "k=MM", "-o", "{k}{v}"],
         lambda: tables([",a", ",b", ",c"], "k,v", ["x,a", "x,b", "x,c"])),
        (["--by", "k", "--by", "v", "--missing", "k=MM", "-o", "{k}{v}"],
         lambda: tables(["x,a", "y,a", ",a"], "k,v")),
        (["--by", "v", "--levels", "v=b", "--other", "a", "--missing", "a",
          "-o", "{v}"],
         lambda: tables(["a", "z", '""'], "v")),
        (["--by", "year:v", "--levels", "year=2001", "--other", "X",
          "--invalid", "X", "--missing", "X", "-o", "{year}"],
         lambda: tables(["2001-01-01", "1999-01-01", "odd", "NA"], "v")),
    ],
    "dropped": [
        (["--by", "year:v", "--levels", "year=2001", "--other", "drop",
          "--invalid", "drop", "--missing", "drop", "-o", "{year}"],
         lambda: tables(["2001-01-01", "1999-01-01", "odd", "NA"], "v")),
        (["--by", "k", "--by", "v", "--missing", "k=drop", "-o", "{k}{v}"],
         lambda: tables([",p", ",q", "x,a"], "k,v")),
        (["--by", "a=v", "--by", "b=v", "--by", "c=v", "--levels", "a=1",
          "--levels", "b=2", "--levels", "c=3", "--other", "drop",
          "-o", "{a}{b}{c}"],
         lambda: tables(["1", "2", "3"], "v")),
    ],
    "outcome": [
        (["--by", "sex", "--by", "outcome:d", "-o", "{sex}{d}"],
         lambda: tables(["F,2001-01-01", "M,2001-01-01", "F,", "M,"], "sex,d")),
        (["--by", "outcome:d", "-o", "{d}"],
         lambda: tables(["1,NA"], "k,d", ["1,0", "1,1"])),  # an error
        (["--by", "outcome:d", "--by", "k", "--missing", "k=drop",
          "-o", "{k}{d}"],
         lambda: tables(["1,", ",", ",2001-01-01"], "k,d")),
        (["--by", "r=rule:d>2000", "--by", "k", "--missing", "k=drop",
          "--missing", "r=0", "-o", "{k}{r}"],
         lambda: tables(["1,1999", ",1999", ",2001"], "k,d")),
    ],
    "runs": [
        (["--rows", str(rows), "-o", "{index}"], lambda: lines_of(40, "a"))
        for rows in (6, 7, 8, 9, 11, 12, 13, 14)
    ] + [
        (["--parts", str(parts), "-o", "{index}"], lambda: lines_of(40, "a"))
        for parts in (1, 2, 3, 7, 50)
    ] + [
        (["--groups", str(groups), "--unit", "id", "--seed", "1",
          "-o", "{group}"], lambda frames=frames: people(12, frames))
        for groups, frames in ((1, 1), (3, 40), (500, 2))
    ],
}


def told(options, lines):
    """All that a run tells."""
    with open(FRAME, "w", encoding="ascii") as file:
        file.write("".join(line + "\n" for line in lines))
    command = ["splitter", "--dry-run", "-v", "--sdc-suppress", str(SMALL)]
    run = subprocess.run(command + options + [FRAME], check=False,
                         capture_output=True)
    if run.returncode not in (0, 1):
        sys.exit(f"{options}: status {run.returncode}: {run.stderr}")
    return run.returncode, run.stdout, run.stderr


def attack(options, frames):
    """How many counts were found out, and how many were tried. The first of
    FRAMES is the largest count that was made: a larger one may be told by what
    is told of it."""
    alike = {}
    most = next(frames)
    for secret, lines in frames:
        alike.setdefault(told(options, lines), []).append(secret)
    found = tried = 0
    for what, secrets in alike.items():
        is_edge = any(most in secret for secret in secrets)
        for values in map(set, zip(*secrets)):
            tried += values != {0}
            if len(values) > 1 or values == {0}:
                continue
            if is_edge and max(values) > SMALL:
                continue
            found += 1
            if found == 1:
                print(f"{options}: {values} is told by")
                print((what[1][:400] + what[2]).decode())
    return found, tried


def main(kinds):
    bad = 0
    for kind in kinds:
        for options, frames in KINDS[kind]:
            for rule in ("round5", "midpoint6"):
                found, tried = attack(["--sdc", rule] + options, frames())
                bad += found
                if tried == 0:
                    sys.exit(f"{options}: no count was tried")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
