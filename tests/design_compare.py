#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""design_compare.py <LINES

Every line is a command line of sampler, of which the last word is a plain FILE.
From the file, and from a pipe that is gzip every other time, sample and exit
status must be those of design_reference.py, byte for byte. Prints how many lines
there were for each exit status; exit status 1 if there was a difference, 77 if
the reference cannot run.
"""

import collections
import gzip
import os
import re
import shlex
import subprocess
import sys

import design_reference


def sampled(arguments, data=None):
    """Exit status, sample and messages."""
    done = subprocess.run(
        ["sampler", "--quiet"] + arguments, input=data,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    return done.returncode, done.stdout, done.stderr


def difference(arguments, zipped):
    """What is wrong with a command line, or None, and its exit status."""
    want = design_reference.run(arguments)
    tab = ["--delimiter", "tab"] if arguments[-1].endswith(".tsv") else []
    piped = tab + arguments[:-1] + ["-"]
    with open(arguments[-1], "rb") as file:
        data = file.read()
    if zipped:
        data = gzip.compress(data, 1, mtime=0)
    ways = [("file", sampled(arguments)), ("pipe", sampled(piped, data))]
    for name, (status, out, err) in ways:
        if (status, out) != want:
            at = len(os.path.commonprefix([out, want[1]]))
            return "%s: status %d, %r instead of %d, %r at byte %d: %r" % (
                name, status, out[at:][:99], want[0], want[1][at:][:99], at,
                err), want[0]
        if status and not re.fullmatch(rb"sampler: [^\n]*\n(Try [^\n]*\n)?", err):
            return "%s: not one message: %r" % (name, err), want[0]
    return None, want[0]


def main():
    seen, wrong = collections.Counter(), 0
    for line in sys.stdin:
        arguments = shlex.split(line)
        found, status = difference(arguments, sum(seen.values()) % 2)
        seen[status] += 1
        if found:
            wrong += 1
            print(shlex.join(arguments), found, sep="\n  ")
    print(*("status %d: %d" % pair for pair in sorted(seen.items())))
    sys.exit(wrong > 0 or not seen)


if __name__ == "__main__":
    main()
