#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What sampler does, once more, in Python and without its code.

reference.py --n N --seed S [--keep RULE]... [--keep-missing WHAT]
             [--shard LABEL] [--weight-name NAME] [--delimiter C] FILE

prints the sample of FILE, a plain file, byte for byte as sampler has to. The
contract is that of the manual: cells are read by Python's csv module, numbers
by its fractions, dates by its calendar; the draw is that of vectors.py. Exit
status as that of sampler; 77: what vectors.py needs is missing. It reads the
whole file into memory and is as slow as that sounds.
"""

import argparse
import csv
import datetime
import decimal
import fractions
import heapq
import io
import re
import sys

import vectors

MISSING = {"", "na", "nan", "null", "."}
NO = {"f", "false", "n", "no"}
YES = {"t", "true", "y", "yes"}
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
COMPARE = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Trouble(Exception):
    """What sampler ends with status 1 for."""


class Usage(Exception):
    """What sampler ends with status 2 for."""


def number(text):
    """The exact value of a text, or None."""
    if not NUMBER.fullmatch(text):
        return None
    return fractions.Fraction(decimal.Decimal(text))


def date(text):
    """The day that a text is, or None."""
    if not DATE.fullmatch(text):
        return None
    try:
        return datetime.date(*map(int, text.split("-")))
    except ValueError:
        return None


def split(data, delimiter):
    """The records of the file, line endings included."""
    field = re.compile(
        rb'(?:"[^"]*(?:""[^"]*)*"|[^"D\n][^D\n]*|)\r?(D|\n|\Z)'.replace(
            b"D", re.escape(delimiter.encode())
        )
    )
    begin = at = 0
    while begin < len(data):
        found = field.match(data, at)
        if not found:
            raise Trouble("a quote is never closed, or goes on behind it")
        at = found.end()
        if found[1] != delimiter.encode():
            yield data[begin:at]
            begin = at


class Record:
    def __init__(self, raw, delimiter):
        self.content = raw
        self.ending = b""
        for ending in (b"\r\n", b"\n"):
            if raw.endswith(ending):
                self.content, self.ending = raw[: -len(ending)], ending
                break
        text = io.StringIO(self.content.decode("latin-1"), newline="")
        rows = list(csv.reader(text, delimiter=delimiter, strict=True))
        self.cells = rows[0] if rows and rows[0] else [""]


class Rule:
    """One --keep."""

    def __init__(self, text, names):
        self.text, self.sign, self.value = text, None, None
        name = text
        if text not in names:
            found = [
                (text[:at], sign, text[at + len(sign) :])
                for at in range(len(text))
                for sign in ("!=", "<=", ">=", "=", "<", ">")
                if text.startswith(sign, at) and text[:at] in names
            ]
            if not found:
                raise Usage("no column")
            longest = max(len(one[0]) for one in found)
            # At one place an operator of two letters is meant, not of one.
            name, self.sign, self.value = next(
                one for one in found if len(one[0]) == longest
            )
        self.orders = self.sign not in (None, "=", "!=")
        if self.sign == "=" and self.value.startswith("="):
            raise Usage("==")
        if self.orders and self.value.startswith(("=", "<", ">")):
            raise Usage("=<")
        if self.orders and self.value.lower() in MISSING:
            raise Usage("missing has no order")
        if names.count(name) != 1:
            raise Usage("column twice")
        self.column = names.index(name)
        self.missing, self.held_date, self.held_other = 0, False, False

    def outcome(self, cell):
        """True, False, or None if the cell is missing."""
        if self.sign and self.value.lower() in MISSING:
            return (cell.lower() in MISSING) == (self.sign == "=")
        if cell.lower() in MISSING:
            self.missing += 1
            return None
        if self.sign is None:
            return self.truth(cell)
        for kind in (number, date):
            if kind(self.value) is not None:
                if kind(cell) is None:
                    raise Trouble("not of the rule's kind")
                self.held_date |= kind is date
                self.held_other |= kind is number
                return COMPARE[self.sign](kind(cell), kind(self.value))
        if self.orders and (number(cell), date(cell)) != (None, None):
            raise Trouble("a number or a date in an order of text")
        self.held_other = True
        return COMPARE[self.sign](
            cell.encode("latin-1"), self.value.encode("latin-1")
        )

    def truth(self, cell):
        if date(cell) is not None:
            self.held_date = True
            return True
        self.held_other = True
        if number(cell) is not None:
            if number(cell) not in (0, 1):
                raise Trouble("a code")
            return number(cell) == 1
        if cell.lower() in YES:
            return True
        if cell.lower() in NO:
            return False
        raise Trouble("not understood")


def classes(records, rules, keep_missing):
    """For each record: kept, other or dropped."""
    meaning = {None: "other", "no": "other", "yes": "kept", "drop": "dropped"}
    for record in records:
        verdicts = {"other"}
        for rule in rules:
            outcome = rule.outcome(record.cells[rule.column])
            if outcome is not None:
                verdicts.add("kept" if outcome else "other")
            elif keep_missing == "error":
                raise Trouble("missing")
            else:
                verdicts.add(meaning[keep_missing])
        yield max(verdicts, key=["other", "kept", "dropped"].index)
    for rule in rules:
        if rule.missing and rule.held_other and keep_missing is None:
            raise Trouble("missing, and not a column of dates")


def weight_text(weight):
    """The shortest decimal that reads back to the nearest double."""
    text = format(decimal.Decimal(repr(float(weight))), "f")
    return text[:-2] if text.endswith(".0") else text


def sample(options, data):
    """The bytes of the sample."""
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    delimiter = options.delimiter or (
        "\t" if options.file.endswith(".tsv") else ","
    )
    lines = split(data[len(bom) :], delimiter)
    header = Record(next(lines), delimiter)
    width = len(header.cells)
    latin = lambda text: text.encode().decode("latin-1")
    rules = [Rule(latin(text), header.cells) for text in options.keep]
    if latin(options.weight_name) in header.cells:
        raise Usage("the weight's column is there")

    records = [Record(line, delimiter) for line in lines]
    records = [r for r in records if r.content or width == 1]
    if any(len(record.cells) != width for record in records):
        raise Trouble("a ragged record")
    verdicts = list(classes(records, rules, options.keep_missing))

    state, increment = vectors.stream(options.seed, options.shard)
    numbers = vectors.outputs(state, increment, len(records))
    others = [
        (u, i) for i, u in enumerate(numbers) if verdicts[i] == "other"
    ]
    drawn = {i for _, i in heapq.nsmallest(options.n, others)}
    weight = fractions.Fraction(len(others), len(drawn)) if drawn else 0

    name = io.StringIO()
    csv.writer(name, delimiter=delimiter, lineterminator="").writerow(
        [options.weight_name]
    )
    separator = delimiter.encode()
    out = [bom, header.content, separator, name.getvalue().encode()]
    out.append(header.ending or b"\n")
    for i, record in enumerate(records):
        if verdicts[i] == "kept":
            text = "1"
        elif i in drawn:
            text = weight_text(weight)
        else:
            continue
        out += [record.content, separator, text.encode()]
        out.append(record.ending or header.ending or b"\n")
    return b"".join(out)


def run(arguments):
    """Exit status and sample of a command line."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--keep", action="append", default=[])
    parser.add_argument("--keep-missing")
    parser.add_argument("--n", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--shard", default="")
    parser.add_argument("--weight-name", default="weight")
    parser.add_argument("--delimiter")
    parser.add_argument("file")
    options = parser.parse_args(arguments)
    with open(options.file, "rb") as file:
        data = file.read()
    try:
        return 0, sample(options, data)
    except Trouble:
        return 1, b""
    except Usage:
        return 2, b""


if __name__ == "__main__":
    status, out = run(sys.argv[1:])
    sys.stdout.buffer.write(out)
    sys.exit(status)
