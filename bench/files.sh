# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # variables of those that source it
# files.sh - the files that are measured. Each use_... makes its file, unless it
# stands there already, and leaves its name in $file.

# field NAME: the number of NAME in the counts of the present file.
field()
{
    echo "$counts" | tr ' ' '\n' | sed -n "s/^$1=//p"
}

# is_made: the present file stands as RECIPE made it.
is_made()
{
    test -f "$file" && test -f "$file.made" &&
        test "$(sed -n 1p "$file.made")" = "$recipe" &&
        test "$(sed -n 3p "$file.made")" -eq "$(wc -c <"$file")"
}

# note_made: writes down how the file was made, what it holds and its size.
# Its pages go to the disk now, not while something is timed.
note_made()
{
    sync "$file" 2>/dev/null || sync
    {
        echo "$recipe"
        cat "$scratch/counts"
        wc -c <"$file"
    } >"$file.made"
}

# use_cohort NAME OPTION...: a cohort file.
use_cohort()
{
    file=$BENCH_DIR/$1
    shift
    recipe="cohort $* $(cat "$srcdir"/bench/cohort.c "$srcdir"/bench/pools.? |
        cksum)"
    if ! is_made; then
        rm -f "$file.made"
        "$cohort" "$@" >"$file" 2>"$scratch/counts" ||
            die "$file: $(cat "$scratch/counts")"
        note_made
    fi
    counts=$(sed -n 2p "$file.made")
}

# use_plain SIZE: the main one.
use_plain() { use_cohort "plain-$1.csv" --bytes "$1"; }

# use_gzip: the present file, compressed.
use_gzip()
{
    plain=$file
    file=$file.gz
    recipe="gzip of $recipe"
    if ! is_made; then
        rm -f "$file.made"
        gzip -c "$plain" >"$file" || die "$file: cannot be made"
        echo "$counts" >"$scratch/counts"
        note_made
    fi
}

# use_frame NAME RECORDS: short records: an identifier of eight digits, in
# order, one of twelve strata and an outcome of 1 in 200. The numbers are those
# of the minimal standard generator (Park and Miller 1988), exact in doubles.
use_frame()
{
    file=$BENCH_DIR/$1
    recipe="frame $2"
    if ! is_made; then
        rm -f "$file.made"
        awk -v records="$2" 'BEGIN {
            x = 1
            printf "id,stratum,outcome\n"
            for (i = 0; i < records; i++) {
                x = x * 16807 % 2147483647
                stratum = 1 + int(x / 2147483647 * 12)
                outcome = x % 200 == 0
                outcomes += outcome
                printf "%d,%d,%d\n", 10000000 + i, stratum, outcome
            }
            printf "records=%d outcomes=%d\n", records, outcomes >"/dev/stderr"
        }' >"$file" 2>"$scratch/counts" || die "$file: cannot be made"
        note_made
    fi
    counts=$(sed -n 2p "$file.made")
}

# drop: makes room where the present file is.
drop() { rm -f "$file" "$file.made"; }
