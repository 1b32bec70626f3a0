/* SPDX-License-Identifier: MIT */
#include "design/picks.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/table.h"

struct picks {
    struct table table;
    struct pick *list;
    size_t room;
};

struct picks *
picks_new(void)
{
    return calloc(1, sizeof(struct picks));
}

void
picks_free(struct picks *picks)
{
    if (picks == NULL)
        return;
    table_free(&picks->table);
    free(picks->list);
    free(picks);
}

struct pick *
picks_of(struct picks *picks, struct hash128 id)
{
    uint32_t number;
    bool is_new;

    if (array_reserve(&picks->list, &picks->room,
                      picks->table.count + (size_t)1, sizeof *picks->list) ||
        table_add(&picks->table, id, &number, &is_new) != ST_OK)
        return NULL;
    if (is_new)
        picks->list[number] = (struct pick){0};
    return &picks->list[number];
}
