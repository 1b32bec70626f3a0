/* SPDX-License-Identifier: MIT */
/* The stage that writes the sample: the shards are read again. */
#include <string.h>

#include "base/array.h"
#include "design/combine_state.h"

/* The row as it was in the frame, its ending behind its content. */
static enum status
restore_row(struct combine_state *state, const struct combine_row *row,
            struct sample_row *out)
{
    const size_t len = row->content_bytes + row->ending_bytes;

    if (array_reserve(&state->row, &state->row_room, len + 1, 1))
        return trouble_nomem(state->draw.trouble);
    memcpy(state->row, row->content, row->content_bytes);
    memcpy(state->row + row->content_bytes, row->ending, row->ending_bytes);
    out->content = (struct slice){state->row, row->content_bytes};
    out->ending_bytes = row->ending_bytes;
    return ST_OK;
}

static void
count(struct combine_state *state, const struct combine_row *row)
{
    struct draw *const draw = &state->draw;

    if (row->shard.is_kept) {
        draw->result->kept.sample_rows++;
        draw->written.kept += row->is_first;
    } else {
        draw->strata->list[row->stratum].sample_rows++;
        draw->written.drawn += row->is_first;
    }
}

/* Writes a row if it is in the sample. */
static enum status
write_row(struct combine_state *state, size_t s, const struct combine_row *row)
{
    struct draw *const draw = &state->draw;
    const bool is_below =
        stratum_takes(&draw->strata->list[row->stratum], row->unit);
    struct sample_row out = {
        .stratum = row->stratum,
        .is_kept = row->shard.is_kept,
        .is_selected = true,
        .is_below = is_below,
        .prn = row->shard.prn,
        .unit_rows = row->shard.unit_rows,
    };
    enum status st;

    (void)s;
    if (!row->shard.is_kept && !is_below)
        return ST_OK;
    count(state, row);
    st = restore_row(state, row, &out);
    return st == ST_OK ? sample_writer_row(draw->writer, &out, draw->trouble)
                       : st;
}

/* What was written must be what was selected. */
static enum status
check_written(const struct combine_state *state)
{
    const struct draw *const draw = &state->draw;

    if (draw->written.kept == draw->result->kept.pop_size &&
        draw->written.drawn == draw->result->drawn.sample_size)
        return ST_OK;
    return trouble_say(draw->trouble, ST_DATA,
                       "the shards changed while they were read");
}

enum status
combine_write(struct combine_state *state)
{
    struct draw *const draw = &state->draw;
    enum status st = sample_writer_new(draw->plan, &draw->header, draw->strata,
                                       draw->result->kept.pop_size, draw->sink,
                                       draw->trouble, &draw->writer);

    for (size_t s = 0; s < state->count && st == ST_OK; s++)
        st = combine_walk(state, s, write_row);
    if (st == ST_OK)
        st = check_written(state);
    if (st == ST_OK)
        draw_tell_rows(draw);
    return st == ST_OK ? sink_finish(draw->sink, draw->trouble) : st;
}
