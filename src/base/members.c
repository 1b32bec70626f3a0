/* SPDX-License-Identifier: MIT */
#include "base/members.h"

#include <string.h>
#include <sys/mman.h>

#include "base/uint128.h"

/* The rooms that parts begin with: FIRST_ROOM, a page, to a quarter more. */
enum { FIRST_ROOM = 204, SAME_FIRST_ROOM = 5 };

static size_t
bytes_of(const struct members_part *part)
{
    return part->room * sizeof *part->slots;
}

void
members_free(struct members *members)
{
    for (size_t k = 0; k < MEMBERS_PARTS; k++)
        if (members->parts[k].room > 0)
            munmap(members->parts[k].slots, bytes_of(&members->parts[k]));
    if (members->spare_bytes > 0)
        munmap(members->spare, members->spare_bytes);
    *members = (struct members){0};
}

/* The part that a thing with this HASH belongs to. */
static size_t
part_of(struct hash128 hash)
{
    return hash.high >> (64 - MEMBERS_PART_BITS);
}

static bool
is_empty(struct hash128 hash)
{
    return (hash.high | hash.low) == 0;
}

/* The hash that stands for HASH in a slot. */
static struct hash128
marked(struct hash128 hash)
{
    if (is_empty(hash))
        hash.low = 1;
    return hash;
}

static struct hash128
hash_in(const struct members_slot *slot)
{
    struct hash128 hash;

    memcpy(&hash, slot->hash, sizeof hash);
    return hash;
}

/* Where the search for HASH begins: its low half as a fraction of the room. */
static size_t
first_slot(const struct members_part *part, struct hash128 hash)
{
    return (size_t)((uint128)hash.low * part->room >> 64);
}

/* The slot that has HASH, or the empty one where it belongs. */
static struct members_slot *
slot_of(const struct members_part *part, struct hash128 hash)
{
    size_t at = first_slot(part, hash);

    for (;;) {
        struct members_slot *const slot = part->slots + at;
        const struct hash128 found = hash_in(slot);
        if (is_empty(found) ||
            (found.low == hash.low && found.high == hash.high))
            return slot;
        at = at + 1 == part->room ? 0 : at + 1;
    }
}

/* Makes the spare memory BYTES long. */
static enum status
resize_spare(struct members *members, size_t bytes)
{
    void *const spare = members->spare_bytes == 0
                            ? mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                            : mremap(members->spare, members->spare_bytes,
                                     bytes, MREMAP_MAYMOVE);

    if (spare == MAP_FAILED)
        return ST_NOMEM;
    members->spare = spare;
    members->spare_bytes = bytes;
    return ST_OK;
}

/* Makes PART empty with this ROOM, in the spare memory. */
static enum status
take_spare(struct members *members, size_t room, struct members_part *part)
{
    const struct members_part taken = {.room = room};

    if (resize_spare(members, bytes_of(&taken)) != ST_OK)
        return ST_NOMEM;
    *part = taken;
    part->slots = members->spare;
    memset(part->slots, 0, bytes_of(part));
    return ST_OK;
}

/* Moves the things of a PART to a larger one. A larger room keeps the order of
 * the first slots, so that both are walked from end to end. */
static enum status
grow(struct members *members, struct members_part *part, size_t first_room)
{
    const size_t room =
        part->room > 0 ? part->room + part->room / 4 : first_room;
    struct members_part grown;

    if (take_spare(members, room, &grown) != ST_OK)
        return ST_NOMEM;
    for (size_t at = 0; at < part->room; at++) {
        const struct hash128 hash = hash_in(&part->slots[at]);
        if (!is_empty(hash))
            *slot_of(&grown, hash) = part->slots[at];
    }
    grown.count = part->count;
    members->spare = part->slots;
    members->spare_bytes = bytes_of(part);
    *part = grown;
    return ST_OK;
}

uint32_t *
members_find(const struct members *members, struct hash128 hash)
{
    const struct members_part *const part = &members->parts[part_of(hash)];

    if (part->count == 0)
        return NULL;
    struct members_slot *const slot = slot_of(part, marked(hash));
    return is_empty(hash_in(slot)) ? NULL : &slot->value;
}

enum status
members_add(struct members *members, struct hash128 hash, uint32_t **value,
            bool *is_new)
{
    const struct hash128 kept = marked(hash);
    const size_t k = part_of(hash);
    struct members_part *const part = &members->parts[k];
    struct members_slot *slot = part->room > 0 ? slot_of(part, kept) : NULL;
    const bool found = slot != NULL && !is_empty(hash_in(slot));

    if (!found) {
        if (part->count >= part->room / 8 * 7) {
            if (grow(members, part, FIRST_ROOM + k / SAME_FIRST_ROOM) != ST_OK)
                return ST_NOMEM;
            slot = slot_of(part, kept);
        }
        memcpy(slot->hash, &kept, sizeof kept);
        part->count++;
        members->count++;
    }
    *value = &slot->value;
    *is_new = !found;
    return ST_OK;
}

void
members_prefetch(const struct members *members, struct hash128 hash)
{
    const struct members_part *const part = &members->parts[part_of(hash)];

    if (part->room > 0)
        __builtin_prefetch(part->slots + first_slot(part, hash));
}

bool
members_next(const struct members *members, struct members_walk *walk,
             struct hash128 *hash, uint32_t **value)
{
    for (; walk->part < MEMBERS_PARTS; walk->part++, walk->slot = 0) {
        const struct members_part *const part = &members->parts[walk->part];
        while (walk->slot < part->room) {
            struct members_slot *const slot = &part->slots[walk->slot++];
            if (is_empty(hash_in(slot)))
                continue;
            *hash = hash_in(slot);
            *value = &slot->value;
            return true;
        }
    }
    return false;
}
