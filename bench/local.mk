# SPDX-License-Identifier: MIT
# `make check` compiles the programs, `make bench` runs them.
bench_programs = bench/cohort bench/measure
check_PROGRAMS += $(bench_programs)

EXTRA_DIST += \
	bench/README.md \
	bench/answer.awk \
	bench/baseline.tsv \
	bench/figures.awk \
	bench/files.sh \
	bench/instructions \
	bench/lib.sh \
	bench/peers.sh \
	bench/peers/with_csv.py \
	bench/peers/with_data_table.R \
	bench/peers/with_duckdb.cjs \
	bench/peers/with_miller.sh \
	bench/peers/with_pandas.py \
	bench/peers/with_shuf.sh \
	bench/plot.gp \
	bench/programs.gp \
	bench/rows.sh \
	bench/run \
	bench/scaling \
	bench/scaling.gp

bench_cohort_SOURCES = bench/cohort.c bench/pools.c bench/pools.h
bench_cohort_LDADD = $(stats_libs)
bench_measure_SOURCES = bench/measure.c

bench_needs = src/sampler$(EXEEXT) src/splitter$(EXEEXT) \
	bench/cohort$(EXEEXT) bench/measure$(EXEEXT)
bench_environment = srcdir='$(srcdir)' builddir='$(builddir)'

bench: $(bench_needs)
	$(bench_environment) $(srcdir)/bench/run
bench-scaling: $(bench_needs)
	$(bench_environment) $(srcdir)/bench/scaling
bench-instructions: $(bench_needs)
	$(bench_environment) $(srcdir)/bench/instructions
.PHONY: bench bench-scaling bench-instructions

clean-local: clean-bench
clean-bench:
	rm -rf bench/files bench/results
.PHONY: clean-bench
