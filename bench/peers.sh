# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # variables of those that source it
# peers.sh - the same job by other programs, each a script in bench/peers that is
# called with FILE N OUT: keep outcome = 1, draw N of the others, write a CSV
# file with a column of weights.

peers='data.table shuf pandas csv miller duckdb'
failed_peers=0

# The first Python that has the module.
python_with()
{
    for python in python3 /usr/bin/python3; do
        "$python" -c "import $1" 2>/dev/null && return
    done
    return 1
}

# use_peer NAME: sets $label and $script, the words of the command that takes
# FILE N OUT. If it is not there, returns 1 with $package, where to get it.
use_peer()
{
    version=
    folder=$srcdir/bench/peers
    case $1 in
    data.table)
        label='R data.table' package=r-cran-data.table
        script="Rscript $folder/with_data_table.R"
        version=$(Rscript -e \
            'cat(format(packageVersion("data.table")))' 2>/dev/null)
        ;;
    shuf)
        label='awk, GNU shuf' package=coreutils
        script="sh $folder/with_shuf.sh"
        version=$(shuf --version 2>/dev/null | sed -n '1s/.* //p')
        ;;
    pandas)
        label=pandas package=python3-pandas
        python_with pandas || return 1
        script="$python $folder/with_pandas.py"
        version=$("$python" -c 'import pandas; print(pandas.__version__)')
        ;;
    csv)
        label='Python csv' package=python3
        python_with csv || return 1
        script="$python $folder/with_csv.py"
        version=$("$python" -c 'import sys; print(sys.version.split()[0])')
        ;;
    miller)
        label=Miller package=miller
        script="sh $folder/with_miller.sh"
        version=$(mlr --version 2>/dev/null | sed 's/.* //')
        ;;
    duckdb)
        label=DuckDB package='@duckdb/node-api (npm)'
        script="node $folder/with_duckdb.cjs"
        version=$($script --version 2>/dev/null)
        ;;
    *) die "BENCH_PEERS: '$1' is no peer" ;;
    esac
    label="$label $version"
    test -n "$version"
}

# Runs $script, a few words; what it says is kept for the row of a failure.
peer()
{
    rm -f "$fast/peer.csv"
    # shellcheck disable=SC2086 # words of a command
    "$measure" "$scratch/usage" $script "$file" "$sample_size" \
        "$fast/peer.csv" >"$scratch/err" 2>&1
}

must_peer() { peer || die "$label: $(tail -n 1 "$scratch/err")"; }

program_row()
{
    row=$(printf '| %-22s | %8s | %8s | %8s | %7s | %14s | %5s | %s |' "$@")
    say "$row"
}

program_title()
{
    say
    say "## The same job by other programs, $BENCH_PEER_BYTES"
    say
    program_row program seconds CPU MiB 'x ours' 'least..most' pairs sample
    program_row --- ---: ---: ---: ---: ---: ---: ---
}

# row_of_theirs LABEL ANSWER KIND: of the runs that were just gathered. How many
# times as long as ours they took is the ratios of the pairs turned round.
row_of_theirs()
{
    # shellcheck disable=SC2046 # two words
    set -- "$1" "$2" "$3" $(awk "BEGIN { printf \"%.3g %.3g..%.3g\",
        1 / $ratio, 1 / $ratio_max, 1 / $ratio_min }")
    program_row "$1" "$(printf %.3g "$theirs_wall")" \
        "$(printf %.3g "$theirs_cpu")" "$theirs_peak" "$4" "$5" "$runs" "$2"
    note_program "$1" "$theirs_wall" "$theirs_peak" "$3"
}

# note_program LABEL SECONDS MIB KIND: a point of the plot.
note_program()
{
    printf '%s\t%s\t%s\t%s\t \n' "$@" >>"$BENCH_RESULTS/programs.tsv"
}

# measure_peer: one that is there. Its first run is the one that is checked.
measure_peer()
{
    if ! peer; then
        failed_peers=$((failed_peers + 1))
        program_row "$label" - - - - - - \
            "failed: $(tail -n 1 "$scratch/err" | cut -c 1-60)"
        return
    fi
    answer=agrees
    wrong=$(check_main "$fast/peer.csv") || {
        answer="differs: $wrong"
        failed_peers=$((failed_peers + 1))
    }
    gather "$BENCH_PAIRS" plain must_peer
    row_of_theirs "$label" "$answer" peer
}

# compare_programs: what only reads the file, and all peers that are there.
compare_programs()
{
    use_plain "$BENCH_PEER_BYTES"
    program_title
    plain # the warm-up
    must_agree
    gather "$BENCH_PAIRS" plain
    : >"$BENCH_RESULTS/programs.tsv"
    program_row sampler "$(printf %.3g "$ours_wall")" \
        "$(printf %.3g "$ours_cpu")" "$ours_peak" 1 - "$runs" agrees
    note_program sampler "$ours_wall" "$ours_peak" ours
    gather "$BENCH_PAIRS" plain with_cat
    row_of_theirs cat - reader
    gather "$BENCH_PAIRS" plain with_wc
    row_of_theirs 'wc -l' - reader
    test "$BENCH_PEERS" != 0 || return 0
    for name in $BENCH_PEERS; do
        if use_peer "$name"; then
            measure_peer
        else
            program_row "${label% }" - - - - - - "not there: $package"
        fi
    done
    rm -f "$fast/peer.csv"
}
