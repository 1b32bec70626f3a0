/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

/* Compiled in: identifiers are short, and a call would cost as much as the
 * hash. */
#define XXH_INLINE_ALL
#include <xxhash.h>

struct hash128
hash128_of(struct slice text)
{
    const XXH128_hash_t hash = XXH3_128bits(text.bytes, text.len);

    return (struct hash128){hash.high64, hash.low64};
}

uint64_t
hash64_of_hash(struct hash128 hash, uint64_t seed)
{
    const XXH128_hash_t number = {.low64 = hash.low, .high64 = hash.high};
    XXH128_canonical_t bytes;

    XXH128_canonicalFromHash(&bytes, number);
    return XXH3_64bits_withSeed(&bytes, sizeof bytes, seed);
}

/* The preprocessor's number as text. */
#define TEXT_OF(number) #number
#define LIBRARY(major, minor, release) \
    "xxHash " TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(release)

const char *
hash_library(void)
{
    return LIBRARY(XXH_VERSION_MAJOR, XXH_VERSION_MINOR, XXH_VERSION_RELEASE);
}
