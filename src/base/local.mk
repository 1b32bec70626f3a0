# SPDX-License-Identifier: MIT
# Floor 0: what everything else is made of.
noinst_LIBRARIES += src/base/libbase.a

base_libs = src/base/libbase.a $(XXHASH_LIBS)

src_base_libbase_a_SOURCES = \
	src/base/array.c src/base/array.h \
	src/base/cgroup.c src/base/cgroup.h \
	src/base/crew.c src/base/crew.h \
	src/base/date.c src/base/date.h src/base/date_iso.h \
	src/base/decimal.c src/base/decimal.h \
	src/base/digest.c src/base/digest.h \
	src/base/figure.c src/base/figure.h \
	src/base/hash.c src/base/hash.h \
	src/base/known.c src/base/known.h \
	src/base/limbs.c src/base/limbs.h \
	src/base/members.c src/base/members.h \
	src/base/members_helper.c src/base/members_internal.h \
	src/base/members_merge.c \
	src/base/memory.c src/base/memory.h \
	src/base/processors.c src/base/processors.h \
	src/base/shown.c src/base/shown.h \
	src/base/slice.c src/base/slice.h \
	src/base/status.c src/base/status.h \
	src/base/table.c src/base/table.h \
	src/base/thread.c src/base/thread.h \
	src/base/trouble.c src/base/trouble.h \
	src/base/uint128.h \
	src/base/usage.c src/base/usage.h
