/* SPDX-License-Identifier: MIT */
#include "csv/block.h"

#include <stdlib.h>

#include "base/array.h"

void
block_free(struct block *block)
{
    for (size_t k = 0; k < block->batches_made; k++) {
        record_batch_free(block->batches[k]);
        free(block->batches[k]);
    }
    free(block->batches);
    *block = (struct block){0};
}

void
block_tools_free(struct block_tools *tools)
{
    scan_map_free(&tools->map);
}

/* The next batch that is not in use; made if there is none. */
static enum status
provide_batch(struct block *block, const struct block_setup *setup,
              struct record_batch **batch)
{
    if (block->batch_count == block->batches_made) {
        if (array_reserve(&block->batches, &block->batch_room,
                          block->batches_made + 1, sizeof *block->batches))
            return ST_NOMEM;
        struct record_batch *const made = malloc(sizeof *made);
        if (made == NULL)
            return ST_NOMEM;
        if (record_batch_init(made, setup->layout.wanted_count,
                              setup->visitor.facts_bytes) != ST_OK) {
            record_batch_free(made);
            free(made);
            return ST_NOMEM;
        }
        block->batches[block->batches_made++] = made;
    }
    *batch = block->batches[block->batch_count];
    return ST_OK;
}

/* What the cursor, which is through, knows of the block. */
static void
note_end(struct block *block, const struct record_cursor *cursor)
{
    const struct scan *const scan = &cursor->scan;

    block->has_first_end = cursor->has_first_end;
    block->first_end = cursor->first_end;
    block->rest = cursor->begin;
    block->lines = scan->lines;
    block->blank_lines = cursor->blank_lines;
    block->after = scan->state;
    block->fault = scan->fault;
    block->fault_at = scan->fault_at;
    block->record_fault = cursor->fault;
    block->fault_fields = cursor->fault_fields;
}

enum status
block_work(struct block *block, const struct block_setup *setup,
           enum scan_state before, bool is_inside, struct block_tools *tools)
{
    const struct block_visitor *const visitor = &setup->visitor;
    struct record_cursor *const cursor = &tools->cursor;
    struct record_batch *batch;

    block->batch_count = 0;
    if (scan_map_reserve(&tools->map, block->bytes.len) != ST_OK)
        return ST_NOMEM;
    record_start(cursor, setup->kernel, &setup->layout,
                 scan_start(setup->dialect, block->bytes, before, &tools->map),
                 is_inside);
    for (;;) {
        if (provide_batch(block, setup, &batch) != ST_OK)
            return ST_NOMEM;
        record_next(cursor, batch);
        if (batch->count == 0)
            break;
        batch->offset = block->offset;
        batch->unterminated = false;
        if (visitor->visit != NULL)
            visitor->visit(visitor->context, tools->who, batch);
        block->batch_count++;
    }
    note_end(block, cursor);
    return ST_OK;
}
