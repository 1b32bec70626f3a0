# SPDX-License-Identifier: MIT
# `make check` compiles the programs, `make bench` runs them.
bench_programs = bench/cohort bench/measure
check_PROGRAMS += $(bench_programs)

EXTRA_DIST += bench/README.md bench/run

bench_cohort_SOURCES = bench/cohort.c bench/pools.c bench/pools.h
bench_cohort_LDADD = $(stats_libs)
bench_measure_SOURCES = bench/measure.c

bench: src/sampler$(EXEEXT) src/splitter$(EXEEXT) bench/cohort$(EXEEXT) bench/measure$(EXEEXT)
	srcdir='$(srcdir)' builddir='$(builddir)' $(srcdir)/bench/run
.PHONY: bench

clean-local: clean-bench
clean-bench:
	rm -rf bench/files
.PHONY: clean-bench
