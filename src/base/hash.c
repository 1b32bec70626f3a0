/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>

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

void
hash128_text(struct hash128 hash, char text[HASH128_DIGITS + 1])
{
    snprintf(text, HASH128_DIGITS + 1, "%016" PRIx64 "%016" PRIx64, hash.high,
             hash.low);
}

/* Reads 16 hexadecimal digits. */
static enum status
read_half(const char *digits, uint64_t *half)
{
    uint64_t value = 0;

    for (size_t i = 0; i < HASH128_DIGITS / 2; i++) {
        const char c = digits[i];
        if (c >= '0' && c <= '9')
            value = value << 4 | (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            value = value << 4 | (uint64_t)(c - 'a' + 10);
        else
            return ST_SYNTAX;
    }
    *half = value;
    return ST_OK;
}

enum status
hash128_read(struct slice text, struct hash128 *hash)
{
    struct hash128 read;

    if (text.len != HASH128_DIGITS ||
        read_half(text.bytes, &read.high) != ST_OK ||
        read_half(text.bytes + HASH128_DIGITS / 2, &read.low) != ST_OK)
        return ST_SYNTAX;
    *hash = read;
    return ST_OK;
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
