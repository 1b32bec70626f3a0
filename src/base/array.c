/* SPDX-License-Identifier: MIT */
#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum status
array_reserve(void *array, size_t *room, size_t want, size_t item_size)
{
    const size_t half_more = *room + *room / 2 + 16;
    const size_t new_room = want > half_more ? want : half_more;
    void *items;
    size_t bytes;

    if (want <= *room)
        return ST_OK;
    if (__builtin_mul_overflow(new_room, item_size, &bytes))
        return ST_NOMEM;
    /* The array's pointer has a type of its own: copy it as bytes. */
    memcpy(&items, array, sizeof items);
    void *grown = realloc(items, bytes);
    if (grown == NULL)
        return ST_NOMEM;
    memcpy(array, &grown, sizeof grown);
    *room = new_room;
    return ST_OK;
}
