#!/bin/sh
# SPDX-License-Identifier: MIT
# The job by Miller: FILE N OUT. One read: the kept go aside, the others to a
# reservoir; their number is known at the end.
set -eu

mlr --csv put "
    if (\$outcome == 1) {
        tee > \"$3.kept\", \$*
    } else {
        @others += 1
    }
    filter \$outcome != 1;
    end { print > \"$3.count\", @others }
" 'then' sample -k "$2" "$1" >"$3.drawn"

drawn=$(($(wc -l <"$3.drawn") - 1))
mlr --csv put "\$weight = 1" "$3.kept" >"$3"
mlr --csv --headerless-csv-output \
    put "\$weight = $(cat "$3.count") / $drawn" "$3.drawn" >>"$3"
rm "$3.kept" "$3.count" "$3.drawn"
