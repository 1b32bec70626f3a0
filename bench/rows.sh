# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # variables of those that source it
# rows.sh - the table of targets.

missed=0
skipped=0

row()
{
    row=$(printf '| %-44s | %-18s | %7s | %14s | %7s | %-4s | %8s | %8s | %5s |' \
        "$@")
    say "$row"
}

row_title()
{
    say
    say "## Targets"
    say
    row job 'held against' figure least..most 'at most' '' ours theirs pairs
    row --- --- ---: ---: ---: --- ---: ---: ---:
}

# judge VALUE TARGET: sets verdict; no TARGET, or BENCH_JUDGE=0, no verdict.
judge()
{
    verdict=
    test -n "$2" && test "$BENCH_JUDGE" != 0 || return 0
    verdict=ok
    awk "BEGIN { exit !($1 <= $2) }" && return 0
    verdict=OVER
    missed=$((missed + 1))
}

# compare JOB AGAINST TARGET OURS THEIRS: runs the two in turn on the present
# file, after one run of each that is not counted.
compare()
{
    $4
    $5
    gather "$BENCH_PAIRS" "$4" "$5"
    judge "$ratio" "$3"
    row "$1" "$2" "$(printf %.2f "$ratio")" \
        "$(printf %.2f..%.2f "$ratio_min" "$ratio_max")" "$3" "$verdict" \
        "$(printf %.3f "$ours_wall")" "$(printf %.3f "$theirs_wall")" "$runs"
}

# row_of_memory JOB TARGET: the greatest peak of our runs just gathered.
row_of_memory()
{
    judge "$peak_max" "$2"
    row "$1" 'peak MiB' "$peak_max" - "$2" "$verdict" \
        "$(printf %.3f "$ours_wall")" - "$runs"
}

# skip NUMBER JOB WHY: of so many rows.
skip()
{
    row "$2" "$3" - - - skip - - -
    skipped=$((skipped + $1))
}

# check_answer FILE [KEPT OTHERS]: says what is wrong with it.
check_answer()
{
    test -f "$1" || { echo 'no sample was written'; return 1; }
    awk -v kept="$2" -v others="$3" -v records="$(field records)" \
        -f "$bench/answer.awk" "$1"
}

# check_main FILE: all outcomes, and the others that were asked for.
check_main()
{
    others=$(($(field records) - $(field outcomes)))
    test "$others" -lt "$sample_size" || others=$sample_size
    check_answer "$1" "$(field outcomes)" "$others"
}

# A benchmark of wrong answers is worth nothing: our last sample is a right one.
must_agree()
{
    wrong=$(check_main "$fast/sample.csv") || die "$file: $wrong"
}

# The same where all that is known is that weights add up to all records.
must_add_up()
{
    wrong=$(check_answer "$fast/sample.csv" '' '') || die "$file: $wrong"
}
