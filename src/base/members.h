/* SPDX-License-Identifier: MIT */
/* members.h - a large set of things that are told apart by their hash.
 *
 * Purpose    Remembers each thing that it meets, with 32 bits of the caller's,
 *            in as few bytes as can be: a frame may have tens of millions of
 *            units. Shows them afterwards in the order of their hashes.
 * Units      Things, in any number that fits memory.
 * Ownership  The caller owns the struct, which starts zeroed, and frees it with
 *            members_free().
 * Errors     ST_NOMEM; the set is then good for members_free() only.
 * Method     Nothing is looked up, because every look would wait for memory.
 *            The highest bits of a hash choose one of 256 parts; what is added
 *            to a part waits there, in the order in which it came. When there
 *            might be half as many again as different things, it is put in
 *            order, by a count of the bits behind those of the part, and
 *            merged with what is in order already; of equal hashes one stays.
 *            How many differ is told by the first parts, which are kept in
 *            order all the time. Where all do, each thing is moved twice, else
 *            about three times, and memory is walked over from end to end.
 *            Another thread may do so. What it has found is asked for when the
 *            next chunk of the part is full, so that nothing depends on time.
 *            Parts are lists of chunks of 32 KiB, so that a merge needs no
 *            second copy: it frees what it has read. A thing takes 20 bytes,
 *            and those that wait no more than half as many again; the least
 *            there is are two chunks a part, if they are filled.
 *            Chunks come from mmap(), because the heap would keep holes. Of
 *            2^32 things two share their hash with probability 2^-65.
 */
#ifndef BASE_MEMBERS_H
#define BASE_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/hash.h"

enum {
    MEMBERS_PART_BITS = 8,
    MEMBERS_PARTS = 1 << MEMBERS_PART_BITS,
    MEMBERS_SCOUTS = 8,  /* parts that tell how many things differ */
    MEMBERS_CHUNK = 1638 /* things in a chunk, which is a power of two bytes */
};

/* What a value is made of. A thing that is added again keeps its first label;
 * it has the flag if it ever had it, and is marked if its labels differed, or
 * if it was added with the flag and without. */
static const uint32_t members_flag = UINT32_C(1) << 31;
static const uint32_t members_differs = UINT32_C(1) << 30;
static const uint32_t members_mixed = UINT32_C(1) << 29;
static const uint32_t members_label = (UINT32_C(1) << 29) - 1;

/* 20 bytes: a struct hash128 itself would be padded to 24. */
struct members_thing {
    uint32_t hash[sizeof(struct hash128) / sizeof(uint32_t)];
    uint32_t value;
};

struct members_chunk {
    struct members_chunk *next;
    struct members_thing things[MEMBERS_CHUNK];
};

/* Chunks that are full but for the last. */
struct members_list {
    struct members_chunk *first;
    struct members_chunk *last;
    size_t count; /* of things */
};

/* How many things there are, and how many with each of the marks. */
struct members_counts {
    uint64_t things;
    uint64_t flagged;
    uint64_t differing;
    uint64_t mixed;
};

/* What becomes of a batch that is handed over. */
enum members_stage {
    MEMBERS_DONE,
    MEMBERS_OFFERED, /* nobody has begun with it */
    MEMBERS_TAKEN,   /* somebody works on it */
};

struct members_part {
    struct members_list sorted;
    struct members_list waiting; /* all of its chunks count as full, */
    struct members_thing *next;  /* but this is the next place in the last */
    struct members_thing *end;
    struct members_counts counts; /* of what is in order, as far as is known */
    struct members_list batch;    /* what was handed over */
    enum members_stage stage;
    enum status st;              /* of the last batch, and what there was */
    struct members_counts found; /* behind it */
};

/* Memory that chunks are taken from. */
struct members_slab {
    void *mapping;
    size_t bytes;
};

/* What a thread puts batches in order with. */
struct members_desk {
    struct members_thing *sorter; /* what waited in a part, in order */
    size_t sorter_room;
    uint32_t *places;
    size_t places_room;
};

