/* SPDX-License-Identifier: MIT */
#include "design/columns.h"

#include <assert.h>
#include <stdlib.h>

#include "base/array.h"

void
columns_free(struct columns *columns)
{
    free(columns->list);
    *columns = (struct columns){0};
}

enum status
columns_add(struct columns *columns, size_t column, struct trouble *trouble)
{
    if (array_reserve(&columns->list, &columns->room, columns->count + 1,
                      sizeof *columns->list))
        return trouble_nomem(trouble);
    columns->list[columns->count++] = column;
    return ST_OK;
}

static int
by_size(const void *a, const void *b)
{
    const size_t left = *(const size_t *)a, right = *(const size_t *)b;

    return (left > right) - (left < right);
}

enum status
columns_bind(struct columns *columns, struct reader *reader,
             const struct block_visitor *visitor, struct trouble *trouble)
{
    size_t single = 0;

    if (columns->count > 0)
        qsort(columns->list, columns->count, sizeof *columns->list, by_size);
    for (size_t k = 0; k < columns->count; k++)
        if (single == 0 || columns->list[single - 1] != columns->list[k])
            columns->list[single++] = columns->list[k];
    columns->count = single;
    return reader_want(reader, columns->list, single, visitor, trouble);
}

size_t
columns_place(const struct columns *columns, size_t column)
{
    size_t place = 0;

    while (columns->list[place] != column) {
        place++;
        assert(place < columns->count);
    }
    return place;
}
