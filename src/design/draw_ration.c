/* SPDX-License-Identifier: MIT */
/* What a stratum holds while the begin of a file is read. The first records are
 * all among the smallest so far, and nearly all of them leave the sample again:
 * of a size that is known, a part of the file needs no more than a like part,
 * if the stratum is spread over the file. So it holds a few times that part,
 * and all that it wants once that is all. A stratum that ends early in the file
 * may have needed what was refused. This is seen when the next slice of the
 * file has none of it, or at the end; the draw then begins anew, and holds all
 * from the first record on. So a ration costs time at worst, and changes no
 * sample. */
#include "design/draw_state.h"

enum {
    TIMES = 4,          /* the part of the file that was read is held */
    LEAST_RANKS = 1024, /* of fewer it would spare nothing */
    SLICES = 64         /* of the file: behind each, strata are looked at */
};

static bool
may_ration(const struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    const bool is_logged = plan->unit.len == 0 || plan->unit_sorted;

    return draw_may_guess(plan) && is_logged && !plan->one_per_unit &&
           plan->output == PLAN_DRAWN && !draw->is_counted &&
           !draw->rations.were_short && source_can_fetch(draw->source) &&
           source_bytes_total(draw->source) > 0;
}

void
draw_begin_rations(struct draw *draw)
{
    draw->rations.are_given = may_ration(draw);
    draw->rations.bytes = (double)source_bytes_total(draw->source);
}

/* Gives stratum H what it may hold of its ranks. */
static uint64_t
ration(struct draw *draw, uint32_t h)
{
    struct stratum *const stratum = &draw->strata->list[h];
    const uint64_t ranks = draw_ranks(draw->plan, stratum->wanted);
    const double held = draw_hold(TIMES * draw->rations.part * (double)ranks);

    stratum->is_rationed = held < (double)ranks;
    return stratum->is_rationed ? (uint64_t)held : ranks;
}

uint64_t
draw_first_ration(struct draw *draw, uint32_t h)
{
    const uint64_t ranks = draw_ranks(draw->plan, draw->strata->list[h].wanted);
    const bool is_worth_it = draw->rations.are_given &&
                             h < DRAW_STRATA_WATCHED && ranks >= LEAST_RANKS;

    return is_worth_it ? ration(draw, h) : ranks;
}

void
draw_raise_ration(struct draw *draw, uint32_t h)
{
    selection_resize(&draw->strata->list[h].selection, ration(draw, h));
}

/* Looks at a stratum as it was met between the parts THEN and NOW of the file;
 * whether it will lack units that it refused, if it goes on so. */
static bool
look_at(struct stratum *stratum, double then, double now)
{
    const double met = (double)stratum->selection.pop_size;
    const double foreseen =
        met + (met - stratum->met) * (1 - now) / (now - then);
    const double needed = met / (TIMES * now);

    stratum->met = met;
    if (stratum->is_rationed && stratum->selection.is_bounded &&
        stratum->least_size < needed)
        stratum->least_size = needed;
    return foreseen < stratum->least_size;
}

enum status
draw_watch_rations(struct draw *draw, const struct walk_batch *batch)
{
    struct rations *const rations = &draw->rations;
    const struct record_batch *const records = batch->records;
    const double then = rations->watched;
    enum status st = ST_OK;

    if (!rations->are_given || records->count == 0)
        return ST_OK;
    rations->part =
        (double)(records->offset + records->end[records->count - 1]) /
        rations->bytes;
    const double now =
        (double)(records->offset + records->begin[0]) / rations->bytes;
    if (then * TIMES >= 1 || now < then + 1.0 / SLICES)
        return ST_OK;
    for (uint32_t h = 0; h < draw->sized && h < DRAW_STRATA_WATCHED; h++)
        if (look_at(&draw->strata->list[h], then, now))
            st = ST_END;
    rations->watched = now;
    return st;
}

enum status
draw_end_rations(struct draw *draw)
{
    enum status st = ST_OK;

    if (!draw->rations.are_given)
        return ST_OK;
    for (uint32_t h = 0; h < draw->sized; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        selection_resize(&stratum->selection,
                         draw_ranks(draw->plan, stratum->wanted));
        if (selection_is_short(&stratum->selection))
            st = ST_END;
    }
    return st;
}