struct members {
    struct members_part parts[MEMBERS_PARTS];
    struct members_counts counts; /* of all parts */
    size_t watched;               /* parts that a reach was looked for in */
    struct members_chunk *free;
    struct members_slab *slabs;
    size_t slab_count;
    size_t slab_room;
    char *fresh; /* what was not yet taken of the last slab */
    size_t fresh_chunks;
    char *touched;      /* up to here the system has given memory for them */
    size_t chunks;      /* in all slabs, */
    size_t most_chunks; /* and how many at most; 0: no limit */
    struct members_desk desk;
    struct members_helper *helper; /* NULL without another thread */
};

/* Where a walk over the set is. */
struct members_walk {
    size_t part;
    struct members_chunk *chunk;
    size_t at;   /* in the chunk */
    size_t left; /* in the part */
};

/* Has another thread put in order what was added to the empty set, if one can
 * be had. What the set has and tells is the same. It ends in members_settle().
 */
void members_get_help(struct members *members);

/* Frees everything and empties the set. */
void members_free(struct members *members);

/* Adds the thing with this HASH and this VALUE, a label with or without the
 * flag, some time before members_settle()
 * returns; for equal hashes in the order of the calls. */
static inline enum status members_add(struct members *members,
                                      struct hash128 hash, uint32_t value);

/* Puts all that was added in order. */
enum status members_settle(struct members *members);

/* What there is in a set that is settled; before that, what is known of it. */
static inline struct members_counts members_counts(
    const struct members *members);

/* An upper half of a hash such that COUNT things without the flag, or more,
 * have none above it; the largest there is if that is not known. As far as is
 * known: a thing may get the flag later, but is mixed then. */
uint64_t members_reach(struct members *members, uint64_t count);

/* Bytes of the memory that it has taken into use. */
uint64_t members_bytes(struct members *members);

/* Starts a walk over a set that is settled. */
void members_walk_start(const struct members *members,
                        struct members_walk *walk);

/* Shows the next thing in the order of hashes; false after the last. */
static inline bool members_next(const struct members *members,
                                struct members_walk *walk, struct hash128 *hash,
                                uint32_t *value);

/* The same, and gives the memory of all that was shown back to the system; the
 * set is then good for members_free() only. */
bool members_take(struct members *members, struct members_walk *walk,
                  struct hash128 *hash, uint32_t *value);

/* What follows is for the inline functions. */

/* Makes a place for what is added to part K. */
enum status members_make_place(struct members *members, size_t k);

/* Goes on to the next chunk that has things; false after the last. */
bool members_walk_on(const struct members *members, struct members_walk *walk);

static inline struct members_counts
members_counts(const struct members *members)
{
    return members->counts;
}

static inline struct hash128
members_hash(const struct members_thing *thing)
{
    struct hash128 hash;

    memcpy(&hash, thing->hash, sizeof hash);
    return hash;
}

static inline enum status
members_add(struct members *members, struct hash128 hash, uint32_t value)
{
    const size_t k = hash.high >> (64 - MEMBERS_PART_BITS);
    struct members_part *const part = &members->parts[k];

    if (part->next == part->end && members_make_place(members, k) != ST_OK)
        return ST_NOMEM;
    memcpy(part->next->hash, &hash, sizeof hash);
    part->next->value = value;
    __builtin_prefetch(part->next + 6, 1); /* one line or two ahead */
    part->next++;
    return ST_OK;
}

static inline bool
members_next(const struct members *members, struct members_walk *walk,
             struct hash128 *hash, uint32_t *value)
{
    if ((walk->at == MEMBERS_CHUNK || walk->left == 0) &&
        !members_walk_on(members, walk))
        return false;
    const struct members_thing *const thing = &walk->chunk->things[walk->at++];

    walk->left--;
    *hash = members_hash(thing);
    *value = thing->value;
    return true;
}

#endif
