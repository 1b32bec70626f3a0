/* SPDX-License-Identifier: MIT */
/* Scattered units whose rows disagree. */
#include <stdlib.h>

#include "base/array.h"
#include "base/table.h"
#include "design/draw_units.h"

/* The first row of a unit. */
struct first_row {
    uint32_t stratum;
    bool has_numbers;
    struct unit_numbers numbers;
};

/* Units that are in two strata, or have two numbers in a column. The table
 * knows them only when it has met all rows; another reading finds the first row
 * that disagrees. */
struct draw_torn {
    struct known units;
    struct table met;
    struct first_row *first; /* of each that was met */
    size_t room;
};

/* Keeps the COUNT units that are torn, and nothing else of the table. */
static enum status
extract_torn(struct draw *draw, size_t count, struct known *torn)
{
    struct draw_unit_walk walk;
    struct draw_unit one;
    enum status st = known_begin(torn, count);

    draw_units_start(draw, &walk);
    while (st == ST_OK && torn->count < count &&
           draw_units_next(draw, &walk, &one))
        if (one.is_torn)
            known_append(torn, draw_unit_key(one.unit));
    members_free(&draw->units);
    members_free(&draw->sized_units);
    if (st == ST_OK)
        st = known_end(torn);
    return st == ST_OK ? ST_OK : trouble_nomem(draw->trouble);
}

/* Says so if record R disagrees with the FIRST row of its unit; what that did
 * not have, because it is kept, is taken from this one. */
static enum status
compare_rows(struct draw *draw, const struct walk_batch *batch, size_t r,
             struct first_row *first)
{
    struct unit_numbers numbers;
    enum status st;

    if (first->stratum != batch->strata[r])
        return draw_say_two_strata(draw, r);
    if (batch->classes[r] == UNIT_KEPT || !draw->has_numbers)
        return ST_OK;
    st = draw_numbers(draw, r, &numbers);
    if (st == ST_OK && first->has_numbers)
        st = draw_same_numbers(draw, r, &first->numbers, &numbers);
    if (st == ST_OK && !first->has_numbers) {
        first->numbers = numbers;
        first->has_numbers = true;
    }
    return st;
}

/* Looks for the first row that disagrees with its unit. */
static enum status
find_torn(struct draw *draw, const struct walk_batch *batch)
{
    struct draw_torn *const torn = draw->torn;
    enum status st = ST_OK;

    for (size_t r = 0; r < batch->records->count && st == ST_OK; r++) {
        const struct hash128 key = draw_unit_key(walk_unit(batch, r));
        uint32_t number;
        bool is_new;
        if (batch->classes[r] >= UNIT_EXCLUDED || !known_has(&torn->units, key))
            continue;
        if (array_reserve(&torn->first, &torn->room,
                          torn->met.count + (size_t)1, sizeof *torn->first) ||
            table_add(&torn->met, key, &number, &is_new) != ST_OK)
            return trouble_nomem(draw->trouble);
        if (is_new)
            torn->first[number] =
                (struct first_row){.stratum = batch->strata[r]};
        st = compare_rows(draw, batch, r, &torn->first[number]);
    }
    return st;
}

enum status
draw_blame_torn(struct draw *draw, size_t count)
{
    struct draw_torn torn = {.first = NULL};
    enum status st = extract_torn(draw, count, &torn.units);

    draw->torn = &torn;
    if (st == ST_OK)
        st = draw_pass(draw, find_torn);
    draw->torn = NULL;
    known_free(&torn.units);
    table_free(&torn.met);
    free(torn.first);
    return st == ST_OK ? draw_say_changed(draw) : st;
}
