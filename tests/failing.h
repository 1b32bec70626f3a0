/* SPDX-License-Identifier: MIT */
/* failing.h - calls that fail when they are told to, and a source of such.
 *
 * Purpose    The k-th allocation, read, start of a thread or call of libcsv
 *            fails where our own code asks for it.
 * Units      Calls.
 * Ownership  The caller owns the source and its text.
 * Errors     Those that were asked for.
 * Method     The linker puts the functions of failing.c in the place of those
 *            they are named after (--wrap, in local.mk); failing.c defines the
 *            functions of io/source.h that a reader calls.
 */
#ifndef TESTS_FAILING_H
#define TESTS_FAILING_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/slice.h"
#include "io/source.h"

/* How many calls there are up to the one that fails; 0: none fails. */
struct failing {
    atomic_size_t allocations, reads, library, threads;
};

extern struct failing failing;

/* A text whose reads may fail, at a place too. */
struct source {
    struct slice text;
    size_t at;
    bool in_order;        /* like a pipe */
    uint64_t bad_offset;  /* of a read that fails, or 0 */
    uint64_t late_offset; /* of one that waits until that has failed, or 0 */
    atomic_bool has_failed;
};

#endif
