# SPDX-License-Identifier: MIT
# A test is a file, named here; HACKING tells the two kinds apart.

# Unit tests. Each links its own floor and those below, and nothing else.
unit_tests = \
	tests/check_account \
	tests/check_allocation \
	tests/check_array \
	tests/check_blocks \
	tests/check_bundle \
	tests/check_candidates \
	tests/check_candidates_cut \
	tests/check_chance \
	tests/check_cleanup \
	tests/check_config \
	tests/check_crew \
	tests/check_csv_differences \
	tests/check_csv_random \
	tests/check_csv_texts \
	tests/check_cut \
	tests/check_date \
	tests/check_deal \
	tests/check_deal_memo \
	tests/check_decimal \
	tests/check_decimal_integer \
	tests/check_descriptors \
	tests/check_dialect \
	tests/check_digest \
	tests/check_draw \
	tests/check_draw_chance \
	tests/check_escape \
	tests/check_failures \
	tests/check_field \
	tests/check_figure \
	tests/check_format \
	tests/check_hash \
	tests/check_header \
	tests/check_key \
	tests/check_kernels \
	tests/check_known \
	tests/check_labels \
	tests/check_large \
	tests/check_limbs \
	tests/check_members \
	tests/check_members_help \
	tests/check_memory \
	tests/check_message \
	tests/check_moments \
	tests/check_numbers \
	tests/check_options \
	tests/check_pareto \
	tests/check_pareto_chance \
	tests/check_pcg64 \
	tests/check_prn \
	tests/check_processors \
	tests/check_quantity \
	tests/check_randomness \
	tests/check_reader \
	tests/check_reader_borders \
	tests/check_record \
	tests/check_report \
	tests/check_row \
	tests/check_row_fetch \
	tests/check_rule \
	tests/check_rule_names \
	tests/check_scan \
	tests/check_scan_strips \
	tests/check_sdc \
	tests/check_sdc_attack \
	tests/check_selection \
	tests/check_selection_edges \
	tests/check_shard \
	tests/check_share \
	tests/check_shown \
	tests/check_sink \
	tests/check_sink_coding \
	tests/check_slice \
	tests/check_source \
	tests/check_source_ahead \
	tests/check_source_cache \
	tests/check_source_gzip \
	tests/check_source_zstd \
	tests/check_spool \
	tests/check_strata_memo \
	tests/check_table \
	tests/check_template \
	tests/check_trouble \
	tests/check_unit_list \
	tests/check_unit_order \
	tests/check_vectors \
	tests/check_weight

tests_check_account_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_allocation_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_array_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_blocks_LDADD = $(csv_trial_libs) $(CHECK_LIBS)
tests_check_bundle_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_candidates_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_candidates_cut_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_chance_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_cleanup_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_config_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_crew_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_csv_differences_LDADD = $(csv_trial_libs) $(CHECK_LIBS)
tests_check_csv_random_LDADD = $(csv_trial_libs) $(CHECK_LIBS)
tests_check_csv_texts_LDADD = $(csv_trial_libs) $(CHECK_LIBS)
tests_check_cut_LDADD = $(csv_libs) $(CHECK_LIBS)
tests_check_date_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_deal_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_deal_memo_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_decimal_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_decimal_integer_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_descriptors_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_dialect_LDADD = $(csv_libs) $(CHECK_LIBS)
tests_check_digest_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_draw_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_draw_chance_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_escape_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_failures_LDADD = $(csv_trial_libs) $(CHECK_LIBS)
tests_check_field_LDADD = $(csv_libs) $(CHECK_LIBS)
tests_check_figure_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_format_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_hash_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_header_LDADD = $(csv_libs) $(CHECK_LIBS)
tests_check_key_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_kernels_LDADD = $(csv_libs) $(CHECK_LIBS)
tests_check_known_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_labels_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_large_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_limbs_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_members_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_members_help_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_memory_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_message_LDADD = $(ui_libs) $(CHECK_LIBS)
tests_check_moments_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_numbers_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_options_LDADD = $(ui_libs) $(CHECK_LIBS)
tests_check_pareto_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_pareto_chance_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_pcg64_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_prn_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_processors_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_quantity_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_randomness_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_reader_LDADD = $(csv_libs) $(CHECK_LIBS)
tests_check_reader_borders_LDADD = $(csv_trial_libs) $(CHECK_LIBS)
tests_check_record_LDADD = $(csv_libs) $(CHECK_LIBS)
tests_check_report_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_row_LDADD = $(csv_trial_libs) $(CHECK_LIBS)
tests_check_row_fetch_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_rule_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_rule_names_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_scan_LDADD = $(csv_libs) $(CHECK_LIBS)
tests_check_scan_strips_LDADD = $(csv_libs) $(stats_libs) $(CHECK_LIBS)
tests_check_sdc_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_sdc_attack_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_selection_edges_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_selection_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_shard_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_share_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_shown_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_sink_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_sink_coding_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_slice_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_source_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_source_ahead_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_source_cache_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_source_gzip_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_source_zstd_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_spool_LDADD = $(io_libs) $(CHECK_LIBS)
tests_check_strata_memo_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_table_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_template_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_trouble_LDADD = $(base_libs) $(CHECK_LIBS)
tests_check_unit_list_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_unit_order_LDADD = $(design_libs) $(CHECK_LIBS)
tests_check_vectors_LDADD = $(stats_libs) $(CHECK_LIBS)
tests_check_weight_LDADD = $(stats_libs) $(CHECK_LIBS)

