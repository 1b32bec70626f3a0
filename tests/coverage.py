# SPDX-License-Identifier: MIT
"""coverage.py TOP [FOLDER...]: lines and branches by folder, from gcov's JSON.

One JSON object a line on standard input, one for each object file: what is in
several of them, such as the functions of a header, is added up. Branches of an
assert() are left out: no input can take them. FOLDERs are shown line by line
where something was not run or not taken.

What is not run or taken in csv and stats has its reason in tests/COVERAGE: the
status is 1, and the last lines say what, if that names anything else."""
import collections
import json
import os
import re
import sys

TOP = sys.argv[1]
EXPLAINED = "csv", "stats"
lines = collections.Counter()
branches = collections.Counter()
functions = {}

def source_of(name, folder):
    """The path below src/, or None; an old object may be of a file that is gone."""
    src = os.path.join(TOP, "src")
    path = os.path.relpath(os.path.join(folder, name), src)
    is_there = os.path.exists(os.path.join(src, path))
    return path if is_there and not path.startswith("..") else None

for text in sys.stdin:
    unit = json.loads(text)
    for file in unit["files"]:
        path = source_of(file["file"], unit["current_working_directory"])
        if path is None:
            continue
        for line in file["lines"]:
            at = path, line["line_number"]
            lines[at] += line["count"]
            functions[at] = line.get("function_name", "")
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

def explained():
    """What tests/COVERAGE names, counted: by file, function and text, which stay
    when lines move. Which of it may be taken too; and kernels."""
    found, by_chance, kernels = collections.Counter(), set(), set()
    with open(os.path.join(TOP, "tests", "COVERAGE")) as file:
        for line in file:
            entry = re.match(r"(~?)(\S+\.[ch]) (\w*)\(\) (\d+): (.*)$", line)
            kernel = re.match(r"~(\S+\.c)$", line)
            if kernel:
                kernels.add(kernel.group(1))
            if entry:
                key = entry.group(2, 3, 5)
                found[key] += int(entry.group(4))
                if entry.group(1):
                    by_chance.add(key)
    return found, by_chance, kernels

def is_usable(path):
    """Whether a kernel was run at all."""
    return any(count for at, count in lines.items()
               if at[0] == path and functions[at] != "usable")

def left_out(kernels):
    """What was not run or taken in EXPLAINED, as it is named there."""
    unusable = {path for path in kernels if not is_usable(path)}
    found = collections.Counter()
    for at, count in lines.items():
        own = [branches[b] for b in branches_of.get(at, [])]
        missing = own.count(0) if own else int(count == 0)
        if folder_of(at[0]) in EXPLAINED and at[0] not in unusable and missing:
            found[at[0], functions[at],
                  sources[at[0]][at[1] - 1].strip()] += missing
    return found

def is_gone(key):
    """Whether no line has that text, compiled here or not."""
    try:
        with open(os.path.join(TOP, "src", key[0])) as file:
            return key[2] not in map(str.strip, file)
    except FileNotFoundError:
        return True

branches_of = collections.defaultdict(list)
for branch in sorted(branches):
    branches_of[branch[:2]].append(branch)
named, by_chance, kernels = explained()
real = left_out(kernels)
wrong = 0
for key in sorted(real.keys() | named.keys()):
    if real[key] > named[key]:
        what = "has no reason in tests/COVERAGE"
    elif real[key] < named[key] and (key not in by_chance or is_gone(key)):
        what = "is taken, or gone: tests/COVERAGE names %d" % named[key]
    else:
        continue
    wrong += 1
    print("%s %s() %d: %s\n    %s" % (*key[:2], real[key], key[2], what))
sys.exit(wrong > 0)
