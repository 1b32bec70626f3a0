/* SPDX-License-Identifier: MIT */
/* digest.h - the hash of a text that comes in pieces.
 *
 * Purpose    Tells of a file, while it is written, what `xxhsum -H2` will say
 *            of it.
 * Units      Bytes.
 * Ownership  digest_new() makes, digest_free() frees.
 * Errors     ST_NOMEM from digest_new().
 * Method     XXH3 with 128 bits (hash.h), of all pieces put together.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/hash.h"

struct digest;

/* Starts with the empty text. */
enum status digest_new(struct digest **digest);

/* Frees; NULL is fine. */
void digest_free(struct digest *digest);

/* Appends TEXT. */
void digest_add(struct digest *digest, struct slice text);

/* The hash of what was appended so far. */
struct hash128 digest_hash(const struct digest *digest);

#endif