# Those of csv share a trial. Some read from memory: they have no other sources.
csv_trial = \
	tests/csv_naive.c tests/csv_naive.h \
	tests/csv_oracle.c tests/csv_oracle.h \
	tests/csv_trial.c tests/csv_trial.h
scan_trial = $(csv_trial) \
	tests/scan_trial.c tests/scan_trial.h
csv_memory_trial = $(csv_trial) \
	tests/memory_source.c tests/memory_source.h

csv_trial_libs = src/csv/libcsv-scan.a $(csv_x86_libs) $(CSV_LIBS) \
	$(stats_libs)

tests_check_blocks_SOURCES = tests/check_blocks.c \
	tests/memory_source.c tests/memory_source.h
tests_check_csv_differences_SOURCES = tests/check_csv_differences.c \
	$(csv_memory_trial)
tests_check_csv_random_SOURCES = tests/check_csv_random.c $(csv_memory_trial)
tests_check_csv_texts_SOURCES = tests/check_csv_texts.c $(csv_memory_trial)
tests_check_field_SOURCES = tests/check_field.c \
	tests/csv_naive.c tests/csv_naive.h
tests_check_reader_SOURCES = tests/check_reader.c $(csv_trial)
tests_check_reader_borders_SOURCES = tests/check_reader_borders.c \
	$(csv_memory_trial)
tests_check_crew_SOURCES = tests/check_crew.c tests/few_threads.h
tests_check_members_SOURCES = tests/check_members.c tests/members_sets.h
tests_check_members_help_SOURCES = tests/check_members_help.c \
	tests/members_sets.h
tests_check_row_fetch_SOURCES = tests/check_row_fetch.c tests/few_threads.h
tests_check_row_SOURCES = tests/check_row.c \
	tests/csv_naive.c tests/csv_naive.h
tests_check_scan_SOURCES = tests/check_scan.c $(scan_trial)
tests_check_scan_strips_SOURCES = tests/check_scan_strips.c $(scan_trial)

tests_check_failures_SOURCES = tests/check_failures.c \
	tests/failing.c tests/failing.h

# Calls of our own code go through tests/failing.c.
tests_check_failures_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc \
	-Wl,--wrap=csv_init -Wl,--wrap=csv_fini -Wl,--wrap=pthread_create

