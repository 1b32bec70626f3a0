/* SPDX-License-Identifier: MIT */
/* table.h - numbers for things that are told apart by their hash.
 *
 * Purpose    Gives the first thing that it meets the number 0, the next new one
 *            1, and so on, and finds the number of a thing again.
 * Units      Things; up to 2^32 - 2 of them.
 * Ownership  The caller owns the struct, which starts zeroed, and frees it with
 *            table_free(); what the things are is the caller's affair.
 * Errors     ST_NOMEM; the table is then unchanged.
 * Method     Open addressing with linear probing, at most three quarters full.
 *            Hashes are compared whole: of 2^32 things two share their 128
 *            bits with probability 2^-65.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stdbool.h>

#include "base/hash.h"

struct table_slot {
    struct hash128 hash;
    uint32_t number_plus_1; /* 0: empty */
};

struct table {
    struct table_slot *slots;
    size_t room; /* a power of two, or 0 */
    uint32_t count;
};

/* Frees the slots and empties the table. */
void table_free(struct table *table);

/* Whether the table has a thing of this HASH, and its NUMBER if so. */
bool table_find(const struct table *table, struct hash128 hash,
                uint32_t *number);

/* The NUMBER of the thing with this HASH, which is added if it is new. */
enum status table_add(struct table *table, struct hash128 hash,
                      uint32_t *number, bool *is_new);

#endif
