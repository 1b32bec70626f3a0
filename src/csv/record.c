/* SPDX-License-Identifier: MIT */
#include "csv/record.h"

#include <stdlib.h>

#include "base/array.h"

enum status
record_batch_init(struct record_batch *batch, size_t wanted)
{
    /* The walk points at a record's fields even if it wants none of them. */
    const size_t rows = wanted > 0 ? wanted : 1;
    size_t room = 0;

    *batch = (struct record_batch){0};
    if (rows > SIZE_MAX / RECORD_BATCH)
        return ST_NOMEM;
    return array_reserve(&batch->fields, &room, rows * RECORD_BATCH,
                         sizeof *batch->fields);
}

void
record_batch_free(struct record_batch *batch)
{
    free(batch->fields);
    batch->fields = NULL;
}

void
record_start(struct record_cursor *cursor, const struct scan_kernel *kernel,
             const struct record_layout *layout, const struct scan_map *map,
             struct slice block, size_t from)
{
    const size_t word = from / SCAN_WORD;

    *cursor = (struct record_cursor){.kernel = kernel,
                                     .layout = layout,
                                     .map = map,
                                     .block = block,
                                     .word = word,
                                     .behind = UINT64_MAX << from % SCAN_WORD,
                                     .begin = (uint32_t)from,
                                     .first_separator = map->rank[map->words]};
    if (word < map->words) {
        const uint64_t before = map->separators[word] & ~cursor->behind;
        cursor->first_separator =
            map->rank[word] + (uint32_t)__builtin_popcountll(before);
    }
}

void
record_next(struct record_cursor *cursor, struct record_batch *batch)
{
    batch->count = 0;
    batch->block = cursor->block;
    if (cursor->fault == RECORD_FINE)
        cursor->kernel->records(cursor, batch);
}

static bool
is_blank(const struct record_cursor *cursor, uint32_t end)
{
    const uint32_t len = end - cursor->begin;

    return len == 0 || (len == 1 && cursor->block.bytes[cursor->begin] == '\r');
}

bool
record_odd(struct record_cursor *cursor, uint32_t end, uint32_t rank)
{
    if (end - cursor->begin > cursor->layout->max_bytes) {
        cursor->fault = RECORD_TOO_LONG;
        return false;
    }
    if (!is_blank(cursor, end)) {
        cursor->fault = RECORD_RAGGED;
        cursor->fault_fields = rank - cursor->first_separator + 1;
        return false;
    }
    cursor->blank_lines++;
    cursor->begin = end + 1;
    cursor->first_separator = rank + 1;
    return true;
}
