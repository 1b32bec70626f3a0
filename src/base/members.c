/* SPDX-License-Identifier: MIT */
#include "base/members.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/array.h"
#include "base/uint128.h"

enum {
    CHUNK_BYTES = 32 << 10,
    SLAB_LEAST = 64, /* chunks of a slab, */
    SLAB_SHARE = 16  /* and this share of all that are there */
};

static_assert(sizeof(struct members_chunk) == CHUNK_BYTES,
              "a chunk has no gaps");

void
members_free(struct members *members)
{
    for (size_t k = 0; k < members->slab_count; k++)
        munmap(members->slabs[k].mapping, members->slabs[k].bytes);
    free(members->slabs);
    free(members->sorter);
    free(members->places);
    *members = (struct members){0};
}

/* Gets another slab. */
static enum status
get_slab(struct members *members)
{
    const size_t usable =
        (members->chunks / SLAB_SHARE + SLAB_LEAST) * (size_t)CHUNK_BYTES;
    const struct members_slab slab = {
        .mapping = mmap(NULL, usable, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        .bytes = usable,
    };

    if (slab.mapping == MAP_FAILED)
        return ST_NOMEM;
    if (array_reserve(&members->slabs, &members->slab_room,
                      members->slab_count + 1, sizeof *members->slabs)) {
        munmap(slab.mapping, slab.bytes);
        return ST_NOMEM;
    }
    members->slabs[members->slab_count++] = slab;
    members->fresh = slab.mapping;
    members->fresh_chunks = usable / CHUNK_BYTES;
    members->chunks += members->fresh_chunks;
    return ST_OK;
}

/* Puts an empty chunk at the end of a list. */
static enum status
lengthen(struct members *members, struct members_list *list)
{
    struct members_chunk *chunk = members->free;

    if (chunk != NULL) {
        members->free = chunk->next;
    } else {
        if (members->fresh_chunks == 0 && get_slab(members) != ST_OK)
            return ST_NOMEM;
        chunk = (struct members_chunk *)(void *)members->fresh;
        members->fresh += CHUNK_BYTES;
        members->fresh_chunks--;
    }
    chunk->next = NULL;
    if (list->last == NULL)
        list->first = chunk;
    else
        list->last->next = chunk;
    list->last = chunk;
    return ST_OK;
}

static void
release(struct members *members, struct members_chunk *chunk)
{
    chunk->next = members->free;
    members->free = chunk;
}

static bool
is_before(const struct members_thing *a, const struct members_thing *b)
{
    const struct hash128 x = members_hash(a), y = members_hash(b);

    return x.high != y.high ? x.high < y.high : x.low < y.low;
}

static bool
is_same(const struct members_thing *a, const struct members_thing *b)
{
    const struct hash128 x = members_hash(a), y = members_hash(b);

    return x.high == y.high && x.low == y.low;
}

/* Which of COUNT places a thing belongs near to, in the order of hashes. */
static size_t
place_of(const struct members_thing *thing, size_t count)
{
    const uint64_t behind = members_hash(thing).high << MEMBERS_PART_BITS;

    return (size_t)((uint128)behind * count >> 64);
}

/* How many things of COUNT there are in a chunk. */
static size_t
in_chunk(size_t count)
{
    return count < MEMBERS_CHUNK ? count : MEMBERS_CHUNK;
}

/* Moves what waits in a part to the sorter, each near to its place. */
static void
distribute(struct members *members, struct members_list *waiting)
{
    const size_t count = waiting->count;
    uint32_t *const places = members->places;
    uint32_t before = 0;
    size_t left = count;

    memset(places, 0, count * sizeof *places);
    for (const struct members_chunk *chunk = waiting->first; left > 0;
         chunk = chunk->next) {
        for (size_t i = 0; i < in_chunk(left); i++)
            places[place_of(&chunk->things[i], count)]++;
        left -= in_chunk(left);
    }
    for (size_t place = 0; place < count; place++) {
        const uint32_t here = places[place];
        places[place] = before;
        before += here;
    }
    left = count;
    while (left > 0) {
        struct members_chunk *const chunk = waiting->first;
        for (size_t i = 0; i < in_chunk(left); i++)
            members->sorter[places[place_of(&chunk->things[i], count)]++] =
                chunk->things[i];
        left -= in_chunk(left);
        waiting->first = chunk->next;
        release(members, chunk);
    }
    *waiting = (struct members_list){0};
}

/* Puts things in order that are near to their places; equal ones stay in the
 * order in which they came. */
static void
sort(struct members_thing *things, size_t count)
{
    for (size_t k = 1; k < count; k++) {
        if (!is_before(&things[k], &things[k - 1]))
            continue;
        const struct members_thing thing = things[k];
        size_t at = k;
        for (; at > 0 && is_before(&thing, &things[at - 1]); at--)
            things[at] = things[at - 1];
        things[at] = thing;
    }
}

/* The same thing was added once more. */
static void
join(struct members_thing *thing, uint32_t value)
{
    const uint32_t other = thing->value ^ value;

    if ((other & members_label) != 0)
        thing->value |= members_differs;
    if ((other & members_flag) != 0)
        thing->value |= members_mixed | members_flag;
}

static inline void
count_thing(struct members_counts *counts, uint32_t value)
{
    counts->things++;
    if (value <= members_label)
        return;
    counts->flagged += (value & members_flag) != 0;
    counts->differing += (value & members_differs) != 0;
    counts->mixed += (value & members_mixed) != 0;
}

/* A list that is read, and freed behind. */
struct reading {
    struct members_chunk *chunk;
    size_t at;
    size_t left;
};

static inline const struct members_thing *
seen(const struct reading *reading)
{
    return reading->left > 0 ? &reading->chunk->things[reading->at] : NULL;
}

static inline void
pass(struct members *members, struct reading *reading)
{
    reading->left--;
    if (++reading->at < MEMBERS_CHUNK && reading->left > 0)
        return;
    struct members_chunk *const read = reading->chunk;
    reading->chunk = read->next;
    reading->at = 0;
    release(members, read);
}

/* Where the next thing of a list goes; NULL if there is no memory. */
static inline struct members_thing *
place_behind(struct members *members, struct members_list *list, size_t *at)
{
    if (*at == MEMBERS_CHUNK) {
        if (lengthen(members, list) != ST_OK)
            return NULL;
        *at = 0;
    }
    list->count++;
    return &list->last->things[(*at)++];
}

/* The things of a part are now as many as COUNTS. */
static void
replace_counts(struct members *members, struct members_part *part,
               const struct members_counts *counts)
{
    members->counts.things += counts->things - part->counts.things;
    members->counts.flagged += counts->flagged - part->counts.flagged;
    members->counts.differing += counts->differing - part->counts.differing;
    members->counts.mixed += counts->mixed - part->counts.mixed;
    part->counts = *counts;
}

/* Merges COUNT things of the sorter into a part. */
static enum status
merge(struct members *members, struct members_part *part, size_t count)
{
    const struct members_thing *waiting = members->sorter;
    const struct members_thing *const end = waiting + count;
    struct reading old = {part->sorted.first, 0, part->sorted.count};
    struct members_list merged = {0};
    struct members_counts counts = {0};
    size_t at = MEMBERS_CHUNK;

    while (waiting < end || old.left > 0) {
        const struct members_thing *const other = seen(&old);
        struct members_thing *const to = place_behind(members, &merged, &at);
        if (to == NULL)
            return ST_NOMEM;
        if (other != NULL && (waiting == end || !is_before(waiting, other))) {
            *to = *other;
            pass(members, &old);
        } else {
            *to = *waiting++;
        }
        for (; waiting < end && is_same(waiting, to); waiting++)
            join(to, waiting->value);
        count_thing(&counts, to->value);
    }
    part->sorted = merged;
    replace_counts(members, part, &counts);
    return ST_OK;
}

/* Puts what waits in a part in order, with the rest. */
static enum status
work_off(struct members *members, struct members_part *part)
{
    const size_t count = part->waiting.count - (size_t)(part->end - part->next);

    part->waiting.count = count;
    part->next = part->end = NULL;
    if (count == 0)
        return ST_OK;
    if (array_reserve(&members->sorter, &members->sorter_room, count,
                      sizeof *members->sorter) ||
        array_reserve(&members->places, &members->places_room, count,
                      sizeof *members->places))
        return ST_NOMEM;
    distribute(members, &part->waiting);
    sort(members->sorter, count);
    return merge(members, part, count);
}

enum status
members_make_place(struct members *members, size_t k)
{
    struct members_part *const part = &members->parts[k];

    if (part->waiting.count > part->sorted.count / 2 &&
        work_off(members, part) != ST_OK)
        return ST_NOMEM;
    if (lengthen(members, &part->waiting) != ST_OK)
        return ST_NOMEM;
    part->waiting.count += MEMBERS_CHUNK;
    part->next = part->waiting.last->things;
    part->end = part->next + MEMBERS_CHUNK;
    return ST_OK;
}

enum status
members_settle(struct members *members)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < MEMBERS_PARTS && st == ST_OK; k++)
        st = work_off(members, &members->parts[k]);
    return st;
}

