/* SPDX-License-Identifier: MIT */
/* Units whose rows may be anywhere in the frame. One reading enters them in a
 * table; who is drawn is then known, and another one writes: a row leaves if
 * the random number of its unit says so or its unit is one of those kept. Where
 * it is known early how far the random numbers of the drawn reach, the first
 * reading logs the rows that may leave. They are all of them, unless a unit is
 * kept for some of its rows and not for others. */
#include <stdlib.h>

#include "design/draw_units.h"

/* Takes note of an eligible row, so that two readings can be compared. */
static inline void
meet(struct draw_met *met, const struct walk_batch *batch, size_t r)
{
    const bool is_kept = batch->classes[r] == UNIT_KEPT;

    met->kept_rows += is_kept;
    met->other_rows += !is_kept;
    met->sum +=
        batch->prns[r] * (4 * (uint64_t)batch->strata[r] + 2 * is_kept + 1);
}

/* Enters the numbers of a row that is not kept. */
static enum status
enter_numbers(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    struct unit_numbers numbers;
    uint32_t label;
    enum status st = draw_numbers(draw, r, &numbers);

    if (st != ST_OK)
        return st;
    if (numbers_label(&draw->numbers, &numbers, &label) != ST_OK ||
        members_add(&draw->sized_units, draw_unit_key(walk_unit(batch, r)),
                    label) != ST_OK)
        return trouble_nomem(draw->trouble);
    return ST_OK;
}

/* Enters the units of the batch in the table. */
static enum status
count_rows(struct draw *draw, const struct walk_batch *batch)
{
    const bool has_numbers = draw->has_numbers;
    struct draw_met met = draw->counted;
    enum status st = ST_OK;

    draw_watch_log(draw);
    for (size_t r = 0; r < batch->records->count && st == ST_OK; r++) {
        const uint32_t flag = batch->classes[r] == UNIT_KEPT ? members_flag : 0;
        if (batch->classes[r] >= UNIT_EXCLUDED)
            continue;
        meet(&met, batch, r);
        if (members_add(&draw->units, draw_unit_key(walk_unit(batch, r)),
                        batch->strata[r] | flag) != ST_OK)
            return trouble_nomem(draw->trouble);
        if (has_numbers && batch->classes[r] == UNIT_OTHER)
            st = enter_numbers(draw, batch, r);
    }
    draw->counted = met;
    return st == ST_OK && draw->candidates != NULL
               ? draw_log_scattered(draw, batch)
               : st;
}

/* What the table has to tell. */
struct table_counts {
    size_t kept;
    size_t torn;
};

static enum status
count_units(struct draw *draw, struct table_counts *counts)
{
    const struct members_counts all = members_counts(&draw->units);
    struct draw_unit_walk walk;
    struct draw_unit one;
    enum status st = ST_OK;

    if (draw->strata->key_count == 0 && !draw->has_numbers) {
        *counts = (struct table_counts){all.flagged, 0};
        draw->strata->list[0].kept_size = all.flagged;
        draw->strata->list[0].pop_size = all.things - all.flagged;
        return ST_OK;
    }
    *counts = (struct table_counts){0, 0};
    draw_units_start(draw, &walk);
    while (st == ST_OK && draw_units_next(draw, &walk, &one)) {
        struct stratum *const stratum = &draw->strata->list[one.stratum];
        stratum->kept_size += one.is_kept;
        stratum->pop_size += !one.is_kept;
        counts->kept += one.is_kept;
        counts->torn += one.is_torn;
        if (one.numbers != NULL && !one.is_kept)
            st = draw_count_numbers(draw, one.stratum, one.numbers);
    }
    return st;
}

/* Keeps those that are kept, and nothing else: the table shrinks on the way. */
static enum status
extract_kept(struct draw *draw)
{
    struct known *const kept = &draw->kept;
    struct members_walk walk;
    struct hash128 key;
    uint32_t value;
    enum status st = known_begin(kept, draw->kept_units);

    members_free(&draw->sized_units);
    members_walk_start(&draw->units, &walk);
    while (st == ST_OK && kept->count < draw->kept_units &&
           members_take(&draw->units, &walk, &key, &value))
        if ((value & members_flag) != 0)
            known_append(kept, key);
    members_free(&draw->units);
    if (st == ST_OK)
        st = known_end(kept);
    return st == ST_OK ? ST_OK : trouble_nomem(draw->trouble);
}

