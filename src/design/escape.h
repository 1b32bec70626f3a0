/* SPDX-License-Identifier: MIT */
/* escape.h - a value as a part of a file name.
 *
 * Purpose    Makes of any value a text that every file system, shell and job
 *            runner takes as it is, and that no other value shares.
 * Units      Bytes.
 * Ownership  The caller owns the struct; it holds its text.
 * Errors     None.
 * Method     Letters, digits and . _ - stand for themselves, any other byte is
 *            _xHH, HH being its two hexadecimal digits in lower case. So is a
 *            dot or a dash at the begin, an underscore that begins what would
 *            read as one of these or as the hash below, and the first letter
 *            of the names that Windows keeps for devices. The empty value is
 *            _x00. What would be longer than the limit is cut in front of a
 *            byte that does not fit, and _h and the XXH3 hash of the value
 *            follow: 128 bits in 32 digits. Without a hash the value can be
 *            read back.
 */
#ifndef DESIGN_ESCAPE_H
#define DESIGN_ESCAPE_H

#include "base/slice.h"

enum {
    ESCAPE_LONGEST = 200, /* bytes of an escaped value */
    ESCAPE_LEAST = 40     /* a limit may not be lower: there must be a hash */
};

struct escaped {
    size_t len;
    char text[ESCAPE_LONGEST];
};

/* VALUE in LIMIT bytes at most, ESCAPE_LEAST to ESCAPE_LONGEST. */
struct escaped escape_value(struct slice value, size_t limit);

#endif
