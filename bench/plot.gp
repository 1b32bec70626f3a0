# SPDX-License-Identifier: MIT
# plot.gp - what the plots have in common. The colours are told apart by
# everybody (Okabe and Ito 2008), and so are the marks without them.
ours = '#0072b2'
theirs = '#d55e00'
reader = '#595959'
set datafile separator tab
set grid back linecolor '#dddddd' linewidth 1
set border 3 linecolor '#595959'
set tics nomirror out scale 0.6 textcolor '#000000'
