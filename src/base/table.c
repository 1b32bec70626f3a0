/* SPDX-License-Identifier: MIT */
#include "base/table.h"

#include <stdlib.h>

enum { FIRST_ROOM = 64 };

void
table_free(struct table *table)
{
    free(table->slots);
    *table = (struct table){0};
}

/* The slot that has HASH, or the empty one where it belongs. */
static struct table_slot *
slot_of(struct table_slot *slots, size_t room, struct hash128 hash)
{
    size_t at = hash.low & (room - 1);

    while (slots[at].number_plus_1 != 0 &&
           (slots[at].hash.low != hash.low || slots[at].hash.high != hash.high))
        at = (at + 1) & (room - 1);
    return &slots[at];
}

static enum status
grow(struct table *table)
{
    const size_t room = table->room > 0 ? 2 * table->room : FIRST_ROOM;
    struct table_slot *const slots = calloc(room, sizeof *slots);

    if (slots == NULL)
        return ST_NOMEM;
    for (size_t at = 0; at < table->room; at++)
        if (table->slots[at].number_plus_1 != 0)
            *slot_of(slots, room, table->slots[at].hash) = table->slots[at];
    free(table->slots);
    table->slots = slots;
    table->room = room;
    return ST_OK;
}

bool
table_find(const struct table *table, struct hash128 hash, uint32_t *number)
{
    if (table->room == 0)
        return false;
    const struct table_slot *const slot =
        slot_of(table->slots, table->room, hash);
    if (slot->number_plus_1 == 0)
        return false;
    *number = slot->number_plus_1 - 1;
    return true;
}

enum status
table_add(struct table *table, struct hash128 hash, uint32_t *number,
          bool *is_new)
{
    if (table_find(table, hash, number)) {
        *is_new = false;
        return ST_OK;
    }
    if (table->count == UINT32_MAX - 1)
        return ST_NOMEM;
    if (table->count >= table->room / 4 * 3 && grow(table) != ST_OK)
        return ST_NOMEM;
    *slot_of(table->slots, table->room, hash) =
        (struct table_slot){hash, table->count + 1};
    *number = table->count++;
    *is_new = true;
    return ST_OK;
}
