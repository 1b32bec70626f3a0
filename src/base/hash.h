/* SPDX-License-Identifier: MIT */
/* hash.h - 128-bit hashes with a frozen output.
 *
 * Purpose    Turns a text into 128 bits that the seeding of random streams,
 *            and whatever else must never change, can rest on; and those into
 *            64 bits that depend on a key.
 * Units      Lengths in bytes.
 * Ownership  None.
 * Errors     Hashing cannot fail; ST_SYNTAX for a text that is no hash.
 * Method     XXH3 of the xxHash library. 128 bits with seed 0: high and low
 *            half in its canonical order, as `xxhsum -H2` prints them.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/slice.h"
#include "base/status.h"

enum { HASH128_DIGITS = 32 };

/* A 128-bit unsigned integer, high half first. */
struct hash128 {
    uint64_t high;
    uint64_t low;
};

/* XXH3_128bits of the bytes of TEXT. */
struct hash128 hash128_of(struct slice text);

/* Writes a hash as `xxhsum -H2` prints it, and reads it back. */
void hash128_text(struct hash128 hash, char text[HASH128_DIGITS + 1]);
enum status hash128_read(struct slice text, struct hash128 *hash);

/* XXH3_64bits_withSeed of the 16 bytes of HASH, high half first, each half with
 * its most significant byte first (the canonical order of xxHash). */
uint64_t hash64_of_hash(struct hash128 hash, uint64_t seed);

/* "xxHash 0.8.1": the library that is compiled in. */
const char *hash_library(void);

#endif
