# SPDX-License-Identifier: MIT
"""The job by pandas: FILE N OUT."""
import sys

import pandas

path, n, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
frame = pandas.read_csv(path)
is_kept = frame.outcome == 1
others = frame[~is_kept]
drawn = others.sample(min(n, len(others)))
sample = pandas.concat(
    [
        frame[is_kept].assign(weight=1.0),
        drawn.assign(weight=len(others) / len(drawn)),
    ]
).sort_index()
sample.to_csv(out, index=False)
