#!/bin/sh
# SPDX-License-Identifier: MIT
# count.sh [FOLDER] - how many tests of faults passed, by letter, from the logs
# that make check has left in FOLDER (build/tests/faults); what was skipped, with
# the reason, comes after. The status is 1 if any was skipped or there are none.
folder=${1-build/tests/faults}
test -d "$folder" || { echo "no folder $folder" >&2; exit 2; }

cat "$folder"/*.log | awk '
  /^ok [A-Z][0-9]+$/ { passed[substr($2, 1, 1)]++; all++ }
  /^skip [A-Z][0-9]+: / { skipped[substr($2, 1, 1)]++; none++; why = why $0 "\n" }
  END {
    print "letter  passed  skipped"
    for (k = 65; k <= 90; k++) {
      letter = sprintf("%c", k)
      if (letter in passed || letter in skipped)
        printf "%-6s  %6d  %7d\n", letter, passed[letter], skipped[letter]
    }
    printf "%-6s  %6d  %7d\n%s", "all", all, none, why
    exit all == 0 || none > 0
  }'
