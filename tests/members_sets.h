/* SPDX-License-Identifier: MIT */
/* members_sets.h - sets of things for tests of base/members.
 *
 * Purpose    Makes sets, with another thread or without, and hashes for them.
 * Units      Things; bytes.
 * Ownership  The caller's.
 * Errors     A test fails that meets one.
 * Method     None.
 */
#ifndef TESTS_MEMBERS_SETS_H
#define TESTS_MEMBERS_SETS_H

#include <check.h>
#include <stdlib.h>

#include "base/members_internal.h"

/* Scatters K over 64 bits (the finalizer of SplitMix64). */
static inline uint64_t
scatter(uint64_t k)
{
    k = (k + 1) * 0x9e3779b97f4a7c15;
    k = (k ^ k >> 30) * 0xbf58476d1ce4e5b9;
    k = (k ^ k >> 27) * 0x94d049bb133111eb;
    return k ^ k >> 31;
}

/* As ck_assert(), which writes a line for each of millions of calls. */
static inline void
must(bool holds, size_t k)
{
    if (!holds)
        ck_abort_msg("thing %zu", k);
}

/* Hashes that differ for different K, and tell K by their lower half: random
 * ones, ones of a single part, ones that differ in their lower halves only, and
 * ones that come in order. */
enum { KINDS = 4 };

static inline struct hash128
hash_of(uint64_t k, int kind)
{
    const struct hash128 hashes[KINDS] = {
        {scatter(k), k},
        {scatter(k) >> MEMBERS_PART_BITS, k},
        {k % 3 * 0x4000000000000000, k},
        {k << 40, k},
    };

    return hashes[kind];
}

/* An empty set that another thread helps with, every other time. */
static inline struct members *
new_set(int with_help)
{
    struct members *const members = calloc(1, sizeof *members);

    if (with_help % 2 == 1)
        members_get_help(members);
    return members;
}

/* The bytes of all slabs, but for what was never taken of the last one. */
static inline size_t
bytes_of(struct members *members)
{
    members_lock(members);
    const size_t chunks = members->chunks - members->fresh_chunks;
    members_unlock(members);

    return chunks * sizeof(struct members_chunk) +
           members->desk.sorter_room * sizeof *members->desk.sorter +
           members->desk.places_room * sizeof *members->desk.places;
}

#endif
