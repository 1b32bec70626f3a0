/* SPDX-License-Identifier: MIT */
/* Units whose rows come one after the other. Whether a unit is kept is known
 * behind its last row, so the rows wait for that in memory. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/draw_state.h"

/* A row that waits: in the batch, or among the bytes put aside. */
struct waiting_row {
    struct slice content;
    size_t at; /* of the bytes put aside */
    size_t ending_bytes;
    uint64_t position;
};

struct draw_waiting {
    char *bytes; /* of the rows of former batches */
    size_t len;
    size_t room;
    struct waiting_row *rows;
    size_t count;
    size_t aside; /* the first so many of them are put aside */
    size_t row_room;
    struct pick of_all;  /* the row that stands for the unit if it is drawn, */
    struct pick of_kept; /* and if it is kept */
};

enum status
draw_say_two_strata(struct draw *draw, size_t r)
{
    return reader_blame(walk_reader(draw->walk), r, draw->trouble,
                        "a unit that is in another stratum by a record above");
}

enum status
draw_group_row(struct draw *draw, const struct walk_batch *batch, size_t r,
               draw_closer *close)
{
    struct draw_group *const group = &draw->group;
    enum status st = ST_OK;

    if (!group->is_open || group->id.high != batch->ids[r].high ||
        group->id.low != batch->ids[r].low) {
        st = draw_end_groups(draw, close);
        *group = (struct draw_group){.is_open = true,
                                     .id = batch->ids[r],
                                     .stratum = batch->strata[r],
                                     .unit = batch->units[r]};
    } else if (group->stratum != batch->strata[r]) {
        return draw_say_two_strata(draw, r);
    }
    group->is_kept = group->is_kept || batch->classes[r] == UNIT_KEPT;
    return st;
}

enum status
draw_end_groups(struct draw *draw, draw_closer *close)
{
    const bool was_open = draw->group.is_open;

    draw->group.is_open = false;
    return was_open ? close(draw) : ST_OK;
}

/* Has a row wait for the end of its unit. */
static enum status
wait(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    struct draw_waiting *const waiting = draw->waiting;
    const struct record_row row = record_row(batch->records, r);

    if (waiting->count == waiting->row_room &&
        array_reserve(&waiting->rows, &waiting->row_room, waiting->count + 1,
                      sizeof *waiting->rows))
        return trouble_nomem(draw->trouble);
    waiting->rows[waiting->count++] = (struct waiting_row){
        .content = row.content,
        .ending_bytes = row.ending_bytes,
        .position = batch->records->first_record + r,
    };
    return ST_OK;
}

/* Puts the rows aside that still wait, because their batch will be gone. */
static enum status
put_aside(struct draw *draw)
{
    struct draw_waiting *const waiting = draw->waiting;

    for (; waiting->aside < waiting->count; waiting->aside++) {
        struct waiting_row *const row = &waiting->rows[waiting->aside];
        const size_t len = row->content.len + row->ending_bytes;
        if (array_reserve(&waiting->bytes, &waiting->room,
                          waiting->len + len + 1, 1))
            return trouble_nomem(draw->trouble);
        if (len > 0)
            memcpy(waiting->bytes + waiting->len, row->content.bytes, len);
        row->at = waiting->len;
        waiting->len += len;
    }
    return ST_OK;
}

/* Writes the rows that wait, which are those of ROW's unit. */
static enum status
write_waiting(struct draw *draw, struct sample_row *row)
{
    const struct draw_waiting *const waiting = draw->waiting;
    const struct pick *const pick =
        row->is_kept ? &waiting->of_kept : &waiting->of_all;
    enum status st = ST_OK;

    row->unit_rows = waiting->of_all.rows;
    for (size_t k = 0; k < waiting->count && st == ST_OK; k++) {
        const struct waiting_row *const one = &waiting->rows[k];
        row->content = one->content;
        if (k < waiting->aside)
            row->content.bytes = waiting->bytes + one->at;
        row->ending_bytes = one->ending_bytes;
        row->is_passed =
            draw->plan->one_per_unit && one->position != pick->row.position;
        st = draw_write_row(draw, row);
    }
    return st;
}

/* The unit of the rows that wait is complete. */
static enum status
write_group(struct draw *draw)
{
    struct draw_waiting *const waiting = draw->waiting;
    const struct draw_group *const group = &draw->group;
    const bool is_below =
        stratum_takes(&draw->strata->list[group->stratum], group->unit);
    struct sample_row row = {
        .stratum = group->stratum,
        .is_kept = group->is_kept,
        .is_selected = group->is_kept || is_below,
        .is_below = is_below,
        .prn = group->unit.prn,
        .id = group->id,
    };

    draw_count_unit(draw, &row);
    const enum status st = write_waiting(draw, &row);
    waiting->len = waiting->count = waiting->aside = 0;
    waiting->of_all = waiting->of_kept = (struct pick){0};
    return st;
}

/* Offers the row to stand for its unit. */
static void
offer_pick(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    const struct selection_unit number = {pcg64_next(&draw->row_stream),
                                          batch->records->first_record + r};

    if (batch->classes[r] >= UNIT_EXCLUDED)
        return;
    pick_offer(&draw->waiting->of_all, number, true);
    pick_offer(&draw->waiting->of_kept, number, batch->classes[r] == UNIT_KEPT);
}

static enum status
write_sorted(struct draw *draw, const struct walk_batch *batch)
{
    enum status st = ST_OK;

    for (size_t r = 0; r < batch->records->count && st == ST_OK; r++) {
        if (batch->classes[r] < UNIT_EXCLUDED) {
            st = draw_group_row(draw, batch, r, write_group);
            if (st == ST_OK)
                st = wait(draw, batch, r);
        }
        if (draw->plan->one_per_unit)
            offer_pick(draw, batch, r);
    }
    return st == ST_OK ? put_aside(draw) : st;
}

enum status
draw_write_sorted(struct draw *draw)
{
    struct draw_waiting waiting = {0};
    enum status st;

    draw->waiting = &waiting;
    st = draw_pass(draw, write_sorted);
    if (st == ST_OK)
        st = draw_end_groups(draw, write_group);
    draw->waiting = NULL;
    free(waiting.bytes);
    free(waiting.rows);
    return st;
}
