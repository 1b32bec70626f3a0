/* SPDX-License-Identifier: MIT */
#include "design/labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void
labels_free(struct labels *labels)
{
    for (uint32_t k = 0; k < labels->count; k++)
        free((void *)(uintptr_t)labels->texts[k].bytes);
    free(labels->texts);
    table_free(&labels->table);
    *labels = (struct labels){0};
}

bool
labels_find(const struct labels *labels, struct slice text, uint32_t *number)
{
    return table_find(&labels->table, hash128_of(text), number);
}

enum status
labels_add(struct labels *labels, struct slice text, uint32_t *number)
{
    const struct hash128 hash = hash128_of(text);
    bool is_new;

    if (table_find(&labels->table, hash, number))
        return ST_OK;
    if (array_reserve(&labels->texts, &labels->room, (size_t)labels->count + 1,
                      sizeof *labels->texts) != ST_OK)
        return ST_NOMEM;
    char *const copy = malloc(text.len + 1);
    if (copy == NULL || table_add(&labels->table, hash, number, &is_new)) {
        free(copy);
        return ST_NOMEM;
    }
    memcpy(copy, text.bytes, text.len);
    labels->texts[labels->count++] = (struct slice){copy, text.len};
    return ST_OK;
}
