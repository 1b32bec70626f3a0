# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # variables of those that source it
# lib.sh - what the scripts of the benchmarks share: settings, folders, runs and
# the figures of runs. They source it from their own folder, $bench.
#
# It gives them
#
#   $scratch             an empty folder for notes
#   $fast                one for what the programs write, in memory if possible
#   say TEXT             prints a line, and adds it to the file $log if set
#   timed COMMAND...     runs it, without output; how long and how large it was
#   wall, cpu, peak      of that run: seconds, seconds, MiB
#   gather RUNS OURS [THEIRS]   runs them in turn; leaves the figures behind
#   bytes_of SIZE        in bytes
#   plot NAME SIZE       draws a plot by NAME.gp
set -u
LC_ALL=C
export LC_ALL

die()
{
    echo "${0##*/}: $*" >&2
    exit 2
}

# bytes_of SIZE: K, M, G and T are powers of 1,024.
bytes_of()
{
    digits=${1%[KMGT]}
    case $digits in
    '' | *[!0-9]*) return 1 ;;
    esac
    case $1 in
    *K) echo $((digits << 10)) ;;
    *M) echo $((digits << 20)) ;;
    *G) echo $((digits << 30)) ;;
    *T) echo $((digits << 40)) ;;
    *) echo "$digits" ;;
    esac
}

: "${srcdir:=.}" "${builddir:=.}"
: "${SAMPLER:=$builddir/src/sampler}"
: "${SPLITTER:=$builddir/src/splitter}"
: "${BENCH_MEMORY:=/dev/shm}"
: "${BENCH_DIR:=$builddir/bench/files}"
: "${BENCH_RESULTS:=$builddir/bench/results}"
: "${BENCH_BYTES:=1G}"
: "${BENCH_PAIRS:=7}"
: "${BENCH_SECONDS:=120}"
bytes=$(bytes_of "$BENCH_BYTES") ||
    die "BENCH_BYTES: '$BENCH_BYTES' is not a size"
cohort=$builddir/bench/cohort
measure=$builddir/bench/measure
scratch=$BENCH_DIR/run.$$
fast=$BENCH_MEMORY/bench.$$
processors=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
log=
load=

# keep_busy: starts a loop for each processor. Should this script be killed, they
# end by themselves.
keep_busy()
{
    while test "$(echo "$load" | wc -w)" -lt "$processors"; do
        timeout $((BENCH_SECONDS + 300)) sh -c 'while :; do :; done' &
        load="$load $!"
    done
}

# unload: ends them, if there are any.
unload()
{
    test -n "$load" || return 0
    # shellcheck disable=SC2086 # a list of processes
    kill $load && wait $load 2>/dev/null
    load=
}

# begin: makes the folders; they go at the end, whatever happens.
begin()
{
    for program in "$SAMPLER" "$SPLITTER" "$cohort" "$measure"; do
        command -v "$program" >/dev/null || die "$program is not built"
    done
    test -f "$srcdir/bench/cohort.c" || die "srcdir=$srcdir: no source tree"
    trap 'unload; rm -rf "$scratch" "$fast"' EXIT
    trap 'exit 2' HUP INT TERM
    mkdir -p "$scratch" "$BENCH_RESULTS" || die 'no folder to work in'
    mkdir "$fast" 2>"$scratch/err" || fast=$scratch/fast
    mkdir -p "$fast" || die "$fast: cannot be made"
}

say()
{
    printf '%s\n' "$*"
    test -z "$log" || printf '%s\n' "$*" >>"$log"
}

# say_machine: what the figures are of.
say_machine()
{
    model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sed 1q)
    say "- machine: ${model:-$(uname -m)}, $processors processors, $(uname -sr)"
    say "- program: $("$SAMPLER" --version | sed 1q)"
    say "- samples, chunks and copies are written to ${fast%/*}" \
        "($(stat -f -c %T "$fast" 2>/dev/null || echo 'of unknown type'))"
}

# --- Runs -------------------------------------------------------------------

# timed COMMAND...: leaves behind what it took.
timed()
{
    "$measure" "$scratch/usage" "$@" >/dev/null 2>"$scratch/err" ||
        die "exit status $? of: $* $(echo; cat "$scratch/err")"
}

# The last run: wall and processor time in seconds, peak memory in MiB.
wall() { cut -d ' ' -f 1 "$scratch/usage"; }
cpu() { awk '{ printf "%.6f", $2 + $3 }' "$scratch/usage"; }
peak() { awk '{ printf "%.1f", $4 / 1024 }' "$scratch/usage"; }
usage() { echo "$(wall) $(cpu) $(peak)"; }

# draw OPTION... FILE: leaves $fast/sample.csv behind.
draw()
{
    rm -f "$fast/sample.csv"
    timed "$SAMPLER" --seed 1 -o "$fast/sample.csv" "$@"
}

# gather RUNS OURS [THEIRS]: runs them in turn, RUNS times or until
# BENCH_SECONDS have passed. Leaves behind: runs; ratio, ratio_min, ratio_max of
# the wall times, pair by pair; the medians ours_wall, ours_cpu, ours_peak,
# theirs_wall, theirs_cpu, theirs_peak; and peak_max, the greatest of ours.
gather()
{
    : >"$scratch/pairs"
    runs=0
    until_time=$(($(date +%s) + BENCH_SECONDS))
    while test "$runs" -lt "$1"; do
        $2
        pair=$(usage)
        if test $# -gt 2; then
            $3
            pair="$pair $(usage)"
        fi
        echo "$pair" >>"$scratch/pairs"
        runs=$((runs + 1))
        test "$(date +%s)" -lt "$until_time" || break
    done
    figures=$(awk -f "$bench/figures.awk" "$scratch/pairs") ||
        die 'no figures of a run'
    eval "$figures"
}

# plot NAME SIZE: results/NAME.svg, by NAME.gp, of files of SIZE.
plot()
{
    if ! command -v gnuplot >/dev/null; then
        say '- no plot: gnuplot is missing, in the Debian package gnuplot-nox'
        return
    fi
    size=$(echo "$2" | sed 's/[KMGT]$/ &iB/')
    gnuplot -e "bench='$bench'; results='$BENCH_RESULTS'; size='$size'" \
        "$bench/$1.gp" || die "$1.svg: no plot"
    say "- plot: $1.svg"
}
