/* SPDX-License-Identifier: MIT */
/* hash.h - 128-bit hashes with a frozen output.
 *
 * Purpose    Turns a text into 128 bits that the seeding of random streams,
 *            and whatever else must never change, can rest on.
 * Units      Lengths in bytes.
 * Ownership  None.
 * Errors     None: hashing cannot fail.
 * Method     XXH3, 128 bits, seed 0, of the xxHash library; high and low half
 *            in its canonical order, as `xxhsum -H2` prints them.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/slice.h"

/* A 128-bit unsigned integer, high half first. */
struct hash128 {
    uint64_t high;
    uint64_t low;
};

/* XXH3_128bits of the bytes of TEXT. */
struct hash128 hash128_of(struct slice text);

/* "xxHash 0.8.1": the library that is compiled in. */
const char *hash_library(void);

#endif
