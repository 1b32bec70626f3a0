/* SPDX-License-Identifier: MIT */
#include "csv/record.h"

#include <stdlib.h>

#include "base/array.h"

enum status
record_batch_init(struct record_batch *batch, size_t wanted, size_t facts_bytes)
{
    /* The walk points at a record's fields even if it wants none of them. */
    const size_t rows = wanted > 0 ? wanted : 1;
    size_t room = 0;

    *batch = (struct record_batch){0};
    if (rows > SIZE_MAX / RECORD_BATCH)
        return ST_NOMEM;
    if (facts_bytes > 0) {
        batch->facts = calloc(1, facts_bytes);
        if (batch->facts == NULL)
            return ST_NOMEM;
    }
    return array_reserve(&batch->fields, &room, rows * RECORD_BATCH,
                         sizeof *batch->fields);
}

void
record_batch_free(struct record_batch *batch)
{
    free(batch->fields);
    free(batch->facts);
    batch->fields = NULL;
    batch->facts = NULL;
}

void
record_start(struct record_cursor *cursor, const struct scan_kernel *kernel,
             const struct record_layout *layout, struct scan scan,
             bool is_inside)
{
    cursor->kernel = kernel;
    cursor->layout = layout;
    cursor->scan = scan;
    cursor->ends.count = cursor->ends_taken = 0;
    cursor->is_inside = is_inside;
    cursor->has_first_end = false;
    cursor->begin = cursor->first_separator = 0;
    cursor->blank_lines = 0;
    cursor->fault = RECORD_FINE;
}

/* The record that began before the block ends with the first of the ends. */
static void
skip_first(struct record_cursor *cursor)
{
    if (!cursor->is_inside || cursor->ends.count == 0)
        return;
    cursor->is_inside = false;
    cursor->has_first_end = true;
    cursor->first_end = cursor->ends.at[0];
    cursor->begin = cursor->first_end + 1;
    cursor->first_separator =
        scan_map_rank(cursor->scan.map, cursor->first_end);
    cursor->ends_taken = 1;
}

void
record_next(struct record_cursor *cursor, struct record_batch *batch)
{
    batch->count = 0;
    batch->block = cursor->scan.block;
    /* A list of nothing but blank lines is followed by another one. */
    while (batch->count == 0 && cursor->fault == RECORD_FINE &&
           !scan_is_done(&cursor->scan)) {
        cursor->kernel->step(&cursor->scan, &cursor->ends);
        cursor->ends_taken = 0;
        skip_first(cursor);
        cursor->kernel->take(cursor, batch);
    }
}

static bool
is_blank(const struct record_cursor *cursor, uint32_t end)
{
    const uint32_t len = end - cursor->begin;

    return len == 0 ||
           (len == 1 && cursor->scan.block.bytes[cursor->begin] == '\r');
}

bool
record_odd(struct record_cursor *cursor, uint32_t end, uint32_t behind)
{
    if (end - cursor->begin > cursor->layout->max_bytes) {
        cursor->fault = RECORD_TOO_LONG;
        return false;
    }
    if (!is_blank(cursor, end)) {
        cursor->fault = RECORD_RAGGED;
        cursor->fault_fields = behind - cursor->first_separator;
        return false;
    }
    cursor->blank_lines++;
    cursor->begin = end + 1;
    cursor->first_separator = behind;
    return true;
}
