/* SPDX-License-Identifier: MIT */
/* The log of rows of scattered units. It has all of those that are kept while
 * no unit is known that is kept for some of its rows only, and of the others
 * those up to a random number that enough units do not exceed. */
#include "design/draw_units.h"

static enum status
log_row(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    const struct selection_unit unit = walk_unit(batch, r);
    const bool is_kept = batch->classes[r] == UNIT_KEPT;
    const struct record_row row = record_row(batch->records, r);
    const struct candidate candidate = {
        .prn = unit.prn,
        .position = unit.position,
        .offset = batch->records->offset + batch->records->begin[r],
        .content_bytes = (uint32_t)row.content.len,
        .ending_bytes = row.ending_bytes & 3,
        .certainty = is_kept,
    };

    return candidates_add(draw->candidates, &candidate, row.content.bytes,
                          draw->trouble);
}

/* Another thread has read the rows, so that each has to be waited for: all are
 * asked for first. */
enum status
draw_log_scattered(struct draw *draw, const struct walk_batch *batch)
{
    const struct record_batch *const records = batch->records;
    uint16_t rows[RECORD_BATCH];
    size_t count = 0;
    enum status st = ST_OK;

    for (size_t r = 0; r < records->count; r++) {
        rows[count] = (uint16_t)r;
        count +=
            batch->classes[r] == UNIT_KEPT ||
            (batch->classes[r] == UNIT_OTHER && batch->prns[r] <= draw->reach);
    }
    for (size_t k = 0; k < count; k++)
        __builtin_prefetch(records->block.bytes + records->begin[rows[k]]);
    for (size_t k = 0; k < count && st == ST_OK; k++)
        st = log_row(draw, batch, rows[k]);
    return st;
}

/* How far the random numbers of those that may be drawn reach. */
static uint64_t
reach_of(struct draw *draw)
{
    uint64_t ranks;

    if (__builtin_mul_overflow(draw->plan->sample_size, draw->plan->replicate,
                               &ranks))
        return UINT64_MAX;
    return members_reach(&draw->units, ranks);
}

void
draw_watch_log(struct draw *draw)
{
    if (draw->candidates == NULL)
        return;
    if (members_counts(&draw->units).mixed == 0) {
        draw->reach = reach_of(draw);
    } else {
        candidates_free(draw->candidates);
        draw->candidates = NULL;
    }
}
