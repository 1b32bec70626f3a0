/* SPDX-License-Identifier: MIT */
/* write_all.h - a whole output.
 *
 * Purpose    Opens, writes and publishes, as the tests of every kind of sink
 *            do.
 * Units      Bytes.
 * Ownership  open_or_fail() makes a sink that the caller frees.
 * Errors     A test that cannot write fails.
 * Method     None.
 */
#ifndef TESTS_WRITE_ALL_H
#define TESTS_WRITE_ALL_H

#include <check.h>

#include "io/sink.h"

static inline struct sink *
open_or_fail(const char *path)
{
    struct trouble trouble = {0};
    struct sink *sink = NULL;

    ck_assert_msg(!sink_open(path, NULL, &trouble, &sink), "%s", trouble.text);
    return sink;
}

/* Writes the bytes to PATH in pieces. */
static inline void
write_all(const char *path, const char *bytes, size_t len, size_t piece)
{
    struct trouble trouble = {0};
    struct sink *const sink = open_or_fail(path);

    for (size_t i = 0; i < len; i += piece)
        if (sink_write(sink, bytes + i, len - i < piece ? len - i : piece,
                       &trouble))
            ck_abort_msg("%s", trouble.text);
    ck_assert_msg(!sink_finish(sink, &trouble), "%s", trouble.text);
    ck_assert_msg(!sink_publish(sink, &trouble), "%s", trouble.text);
    sink_free(sink);
}

#endif
