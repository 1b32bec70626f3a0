# SPDX-License-Identifier: MIT
# Floor 2: bytes to records to fields, and back.
noinst_LIBRARIES += src/csv/libcsv-scan.a

csv_libs = src/csv/libcsv-scan.a $(csv_x86_libs) $(CSV_LIBS) $(io_libs)

src_csv_libcsv_scan_a_SOURCES = \
	src/csv/block.c src/csv/block.h \
	src/csv/block_guess.c src/csv/block_guess.h \
	src/csv/blocks.c src/csv/blocks.h \
	src/csv/cut.c src/csv/cut.h \
	src/csv/dialect.c src/csv/dialect.h \
	src/csv/field.c src/csv/field.h \
	src/csv/header.c src/csv/header.h \
	src/csv/reader.c src/csv/reader.h \
	src/csv/reader_faults.c \
	src/csv/reader_header.c \
	src/csv/reader_state.h \
	src/csv/record.c src/csv/record.h \
	src/csv/row.c src/csv/row.h \
	src/csv/scan.c src/csv/scan.h \
	src/csv/scan_exact.c src/csv/scan_exact.h \
	src/csv/scan_avx512.h \
	src/csv/scan_kernel.h \
	src/csv/scan_kernels.h \
	src/csv/scan_portable.c \
	src/csv/scan_take.h \
	src/csv/scan_x86.h

# One library for each set of instructions, so that nothing else is compiled
# with them.
if HAVE_X86
csv_x86_libs = $(csv_gfni_libs) src/csv/libcsv-scan-avx512.a \
	src/csv/libcsv-scan-avx2.a
noinst_LIBRARIES += $(csv_x86_libs)
endif
if HAVE_GFNI
csv_gfni_libs = src/csv/libcsv-scan-gfni.a
endif

avx2_cflags = -mavx2 -mbmi -mbmi2 -mpclmul -mpopcnt
avx512_cflags = $(avx2_cflags) -mavx512f -mavx512bw -mavx512vl

src_csv_libcsv_scan_avx2_a_SOURCES = src/csv/scan_avx2.c
src_csv_libcsv_scan_avx2_a_CFLAGS = $(AM_CFLAGS) $(avx2_cflags)
src_csv_libcsv_scan_avx512_a_SOURCES = src/csv/scan_avx512.c
src_csv_libcsv_scan_avx512_a_CFLAGS = $(AM_CFLAGS) $(avx512_cflags)
src_csv_libcsv_scan_gfni_a_SOURCES = src/csv/scan_gfni.c
src_csv_libcsv_scan_gfni_a_CFLAGS = $(AM_CFLAGS) $(avx512_cflags) $(GFNI_CFLAGS)
