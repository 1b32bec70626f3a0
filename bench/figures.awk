# SPDX-License-Identifier: MIT
# Reads one run a line, "wall cpu peak", or a pair of them, "ours theirs", three
# figures each. Prints assignments for a shell: medians, and the extremes of
# the ratio of the wall times and of our peak memory.

# Sorts v[1] to v[n]; n is small.
function sort(v, n,    i, j, x) {
    for (i = 2; i <= n; i++) {
        x = v[i]
        for (j = i - 1; j > 0 && v[j] > x; j--)
            v[j + 1] = v[j]
        v[j + 1] = x
    }
}

# The median of column j; leaves the column, sorted, in v.
function median(j,    i) {
    for (i = 1; i <= NR; i++)
        v[i] = cell[i, j]
    sort(v, NR)
    return (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2
}

NF != 3 && NF != 6 { bad = 1; exit }

{
    for (j = 1; j <= 6; j++)
        cell[NR, j] = $j + 0
    # A clock that has not moved yet is no reason to divide by 0.
    cell[NR, 0] = $1 / ($4 > 0 ? $4 : 0.000001)
}

END {
    if (bad || NR == 0)
        exit 1
    printf "ratio=%.6g ", median(0)
    printf "ratio_min=%.6g ratio_max=%.6g ", v[1], v[NR]
    printf "ours_wall=%.6f ours_cpu=%.6f ", median(1), median(2)
    printf "ours_peak=%.1f ", median(3)
    printf "peak_max=%.1f ", v[NR]
    printf "theirs_wall=%.6f theirs_cpu=%.6f ", median(4), median(5)
    printf "theirs_peak=%.1f\n", median(6)
}
