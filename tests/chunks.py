# SPDX-License-Identifier: MIT
"""Holds the chunks of a split against the frame that they were made of.

    chunks.py FRAME MANIFEST [NAME=KIND:COLUMN]...

Reads the frame and every file of the manifest with Python's csv module, and
once more by looking for quotes and line feeds alone. It must hold that

  - a chunk has the frame's header, byte for byte;
  - its records are some of the frame's, byte for byte and in their order, and
    all chunks together have each record of the frame once, parsed or not (a
    last record without a line ending has the header's);
  - index counts from 1, records and bytes are those of the file;
  - the label of each key is what Python makes of the cell of each record:
    KIND is value, year, quarter, month or outcome.

Prints the number of chunks and of records."""
import collections
import csv
import datetime
import gzip
import io
import subprocess
import sys

BOM = b"\xef\xbb\xbf"


def content(name):
    with open(name, "rb") as file:
        data = file.read()
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    if data[:4] == b"\x28\xb5\x2f\xfd":
        return subprocess.run(["zstd", "-dc", name], check=True,
                              stdout=subprocess.PIPE).stdout
    return data


def raw_records(data):
    """The records with their line endings; blank lines are left out."""
    records, begin, quoted = [], 0, False
    for at, byte in enumerate(data):
        if byte == 0x22:
            quoted = not quoted
        elif byte == 0x0A and not quoted:
            records.append(data[begin:at + 1])
            begin = at + 1
    if begin < len(data):
        records.append(data[begin:])
    return [record for record in records if record.strip(b"\r\n")]


def parsed(data):
    text = data.removeprefix(BOM).decode("latin-1")
    rows = csv.reader(io.StringIO(text, newline=""))
    return [tuple(row) for row in rows if row]


def whole(records):
    """With the line ending of the header behind a last record without one."""
    ending = b"\r\n" if records[0].endswith(b"\r\n") else b"\n"
    if not records[-1].endswith(b"\n"):
        records[-1] += ending
    return records


def label(kind, cell):
    if kind == "value":
        return cell
    if kind == "outcome":
        return "0" if cell in ("", "0") else "1"
    day = datetime.date.fromisoformat(cell[:10])
    if kind == "year":
        return "%04d" % day.year
    if kind == "quarter":
        return "%04dQ%d" % (day.year, (day.month + 2) // 3)
    return "%04d-%02d" % (day.year, day.month)


def is_in_order(some, everything):
    rest = iter(everything)
    return all(record in rest for record in some)


def main(frame, manifest, *keys):
    data = content(frame)
    records, rows = whole(raw_records(data)), parsed(data)
    found, found_rows = collections.Counter(), collections.Counter()
    with open(manifest, newline="", encoding="latin-1") as file:
        chunks = list(csv.DictReader(file))
    for index, chunk in enumerate(chunks):
        name = chunk["file"].encode("latin-1")
        data = content(name)
        mine, my_rows = raw_records(data), parsed(data)
        assert int(chunk["index"]) == index + 1, chunk
        assert int(chunk["bytes"]) == len(data), chunk
        assert int(chunk["records"]) == len(mine) - 1, chunk
        assert mine[0] == records[0], "another header"
        assert is_in_order(mine[1:], records[1:]), "another order"
        found.update(mine[1:])
        found_rows.update(my_rows[1:])
        for key in keys:
            name, _, rest = key.partition("=")
            kind, _, column = rest.partition(":")
            at = rows[0].index(column)
            for row in my_rows[1:]:
                assert label(kind, row[at]) == chunk[name], (row, chunk)
    assert found == collections.Counter(records[1:]), "other records"
    assert found_rows == collections.Counter(rows[1:]), "other rows"
    print(len(chunks), "chunks", sum(found.values()), "records")


main(*sys.argv[1:])