enum status
draw_count_scattered(struct draw *draw)
{
    struct table_counts counts;
    enum status st = ST_OK;

    if (draw_logs_scattered(draw->plan))
        st = draw_begin_log(draw);
    if (draw->plan->reader.threads > 1)
        members_get_help(&draw->units);
    if (st == ST_OK)
        st = draw_pass(draw, count_rows);
    if (st == ST_OK && (members_settle(&draw->units) != ST_OK ||
                        members_settle(&draw->sized_units) != ST_OK))
        st = trouble_nomem(draw->trouble);
    if (st == ST_OK)
        st = count_units(draw, &counts);
    if (st != ST_OK)
        return st;
    draw->kept_units = counts.kept;
    draw_watch_log(draw);
    if (draw->candidates != NULL) { /* the only stratum */
        draw->strata->list[0].pop_rows = draw->counted.other_rows;
        draw->result->kept.pop_rows = draw->counted.kept_rows;
    }
    return counts.torn > 0 ? draw_blame_torn(draw, counts.torn) : ST_OK;
}

enum status
draw_size_scattered(struct draw *draw)
{
    enum status st = draw_size_strata(draw);
    struct draw_unit_walk walk;
    struct draw_unit one;

    draw_units_start(draw, &walk);
    while (st == ST_OK && draw_units_next(draw, &walk, &one))
        if (!one.is_kept)
            st = draw_offer_size(draw, one.stratum, one.numbers);
    return st;
}

/* How many units the selections take in all. */
static uint64_t
taken_in_all(const struct draw *draw)
{
    uint64_t taken = 0;

    for (uint32_t h = 0; h < draw->strata->count; h++) {
        const struct stratum *const stratum = &draw->strata->list[h];
        const uint64_t most = stratum->selection.sample_size;
        taken += most < stratum->pop_size ? most : stratum->pop_size;
    }
    return taken;
}

/* In the order of random numbers the first of every stratum are the sample, and
 * the others need not be shown; ranks by size have another order, and numbers
 * below a threshold are counted. */
enum status
draw_select_scattered(struct draw *draw)
{
    const bool in_order = draw->plan->method == PLAN_SRS;
    enum status st = draw_size_strata(draw);
    uint64_t left = taken_in_all(draw);
    struct draw_unit_walk walk;
    struct draw_unit one;

    draw_units_start(draw, &walk);
    while (st == ST_OK && (!in_order || left > 0) &&
           draw_units_next(draw, &walk, &one)) {
        struct selection *const selection =
            &draw->strata->list[one.stratum].selection;
        const uint64_t before = selection->taken;
        bool may_be;
        if (!one.is_kept)
            st = draw_offer(draw, one.stratum,
                            draw_rank(draw, one.stratum, one.unit, one.numbers),
                            &may_be);
        left -= selection->taken - before;
    }
    for (uint32_t h = 0; h < draw->strata->count && in_order; h++)
        draw->strata->list[h].selection.pop_size =
            draw->strata->list[h].pop_size;
    return st;
}

/* Which records of the batch are rows of units that are kept. */
static void
find_kept(const struct draw *draw, const struct walk_batch *batch,
          bool is_kept[RECORD_BATCH])
{
    const size_t count = batch->records->count;

    memset(is_kept, 0, count * sizeof *is_kept);
    if (draw->kept.count == 0)
        return;
    for (size_t r = 0; r < count; r++)
        if (batch->classes[r] < UNIT_EXCLUDED)
            known_prefetch(&draw->kept, draw_unit_key(walk_unit(batch, r)));
    for (size_t r = 0; r < count; r++)
        if (batch->classes[r] < UNIT_EXCLUDED)
            is_kept[r] =
                known_has(&draw->kept, draw_unit_key(walk_unit(batch, r)));
}

