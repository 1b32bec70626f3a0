# SPDX-License-Identifier: MIT
"""What design_reference.py is made of: frames, keys, units, sizes, options."""

import argparse
import csv
import functools
import math
import re
from fractions import Fraction

import vectors
from reference import (
    MISSING,
    Record,
    Rule,
    Trouble,
    Usage,
    date,
    number,
    split,
)

COLUMNS = ["stratum", "prob", "N", "n", "prn", "subcohort"]


def latin(text):
    """A word of the command line as the cells are read."""
    return text.encode().decode("latin-1")


def row_of_csv(values, delimiter=","):
    """Labels as a row, a missing one empty; quotes only where they must be."""
    special = re.compile('[%s"\r\n]' % re.escape(delimiter))
    quoted = (
        '"%s"' % v.replace('"', '""') if v and special.search(v) else v or ""
        for v in values
    )
    return delimiter.join(quoted)


def words_of(text):
    """A list of an option: a row of CSV."""
    return next(csv.reader([latin(text)]))


@functools.lru_cache(maxsize=4)
def frame_of(data, delimiter):
    """Byte-order mark, header and records."""
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    lines = split(data[len(bom) :], delimiter)
    header = Record(next(lines), delimiter)
    width = len(header.cells)
    records = [Record(line, delimiter) for line in lines]
    records = [r for r in records if r.content or width == 1]
    if any(len(record.cells) != width for record in records):
        raise Trouble("a ragged record")
    return bom, header, records


def column_of(header, name):
    if header.cells.count(name) != 1:
        raise Usage("no such column, or two")
    return header.cells.index(name)


class Key:
    """One KEY of --strata."""

    def __init__(self, text, header):
        self.text, self.kind, self.name = text, "value", text
        self.rule = None
        kind, colon, name = text.partition(":")
        if text not in header.cells and colon:
            if kind in ("value", "year", "quarter", "month", "outcome", "rule"):
                self.kind, self.name = kind, name
        if self.kind == "outcome":
            column_of(header, name)  # nothing but a column
        if self.kind in ("outcome", "rule"):
            self.rule = Rule(name, header.cells)
            self.name = header.cells[self.rule.column]
        self.column = column_of(header, self.name)

    def label(self, record):
        cell = record.cells[self.column]
        if self.rule:
            holds = self.rule.outcome(cell)
            if holds is None and self.kind == "rule":
                return None
            return "1" if holds else "0"
        if cell.lower() in MISSING:
            return None
        if self.kind == "value":
            return cell
        day = date(cell)
        if day is None:
            raise Trouble("no date")
        return {
            "year": "%04d" % day.year,
            "quarter": "%04dQ%d" % (day.year, (day.month + 2) // 3),
            "month": "%04d-%02d" % (day.year, day.month),
        }[self.kind]


    def judge(self):
        """After the last record: a missing outcome is none among dates only."""
        if self.kind == "outcome" and self.rule.missing and self.rule.held_other:
            raise Trouble("missing, and not a column of dates")


def order_of(stratum):
    """Key by key, in bytes, a missing label first."""
    return [(label is not None, label or "") for label in stratum]


class Unit:
    def __init__(self, stratum, prn, tie):
        self.stratum, self.rank = stratum, (prn, tie)
        self.kept, self.selected, self.below = False, False, False
        self.rows, self.kept_rows = [], []
        self.numbers, self.target = {}, None


class Stratum:
    def __init__(self):
        self.others, self.kept, self.drawn = [], [], []
        self.wanted = 0


def unit_number(seed, label, identifier):
    """The random number of an identifier, and what ties are broken by."""
    try:
        import xxhash
    except ImportError:
        vectors.missing("the Python module xxhash is missing")
    text = "sampler 1 draw unit %d %s" % (seed, label)
    key = vectors.xxh3_128(text.encode()) % 2**64
    unit = vectors.xxh3_128(identifier)
    prn = xxhash.xxh3_64_intdigest(unit.to_bytes(16, "big"), seed=key)
    return prn, unit >> 64


@functools.lru_cache(maxsize=4)
def stream_of(purpose, seed, label, count):
    """The first numbers of a stream of the seed."""
    text = "sampler 1 %s %s %d %s"
    state, increment = (
        vectors.xxh3_128((text % (purpose, part, seed, label)).encode())
        for part in ("state", "increment")
    )
    return list(vectors.outputs(state, increment | 1, count))


def allocation(sizes, measures, total, least):
    """Shares TOTAL: the lambda with the sum of clamp(lambda a_h, least, N_h) =
    TOTAL, rounded down, what is left to the largest remainders, the first of
    equal ones."""
    if total >= sum(sizes):
        return sizes
    if total == 0:  # asked for as it is
        return [0] * len(sizes)
    least = [min(size, least) for size in sizes]
    if total < sum(least):
        raise Usage("fewer than the minima")
    reach = sum(n if a else m for n, a, m in zip(sizes, measures, least))
    if reach < total:  # those with a measure are used up
        least = [n if a else m for n, a, m in zip(sizes, measures, least)]
        measures = [0 if a else n for n, a in zip(sizes, measures)]

    def shares(at):
        return [
            min(max(at * a, m), n) for n, a, m in zip(sizes, measures, least)
        ]

    # Between two neighbouring turns the sum is a straight line.
    turns = {Fraction(0)}
    for bounds in (least, sizes):
        turns |= {Fraction(b) / a for b, a in zip(bounds, measures) if a}
    turns = sorted(turns)
    low, high = 0, len(turns) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if sum(shares(turns[middle])) <= total:
            low = middle
        else:
            high = middle
    left, right = turns[low], turns[high]
    below, above = sum(shares(left)), sum(shares(right))
    at = left
    if above > below:
        at += (right - left) * Fraction(total - below) / (above - below)
    exact = shares(at)
    assert sum(exact) == total
    result = [math.floor(share) for share in exact]
    by_remainder = sorted(
        range(len(sizes)), key=lambda h: (result[h] - exact[h], h)
    )
    for h in by_remainder[: total - sum(result)]:
        result[h] += 1
    return result


def parser():
    options = argparse.ArgumentParser(allow_abbrev=False)
    for name in ("where", "keep"):
        options.add_argument("--" + name, action="append", default=[])
    for name in ("n", "n-per-stratum", "min-per-stratum", "seed"):
        options.add_argument("--" + name, type=int)
    for name in ("fraction", "ratio", "sizes", "keep-missing", "strata", "unit",
                 "unit-missing", "base-weight", "add", "select", "drop",
                 "delimiter", "weights"):
        options.add_argument("--" + name)
    for name in ("unit-sorted", "one-per-unit", "row-weights"):
        options.add_argument("--" + name, action="store_true")
    options.add_argument("--sizes-missing", default="error")
    options.add_argument("--allocation", default="proportional")
    options.add_argument("--method", default="srs")
    options.add_argument("--replicate", type=int, default=1)
    options.add_argument("--shard", default="")
    options.add_argument("--output", default="drawn")
    options.add_argument("--weight-name", default="weight")
    options.add_argument("file")
    return options
