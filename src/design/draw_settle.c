/* SPDX-License-Identifier: MIT */
/* The stage that settles which ranks are the sample, and what a unit weighs. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/figure.h"
#include "design/blame.h"
#include "design/draw_state.h"
#include "stats/weight.h"

static int
by_order(const void *a, const void *b)
{
    const struct selection_unit *const left = a, *const right = b;

    return selection_before(*right, *left) - selection_before(*left, *right);
}

/* Finds the last unit in front of replicate K, which is ranked SKIP. */
static void
skip_ranks(struct stratum *stratum, uint64_t skip)
{
    struct selection *const selection = &stratum->selection;

    qsort(selection->units, selection->taken, sizeof *selection->units,
          by_order);
    stratum->low = selection->units[skip - 1];
    stratum->has_low = true;
}

static enum status
say_no_replicate(const struct draw *draw, const struct stratum *stratum)
{
    const bool named = draw->plan->strata.len > 0;

    return trouble_say(
        draw->trouble, ST_DATA,
        "%s: nothing is left for --replicate %" PRIu64 "%s%.*s%s", draw->name,
        draw->plan->replicate, named ? " in stratum '" : "",
        blame_shown(stratum->label, BLAME_TEXT), stratum->label.bytes,
        named ? "'" : "");
}

/* How many ranks stand in front of the plan's replicate. */
static uint64_t
ranks_before(const struct plan *plan, const struct stratum *stratum)
{
    uint64_t ranks;

    return __builtin_mul_overflow(stratum->wanted, plan->replicate - 1, &ranks)
               ? UINT64_MAX
               : ranks;
}

/* Whether so many are asked for that every number is below the threshold, those
 * of the kept, too. */
static bool
takes_all(const struct plan *plan, const struct stratum *stratum)
{
    return plan->method == PLAN_SRS && plan->replicate == 1 &&
           !plan->shard.is_out && stratum->wanted > 0 &&
           stratum->wanted >= stratum->pop_size;
}

/* The ranks of a stratum that are its sample. */
static enum status
settle_ranks(struct draw *draw, struct stratum *stratum)
{
    struct selection *const selection = &stratum->selection;
    const uint64_t skip = ranks_before(draw->plan, stratum);
    const uint64_t taken = selection->taken;

    if (draw->is_counted && stratum->pop_size != selection->pop_size)
        return draw_say_changed(draw);
    stratum->pop_size = selection->pop_size;
    stratum->sample_size = taken;
    stratum->has_high = taken > 0;
    if (draw->plan->method == PLAN_BERNOULLI) {
        stratum->has_high = draw->threshold.all || draw->threshold.bound > 0;
        stratum->high.prn =
            draw->threshold.all ? UINT64_MAX : draw->threshold.bound - 1;
        stratum->high.position = UINT64_MAX;
        return ST_OK;
    }
    selection_settle(selection);
    if (taken > 0)
        stratum->high = selection->bound;
    if (takes_all(draw->plan, stratum)) {
        stratum->has_high = true; /* where nobody but the kept is, too */
        stratum->high = (struct selection_unit){UINT64_MAX, UINT64_MAX};
    }
    if (draw->plan->replicate == 1 || stratum->wanted == 0)
        return ST_OK;
    if (taken <= skip)
        return stratum->pop_size == 0 ? ST_OK : say_no_replicate(draw, stratum);
    skip_ranks(stratum, skip);
    stratum->sample_size = taken - skip;
    return ST_OK;
}

uint64_t
draw_asked(const struct plan *plan, const struct stratum *stratum)
{
    const uint64_t skip = ranks_before(plan, stratum);
    const uint64_t left =
        stratum->pop_size > skip ? stratum->pop_size - skip : 0;

    return left < stratum->wanted ? left : stratum->wanted;
}

/* How many units of the stratum leave with its weight. */
uint64_t
draw_leaving(const struct plan *plan, const struct stratum *stratum)
{
    return plan->output == PLAN_REST ? stratum->pop_size - stratum->sample_size
                                     : stratum->sample_size;
}

static double
weight_of(const struct plan *plan, const struct stratum *stratum)
{
    const uint64_t units = draw_leaving(plan, stratum);

    if (units == 0 || plan->method == PLAN_PPS)
        return 0.0;
    if (plan->inverse_probability)
        return share_inverse(plan->share);
    return design_weight(stratum->pop_size, units);
}

enum status
draw_settle(struct draw *draw)
{
    enum status st = ST_OK;

    for (uint32_t h = 0; h < draw->strata->count && st == ST_OK; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        if (draw->plan->count_only) /* the sample as it would be */
            stratum->sample_size = draw_asked(draw->plan, stratum);
        else
            st = settle_ranks(draw, stratum);
        stratum->design_weight = weight_of(draw->plan, stratum);
    }
    draw->is_settled = true;
    draw->settled_strata = draw->strata->count;
    if (st == ST_OK)
        st = draw_check(draw);
    if (st == ST_OK)
        st = draw_sum_up(draw);
    if (st == ST_OK)
        st = draw_warn(draw);
    return st;
}
