/* SPDX-License-Identifier: MIT */
/* The unit whose rows, which come one after the other, are being read. */
#include "design/draw_state.h"

enum status
draw_say_two_strata(struct draw *draw, size_t r)
{
    return reader_blame(walk_reader(draw->walk), r, draw->trouble,
                        "a unit that is in another stratum by a record above");
}

/* What record R, which is not kept, has in columns of numbers. */
static enum status
read_numbers(struct draw *draw, size_t r)
{
    struct draw_group *const group = &draw->group;
    struct unit_numbers numbers;
    enum status st = draw_numbers(draw, r, &numbers);

    if (st != ST_OK)
        return st;
    if (group->has_numbers)
        return draw_same_numbers(draw, r, &group->numbers, &numbers);
    group->numbers = numbers;
    group->has_numbers = true;
    return ST_OK;
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
        group->is_open = true;
        group->is_kept = group->has_numbers = false;
        group->id = batch->ids[r];
        group->stratum = batch->strata[r];
        group->unit = walk_unit(batch, r);
    } else if (group->stratum != batch->strata[r]) {
        return draw_say_two_strata(draw, r);
    }
    if (batch->classes[r] == UNIT_KEPT)
        group->is_kept = true;
    else if (draw->has_numbers && st == ST_OK)
        st = read_numbers(draw, r);
    return st;
}

enum status
draw_group_rows(struct draw *draw, const struct walk_batch *batch,
                draw_closer *close)
{
    enum status st = ST_OK;

    for (size_t r = 0; r < batch->records->count && st == ST_OK; r++)
        if (batch->classes[r] < UNIT_EXCLUDED)
            st = draw_group_row(draw, batch, r, close);
    return st;
}

enum status
draw_end_groups(struct draw *draw, draw_closer *close)
{
    const bool was_open = draw->group.is_open;

    draw->group.is_open = false;
    return was_open ? close(draw) : ST_OK;
}

bool
draw_takes_group(const struct draw *draw)
{
    const struct draw_group *const group = &draw->group;
    const struct unit_numbers *const numbers =
        group->is_kept ? NULL : &group->numbers;

    return stratum_takes(&draw->strata->list[group->stratum],
                         draw_rank(draw, group->stratum, group->unit, numbers));
}
