/* SPDX-License-Identifier: MIT */
/* Units whose rows come one after the other. Whether a unit is kept is known
 * behind its last row, so the rows wait for that in memory. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/draw_state.h"

/* A row that waits. */
struct waiting_row {
    struct slice content; /* the bytes are NULL if they were put aside, */
    size_t at;            /* from this one on */
    size_t ending_bytes;
    uint64_t position;
    uint64_t offset; /* in the input */
};

struct draw_waiting {
    char *bytes; /* of the rows of former batches */
    size_t len;
    size_t room;
    struct waiting_row *aside; /* these rows */
    size_t aside_count;
    size_t aside_room;
    const struct record_batch *batch; /* the present one, */
    uint16_t here[RECORD_BATCH];      /* and its rows that wait */
    size_t here_count;
    struct pick of_all;  /* the row that stands for the unit if it is drawn, */
    struct pick of_kept; /* and if it is kept */
};

/* Has record R of the batch wait for the end of its unit. */
static inline void
wait(struct draw_waiting *waiting, const struct walk_batch *batch, size_t r)
{
    waiting->batch = batch->records;
    waiting->here[waiting->here_count++] = (uint16_t)r;
}

static struct waiting_row
row_here(const struct draw_waiting *waiting, size_t r)
{
    const struct record_batch *const batch = waiting->batch;
    const struct record_row row = record_row(batch, r);

    return (struct waiting_row){
        .content = row.content,
        .ending_bytes = row.ending_bytes,
        .position = batch->first_record + r,
        .offset = batch->offset + batch->begin[r],
    };
}

/* How many rows wait, and row K of them. */
static size_t
rows_waiting(const struct draw_waiting *waiting)
{
    return waiting->aside_count + waiting->here_count;
}

static struct waiting_row
row_waiting(const struct draw_waiting *waiting, size_t k)
{
    if (k >= waiting->aside_count)
        return row_here(waiting, waiting->here[k - waiting->aside_count]);
    struct waiting_row row = waiting->aside[k];

    row.content.bytes = waiting->bytes + row.at;
    return row;
}

/* Puts the rows aside that still wait, because their batch will be gone. */
static enum status
put_aside(struct draw *draw)
{
    struct draw_waiting *const waiting = draw->waiting;

    for (size_t k = 0; k < waiting->here_count; k++) {
        struct waiting_row row = row_here(waiting, waiting->here[k]);
        const size_t len = row.content.len + row.ending_bytes;
        if (array_reserve(&waiting->bytes, &waiting->room,
                          waiting->len + len + 1, 1) ||
            array_reserve(&waiting->aside, &waiting->aside_room,
                          waiting->aside_count + 1, sizeof *waiting->aside))
            return trouble_nomem(draw->trouble);
        if (len > 0)
            memcpy(waiting->bytes + waiting->len, row.content.bytes, len);
        row.content.bytes = NULL;
        row.at = waiting->len;
        waiting->len += len;
        waiting->aside[waiting->aside_count++] = row;
    }
    waiting->here_count = 0;
    return ST_OK;
}

static void
end_waiting(struct draw_waiting *waiting)
{
    waiting->len = waiting->aside_count = waiting->here_count = 0;
    waiting->of_all = waiting->of_kept = (struct pick){0};
}

/* Offers the group. */
static enum status
select_group(struct draw *draw, bool *taken)
{
    const struct draw_group *const group = &draw->group;

    struct selection_unit unit = group->unit;
    enum status st = ST_OK;

    if (!group->is_kept) {
        if (draw->pps != NULL)
            unit = draw_rank(draw, group->stratum, unit, &group->numbers);
        if (!draw->is_counted && draw->has_numbers) /* of a shard */
            st = draw_count_numbers(draw, group->stratum, &group->numbers);
        return st == ST_OK ? draw_offer(draw, group->stratum, unit, taken) : st;
    }
    draw->strata->list[group->stratum].kept_size += !draw->is_counted;
    *taken = true;
    return ST_OK;
}

/* The rows of a unit have come to an end. */
static enum status
close_group(struct draw *draw)
{
    bool taken;

    return select_group(draw, &taken);
}

static enum status
select_rows(struct draw *draw, const struct walk_batch *batch)
{
    draw_size_met(draw, batch);
    return draw_group_rows(draw, batch, close_group);
}

/* The same where the rows are logged if they may leave. */
static enum status
log_group(struct draw *draw)
{
    struct draw_waiting *const waiting = draw->waiting;
    const struct draw_group *const group = &draw->group;
    const size_t rows = rows_waiting(waiting);
    bool taken;
    enum status st = select_group(draw, &taken);

    if (group->is_kept)
        draw->result->kept.pop_rows += rows;
    else
        draw->strata->list[group->stratum].pop_rows += rows;
    for (size_t k = 0; k < rows && taken && st == ST_OK; k++) {
        const struct waiting_row row = row_waiting(waiting, k);
        const struct candidate candidate = {
            .prn = group->unit.prn,
            .position = group->unit.position,
            .offset = row.offset,
            .content_bytes = (uint32_t)row.content.len,
            .stratum = group->stratum & (STRATA_MOST - 1),
            .ending_bytes = row.ending_bytes & 3,
            .certainty = group->is_kept,
        };
        st = candidates_add(draw->candidates, &candidate, row.content.bytes,
                            draw->trouble);
    }
    end_waiting(waiting);
    return st;
}

