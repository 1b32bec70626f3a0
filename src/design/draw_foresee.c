/* SPDX-License-Identifier: MIT */
/* The stage that counts and selects in one reading, where the sizes are known
 * only behind the last record. Each stratum holds more than it would want if
 * the frame ended here, and a record that is not among these is done with: of
 * those that come later the sample may want a larger part than of those so far,
 * but seldom. Whether it does is seen when the sizes are known; the frame is
 * then read once more. So a guess costs time at worst, and changes no sample.
 */
#include <stdlib.h>

#include "design/draw_state.h"

enum {
    REVIEW_PART = 16 /* the sizes of all are foreseen again when there are more
                      * records by such a part */
};

/* How often the frame is read would tell of counts that are not told. */
bool
draw_may_guess(const struct plan *plan)
{
    return plan->method == PLAN_SRS && !plan->count_only &&
           !plan->shard.is_out && plan->sdc == PLAN_SDC_NONE;
}

bool
draw_may_foresee(const struct draw *draw)
{
    return draw_may_guess(draw->plan) && draw->plan->unit.len == 0;
}

static void
take_over_counts(struct draw *draw)
{
    for (uint32_t h = 0; h < draw->foresight.strata; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        stratum->pop_size = stratum->selection.pop_size;
    }
}

/* Goes on counting, no more. What went wrong with the log is nothing yet. */
static void
give_up(struct draw *draw)
{
    take_over_counts(draw);
    for (uint32_t h = 0; h < draw->foresight.strata; h++)
        selection_free(&draw->strata->list[h].selection);
    candidates_free(draw->candidates);
    draw->candidates = NULL;
    draw->foresight.is_on = false;
    *draw->trouble = (struct trouble){.status = ST_OK};
}

/* Has a stratum hold what it may want of the units that come, if it would get
 * so many RANKS now. */
static void
hold(struct stratum *stratum, double ranks)
{
    selection_resize(&stratum->selection, (uint64_t)draw_hold(ranks));
}

/* Shares the sample out as if the frame ended here, and notes what part of each
 * stratum that is. One that gets no more records comes to hold less, too. */
static enum status
review(struct draw *draw)
{
    struct trouble unsaid = {0};
    enum status st;

    take_over_counts(draw);
    st = sizes_settle(draw->sizes, draw->strata, draw->moments, &unsaid);
    for (uint32_t h = 0; h < draw->foresight.strata && st == ST_OK; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        struct selection *const selection = &stratum->selection;
        const double all = (double)stratum->pop_size;
        const double ranks = (double)draw_ranks(draw->plan, stratum->wanted);
        const size_t held = selection->held;
        stratum->foreseen = ranks < all ? ranks / all : 1.0;
        stratum->is_foreseen = true;
        hold(stratum, stratum->foreseen * all);
        if (selection_is_full(selection))
            st = selection_trim(selection);
        draw->foresight.held -= held - selection->held;
    }
    return st;
}

/* How many ranks stratum H would get if the frame ended here. Where the strata
 * share the sample that is looked at now and then, after RECORDS; it is no more
 * than all of it. */
static enum status
foresee_ranks(struct draw *draw, uint32_t h, uint64_t records, double *ranks)
{
    struct foresight *const foresight = &draw->foresight;
    struct stratum *const stratum = &draw->strata->list[h];
    const double all = (double)stratum->selection.pop_size;
    struct trouble unsaid = {0};
    uint64_t most;
    enum status st = ST_OK;

    if (sizes_are_shared(draw->sizes)) {
        if (!stratum->is_foreseen || records >= foresight->next_review) {
            st = review(draw);
            foresight->next_review = records + records / REVIEW_PART;
        }
        most = draw_ranks(draw->plan, draw->plan->sample_size);
        *ranks = stratum->foreseen * all;
    } else {
        stratum->pop_size = stratum->selection.pop_size;
        st = sizes_settle_one(draw->sizes, draw->strata, h, &unsaid);
        most = draw_ranks(draw->plan, stratum->wanted);
        *ranks = all;
    }
    if (*ranks > (double)most)
        *ranks = (double)most;
    return st;
}

