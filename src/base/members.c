/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/array.h"
#include "base/members_internal.h"

enum {
    CHUNK_BYTES = 32 << 10,
    SLAB_LEAST = 64,               /* chunks of a slab, */
    SLAB_SHARE = 16,               /* and this share of all that are there */
    TOUCH_BYTES = 16 * CHUNK_BYTES /* at once, if there are not as many yet */
};

static_assert(sizeof(struct members_chunk) == CHUNK_BYTES,
              "a chunk has no gaps");

void
members_free(struct members *members)
{
    members_helper_stop(members);
    for (size_t k = 0; k < members->slab_count; k++)
        munmap(members->slabs[k].mapping, members->slabs[k].bytes);
    free(members->slabs);
    members_desk_free(&members->desk);
    *members = (struct members){0};
}

/* How many chunks the next slab is to have; 0 if there may be no more. */
static size_t
wanted_chunks(const struct members *members)
{
    const size_t wanted = members->chunks / SLAB_SHARE + SLAB_LEAST;
    const size_t most = members->most_chunks;

    return most == 0 || wanted <= most - members->chunks
               ? wanted
               : most - members->chunks;
}

/* Gets another slab. */
static enum status
get_slab(struct members *members)
{
    const size_t usable = wanted_chunks(members) * (size_t)CHUNK_BYTES;
    const struct members_slab slab = {
        .mapping = mmap(NULL, usable, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        .bytes = usable,
    };

    if (slab.mapping == MAP_FAILED) /* none are wanted: the same */
        return ST_NOMEM;
    if (array_reserve(&members->slabs, &members->slab_room,
                      members->slab_count + 1, sizeof *members->slabs)) {
        munmap(slab.mapping, slab.bytes);
        return ST_NOMEM;
    }
    members->slabs[members->slab_count++] = slab;
    members->fresh = members->touched = slab.mapping;
    members->fresh_chunks = usable / CHUNK_BYTES;
    members->chunks += members->fresh_chunks;
    return ST_OK;
}

/* Takes an empty chunk; NULL if there is no memory. */
static struct members_chunk *
take_chunk(struct members *members)
{
    struct members_chunk *chunk = members->free;

    if (chunk != NULL) {
        members->free = chunk->next;
        return chunk;
    }
    if (members->fresh_chunks == 0 && get_slab(members) != ST_OK)
        return NULL;
    chunk = (struct members_chunk *)(void *)members->fresh;
    members->fresh += CHUNK_BYTES;
    members->fresh_chunks--;
    if (members->touched < members->fresh)
        members->touched = members->fresh;
    return chunk;
}

uint64_t
members_bytes(struct members *members)
{
    members_lock(members);
    const size_t chunks = members->chunks - members->fresh_chunks;
    members_unlock(members);

    return chunks * (uint64_t)CHUNK_BYTES;
}

bool
members_untouched(const struct members *members, char **begin, size_t *bytes)
{
    const size_t ahead = (size_t)(members->touched - members->fresh);
    const size_t left = members->fresh_chunks * (size_t)CHUNK_BYTES - ahead;

    *begin = members->touched;
    *bytes = left < TOUCH_BYTES ? left : TOUCH_BYTES;
    return ahead < TOUCH_BYTES && left > 0;
}

enum status
members_lengthen(struct members *members, struct members_list *list)
{
    members_lock(members);
    struct members_chunk *const chunk = take_chunk(members);
    members_nudge(members);
    members_unlock(members);

    if (chunk == NULL)
        return ST_NOMEM;
    chunk->next = NULL;
    if (list->last == NULL)
        list->first = chunk;
    else
        list->last->next = chunk;
    list->last = chunk;
    return ST_OK;
}

void
members_release(struct members *members, struct members_chunk *chunk)
{
    members_lock(members);
    chunk->next = members->free;
    members->free = chunk;
    members_unlock(members);
}

/* Hands over what waits in a part. */
static void
hand_over(struct members *members, struct members_part *part)
{
    part->batch = part->waiting;
    part->batch.count -= (size_t)(part->end - part->next);
    part->waiting = (struct members_list){0};
    part->next = part->end = NULL;
    if (part->batch.count > 0)
        members_offer(members, part);
}

/* Waits until nothing of a part is handed over any more, and takes note of what
 * it has in order. What nobody has begun is done here. */
static enum status
collect(struct members *members, struct members_part *part)
{
    const struct members_counts *const found = &part->found;
    struct members_counts *const all = &members->counts;

    members_try(members, part);
    members_await(members, part);
    if (part->st != ST_OK)
        return part->st;
    all->things += found->things - part->counts.things;
    all->flagged += found->flagged - part->counts.flagged;
    all->differing += found->differing - part->counts.differing;
    all->mixed += found->mixed - part->counts.mixed;
    part->counts = *found;
    return ST_OK;
}

/* How many things of a part there may be in all: half as many again as are in
 * order, or would be if this part were like those that are watched. */
static size_t
room_of(const struct members *members, const struct members_part *part)
{
    const size_t own = part->sorted.count;
    size_t usual = 0;

    for (size_t k = 0; k < MEMBERS_SCOUTS; k++)
        usual += members->parts[k].counts.things;
    usual /= MEMBERS_SCOUTS;
    return (own > usual ? own : usual) / 2 * 3;
}

/* Whether what waits in part K is to be put in order. */
static bool
is_due(const struct members *members, size_t k)
{
    const struct members_part *const part = &members->parts[k];
    const size_t sorted = part->sorted.count, waiting = part->waiting.count;

    if (k < MEMBERS_SCOUTS || k < members->watched)
        return waiting > sorted / 4;
    return sorted + waiting > room_of(members, part);
}

enum status
members_make_place(struct members *members, size_t k)
{
    struct members_part *const part = &members->parts[k];

    if (collect(members, part) != ST_OK)
        return ST_NOMEM;
    if (is_due(members, k))
        hand_over(members, part);
    if (members_lengthen(members, &part->waiting) != ST_OK)
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

    for (size_t k = 0; k < MEMBERS_PARTS && st == ST_OK; k++) {
        st = collect(members, &members->parts[k]);
        if (st == ST_OK)
            hand_over(members, &members->parts[k]);
    }
    for (size_t k = 0; k < MEMBERS_PARTS && st == ST_OK; k++)
        st = collect(members, &members->parts[k]);
    members_helper_stop(members);
    return st;
}

uint64_t
members_reach(struct members *members, uint64_t count)
{
    uint64_t so_far = 0;

    for (uint64_t k = 0; k < MEMBERS_PARTS; k++) {
        const struct members_counts *const counts = &members->parts[k].counts;
        so_far += counts->things - counts->flagged;
        members->watched = k + 1;
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
