# SPDX-License-Identifier: MIT
# Fuzz targets. `make check` runs them on the inputs in corpus/; configured with
# --enable-fuzz they are libFuzzer's, and `make fuzz` makes such a build.
fuzz_targets = \
	tests/fuzz/fuzz_config \
	tests/fuzz/fuzz_csv \
	tests/fuzz/fuzz_damage \
	tests/fuzz/fuzz_draw \
	tests/fuzz/fuzz_escape \
	tests/fuzz/fuzz_options \
	tests/fuzz/fuzz_rule \
	tests/fuzz/fuzz_sizes \
	tests/fuzz/fuzz_source

check_PROGRAMS += $(fuzz_targets)

if FUZZ
fuzz_main =
else
fuzz_main = tests/fuzz/replay.c
TESTS += $(fuzz_targets)
endif
fuzz_common = tests/fuzz/fuzz.h $(fuzz_main)
fuzz_naive = tests/csv_naive.c tests/csv_naive.h tests/fuzz/shim/check.h
fuzz_command_line = \
	tests/fuzz/command_line.c tests/fuzz/command_line.h \
	src/sampler_check.c \
	src/sampler_options.c src/sampler_options.h \
	src/sampler_table.h \
	src/sampler_values.c src/sampler_values.h
fuzz_memory_files = \
	tests/fuzz/memory_files.c tests/fuzz/memory_files.h

# The shim stands in the place of Check's header, so that no target needs it.
fuzz_cppflags = -I$(srcdir)/tests/fuzz/shim -I$(srcdir)/tests/fuzz \
	-I$(srcdir)/tests $(AM_CPPFLAGS)
fuzz_ldflags = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz_config.c $(fuzz_common) \
	$(fuzz_command_line)
tests_fuzz_fuzz_config_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_config_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_config_LDADD = src/ui/libui.a $(design_libs)

tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c $(fuzz_common) \
	$(csv_memory_trial) tests/fuzz/shim/check.h
tests_fuzz_fuzz_csv_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_csv_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_csv_LDADD = $(csv_trial_libs)

tests_fuzz_fuzz_damage_SOURCES = tests/fuzz/fuzz_damage.c $(fuzz_common)
tests_fuzz_fuzz_damage_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_damage_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_damage_LDADD = $(io_libs)

tests_fuzz_fuzz_draw_SOURCES = tests/fuzz/fuzz_draw.c $(fuzz_common) \
	tests/fuzz/draw_model.c tests/fuzz/draw_model.h \
	$(fuzz_command_line) $(fuzz_memory_files) $(fuzz_naive)
tests_fuzz_fuzz_draw_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_draw_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_draw_LDADD = src/ui/libui.a $(design_libs)

tests_fuzz_fuzz_escape_SOURCES = tests/fuzz/fuzz_escape.c $(fuzz_common)
tests_fuzz_fuzz_escape_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_escape_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_escape_LDADD = $(design_libs)

tests_fuzz_fuzz_options_SOURCES = tests/fuzz/fuzz_options.c $(fuzz_common) \
	$(fuzz_command_line)
tests_fuzz_fuzz_options_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_options_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_options_LDADD = src/ui/libui.a $(design_libs)

tests_fuzz_fuzz_rule_SOURCES = tests/fuzz/fuzz_rule.c $(fuzz_common)
tests_fuzz_fuzz_rule_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_rule_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_rule_LDADD = $(design_libs)

tests_fuzz_fuzz_sizes_SOURCES = tests/fuzz/fuzz_sizes.c $(fuzz_common) \
	$(fuzz_memory_files) $(fuzz_naive)
tests_fuzz_fuzz_sizes_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_sizes_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_sizes_LDADD = $(design_libs)

tests_fuzz_fuzz_source_SOURCES = tests/fuzz/fuzz_source.c $(fuzz_common)
tests_fuzz_fuzz_source_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_source_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_source_LDADD = $(io_libs)

# FUZZ_SECONDS=60 for each target, or FUZZ_TARGET=csv alone.
fuzz:
	srcdir='$(srcdir)' $(SHELL) $(srcdir)/tests/fuzz/run
.PHONY: fuzz

EXTRA_DIST += tests/fuzz/corpus tests/fuzz/dictionary tests/fuzz/run