/* Has a stratum that holds too much hold what it may want; false if nothing is
 * foreseen any more: the sizes cannot be, which will be said at the end, or too
 * much is held. */
static bool
adjust(struct draw *draw, uint32_t h, uint64_t records)
{
    double ranks;

    if (foresee_ranks(draw, h, records, &ranks) != ST_OK ||
        draw->foresight.held > draw->foresight.most_held)
        return false;
    hold(&draw->strata->list[h], ranks);
    return true;
}

/* Starts the strata that the batch has met; false if they are too many. */
static bool
start_strata(struct draw *draw)
{
    struct foresight *const foresight = &draw->foresight;

    if (draw->strata->count > DRAW_STRATA_WATCHED)
        return false;
    for (; foresight->strata < draw->strata->count; foresight->strata++)
        selection_init(&draw->strata->list[foresight->strata].selection,
                       (uint64_t)draw_hold(0));
    return true;
}

/* Offers record R, which is drawn from, to its stratum. A guess that takes more
 * memory or disk than there is is none. */
static void
offer_record(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    const uint32_t h = batch->strata[r];
    const struct selection_unit unit = walk_unit(batch, r);
    struct selection *const selection = &draw->strata->list[h].selection;
    bool taken = false;
    const bool is_foreseen = !selection_is_full(selection) ||
                             adjust(draw, h, batch->records->first_record + r);
    const size_t held = selection->held;

    if (!is_foreseen || selection_offer(selection, unit, &taken) != ST_OK) {
        give_up(draw);
        draw->strata->list[h].pop_size++;
        return;
    }
    draw->foresight.held += selection->held - held;
    if (taken && draw_log_record(draw, batch, r, unit.prn, false) != ST_OK)
        give_up(draw);
}

static enum status
foresee_record(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    const uint32_t h = batch->strata[r];

    if (batch->classes[r] == UNIT_KEPT) {
        draw->strata->list[h].kept_size++;
        if (draw_log_record(draw, batch, r, batch->prns[r], true) != ST_OK)
            give_up(draw);
        return ST_OK;
    }
    if (batch->classes[r] != UNIT_OTHER)
        return ST_OK;
    const enum status st =
        draw->has_numbers ? draw_count_number(draw, r, h) : ST_OK;
    if (st == ST_OK)
        offer_record(draw, batch, r);
    return st;
}

static enum status
foresee_records(struct draw *draw, const struct walk_batch *batch)
{
    const size_t count = batch->records->count;
    enum status st = ST_OK;
    size_t r = 0;

    if (draw->foresight.is_on && !start_strata(draw))
        give_up(draw);
    while (draw->foresight.is_on && r < count && st == ST_OK) {
        if (!draw->has_numbers)
            r = draw_pass_refused(draw, batch, r);
        if (r < count)
            st = foresee_record(draw, batch, r++);
    }
    return st == ST_OK ? draw_count_records(draw, batch, r) : st;
}

enum status
draw_foresee(struct draw *draw)
{
    enum status st = ST_OK;

    if (draw->plan->output == PLAN_DRAWN)
        st = draw_begin_log(draw);
    draw->foresight.is_on = true;
    draw->foresight.most_held = draw_most_held(draw);
    if (st == ST_OK)
        st = draw_pass(draw, foresee_records);
    if (draw->foresight.is_on)
        take_over_counts(draw);
    return st;
}

bool
draw_accept_foreseen(struct draw *draw)
{
    bool is_short = false;

    for (uint32_t h = 0; h < draw->foresight.strata; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        selection_resize(&stratum->selection,
                         draw_ranks(draw->plan, stratum->wanted));
        is_short = is_short || selection_is_short(&stratum->selection);
    }
    if (draw->foresight.is_on && is_short)
        give_up(draw);
    return draw->foresight.is_on;
}