# Program tests.
program_tests = \
	tests/combiner_chance.sh \
	tests/combiner_completion.sh \
	tests/combiner_enough.sh \
	tests/combiner_examples.sh \
	tests/combiner_faults.sh \
	tests/combiner_manifest.sh \
	tests/combiner_manual.sh \
	tests/combiner_neyman.sh \
	tests/combiner_refuse.sh \
	tests/combiner_report.sh \
	tests/combiner_same.sh \
	tests/combiner_tasks.sh \
	tests/design_chance.sh \
	tests/design_coordination.sh \
	tests/design_foresee.sh \
	tests/design_outcome.sh \
	tests/design_output.sh \
	tests/design_random.sh \
	tests/design_ration.sh \
	tests/design_ration_stop.sh \
	tests/design_report.sh \
	tests/design_room.sh \
	tests/design_sampling.sh \
	tests/design_sizes.sh \
	tests/design_strata.sh \
	tests/design_survey.sh \
	tests/design_units.sh \
	tests/design_usage.sh \
	tests/examples.sh \
	tests/faults.sh \
	tests/faults/arguments.sh \
	tests/faults/canary.sh \
	tests/faults/chunks.sh \
	tests/faults/chunks_files.sh \
	tests/faults/confidentiality.sh \
	tests/faults/damaged.sh \
	tests/faults/each_call.sh \
	tests/faults/files.sh \
	tests/faults/gzip.sh \
	tests/faults/input.sh \
	tests/faults/locale.sh \
	tests/faults/names.sh \
	tests/faults/output.sh \
	tests/faults/randomness.sh \
	tests/faults/sandbox.sh \
	tests/faults/signals.sh \
	tests/install.sh \
	tests/layers.sh \
	tests/manual.sh \
	tests/messages.sh \
	tests/pcg64_oracle.sh \
	tests/report_code.sh \
	tests/sampler_chance.sh \
	tests/sampler_completion.sh \
	tests/sampler_config.sh \
	tests/sampler_cox.sh \
	tests/sampler_csv.sh \
	tests/sampler_keep.sh \
	tests/sampler_missing.sh \
	tests/sampler_n.sh \
	tests/sampler_progress.sh \
	tests/sampler_random.sh \
	tests/sampler_report.sh \
	tests/sampler_same_bytes.sh \
	tests/sampler_sdc.sh \
	tests/sampler_seed.sh \
	tests/sampler_shard.sh \
	tests/sampler_summary.sh \
	tests/sampler_usage.sh \
	tests/sampler_vectors.sh \
	tests/sampler_warnings.sh \
	tests/sampler_weight.sh \
	tests/splitter_attack.sh \
	tests/splitter_by.sh \
	tests/splitter_completion.sh \
	tests/splitter_groups.sh \
	tests/splitter_levels.sh \
	tests/splitter_manual.sh \
	tests/splitter_sdc.sh \
	tests/splitter_strata.sh \
	tests/splitter_warnings.sh \
	tests/vectors_numpy.sh

# Those that tell nothing of a build with sanitizers: they look at memory and
# time, or run the programs below what does not go with sanitizers.
plain_tests = \
	tests/bench.sh \
	tests/design_memory.sh \
	tests/faults/large.sh \
	tests/faults/memory.sh \
	tests/faults/valgrind.sh \
	tests/sampler_memory.sh \
	tests/slurm/killed.sh

# What takes minutes and is run by name only.
long_tests = \
	tests/faults/long.sh

# What program tests run beside the program.
check_PROGRAMS += tests/pcg64_compare
tests_pcg64_compare_LDADD = $(stats_libs)
if HAVE_PCG_CPP
check_PROGRAMS += tests/pcg64_oracle
endif
tests_pcg64_oracle_SOURCES = tests/pcg64_oracle.cc

# What tests of faults preload into it.
check_PROGRAMS += tests/faults/dumpable.so tests/faults/huge.so \
	tests/faults/kfail.so tests/faults/prober.so tests/faults/shortio.so
preload_cflags = $(STRICT_CFLAGS) $(WARN_CFLAGS) -fPIC
tests_faults_dumpable_so_SOURCES = tests/faults/dumpable.c
tests_faults_dumpable_so_CFLAGS = $(preload_cflags)
tests_faults_dumpable_so_LDFLAGS = -shared
tests_faults_huge_so_SOURCES = tests/faults/huge.c
tests_faults_huge_so_CFLAGS = $(preload_cflags)
tests_faults_huge_so_LDFLAGS = -shared
tests_faults_kfail_so_SOURCES = tests/faults/kfail.c
tests_faults_kfail_so_CFLAGS = $(preload_cflags)
tests_faults_kfail_so_LDFLAGS = -shared
tests_faults_prober_so_SOURCES = tests/faults/prober.c
tests_faults_prober_so_CFLAGS = $(preload_cflags)
tests_faults_prober_so_LDFLAGS = -shared
tests_faults_shortio_so_SOURCES = tests/faults/shortio.c
tests_faults_shortio_so_CFLAGS = $(preload_cflags)
tests_faults_shortio_so_LDFLAGS = -shared

# What has one call after the other fail, and, since nothing can be preloaded
# before a sanitizer, programs with the failing functions in them.
check_PROGRAMS += tests/faults/kfail_run
tests_faults_kfail_run_SOURCES = tests/faults/kfail_run.c tests/faults/tree.h
if SANITIZED
check_PROGRAMS += tests/faults/sampler-kfail tests/faults/splitter-kfail \
	tests/faults/combiner-kfail
