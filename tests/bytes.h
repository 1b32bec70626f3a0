/* SPDX-License-Identifier: MIT */
/* bytes.h - files that a test puts together byte by byte.
 *
 * Purpose    Appends bytes and numbers; makes text that looks like rows.
 * Units      Bytes.
 * Ownership  The caller frees the bytes.
 * Errors     A test that runs out of memory fails.
 * Method     None.
 */
#ifndef TESTS_BYTES_H
#define TESTS_BYTES_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/array.h"

struct bytes {
    char *bytes;
    size_t len;
    size_t room;
};

static inline void
append(struct bytes *all, const void *bytes, size_t len)
{
    /* Check takes a system call for every assertion that holds. */
    if (array_reserve(&all->bytes, &all->room, all->len + len, 1))
        ck_abort_msg("out of memory");
    if (len > 0)
        memcpy(all->bytes + all->len, bytes, len);
    all->len += len;
}

/* Appends the low WIDTH bytes of a number, the lowest first. */
static inline void
append_little_endian(struct bytes *all, uint32_t value, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        const char byte = (char)(value >> 8 * i);
        append(all, &byte, 1);
    }
}

/* At least LEN bytes of records; the caller frees them. */
static inline char *
make_rows(size_t len)
{
    char *const bytes = malloc(len + 64);
    size_t have = 0;

    ck_assert_ptr_nonnull(bytes);
    for (unsigned i = 0; have < len; i++)
        have += (size_t)sprintf(bytes + have, "%u,%u,2014-%02u-%02u\n", i,
                                i * i % 1009, i % 12 + 1, i * 7 % 28 + 1);
    return bytes;
}

#endif
