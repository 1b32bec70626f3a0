/* SPDX-License-Identifier: MIT */
/* slice.h - a run of bytes that belongs to somebody else.
 *
 * Purpose    Text as pointer and length: a field may hold NUL.
 * Units      Lengths in bytes.
 * Ownership  A slice owns nothing; it is valid as long as the bytes it shows.
 * Errors     ST_SYNTAX where a text is not of the form that was asked for;
 *            output arguments are written on success only.
 * Method     None.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct slice {
    const char *bytes;
    size_t len;
};

/* The bytes of a string without its NUL. */
struct slice slice_of(const char *string);

/* Whether both hold the same bytes. */
bool slice_equal(struct slice a, struct slice b);

/* Whether both hold the same text, ASCII letters in any case. */
bool slice_equal_any_case(struct slice a, struct slice b);

/* Order by bytes, as memcmp(): negative, 0 or positive; a prefix is less. */
int slice_compare(struct slice a, struct slice b);

/* Whether TEXT ends with ENDING, ASCII letters in any case. */
bool slice_ends_with(struct slice text, struct slice ending);

/* Reads a count: decimal digits and nothing else, below 2^64. */
enum status slice_to_count(struct slice text, uint64_t *count);

#endif
