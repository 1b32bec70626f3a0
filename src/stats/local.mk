# SPDX-License-Identifier: MIT
# Floor 1: random numbers, sizes, selection, weights.
noinst_LIBRARIES += src/stats/libstats.a

stats_libs = src/stats/libstats.a $(base_libs)

src_stats_libstats_a_SOURCES = \
	src/stats/allocation.c src/stats/allocation.h \
	src/stats/moments.c src/stats/moments.h \
	src/stats/pareto.c src/stats/pareto.h \
	src/stats/pcg64.c src/stats/pcg64.h \
	src/stats/prn.c src/stats/prn.h \
	src/stats/quantity.c src/stats/quantity.h \
	src/stats/selection.c src/stats/selection.h \
	src/stats/share.c src/stats/share.h \
	src/stats/weight.c src/stats/weight.h
