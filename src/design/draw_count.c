/* SPDX-License-Identifier: MIT */
/* The stage that counts. */
#include <stdlib.h>

#include "base/array.h"
#include "design/draw_state.h"
#include "stats/moments.h"

bool
draw_needs_counts(const struct draw *draw)
{
    const struct plan *const plan = draw->plan;

    return plan->count_only || (plan->unit.len > 0 && !plan->unit_sorted) ||
           (sizes_need_counts(plan, draw->sizes) && !plan->shard.is_out);
}

/* What is not kept is looked at by the allocation, too. */
static enum status
count_other(struct draw *draw, size_t r, uint32_t h)
{
    draw->strata->list[h].pop_size++;
    return draw->has_numbers ? draw_count_number(draw, r, h) : ST_OK;
}

enum status
draw_count_records(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    enum status st = ST_OK;

    for (; r < batch->records->count && st == ST_OK; r++) {
        if (batch->classes[r] == UNIT_KEPT)
            draw->strata->list[batch->strata[r]].kept_size++;
        else if (batch->classes[r] == UNIT_OTHER)
            st = count_other(draw, r, batch->strata[r]);
    }
    return st;
}

static enum status
count_batch(struct draw *draw, const struct walk_batch *batch)
{
    return draw_count_records(draw, batch, 0);
}

/* The rows of a sorted unit have come to an end. */
static enum status
count_group(struct draw *draw)
{
    struct stratum *const stratum = &draw->strata->list[draw->group.stratum];

    stratum->kept_size += draw->group.is_kept;
    stratum->pop_size += !draw->group.is_kept;
    return draw->group.is_kept ? ST_OK
                               : draw_count_numbers(draw, draw->group.stratum,
                                                    &draw->group.numbers);
}

static enum status
count_sorted(struct draw *draw, const struct walk_batch *batch)
{
    return draw_group_rows(draw, batch, count_group);
}

static enum status
count_frame(struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    enum status st;

    if (draw_may_foresee(draw))
        return draw_foresee(draw);
    if (plan->unit.len == 0)
        return draw_pass(draw, count_batch);
    if (plan->unit_sorted) {
        st = draw_pass(draw, count_sorted);
        return st == ST_OK ? draw_end_groups(draw, count_group) : st;
    }
    draw_bound_tables(draw);
    st = draw_count_scattered(draw);
    return st == ST_NOMEM ? draw_say_table_full(draw) : st;
}

enum status
draw_count(struct draw *draw)
{
    enum status st = count_frame(draw);

    draw->is_counted = true;
    if (st == ST_OK && !draw->plan->shard.is_out) /* combiner settles them */
        st = sizes_settle(draw->sizes, draw->strata, draw->moments,
                          draw->trouble);
    if (st == ST_OK && !draw->plan->shard.is_out)
        st = draw_check_room(draw, draw_table_bytes(draw));
    return st;
}

/* What is not kept has a size. */
static enum status
offer_size(struct draw *draw, size_t r, uint32_t h)
{
    struct decimal size;
    enum status st =
        walk_number(draw->walk, r, WALK_SIZE, draw->trouble, &size);

    draw->strata->list[h].pop_size += !draw->is_counted;
    if (st == ST_END) /* the pass ends with their number */
        return ST_OK;
    if (st == ST_OK)
        st = pps_offer(draw->pps, draw->strata, h, &size, draw->trouble);
    return st == ST_OK
               ? ST_OK
               : walk_blame_number(draw->walk, r, WALK_SIZE, draw->trouble);
}

static enum status
count_sizes(struct draw *draw, const struct walk_batch *batch)
{
    enum status st = ST_OK;

    draw_size_met(draw, batch);
    for (size_t r = 0; r < batch->records->count && st == ST_OK; r++) {
        const uint32_t h = batch->strata[r];
        if (batch->classes[r] == UNIT_KEPT)
            draw->strata->list[h].kept_size += !draw->is_counted;
        else if (batch->classes[r] == UNIT_OTHER)
            st = offer_size(draw, r, h);
    }
    return st;
}

/* The rows of a sorted unit have come to an end. */
static enum status
size_group(struct draw *draw)
{
    const struct draw_group *const group = &draw->group;
    struct stratum *const stratum = &draw->strata->list[group->stratum];

    stratum->kept_size += group->is_kept && !draw->is_counted;
    stratum->pop_size += !group->is_kept && !draw->is_counted;
    return group->is_kept
               ? ST_OK
               : draw_offer_size(draw, group->stratum, &group->numbers);
}

static enum status
size_sorted(struct draw *draw, const struct walk_batch *batch)
{
    draw_size_met(draw, batch);
    return draw_group_rows(draw, batch, size_group);
}

static enum status
size_frame(struct draw *draw)
{
    enum status st;

    if (draw->plan->unit.len == 0)
        return draw_pass(draw, count_sizes);
    if (!draw->plan->unit_sorted)
        return draw_size_scattered(draw);
    st = draw_pass(draw, size_sorted);
    return st == ST_OK ? draw_end_groups(draw, size_group) : st;
}

enum status
draw_count_sizes(struct draw *draw)
{
    enum status st =
        pps_new(draw->plan, &draw->header, draw->trouble, &draw->pps);

    if (st == ST_OK)
        st = size_frame(draw);
    draw->is_counted = true;
    return st == ST_OK ? pps_settle(draw->pps, draw->strata, draw->trouble)
                       : st;
}
