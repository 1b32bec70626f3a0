# SPDX-License-Identifier: MIT
"""The job by Python's csv, in one read and in memory of the sample's size.

FILE N OUT. The others fill a reservoir (Vitter 1985, algorithm R).
"""
import csv
import random
import sys

path, n, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
kept, drawn, others = [], [], 0
with open(path, newline="") as frame:
    records = csv.reader(frame)
    header = next(records)
    outcome = header.index("outcome")
    for record in records:
        if record[outcome] == "1":
            kept.append(record)
            continue
        others += 1
        if len(drawn) < n:
            drawn.append(record)
        else:
            place = random.randrange(others)
            if place < n:
                drawn[place] = record
with open(out, "w", newline="") as sample:
    writer = csv.writer(sample)
    writer.writerow(header + ["weight"])
    writer.writerows(record + [1] for record in kept)
    writer.writerows(record + [others / len(drawn)] for record in drawn)