static inline bool
is_same_id(struct hash128 a, struct hash128 b)
{
    return a.high == b.high && a.low == b.low;
}

/* Whether record R of the batch is not kept, lies behind the bound of its
 * stratum, and is the last of its unit. */
static inline bool
is_refused(const struct draw *draw, const struct walk_batch *batch, size_t r)
{
    const struct selection *const selection =
        &draw->strata->list[batch->strata[r]].selection;

    return r + 1 < batch->records->count && batch->classes[r] == UNIT_OTHER &&
           batch->classes[r + 1] < UNIT_EXCLUDED && selection->is_bounded &&
           batch->prns[r] > selection->bound.prn &&
           !is_same_id(batch->ids[r], batch->ids[r + 1]);
}

/* Passes over units of a single record, from record *R on, that are refused, as
 * most are where units have no more: what has to be known of them is their
 * number. */
static enum status
pass_refused(struct draw *draw, const struct walk_batch *batch, size_t *r)
{
    if (draw->plan->method != PLAN_SRS || draw->has_numbers ||
        !is_refused(draw, batch, *r) ||
        (draw->group.is_open && is_same_id(draw->group.id, batch->ids[*r])))
        return ST_OK;
    do {
        struct stratum *const stratum = &draw->strata->list[batch->strata[*r]];
        selection_pass(&stratum->selection, 1);
        stratum->pop_rows++;
        ++*r;
    } while (is_refused(draw, batch, *r));
    return draw_end_groups(draw, log_group);
}

static enum status
log_rows(struct draw *draw, const struct walk_batch *batch)
{
    enum status st = draw_watch_rations(draw, batch);

    draw_size_met(draw, batch);
    for (size_t r = 0; r < batch->records->count && st == ST_OK; r++) {
        if (batch->classes[r] >= UNIT_EXCLUDED)
            continue;
        st = pass_refused(draw, batch, &r);
        if (st == ST_OK)
            st = draw_group_row(draw, batch, r, log_group);
        wait(draw->waiting, batch, r);
    }
    return st == ST_OK ? put_aside(draw) : st;
}

/* Reads the frame, its rows waiting for the end of their units. */
static enum status
pass_waiting(struct draw *draw, draw_visitor *visit, draw_closer *close)
{
    struct draw_waiting waiting = {.bytes = NULL};
    enum status st;

    draw->waiting = &waiting;
    st = draw_pass(draw, visit);
    if (st == ST_OK)
        st = draw_end_groups(draw, close);
    draw->waiting = NULL;
    free(waiting.bytes);
    free(waiting.aside);
    return st;
}

enum status
draw_select_sorted(struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    enum status st;

    if (plan->output == PLAN_DRAWN && !plan->one_per_unit &&
        draw->pps == NULL) {
        st = draw_begin_log(draw);
        if (st == ST_OK)
            st = pass_waiting(draw, log_rows, log_group);
        return st == ST_OK ? draw_end_rations(draw) : st;
    }
    st = draw_pass(draw, select_rows);
    return st == ST_OK ? draw_end_groups(draw, close_group) : st;
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
    for (size_t k = 0; k < rows_waiting(waiting) && st == ST_OK; k++) {
        const struct waiting_row one = row_waiting(waiting, k);
        row->content = one.content;
        row->ending_bytes = one.ending_bytes;
        row->is_passed =
            draw->plan->one_per_unit && one.position != pick->row.position;
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
    const bool is_below = draw_takes_group(draw);
    struct sample_row row = {
        .stratum = group->stratum,
        .is_kept = group->is_kept,
        .is_selected = group->is_kept || is_below,
        .is_below = is_below,
        .prn = group->unit.prn,
        .id = group->id,
    };

    if (draw->pps != NULL && !row.is_kept) {
        const struct pps_row sized =
            draw_weigh(draw, group->stratum, &group->numbers);
        row.prob = sized.prob;
        row.weight = sized.weight;
    }
    draw_count_unit(draw, &row);
    const enum status st = write_waiting(draw, &row);
    end_waiting(waiting);
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
            wait(draw->waiting, batch, r);
        }
        if (draw->plan->one_per_unit)
            offer_pick(draw, batch, r);
    }
    return st == ST_OK ? put_aside(draw) : st;
}

enum status
draw_write_sorted(struct draw *draw)
{
    return pass_waiting(draw, write_sorted, write_group);
}
