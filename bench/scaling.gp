# SPDX-License-Identifier: MIT
# Time, memory and processor time against size and threads:
# results/scaling-size.tsv and results/scaling-threads.tsv (bytes or threads,
# seconds, processor seconds, MiB, seconds of wc -l). Wants results, size, bench.
load bench.'/plot.gp'
by_size = results.'/scaling-size.tsv'
by_threads = results.'/scaling-threads.tsv'
stats by_size using 1 name 'B' nooutput
stats by_size using 4 name 'M' nooutput
stats by_threads using 1 name 'T' nooutput
stats by_threads using 3 name 'C' nooutput
stats by_threads using 2 name 'W' nooutput
stats by_threads using 5 name 'R' nooutput
largest(a, b) = a > b ? a : b

set terminal svg size 1180,430 font 'sans-serif,14' background '#ffffff'
set output results.'/scaling.svg'
set multiplot layout 1,3 title \
    'sampler: all outcomes and 50,000 others, with weights' font ',17' \
    margins 0.08,0.985,0.165,0.8 spacing 0.075,0
set style line 1 linecolor rgb ours linewidth 2 pointtype 7 pointsize 0.9
set style line 2 linecolor rgb theirs linewidth 2 pointtype 5 pointsize 0.8 \
    dashtype 2
set style line 3 linecolor rgb reader linewidth 1.5 pointtype 8 pointsize 1 \
    dashtype 3
set key at graph 0.02,graph 0.98 left top Left reverse samplen 2.5

set title 'time against size' offset 0,-0.3
set logscale xy
set xrange [B_min/1.4:B_max*1.4]
set xtics ('1 MiB' 2**20, '10 MiB' 10*2**20, '100 MiB' 100*2**20, '1 GiB' 2**30, \
    '10 GiB' 10*2.0**30)
set format y '%g'
set xlabel 'size of the file (log scale)' offset 0,0.4
set ylabel 'seconds (log scale)' 
plot by_size using 1:2 with linespoints linestyle 1 title 'wall', \
     by_size using 1:3 with linespoints linestyle 2 title 'processors', \
     by_size using 1:5 with linespoints linestyle 3 title 'wc -l, wall'

set title 'memory against size'
unset logscale y
set yrange [0:largest(60, M_max * 1.25)]
set ylabel 'peak memory, MiB'
plot by_size using 1:4 with linespoints linestyle 1 title 'sampler', \
     48 with lines linestyle 3 title 'target, at most'

set title 'time against threads, '.size
unset logscale x
set format x '%g'
set xtics 1
set xrange [T_min-0.5:T_max+0.5]
set yrange [0:1.6*largest(R_max, largest(C_max, W_max))]
set xlabel 'threads' offset 0,0.4
set ylabel 'seconds'
plot by_threads using 1:2 with linespoints linestyle 1 title 'wall', \
     by_threads using 1:3 with linespoints linestyle 2 title 'processors', \
     by_threads using 1:5 with linespoints linestyle 3 title 'wc -l, wall'
unset multiplot
