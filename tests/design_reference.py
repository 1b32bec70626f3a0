#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The sampling designs of sampler, once more, in Python and without its code.

design_reference.py OPTION... FILE

prints the sample of FILE, a plain file, byte for byte as sampler has to. What
is written here is the manual and nothing else: strata by their labels, sizes by
fractions.Fraction, units by their hash, ranks by sorting everybody. Rules and
cells are those of reference.py, random numbers by position those of vectors.py.
Exit status as that of sampler; 77: the Python module xxhash is missing.
"""

import csv
import math
import re
import sys
from fractions import Fraction

from design_parts import (
    COLUMNS,
    Key,
    Stratum,
    Unit,
    allocation,
    column_of,
    frame_of,
    latin,
    order_of,
    parser,
    row_of_csv,
    stream_of,
    unit_number,
    words_of,
)
from reference import (
    MISSING,
    Rule,
    Trouble,
    Usage,
    classes,
    number,
    split,
    weight_text,
)


class Design:
    """A frame, and what a command line makes of it."""

    def __init__(self, options, data):
        self.options = options
        self.delimiter = options.delimiter or (
            "\t" if options.file.endswith(".tsv") else ","
        )
        frame = frame_of(data, self.delimiter)
        self.bom, self.header, self.records = frame
        self.keys = []
        if options.strata:
            self.keys = [Key(k, self.header) for k in words_of(options.strata)]
        self.read_sizes()
        self.check_names()
        self.classify()
        self.find_units()
        self.find_numbers()
        self.check_base_weights()
        self.set_sizes()
        for stratum in self.strata.values():
            self.draw(stratum)
        for stratum in self.strata.values():
            for unit in stratum.drawn + stratum.kept:
                unit.selected = True

    def check_names(self):
        """Which columns stay, and whether the new ones can have their names."""
        options, header = self.options, self.header
        self.stay = list(range(len(header.cells)))
        listed = words_of(options.select or options.drop or '""')
        if options.select or options.drop:
            chosen = [column_of(header, name) for name in listed]
            if len(set(chosen)) < len(chosen):
                raise Usage("listed twice")
            self.stay = chosen
            if options.drop:
                rest = set(range(len(header.cells))) - set(chosen)
                self.stay = sorted(rest)
            if not self.stay:
                raise Usage("no column is left")
        self.added = {}
        for item in options.add.split(",") if options.add else []:
            column, sign, name = item.partition("=")
            self.added[column] = latin(name if sign else column)
        if options.output == "all":
            self.added.setdefault("selected", "selected")
        new = [self.added[c] for c in ["selected"] if c in self.added]
        new += [latin(options.weight_name)]
        new += [self.added[c] for c in COLUMNS if c in self.added]
        names = [header.cells[j] for j in self.stay]
        if len(set(new)) < len(new) or set(new) & set(names):
            raise Usage("two columns with one name")
        self.new_names = new

    def classify(self):
        """Position -> whether it is kept, of those that are eligible."""
        cells = self.header.cells
        where = [Rule(latin(text), cells) for text in self.options.where]
        keep = [Rule(latin(text), cells) for text in self.options.keep]
        eligible = []
        for i, record in enumerate(self.records):
            answers = [rule.outcome(record.cells[rule.column]) for rule in where]
            if all(answers):
                eligible.append(i)
        verdicts = list(classes(
            (self.records[i] for i in eligible), keep, self.options.keep_missing
        ))  # all of them: its last word comes behind the last record
        self.kept = {
            i: verdict == "kept"
            for i, verdict in zip(eligible, verdicts)
            if verdict != "dropped"
        }

    def identifier(self, i):
        if not self.options.unit:
            return i
        column = column_of(self.header, latin(self.options.unit))
        cell = self.records[i].cells[column]
        if cell.lower() not in MISSING:
            return cell.encode("latin-1")
        if self.options.unit_missing != "own":
            raise Trouble("a missing identifier")
        return b"\0%d" % i

    def find_units(self):
        options, count = self.options, len(self.records)
        numbers = stream_of("draw", options.seed, options.shard, count)
        self.units, self.unit_of, self.strata = {}, {}, {}
        for i, kept in self.kept.items():
            stratum = tuple(key.label(self.records[i]) for key in self.keys)
            name = self.identifier(i)
            if name not in self.units:
                rank = numbers[i], i
                if options.unit:
                    rank = unit_number(options.seed, options.shard, name)
                self.units[name] = Unit(stratum, *rank)
            unit = self.units[name]
            if unit.stratum != stratum:
                raise Trouble("a unit in two strata")
            unit.rows.append(i)
            unit.kept |= kept
            if kept:
                unit.kept_rows.append(i)
            self.unit_of[i] = unit
        for key in self.keys:
            key.judge()
        for unit in self.units.values():
            stratum = self.strata.setdefault(unit.stratum, Stratum())
            (stratum.kept if unit.kept else stratum.others).append(unit)
        if not self.keys:
            self.strata.setdefault((), Stratum())

    def read_sizes(self):
        """The rows of --sizes by their labels."""
        self.size_rows = None
        if not self.options.sizes:
            return
        with open(self.options.sizes, newline="", encoding="latin-1") as file:
            rows = [row for row in csv.reader(file) if row]
        names = rows[0]
        if ("n" in names) == ("fraction" in names):
            raise Usage("a column n or a column fraction")
        self.by_fraction = "fraction" in names
        size = names.index("fraction" if self.by_fraction else "n")
        columns = []
        for key in self.keys:
            name = key.text if key.text in names else key.name
            if names.count(name) != 1:
                raise Usage("no column of a key")
            columns.append(names.index(name))
        self.size_rows = {}
        for row in rows[1:]:
            labels = tuple(
                None if row[j].lower() in MISSING else row[j] for j in columns
            )
            value = number(row[size])
            if value is None or value < 0 or labels in self.size_rows:
                raise Trouble("a bad size, or a stratum twice")
            if self.by_fraction and value > 1:
                raise Trouble("a fraction above 1")
            if not self.by_fraction and not re.fullmatch("[0-9]+", row[size]):
                raise Trouble("no number of units")
            self.size_rows[labels] = value

    def set_sizes(self):
        options = self.options
        least = options.min_per_stratum or 0
        for labels, stratum in self.strata.items():
            pop_size, kept_size = len(stratum.others), len(stratum.kept)
            if options.n is not None and not self.keys:
                stratum.wanted = options.n
            elif options.n_per_stratum is not None:
                stratum.wanted = options.n_per_stratum
            elif options.fraction:
                share = number(options.fraction) * pop_size
                stratum.wanted = max(math.ceil(share), least)
            elif options.ratio:
                share = number(options.ratio) * kept_size
                stratum.wanted = max(math.ceil(share), least)
            elif self.size_rows is not None:
                stratum.wanted = self.size_by_file(labels, pop_size)
        if self.size_rows and set(self.size_rows) - set(self.strata):
            raise Trouble("a row without a stratum")
        if options.n is not None and self.keys:
            self.allocate()

    def size_by_file(self, labels, pop_size):
        if labels in self.size_rows:
            size = self.size_rows[labels]
            return math.ceil(size * (pop_size if self.by_fraction else 1))
        if self.options.sizes_missing == "error":
            raise Trouble("a stratum without a row")
        return pop_size if self.options.sizes_missing == "all" else 0

    def measure(self, stratum):
        """a_h; a root is cut behind 400 binary digits."""
        how, _, name = self.options.allocation.partition(":")
        count = len(stratum.others)
        if how != "neyman":
            return Fraction(count if how == "proportional" else 1)
        values = [unit.numbers[latin(name)] for unit in stratum.others]
        if count < 2:
            return Fraction(0)
        mean = Fraction(sum(values), count)
        variance = Fraction(sum((v - mean) ** 2 for v in values), count - 1)
        root = math.isqrt(int(variance * 4**400))
        return count * Fraction(root, 2**400)

    def allocate(self):
        strata = [self.strata[k] for k in sorted(self.strata, key=order_of)]
        least = self.options.min_per_stratum
        sizes = allocation(
            [len(stratum.others) for stratum in strata],
            [self.measure(stratum) for stratum in strata],
            self.options.n,
            1 if least is None else least,
        )
        for stratum, size in zip(strata, sizes):
            stratum.wanted = size

    def find_numbers(self):
        """What the units have in columns that the design looks at; rows that are
        kept do not count."""
        for option in (self.options.allocation, self.options.method):
            how, _, name = option.partition(":")
            if how not in ("neyman", "pps"):
                continue
            name = latin(name)
            column = column_of(self.header, name)
            for i, kept in self.kept.items():
                if kept:
                    continue
                value = number(self.records[i].cells[column])
                if value is None or (how == "pps" and value <= 0):
                    raise Trouble("no number")
                if self.unit_of[i].numbers.setdefault(name, value) != value:
                    raise Trouble("a unit with two numbers")

    def draw_by_size(self, stratum):
        """Pareto sampling: certainties first, then by a function of size and
        random number."""
        name = latin(self.options.method.partition(":")[2])
        left = sorted(stratum.others, key=lambda unit: -unit.numbers[name])
        size = min(stratum.wanted, len(left))
        total = sum(unit.numbers[name] for unit in left)
        while size > 0 and left[0].numbers[name] * size >= total:
            unit = left.pop(0)
            unit.target = Fraction(1)
            stratum.drawn.append(unit)
            total -= unit.numbers[name]
            size -= 1
        if size == 0:
            return

        def order(unit):
            u = max(unit.rank[0], 1)
            p = unit.target
            return Fraction(u, 2**64 - u) * (1 - p) / p, unit.rank[1]

        for unit in left:
            unit.target = unit.numbers[name] * size / Fraction(total)
        stratum.drawn += sorted(left, key=order)[:size]

    def draw(self, stratum):
        options = self.options
        if options.method.startswith("pps:"):
            self.draw_by_size(stratum)
            return
        ranked = sorted(stratum.others, key=lambda unit: unit.rank)
        everybody = stratum.others + stratum.kept
        if options.method == "bernoulli":
            bound = math.floor(number(options.fraction) * 2**64)
            for unit in everybody:
                unit.below = unit.rank[0] < bound
            stratum.drawn = [unit for unit in ranked if unit.below]
            return
        skip = (options.replicate - 1) * stratum.wanted
        stratum.drawn = ranked[skip : skip + stratum.wanted]
        if options.replicate == 1 and stratum.wanted >= max(len(ranked), 1):
            for unit in everybody:
                unit.below = True
        elif stratum.drawn:
            last = stratum.drawn[-1].rank
            before = ranked[skip - 1].rank if skip else (-1, 0)
            for unit in everybody:
                unit.below = before < unit.rank <= last
        elif options.replicate > 1 and stratum.wanted > 0 and ranked:
            raise Trouble("none left")

    def leaving(self, stratum):
        """How many units of the others leave with a weight."""
        drawn = len(stratum.drawn)
        if self.options.output == "rest":
            return len(stratum.others) - drawn
        return drawn

    def picked(self):
        """Positions of the rows that stand for their units."""
        options = self.options
        numbers = stream_of(
            "row", options.seed, options.shard, len(self.records)
        )
        return {
            min(unit.kept_rows if unit.kept else unit.rows,
                key=lambda i: (numbers[i], i))
            for unit in self.units.values()
        }

    def weight(self, i, unit):
        """The weight of a row as text."""
        options, stratum = self.options, self.strata[unit.stratum]
        if not unit.selected and options.output != "rest":
            return "0"
        weight = Fraction(1)
        if not unit.kept:
            weight = Fraction(len(stratum.others), self.leaving(stratum))
            if options.weights == "inverse-probability":
                weight = 1 / number(options.fraction)
            if unit.target is not None:
                weight = 1 / unit.target
        factor = 1.0
        if options.base_weight:
            column = column_of(self.header, latin(options.base_weight))
            factor = float(self.records[i].cells[column])
        if options.row_weights:
            factor *= len(unit.rows)
        return weight_text(factor * float(weight))

    def columns(self, i, unit):
        """The new cells of a row."""
        stratum = self.strata[unit.stratum]
        pop_size, size = len(stratum.others), len(stratum.drawn)
        prob = self.leaving(stratum) / pop_size if pop_size else 0
        if self.options.weights == "inverse-probability":
            prob = float(number(self.options.fraction))
        if unit.target is not None:
            prob = float(unit.target)
        label = row_of_csv(unit.stratum)
        if label == "kept":
            label = '"kept"'
        if unit.kept:
            pop_size = size = sum(len(s.kept) for s in self.strata.values())
            prob, label = 1, "kept"
        cells = {
            "stratum": row_of_csv([label], self.delimiter),
            "prob": weight_text(prob),
            "N": str(pop_size),
            "n": str(size),
            "prn": str(unit.rank[0]),
            "subcohort": str(int(unit.below)),
        }
        new = [str(int(unit.selected))] if "selected" in self.added else []
        new += [self.weight(i, unit)]
        return new + [cells[c] for c in COLUMNS if c in self.added]

    def check_base_weights(self):
        if not self.options.base_weight:
            return
        column = column_of(self.header, latin(self.options.base_weight))
        for i in self.kept:
            value = number(self.records[i].cells[column])
            if value is None or value < 0:
                raise Trouble("no base weight")

    def cut(self, content):
        """The columns that stay, as the bytes that they were."""
        delimiter = re.escape(self.delimiter.encode())
        field = rb'("[^"]*(?:""[^"]*)*"|[^%s]*)(?:%s|\Z)' % (
            delimiter, delimiter)
        fields, at = [], 0
        for _ in self.header.cells:
            found = re.compile(field).match(content, at)
            fields.append(found[1])
            at = found.end()
        return self.delimiter.encode().join(fields[j] for j in self.stay)

    def sample(self):
        output = self.options.output
        picked = self.picked() if self.options.one_per_unit else self.kept
        ending = self.header.ending or b"\n"
        separator = self.delimiter.encode()
        names = row_of_csv(self.new_names, self.delimiter).encode("latin-1")
        out = [self.bom, self.cut(self.header.content), separator, names, ending]
        for i in self.kept:
            unit, record = self.unit_of[i], self.records[i]
            if i not in picked or unit.selected and output == "rest":
                continue
            if not unit.selected and output == "drawn":
                continue
            new = self.delimiter.join(self.columns(i, unit)).encode("latin-1")
            out += [self.cut(record.content), separator, new]
            out.append(record.ending or ending)
        return b"".join(out)


def design(arguments):
    """The design of a command line; Trouble or Usage."""
    options = parser().parse_args(arguments)
    with open(options.file, "rb") as file:
        return Design(options, file.read())


def run(arguments):
    """Exit status and sample of a command line."""
    try:
        return 0, design(arguments).sample()
    except Trouble:
        return 1, b""
    except Usage:
        return 2, b""


if __name__ == "__main__":
    code, text = run(sys.argv[1:])
    sys.stdout.buffer.write(text)
    sys.exit(code)
