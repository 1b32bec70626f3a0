#!/bin/sh
# SPDX-License-Identifier: MIT
# The job by awk and GNU shuf: FILE N OUT. For files without quotes only: a
# comma or a line break in a field would be taken for one that separates.
set -eu

awk -F , -v out="$3" -v shuf="shuf -n $2 >'$3.drawn'" '
    { sub(/\r$/, "") }
    NR == 1 {
        for (j = 1; j <= NF; j++)
            if ($j == "outcome")
                outcome = j
        print $0 ",weight" >out
        next
    }
    $outcome == 1 { print $0 ",1" >out; next }
    { print | shuf; others++ }
    END { print others >(out ".count") }' "$1"

drawn=$(wc -l <"$3.drawn")
awk -v drawn="$drawn" 'NR == FNR { weight = sprintf("%.15g", $1 / drawn); next }
    { print $0 "," weight }' "$3.count" "$3.drawn" >>"$3"
rm "$3.count" "$3.drawn"