uint64_t
members_reach(const struct members *members, uint64_t count)
{
    uint64_t so_far = 0;

    for (uint64_t k = 0; k < MEMBERS_PARTS; k++) {
        const struct members_counts *const counts = &members->parts[k].counts;
        so_far += counts->things - counts->flagged;
        if (so_far >= count)
            return (k << (64 - MEMBERS_PART_BITS)) |
                   UINT64_MAX >> MEMBERS_PART_BITS;
    }
    return UINT64_MAX;
}

void
members_walk_start(const struct members *members, struct members_walk *walk)
{
    *walk = (struct members_walk){.chunk = members->parts[0].sorted.first,
                                  .left = members->parts[0].sorted.count};
}

bool
members_walk_on(const struct members *members, struct members_walk *walk)
{
    walk->at = 0;
    if (walk->left > 0) {
        walk->chunk = walk->chunk->next;
        return true;
    }
    while (walk->left == 0 && walk->part + 1 < MEMBERS_PARTS) {
        walk->part++;
        walk->chunk = members->parts[walk->part].sorted.first;
        walk->left = members->parts[walk->part].sorted.count;
    }
    return walk->left > 0;
}

bool
members_take(struct members *members, struct members_walk *walk,
             struct hash128 *hash, uint32_t *value)
{
    struct members_chunk *const before = walk->chunk;
    const bool is_there = members_next(members, walk, hash, value);

    if (before != NULL && walk->chunk != before)
        (void)madvise(before, CHUNK_BYTES, MADV_DONTNEED);
    return is_there;
}