/* Looks at the size of a row, which says whether its unit is drawn and what it
 * weighs. */
static enum status
weigh_row(struct draw *draw, const struct walk_batch *batch, size_t r,
          struct sample_row *row)
{
    struct unit_numbers numbers;
    enum status st;

    if (draw->pps == NULL || row->is_kept)
        return ST_OK;
    st = draw_numbers(draw, r, &numbers);
    if (st == ST_OK && numbers.of[WALK_SIZE].sign <= 0)
        st = draw_say_changed(draw);
    if (st != ST_OK)
        return st;
    row->is_selected = row->is_below = stratum_takes(
        &draw->strata->list[row->stratum],
        draw_rank(draw, row->stratum, walk_unit(batch, r), &numbers));
    const struct pps_row sized = draw_weigh(draw, row->stratum, &numbers);
    row->prob = sized.prob;
    row->weight = sized.weight;
    return ST_OK;
}

/* Looks for the rows that stand for their units. */
static enum status
pick_rows(struct draw *draw, const struct walk_batch *batch)
{
    bool is_kept[RECORD_BATCH];

    find_kept(draw, batch, is_kept);
    for (size_t r = 0; r < batch->records->count; r++) {
        const struct selection_unit number = {pcg64_next(&draw->row_stream),
                                              batch->records->first_record + r};
        const enum unit_class class = batch->classes[r];
        if (class >= UNIT_EXCLUDED)
            continue;
        struct sample_row row = draw_row(draw, batch, r, is_kept[r]);
        const enum status st = weigh_row(draw, batch, r, &row);
        if (st != ST_OK)
            return st;
        if (!row.is_selected)
            continue;
        struct pick *const pick = picks_of(draw->picks, batch->ids[r]);
        if (pick == NULL)
            return trouble_nomem(draw->trouble);
        pick_offer(pick, number, !is_kept[r] || class == UNIT_KEPT);
    }
    return ST_OK;
}

/* Whether another row is the one that leaves for the unit; all do if none was
 * picked. */
static enum status
ask_picks(struct draw *draw, const struct walk_batch *batch, size_t r,
          struct sample_row *row)
{
    if (draw->picks == NULL || !row->is_selected)
        return ST_OK;
    const struct pick *const pick = picks_of(draw->picks, batch->ids[r]);
    if (pick == NULL)
        return trouble_nomem(draw->trouble);
    row->is_passed = pick->row.position != batch->records->first_record + r;
    row->unit_rows = pick->rows;
    return ST_OK;
}

static enum status
write_rows(struct draw *draw, const struct walk_batch *batch)
{
    bool is_kept[RECORD_BATCH];
    const bool skips = draw->plan->output == PLAN_DRAWN && draw->pps == NULL;
    struct draw_met met = draw->met;
    enum status st = ST_OK;

    find_kept(draw, batch, is_kept);
    for (size_t r = 0; r < batch->records->count && st == ST_OK; r++) {
        if (batch->classes[r] >= UNIT_EXCLUDED)
            continue;
        meet(&met, batch, r);
        if (skips && !is_kept[r] &&
            !stratum_takes(&draw->strata->list[batch->strata[r]],
                           walk_unit(batch, r))) {
            draw->strata->list[batch->strata[r]].pop_rows++;
            continue;
        }
        struct sample_row row = draw_row(draw, batch, r, is_kept[r]);
        st = weigh_row(draw, batch, r, &row);
        if (st == ST_OK)
            st = ask_picks(draw, batch, r, &row);
        if (st == ST_OK)
            st = draw_write_row(draw, &row);
    }
    draw->met = met;
    return st;
}

enum status
draw_write_scattered(struct draw *draw)
{
    enum status st = extract_kept(draw);

    if (st == ST_OK && draw->plan->one_per_unit) {
        draw->picks = picks_new();
        st = draw->picks == NULL ? trouble_nomem(draw->trouble)
                                 : draw_pass(draw, pick_rows);
    }
    return st == ST_OK ? draw_pass(draw, write_rows) : st;
}
