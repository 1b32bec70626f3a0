/* SPDX-License-Identifier: MIT */
/* slurp.h - all bytes of a source.
 *
 * Purpose    Reads an input from begin to end, as the tests of every kind of
 *            source do.
 * Units      Bytes.
 * Ownership  The caller frees the bytes.
 * Errors     As source_open() and source_read().
 * Method     source_read() with the same room again and again; what it
 *            promises about the length is checked on the way.
 */
#ifndef TESTS_SLURP_H
#define TESTS_SLURP_H

#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/array.h"
#include "io/source.h"

struct slurped {
    enum status status;
    struct trouble trouble;
    char *bytes;
    size_t len;
};

static inline struct slurped
slurp(const char *name, size_t room)
{
    struct slurped all = {.status = ST_OK};
    struct source *source = NULL;
    size_t had = 0, len = room;

    all.status = source_open(name, &all.trouble, &source);
    while (all.status == ST_OK && len == room) {
        /* Check takes a system call for every assertion that holds. */
        if (array_reserve(&all.bytes, &had, all.len + room, 1))
            ck_abort_msg("out of memory");
        all.status =
            source_read(source, all.bytes + all.len, room, &all.trouble, &len);
        if (all.status == ST_OK)
            all.len += len;
    }
    if (all.status == ST_OK) {
        ck_assert(!source_read(source, all.bytes, 0, &all.trouble, &len));
        ck_assert_uint_eq(len, 0);
        ck_assert(!source_check_unchanged(source, &all.trouble));
    }
    ck_assert_int_eq(all.status, all.trouble.status);
    source_free(source);
    return all;
}

/* Whether the input NAME gives the LEN bytes; says why not. */
static inline void
slurp_and_compare(const char *name, size_t room, const char *bytes, size_t len)
{
    const struct slurped all = slurp(name, room);

    ck_assert_msg(all.status == ST_OK, "%s", all.trouble.text);
    ck_assert_uint_eq(all.len, len);
    ck_assert(len == 0 || memcmp(all.bytes, bytes, len) == 0);
    free(all.bytes);
}

/* Whether the input NAME is refused with the message TEXT. */
static inline void
slurp_and_fail(const char *name, enum status status, const char *text)
{
    const struct slurped all = slurp(name, 100);

    ck_assert_int_eq(all.status, status);
    ck_assert_str_eq(all.trouble.text, text);
    free(all.bytes);
}

#endif
