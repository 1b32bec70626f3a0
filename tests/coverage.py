# SPDX-License-Identifier: MIT
"""coverage.py TOP [FOLDER...]: lines and branches by folder, from gcov's JSON.

One JSON object a line on standard input, one for each object file: what is in
several of them, such as the functions of a header, is added up. Branches of an
assert() are left out: no input can take them. FOLDERs are shown line by line
where something was not run or not taken."""
import collections
import json
import os
import re
import sys

TOP = sys.argv[1]
lines = collections.Counter()
branches = collections.Counter()

def source_of(name, folder):
    """The path below src/, or None."""
    path = os.path.relpath(os.path.join(folder, name), os.path.join(TOP, "src"))
    return None if path.startswith("..") else path

for text in sys.stdin:
    unit = json.loads(text)
    for file in unit["files"]:
        path = source_of(file["file"], unit["current_working_directory"])
        if path is None:
            continue
        for line in file["lines"]:
            at = path, line["line_number"]
            lines[at] += line["count"]
            for k, branch in enumerate(line["branches"]):
                if not branch["throw"]:
                    branches[at + (k,)] += branch["count"]

sources = {}
for path in {path for path, _ in lines}:
    with open(os.path.join(TOP, "src", path)) as file:
        sources[path] = file.read().split("\n")

def in_assert(path, number):
    """Whether a line is a part of an assert()."""
    text = sources[path][number - 1]
    return re.search(r"\bassert\(", text) is not None

branches = {at: count for at, count in branches.items()
            if not in_assert(at[0], at[1])}

def folder_of(path):
    return os.path.dirname(path) or "programs"

def percent(part, whole):
    return "%5.1f %%" % (100 * part / whole) if whole else "    -  "

def row(name, own_lines, own_branches):
    run = sum(count > 0 for count in own_lines)
    taken = sum(count > 0 for count in own_branches)
    print("%-10s %6d of %6d  %s   %6d of %6d  %s" % (
        name, run, len(own_lines), percent(run, len(own_lines)),
        taken, len(own_branches), percent(taken, len(own_branches))))

if not lines:
    sys.exit("coverage: gcov says nothing")
print("folder          lines run               branches taken")
for folder in sorted({folder_of(path) for path, _ in lines}):
    row(folder, [lines[at] for at in lines if folder_of(at[0]) == folder],
        [branches[at] for at in branches if folder_of(at[0]) == folder])
row("all", list(lines.values()), list(branches.values()))

for folder in sys.argv[2:]:
    for at in sorted(lines):
        own = [branches[b] for b in sorted(branches) if b[:2] == at]
        if folder_of(at[0]) == folder and (lines[at] == 0 or 0 in own):
            what = "not run" if lines[at] == 0 else "%d of %d branches" % (
                own.count(0), len(own))
            print("%s:%d: %s: %s" % (at[0], at[1], what,
                                     sources[at[0]][at[1] - 1].strip()))
