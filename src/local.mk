# SPDX-License-Identifier: MIT
# Floor 5: one file per program.
bin_PROGRAMS += src/sampler

src_sampler_SOURCES = \
	src/sampler.c \
	src/sampler_check.c \
	src/sampler_options.c src/sampler_options.h \
	src/sampler_table.h \
	src/sampler_values.c src/sampler_values.h
src_sampler_LDADD = src/ui/libui.a $(design_libs)

# It holds the version.
src/sampler.$(OBJEXT): configure.ac
