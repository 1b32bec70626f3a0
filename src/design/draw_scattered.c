/* SPDX-License-Identifier: MIT */
/* Units whose rows may be anywhere in the frame. One reading enters them in a
 * table; who is drawn is then known, and another one writes: a row leaves if
 * the random number of its unit says so or its unit is one of those kept. */
#include <stdlib.h>

#include "base/array.h"
#include "base/table.h"
#include "design/draw_state.h"

/* Units that are in two strata. The table knows them only when it has met all
 * rows; another reading finds the first row that disagrees. */
struct draw_torn {
    struct known units;
    struct table met;
    uint32_t *strata; /* of the first row of each that was met */
    size_t room;
};

/* Takes note of an eligible row, so that two readings can be compared. */
static inline void
meet(struct draw_met *met, const struct walk_batch *batch, size_t r)
{
    const bool is_kept = batch->classes[r] == UNIT_KEPT;

    met->kept_rows += is_kept;
    met->other_rows += !is_kept;
    met->sum += batch->units[r].prn *
                (4 * (uint64_t)batch->strata[r] + 2 * is_kept + 1);
}

/* Enters the units of the batch in the table. */
static enum status
count_rows(struct draw *draw, const struct walk_batch *batch)
{
    struct draw_met met = draw->counted;

    for (size_t r = 0; r < batch->records->count; r++) {
        const uint32_t flag = batch->classes[r] == UNIT_KEPT ? members_flag : 0;
        if (batch->classes[r] >= UNIT_EXCLUDED)
            continue;
        meet(&met, batch, r);
        if (members_add(&draw->units, draw_key(batch->units[r]),
                        batch->strata[r] | flag) != ST_OK)
            return trouble_nomem(draw->trouble);
    }
    draw->counted = met;
    return ST_OK;
}

/* What the table has to tell. */
struct table_counts {
    size_t kept;
    size_t torn;
};

static struct table_counts
count_units(const struct draw *draw)
{
    struct table_counts counts = {0, 0};
    struct members_walk walk;
    struct hash128 key;
    uint32_t value;

    members_walk_start(&draw->units, &walk);
    while (members_next(&draw->units, &walk, &key, &value)) {
        struct stratum *const stratum =
            &draw->strata->list[value & members_label];
        const bool is_kept = (value & members_flag) != 0;
        stratum->kept_size += is_kept;
        stratum->pop_size += !is_kept;
        counts.kept += is_kept;
        counts.torn += (value & members_differs) != 0;
    }
    return counts;
}

/* Moves the COUNT units whose values have a MARK out of the table, of which
 * nothing is left. */
static enum status
extract(struct draw *draw, uint32_t mark, size_t count, struct known *known)
{
    struct members_walk walk;
    struct hash128 key;
    uint32_t value;
    enum status st = known_begin(known, count);

    members_walk_start(&draw->units, &walk);
    while (st == ST_OK && known->count < count &&
           members_take(&draw->units, &walk, &key, &value))
        if ((value & mark) != 0)
            known_append(known, key);
    members_free(&draw->units);
    if (st == ST_OK)
        st = known_end(known);
    return st == ST_OK ? ST_OK : trouble_nomem(draw->trouble);
}

/* Looks for the first row that disagrees with its unit on the stratum. */
static enum status
find_torn(struct draw *draw, const struct walk_batch *batch)
{
    struct draw_torn *const torn = draw->torn;

    for (size_t r = 0; r < batch->records->count; r++) {
        const struct hash128 key = draw_key(batch->units[r]);
        uint32_t number;
        bool is_new;
        if (batch->classes[r] >= UNIT_EXCLUDED || !known_has(&torn->units, key))
            continue;
        if (array_reserve(&torn->strata, &torn->room,
                          torn->met.count + (size_t)1, sizeof *torn->strata) ||
            table_add(&torn->met, key, &number, &is_new) != ST_OK)
            return trouble_nomem(draw->trouble);
        if (is_new)
            torn->strata[number] = batch->strata[r];
        else if (torn->strata[number] != batch->strata[r])
            return draw_say_two_strata(draw, r);
    }
    return ST_OK;
}

/* Says which row it is. */
static enum status
blame_torn(struct draw *draw, size_t count)
{
    struct draw_torn torn = {.met = {0}};
    enum status st = extract(draw, members_differs, count, &torn.units);

    draw->torn = &torn;
    if (st == ST_OK)
        st = draw_pass(draw, find_torn);
    draw->torn = NULL;
    known_free(&torn.units);
    table_free(&torn.met);
    free(torn.strata);
    return st == ST_OK ? draw_say_changed(draw) : st;
}

enum status
draw_count_scattered(struct draw *draw)
{
    enum status st = draw_pass(draw, count_rows);

    if (st == ST_OK && members_settle(&draw->units) != ST_OK)
        st = trouble_nomem(draw->trouble);
    if (st != ST_OK)
        return st;
    const struct table_counts counts = count_units(draw);
    draw->kept_units = counts.kept;
    return counts.torn > 0 ? blame_torn(draw, counts.torn) : ST_OK;
}

enum status
draw_select_scattered(struct draw *draw)
{
    enum status st = draw_size_strata(draw);
    struct members_walk walk;
    struct hash128 key;
    uint32_t value;

    members_walk_start(&draw->units, &walk);
    while (st == ST_OK && members_next(&draw->units, &walk, &key, &value)) {
        bool taken;
        if ((value & members_flag) == 0)
            st = draw_offer(draw, value, draw_unit(key), &taken);
    }
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
            known_prefetch(&draw->kept, draw_key(batch->units[r]));
    for (size_t r = 0; r < count; r++)
        if (batch->classes[r] < UNIT_EXCLUDED)
            is_kept[r] = known_has(&draw->kept, draw_key(batch->units[r]));
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
        if (class >= UNIT_EXCLUDED ||
            !draw_row(draw, batch, r, is_kept[r]).is_selected)
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
    struct draw_met met = draw->met;
    enum status st = ST_OK;

    find_kept(draw, batch, is_kept);
    for (size_t r = 0; r < batch->records->count && st == ST_OK; r++) {
        if (batch->classes[r] >= UNIT_EXCLUDED)
            continue;
        struct sample_row row = draw_row(draw, batch, r, is_kept[r]);
        meet(&met, batch, r);
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
    enum status st = extract(draw, members_flag, draw->kept_units, &draw->kept);

    if (st == ST_OK && draw->plan->one_per_unit) {
        draw->picks = picks_new();
        st = draw->picks == NULL ? trouble_nomem(draw->trouble)
                                 : draw_pass(draw, pick_rows);
    }
    return st == ST_OK ? draw_pass(draw, write_rows) : st;
}