endif
kfail_wrapped = malloc calloc realloc aligned_alloc strdup strndup asprintf \
	read pread pread64 write fsync syncfs renameat renameat2 mkostemp eventfd \
	fstat lstat stat fstatat lseek fchmod fchmodat mkdirat getrandom \
	pthread_create mmap close open openat
kfail_cppflags = $(AM_CPPFLAGS) -DWRAP
kfail_ldflags = $(AM_LDFLAGS) `for name in $(kfail_wrapped); do \
	echo "-Wl,--wrap=$$name"; done`
tests_faults_sampler_kfail_SOURCES = tests/faults/kfail.c $(src_sampler_SOURCES)
tests_faults_sampler_kfail_CPPFLAGS = $(kfail_cppflags)
tests_faults_sampler_kfail_LDFLAGS = $(kfail_ldflags)
tests_faults_sampler_kfail_LDADD = $(src_sampler_LDADD)
tests_faults_splitter_kfail_SOURCES = tests/faults/kfail.c \
	$(src_splitter_SOURCES)
tests_faults_splitter_kfail_CPPFLAGS = $(kfail_cppflags)
tests_faults_splitter_kfail_LDFLAGS = $(kfail_ldflags)
tests_faults_splitter_kfail_LDADD = $(src_splitter_LDADD)
tests_faults_combiner_kfail_SOURCES = tests/faults/kfail.c \
	$(src_combiner_SOURCES)
tests_faults_combiner_kfail_CPPFLAGS = $(kfail_cppflags)
tests_faults_combiner_kfail_LDFLAGS = $(kfail_ldflags)
tests_faults_combiner_kfail_LDADD = $(src_combiner_LDADD)

if HAVE_CHECK
check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
else
TESTS += tests/unit_tests_missing.sh
endif
TESTS += $(program_tests)
if !SANITIZED
TESTS += $(plain_tests)
endif

# Breaks the drawing of samples on purpose; what the tests cover.
mutants:
	srcdir='$(srcdir)' $(SHELL) $(srcdir)/tests/mutants.sh
coverage_tests = $(unit_tests) $(fuzz_targets) \
	tests/faults/arguments.sh \
	tests/faults/chunks.sh \
	tests/faults/chunks_files.sh \
	tests/faults/damaged.sh \
	tests/faults/each_call.sh \
	tests/faults/files.sh \
	tests/faults/gzip.sh \
	tests/faults/input.sh \
	tests/faults/names.sh \
	tests/faults/output.sh \
	tests/faults/randomness.sh \
	tests/faults/signals.sh
coverage:
	srcdir='$(srcdir)' COVERAGE_TESTS='$(coverage_tests)' \
		$(SHELL) $(srcdir)/tests/coverage.sh
.PHONY: mutants coverage

clean-local: clean-tests
clean-tests:
	rm -rf fuzz mutants coverage
.PHONY: clean-tests

TEST_EXTENSIONS = .sh
SH_LOG_COMPILER = timeout -k 10 900 /bin/sh
AM_TESTS_ENVIRONMENT = \
	abs_top_builddir='$(abs_top_builddir)' SANITIZE='$(SANITIZE)'; \
	export abs_top_builddir SANITIZE;

# tests/data goes as it is, whole.
EXTRA_DIST += $(program_tests) $(plain_tests) $(long_tests) \
	tests/COVERAGE \
	tests/account_trial.h \
	tests/bytes.h \
	tests/chunks.py \
	tests/coverage.py \
	tests/coverage.sh \
	tests/capture.h \
	tests/combiner.sh \
	tests/completion.sh \
	tests/cox.R \
	tests/data \
	tests/design.sh \
	tests/design_compare.py \
	tests/design_parts.py \
	tests/design_reference.py \
	tests/design_sampling.R \
	tests/design_survey.R \
	tests/draw_trial.h \
	tests/faults/README \
	tests/faults/chunks_init.sh \
	tests/faults/count.sh \
	tests/faults/init.sh \
	tests/init.sh \
	tests/manual_page.sh \
	tests/mutants.sh \
	tests/pareto_trial.h \
	tests/reference.py \
	tests/reference.sh \
	tests/rule_trial.h \
	tests/run_tests.h \
	tests/scratch.h \
	tests/sdc_world.h \
	tests/splitter_attack.py \
	tests/slurm/cluster.sh \
	tests/slurp.h \
	tests/unit_tests_missing.sh \
	tests/vectors.csv \
	tests/vectors.py \
	tests/write_all.h
