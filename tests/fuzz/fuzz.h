/* SPDX-License-Identifier: MIT */
/* fuzz.h - what every fuzz target shares.
 *
 * Purpose    A target takes any bytes, and ends the process if what must hold
 *            of them does not. libFuzzer runs it on inputs of its own making,
 *            replay.c on those that are kept in corpus/.
 * Units      Bytes.
 * Ownership  Lines show the text that they are cut from.
 * Errors     fuzz_fail() ends the process.
 * Method     Whatever an input leaves open (a block size, a kernel) is chosen
 *            by its hash, so that an input does the same wherever it is run.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* The target: called with one input after another; returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says what does not hold, and ends the process so that it is seen. */
#define fuzz_fail(...)                                  \
    do {                                                \
        fprintf(stderr, "%s:%d: ", __FILE__, __LINE__); \
        fprintf(stderr, __VA_ARGS__);                   \
        putc('\n', stderr);                             \
        abort();                                        \
    } while (0)

#define fuzz_require(holds, ...)    \
    do {                            \
        if (!(holds))               \
            fuzz_fail(__VA_ARGS__); \
    } while (0)

static inline struct slice
fuzz_input(const uint8_t *data, size_t size)
{
    return (struct slice){size == 0 ? "" : (const char *)data, size};
}

/* A number below BOUND that hangs on the input alone. */
static inline size_t
fuzz_choice(struct slice input, uint64_t salt, size_t bound)
{
    return (size_t)(hash64_of_hash(hash128_of(input), salt) % bound);
}

/* Cuts the first line off TEXT, its line feed with it; false at the end. */
static inline bool
fuzz_line(struct slice *text, struct slice *line)
{
    if (text->len == 0)
        return false;
    const char *const end = memchr(text->bytes, '\n', text->len);
    const size_t len = end == NULL ? text->len : (size_t)(end - text->bytes);
    *line = (struct slice){text->bytes, len};
    text->bytes += len + (end != NULL);
    text->len -= len + (end != NULL);
    return true;
}

/* The text in new memory with a NUL behind it. */
static inline char *
fuzz_string(struct slice text)
{
    char *const copy = malloc(text.len + 1);

    fuzz_require(copy != NULL, "out of memory");
    if (text.len > 0)
        memcpy(copy, text.bytes, text.len);
    copy[text.len] = '\0';
    return copy;
}

#endif
