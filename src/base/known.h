/* SPDX-License-Identifier: MIT */
/* known.h - a set of hashes that is complete before it is asked.
 *
 * Purpose    Tells quickly, for each of many things, whether it is one of those
 *            that are known.
 * Units      Things, up to 2^32 - 2 of them.
 * Ownership  The caller owns the struct, which starts zeroed, and frees it with
 *            known_free().
 * Errors     ST_NOMEM; the set is then good for known_free() only.
 * Method     The hashes in their order, and for each of as many equal parts of
 *            their range the number of the first hash in it: 16 + 4 bytes a
 *            thing. A part has one hash on average, and none in a third of all
 *            cases.
 */
#ifndef BASE_KNOWN_H
#define BASE_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "base/uint128.h"

struct known {
    struct hash128 *list;
    uint32_t *starts; /* one for each part of the range, and the end */
    size_t count;
    size_t room;
};

/* Makes room for COUNT things. */
enum status known_begin(struct known *known, size_t count);

/* Adds a thing, for which there is room, behind all before it in the order of
 * hashes. */
void known_append(struct known *known, struct hash128 hash);

/* Ends the set, which may now be asked. */
enum status known_end(struct known *known);

/* Frees and empties it. */
void known_free(struct known *known);

/* Asks the processor for the memory where known_has() begins. */
static inline void
known_prefetch(const struct known *known, struct hash128 hash)
{
    __builtin_prefetch(known->starts +
                       (size_t)((uint128)hash.high * known->count >> 64));
}

/* Whether the set, which is not empty, has a thing with this HASH. */
static inline bool
known_has(const struct known *known, struct hash128 hash)
{
    const size_t part = (size_t)((uint128)hash.high * known->count >> 64);
    const size_t end = known->starts[part + 1];

    for (size_t k = known->starts[part]; k < end; k++)
        if (known->list[k].high == hash.high && known->list[k].low == hash.low)
            return true;
    return false;
}

#endif
