# SPDX-License-Identifier: MIT
# Floor 1: blocks in, atomic files out.
noinst_LIBRARIES += src/io/libio.a

io_libs = src/io/libio.a $(base_libs) $(ISAL_LIBS) $(ZSTD_LIBS)

src_io_libio_a_SOURCES = \
	src/io/bundle.c src/io/bundle.h \
	src/io/bundle_crew.c \
	src/io/bundle_files.c \
	src/io/bundle_internal.h \
	src/io/bundle_publish.c \
	src/io/cleanup.c src/io/cleanup.h \
	src/io/descriptors.c src/io/descriptors.h \
	src/io/entropy.c src/io/entropy.h \
	src/io/format.c src/io/format.h \
	src/io/library.c src/io/library.h \
	src/io/mode.c src/io/mode.h \
	src/io/rename.c src/io/rename.h \
	src/io/sandbox.c src/io/sandbox.h \
	src/io/sandbox_calls.c \
	src/io/sandbox_internal.h \
	src/io/sink.c src/io/sink.h \
	src/io/sink_crew.c \
	src/io/sink_file.c \
	src/io/sink_gzip.c \
	src/io/sink_internal.h \
	src/io/sink_publish.c \
	src/io/sink_target.c \
	src/io/sink_zstd.c \
	src/io/source.c src/io/source.h \
	src/io/source_ahead.c \
	src/io/source_cache.c \
	src/io/source_gzip.c \
	src/io/source_internal.h \
	src/io/source_plain.c \
	src/io/source_zstd.c \
	src/io/spool.c src/io/spool.h \
	src/io/spool_internal.h \
	src/io/transfer.c src/io/transfer.h
