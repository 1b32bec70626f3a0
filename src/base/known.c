/* SPDX-License-Identifier: MIT */
#include "base/known.h"

#include <assert.h>
#include <stdlib.h>

enum status
known_begin(struct known *known, size_t count)
{
    if (count >= UINT32_MAX)
        return ST_NOMEM;
    known->list = calloc(count + 1, sizeof *known->list);
    if (known->list == NULL)
        return ST_NOMEM;
    known->room = count;
    return ST_OK;
}

void
known_append(struct known *known, struct hash128 hash)
{
    assert(known->count < known->room);
    known->list[known->count++] = hash;
}

enum status
known_end(struct known *known)
{
    size_t part = 0;

    known->starts = calloc(known->count + 1, sizeof *known->starts);
    if (known->starts == NULL)
        return ST_NOMEM;
    for (size_t k = 0; k < known->count; k++) {
        const size_t its =
            (size_t)((uint128)known->list[k].high * known->count >> 64);
        while (part < its)
            known->starts[++part] = (uint32_t)k;
    }
    while (part < known->count)
        known->starts[++part] = (uint32_t)known->count;
    return ST_OK;
}

void
known_free(struct known *known)
{
    free(known->list);
    free(known->starts);
    *known = (struct known){0};
}
