#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Algorithm 1 of sampler, once more, in Python and without its code.

vectors.py [--numpy] SEED LABEL N n   prints state and increment of the stream
                                      in decimal, then the positions drawn
vectors.py [--numpy]                  prints the table tests/vectors.csv

The draw: output i of a PCG64 stream is the random number of the record at
position i, counted from 0; the sample is the n records with the smallest ones,
ties broken by position. State and increment of the stream are XXH3_128 of a
text that holds seed and label.

With --numpy the positions are drawn by NumPy's PCG64 too, set to the same state
and increment, and must be the same. XXH3_128 is that of the Python module
xxhash or, without it, of the program xxhsum. Exit 77: what it needs is missing.
"""

import heapq
import subprocess
import sys

MASK64 = 2**64 - 1
MASK128 = 2**128 - 1
MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645

# The rows of the table: seed, label, N, n.
ROWS = [
    (0, "", 1, 1),
    (0, "", 10, 3),
    (1, "", 10, 3),
    (1, "2019", 10, 3),
    (2, "", 5, 5),
    (7, "", 1000, 10),
    (7, "part 3", 1000, 10),
    (42, "", 3457, 10),
    (42, "2019", 100000, 10),
    (2**63, "", 1000000, 10),
    (2**64 - 1, "", 1000000, 10),
    (2**64 - 1, "part 3", 1000000, 10),
]

HEADER = """\
# Test vectors of algorithm 1: the sample of n from N records, positions counted
# from 0, and the state and increment of the PCG64 stream that draws it. Made by
# tests/vectors.py, which shares no code with sampler, and equal to the draw of
# NumPy's PCG64 set to the same state (tests/vectors.py --numpy).
seed,label,N,n,state,increment,positions
"""


def missing(what):
    print("vectors.py: skipped: " + what, file=sys.stderr)
    sys.exit(77)


def xxh3_128(data):
    """The hash as an integer."""
    try:
        import xxhash

        return xxhash.xxh3_128_intdigest(data)
    except (ImportError, AttributeError):
        pass
    try:
        done = subprocess.run(
            ["xxhsum", "-H2"], input=data, stdout=subprocess.PIPE, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        missing("neither the Python module xxhash nor xxhsum -H2 is here")
    return int(done.stdout.split()[0], 16)


def stream(seed, label):
    """State and increment for the draw of a sample."""
    text = "sampler 1 draw %s %d %s"
    state = xxh3_128((text % ("state", seed, label)).encode())
    increment = xxh3_128((text % ("increment", seed, label)).encode()) | 1
    return state, increment


def outputs(state, increment, count):
    """PCG XSL-RR 128/64: the state steps, then it is folded and turned."""
    for _ in range(count):
        state = (state * MULTIPLIER + increment) & MASK128
        folded = (state >> 64) ^ (state & MASK64)
        turn = state >> 122
        yield ((folded >> turn) | (folded << (64 - turn))) & MASK64


def draw(seed, label, pop_size, sample_size):
    """State, increment, and the positions drawn in the order of the frame."""
    state, increment = stream(seed, label)
    units = zip(outputs(state, increment, pop_size), range(pop_size))
    drawn = heapq.nsmallest(sample_size, units)
    return state, increment, sorted(position for _, position in drawn)


def draw_with_numpy(state, increment, pop_size, sample_size):
    """The positions that NumPy's generator draws."""
    try:
        import numpy
    except ImportError:
        missing("this Python has no numpy")
    generator = numpy.random.PCG64()
    generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": increment},
        "has_uint32": 0,
        "uinteger": 0,
    }
    order = numpy.argsort(generator.random_raw(pop_size), kind="stable")
    return sorted(int(position) for position in order[:sample_size])


def checked_draw(row, with_numpy):
    state, increment, positions = draw(*row)
    if with_numpy:
        again = draw_with_numpy(state, increment, row[2], row[3])
        if again != positions:
            sys.exit("vectors.py: NumPy draws %s for %s" % (again, row))
    return state, increment, " ".join(map(str, positions))


def main(arguments):
    with_numpy = arguments[:1] == ["--numpy"]
    if with_numpy:
        arguments = arguments[1:]
    if len(arguments) == 4:
        seed, label, pop_size, sample_size = arguments
        row = (int(seed), label, int(pop_size), int(sample_size))
        print("\n".join(map(str, checked_draw(row, with_numpy))))
    elif not arguments:
        print(HEADER, end="")
        for row in ROWS:
            print(*row, *checked_draw(row, with_numpy), sep=",")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
