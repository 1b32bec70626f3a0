/* SPDX-License-Identifier: MIT */
/* What waits in a part is put in order and merged. */
#include <stdlib.h>

#include "base/array.h"
#include "base/members_internal.h"
#include "base/uint128.h"

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

/* Moves a list to the sorter, each thing near to its place. */
static void
distribute(struct members *members, struct members_list *list,
           struct members_desk *desk)
{
    const size_t count = list->count;
    uint32_t *const places = desk->places;
    uint32_t before = 0;
    size_t left = count;

    memset(places, 0, count * sizeof *places);
    for (const struct members_chunk *chunk = list->first; left > 0;
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
        struct members_chunk *const chunk = list->first;
        for (size_t i = 0; i < in_chunk(left); i++)
            desk->sorter[places[place_of(&chunk->things[i], count)]++] =
                chunk->things[i];
        left -= in_chunk(left);
        list->first = chunk->next;
        members_release(members, chunk);
    }
    *list = (struct members_list){0};
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

/* The same thing was added once more, or has been in another batch. */
static void
join(struct members_thing *thing, uint32_t value)
{
    const uint32_t other = thing->value ^ value;

    if ((other & members_label) != 0)
        thing->value |= members_differs;
    if ((other & members_flag) != 0)
        thing->value |= members_mixed | members_flag;
    thing->value |= value & ~members_label;
}

/* Makes one of those that are the same, of COUNT in order; how many there are
 * then. */
static size_t
unite(struct members_thing *things, size_t count)
{
    size_t last = 0;

    if (count == 0)
        return 0;
    for (size_t k = 1; k < count; k++)
        if (is_same(&things[k], &things[last]))
            join(&things[last], things[k].value);
        else if (++last != k)
            things[last] = things[k];
    return last + 1;
}

/* A batch and the things of a part, which are read from chunks that are freed
 * behind, on their way to one list. */
struct merger {
    struct members *members;
    const struct members_thing *batch;
    const struct members_thing *batch_end;
    struct members_chunk *chunk;
    const struct members_thing *old; /* in the chunk */
    const struct members_thing *old_end;
    size_t left; /* behind the chunk */
    struct members_list merged;
    struct members_thing *to; /* in its last chunk */
    struct members_thing *to_end;
    struct members_counts counts; /* of what is in the list, but its things */
};

static inline void
count_marks(struct members_counts *counts, uint32_t value)
{
    counts->flagged += (value & members_flag) != 0;
    counts->differing += (value & members_differs) != 0;
    counts->mixed += (value & members_mixed) != 0;
}

/* Begins to read a chunk, of a list with so many things LEFT. */
static void
read_chunk(struct merger *merger, struct members_chunk *chunk, size_t left)
{
    const size_t here = in_chunk(left);

    merger->chunk = chunk;
    merger->old = here > 0 ? chunk->things : NULL;
    merger->old_end = here > 0 ? chunk->things + here : NULL;
    merger->left = left - here;
}

/* Sees to it that there is something to be read, if anything is left, and room
 * to write. */
static enum status
provide(struct merger *merger)
{
    struct members_chunk *const read = merger->chunk;

    if (merger->old == merger->old_end && read != NULL) {
        read_chunk(merger, read->next, merger->left);
        members_release(merger->members, read);
    }
    if (merger->to < merger->to_end)
        return ST_OK;
    if (members_lengthen(merger->members, &merger->merged) != ST_OK)
        return ST_NOMEM;
    merger->merged.count += MEMBERS_CHUNK;
    merger->to = merger->merged.last->things;
    merger->to_end = merger->to + MEMBERS_CHUNK;
    return ST_OK;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* A or B, without a branch that could be predicted wrongly. */
static inline const struct members_thing *
choose(bool first, const struct members_thing *a, const struct members_thing *b)
{
    const uintptr_t mask = -(uintptr_t)first;

    return (const void *)(((uintptr_t)a & mask) | ((uintptr_t)b & ~mask));
}

/* Merges as long as no two things may be the same. Which one is the next is
 * anybody's guess. */
static void
merge_unlike(struct merger *merger)
{
    const struct members_thing *batch = merger->batch, *old = merger->old;
    struct members_thing *to = merger->to;
    struct members_counts counts = merger->counts;
    const size_t steps = least(least((size_t)(merger->batch_end - batch),
                                     (size_t)(merger->old_end - old)),
                               (size_t)(merger->to_end - to));

    for (size_t k = 0; k < steps; k++) {
        const uint64_t a = members_hash(old).high;
        const uint64_t b = members_hash(batch).high;
        const struct members_thing *const next = choose(a < b, old, batch);
        if (a == b)
            break;
        *to++ = *next;
        count_marks(&counts, next->value);
        old += a < b;
        batch += b < a;
    }
    merger->batch = batch;
    merger->old = old;
    merger->to = to;
    merger->counts = counts;
}

/* Merges the next thing of two that may be the same. */
static void
merge_like(struct merger *merger)
{
    struct members_thing *const to = merger->to++;

    if (is_same(merger->batch, merger->old)) {
        *to = *merger->old++;
        join(to, merger->batch++->value);
    } else if (is_before(merger->batch, merger->old)) {
        *to = *merger->batch++;
    } else {
        *to = *merger->old++;
    }
    count_marks(&merger->counts, to->value);
}

/* What is left of a batch, or of a chunk, is put behind all else. */
static void
put_behind(struct merger *merger, const struct members_thing **rest,
           const struct members_thing *end)
{
    const size_t count =
        least((size_t)(end - *rest), (size_t)(merger->to_end - merger->to));

    for (size_t k = 0; k < count; k++)
        count_marks(&merger->counts, (*rest)[k].value);
    memcpy(merger->to, *rest, count * sizeof **rest);
    merger->to += count;
    *rest += count;
}

static enum status
merge(struct merger *merger)
{
    while (merger->batch < merger->batch_end || merger->old < merger->old_end ||
           merger->left > 0) {
        if (provide(merger) != ST_OK)
            return ST_NOMEM;
        if (merger->old == merger->old_end)
            put_behind(merger, &merger->batch, merger->batch_end);
        else if (merger->batch == merger->batch_end)
            put_behind(merger, &merger->old, merger->old_end);
        else if (members_hash(merger->batch).high ==
                 members_hash(merger->old).high)
            merge_like(merger);
        else
            merge_unlike(merger);
    }
    if (merger->chunk != NULL)
        members_release(merger->members, merger->chunk);
    return ST_OK;
}

enum status
members_merge(struct members *members, struct members_part *part,
              struct members_desk *desk)
{
    const size_t count = part->batch.count;
    struct merger merger = {.members = members};

    if (array_reserve(&desk->sorter, &desk->sorter_room, count,
                      sizeof *desk->sorter) ||
        array_reserve(&desk->places, &desk->places_room, count,
                      sizeof *desk->places))
        return ST_NOMEM;
    distribute(members, &part->batch, desk);
    sort(desk->sorter, count);
    merger.batch = desk->sorter;
    merger.batch_end = desk->sorter + unite(desk->sorter, count);
    read_chunk(&merger, part->sorted.first, part->sorted.count);
    if (merge(&merger) != ST_OK)
        return ST_NOMEM;
    merger.merged.count -= (size_t)(merger.to_end - merger.to);
    merger.counts.things = merger.merged.count;
    part->sorted = merger.merged;
    part->found = merger.counts;
    return ST_OK;
}

void
members_desk_free(struct members_desk *desk)
{
    free(desk->sorter);
    free(desk->places);
    *desk = (struct members_desk){0};
}
