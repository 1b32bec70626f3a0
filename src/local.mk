# SPDX-License-Identifier: MIT
# Floor 5: the programs, each with its command line.
bin_PROGRAMS += src/combiner src/sampler src/splitter

src_combiner_SOURCES = src/combiner.c \
	src/combiner_options.c src/combiner_options.h
src_combiner_LDADD = src/ui/libui.a $(design_libs)

src_sampler_SOURCES = \
	src/sampler.c \
	src/sampler_check.c \
	src/sampler_options.c src/sampler_options.h \
	src/sampler_shard.c \
	src/sampler_table.h \
	src/sampler_values.c src/sampler_values.h
src_sampler_LDADD = src/ui/libui.a $(design_libs)

src_splitter_SOURCES = src/splitter.c \
	src/splitter_options.c src/splitter_options.h \
	src/splitter_table.h
src_splitter_LDADD = src/ui/libui.a $(design_libs)

# They hold the version.
src/combiner.$(OBJEXT): configure.ac
src/sampler.$(OBJEXT): configure.ac
src/splitter_options.$(OBJEXT) src/splitter.$(OBJEXT): configure.ac
