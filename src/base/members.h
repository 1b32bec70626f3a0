/* SPDX-License-Identifier: MIT */
/* members.h - a large set of things that are told apart by their hash.
 *
 * Purpose    Remembers each thing that it meets, with 32 bits that the caller
 *            keeps for it, in as few bytes as can be: a frame may have tens of
 *            millions of units.
 * Units      Things, in any number that fits memory.
 * Ownership  The caller owns the struct, which starts zeroed, and frees it with
 *            members_free(). The address of a thing's bits is valid until the
 *            next thing is added.
 * Errors     ST_NOMEM; the set is then unchanged.
 * Method     The highest bits of a hash choose one of 256 parts, each of them
 *            a table with linear probing, 16 + 4 bytes a slot, at most seven
 *            eighths full. A part grows alone and by a quarter, and the parts
 *            begin with rooms that differ by up to a quarter, so that they grow
 *            in turn: at no moment is there a second copy of more than one of
 *            them, or a set that is much emptier than at another. The memory
 *            that a part leaves is what the next one grows into; it comes from
 *            mmap(), because the heap would keep holes. Slots and spare memory
 *            take 26.5 bytes a thing at most from 100,000 random things on.
 *            Resident memory as measured: 592 MiB for 24 million of them; at
 *            the worst moment 26 bytes each from 2 million on, 29 from 100,000
 *            on.
 *            A hash of 128 zeros, which marks an empty slot, is taken for 1;
 *            of 2^32 things two share their hash with probability 2^-65.
 */
#ifndef BASE_MEMBERS_H
#define BASE_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"

enum { MEMBERS_PART_BITS = 8, MEMBERS_PARTS = 1 << MEMBERS_PART_BITS };

/* 20 bytes: a struct hash128 itself would be padded to 24. */
struct members_slot {
    uint32_t hash[sizeof(struct hash128) / sizeof(uint32_t)];
    uint32_t value;
};

struct members_part {
    struct members_slot *slots;
    size_t room;
    size_t count;
};

struct members {
    struct members_part parts[MEMBERS_PARTS];
    void *spare; /* what the part that grew last has left */
    size_t spare_bytes;
    size_t count;
};

/* Where a walk over the set is; starts zeroed. */
struct members_walk {
    size_t part;
    size_t slot;
};

/* Frees the parts and empties the set. */
void members_free(struct members *members);

/* Adds the thing with this HASH if it is new, its VALUE being 0 then, and shows
 * where the value is. */
enum status members_add(struct members *members, struct hash128 hash,
                        uint32_t **value, bool *is_new);

/* Where the value of the thing with this HASH is; NULL if there is none. */
uint32_t *members_find(const struct members *members, struct hash128 hash);

/* Asks the processor for the memory where HASH is looked for, which saves most
 * of the waiting if some ten other things come before it. */
void members_prefetch(const struct members *members, struct hash128 hash);

/* Shows the next thing, in no order that means anything; false after the last.
 * Nothing may be added during a walk. */
bool members_next(const struct members *members, struct members_walk *walk,
                  struct hash128 *hash, uint32_t **value);

#endif
