# SPDX-License-Identifier: MIT
# Time and memory of the programs that did the same job: results/programs.tsv
# (label, seconds, MiB, kind, nothing), quickest first. Wants results, size and bench.
load bench.'/plot.gp'
data = results.'/programs.tsv'
stats data using 2 name 'S' nooutput
stats data using 3 name 'M' nooutput
rows = S_records
height = 160 + 34 * rows

set terminal svg size 960,height font 'sans-serif,14' background '#ffffff'
set output results.'/programs.svg'
set multiplot
set label 1 at screen 0.5,screen 1-26.0/height center font ',17' sprintf( \
    'All outcomes and 50,000 others of a CSV file of %s, with weights', size)
below = 1 - 58.0 / height
set label 2 at screen 0.24,screen below 'sampler' offset 1.2,-0.3 \
    point pointtype 7 pointsize 1.5 linecolor rgb ours
set label 3 at screen 0.40,screen below 'the same job by others' \
    offset 1.2,-0.3 point pointtype 5 pointsize 1.1 linecolor rgb theirs
set label 4 at screen 0.66,screen below 'read the file, no more' offset 1.2,-0.3 \
    point pointtype 8 pointsize 1.3 linewidth 1.5 linecolor rgb reader
set key off
set yrange [rows-0.4:-0.6]
set logscale x
set format x '%g'
set tmargin at screen 1-84.0/height
set bmargin at screen 70.0/height
figure(x) = x < 0.0995 ? sprintf('%.3f', x) : x < 0.995 ? \
    sprintf('%.2f', x) : x < 9.95 ? sprintf('%.1f', x) : sprintf('%.0f', x)
of(c, kind) = strcol(4) eq kind ? column(c) : NaN

array names[2] = ['seconds', 'peak memory, MiB']
do for [panel = 1:2] {
    if (panel == 1) {
        set lmargin at screen 0.19
        set rmargin at screen 0.57
        set xrange [S_min/1.6:S_max*3.2]
    } else {
        unset label
        set format y ''
        set lmargin at screen 0.61
        set rmargin at screen 0.96
        set xrange [M_min/1.6:M_max*3.2]
    }
    set xlabel names[panel].' (log scale)' offset 0,0.5
    c = panel + 1
    plot data using (of(c, 'ours')):0:ytic(panel == 1 ? 1 : 5) \
             with points pointtype 7 pointsize 1.5 linecolor rgb ours, \
         data using (of(c, 'peer')):0 with points pointtype 5 pointsize 1.1 \
             linecolor rgb theirs, \
         data using (of(c, 'reader')):0 with points pointtype 8 \
             pointsize 1.3 linewidth 1.5 linecolor rgb reader, \
         data using c:0:(figure(column(c))) with labels left offset 1.2,0
}
unset multiplot
