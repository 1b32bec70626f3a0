/* SPDX-License-Identifier: MIT */
/* The stage that counts and selects in one reading, where the sizes are known
 * only behind the last record. Each stratum holds more than it would want if
 * the frame ended here, and a record that is not among these is done with: of
 * those that come later the sample may want a larger part than of those so far,
 * but seldom. Whether it does is seen when the sizes are known; the frame is
 * then read once more. So a guess costs time at worst, and changes no sample.
 */
#include <math.h>
#include <stdlib.h>

#include "design/draw_state.h"

enum {
    LEAST = 64,           /* units that a stratum holds at least, */
    DEVIATIONS = 8,       /* beyond what is foreseen, by their square root */
    STRATA_AT_MOST = 1024 /* where what is held beyond is little */
};

/* The sizes are foreseen again when the frame has grown by such a part. */
enum { REVIEW_PART = 16 };

bool
draw_may_foresee(const struct draw *draw)
{
    const struct plan *const plan = draw->plan;

    return plan->unit.len == 0 && plan->method == PLAN_SRS &&
           !plan->count_only && !plan->shard.is_out;
}

static void
take_over_counts(struct draw *draw)
{
    for (uint32_t h = 0; h < draw->foresight.strata; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        stratum->pop_size = stratum->selection.pop_size;
    }
}

/* Goes on counting, no more. */
static void
give_up(struct draw *draw)
{
    take_over_counts(draw);
    for (uint32_t h = 0; h < draw->foresight.strata; h++)
        selection_free(&draw->strata->list[h].selection);
    candidates_free(draw->candidates);
    draw->candidates = NULL;
    draw->foresight.is_on = false;
}

/* Says what part of each stratum would be drawn if the frame ended here; false
 * if that cannot be told, or is more than memory is meant for. */
static bool
review(struct draw *draw)
{
    struct foresight *const foresight = &draw->foresight;
    struct trouble unsaid = {0};
    uint64_t held = 0;

    take_over_counts(draw);
    if (sizes_settle(draw->sizes, draw->strata, draw->moments, &unsaid) !=
        ST_OK) /* so it will be at the end, which says so */
        return false;
    for (uint32_t h = 0; h < foresight->strata; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        const uint64_t ranks = draw_ranks(draw->plan, stratum->wanted);
        stratum->foreseen = ranks >= stratum->pop_size
                                ? 1.0
                                : (double)ranks / (double)stratum->pop_size;
        stratum->is_foreseen = true;
        held += stratum->selection.held;
    }
    return held <= foresight->most_held;
}

/* Has a stratum that holds too much hold what it may want; false if nothing is
 * foreseen any more. RECORDS were read before. */
static bool
adjust(struct draw *draw, uint32_t h, uint64_t records)
{
    struct foresight *const foresight = &draw->foresight;
    struct stratum *const stratum = &draw->strata->list[h];
    struct selection *const selection = &stratum->selection;

    if (!stratum->is_foreseen || records >= foresight->next_review) {
        if (!review(draw))
            return false;
        foresight->next_review = records + records / REVIEW_PART;
    }
    const double ranks = stratum->foreseen * (double)selection->pop_size;
    selection_resize(selection,
                     (uint64_t)(ranks + DEVIATIONS * sqrt(ranks)) + LEAST);
    return true;
}

/* Starts the strata that the batch has met; false if they are too many. */
static bool
start_strata(struct draw *draw)
{
    struct foresight *const foresight = &draw->foresight;

    if (draw->strata->count > STRATA_AT_MOST)
        return false;
    for (; foresight->strata < draw->strata->count; foresight->strata++)
        selection_init(&draw->strata->list[foresight->strata].selection, LEAST);
    return true;
}

/* Offers record R, which is drawn from, to its stratum. */
static enum status
offer_record(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    const uint32_t h = batch->strata[r];
    const struct selection_unit unit = batch->units[r];
    struct selection *const selection = &draw->strata->list[h].selection;
    bool taken = false;

    if (selection_is_full(selection) &&
        !adjust(draw, h, batch->records->first_record + r)) {
        give_up(draw);
        draw->strata->list[h].pop_size++;
        return ST_OK;
    }
    if (selection_offer(selection, unit, &taken) != ST_OK)
        return trouble_nomem(draw->trouble);
    return taken ? draw_log_record(draw, batch, r, unit.prn, false) : ST_OK;
}

static enum status
foresee_record(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    const uint32_t h = batch->strata[r];
    enum status st = ST_OK;

    if (batch->classes[r] == UNIT_KEPT) {
        draw->strata->list[h].kept_size++;
        return draw_log_record(draw, batch, r, batch->units[r].prn, true);
    }
    if (batch->classes[r] != UNIT_OTHER)
        return ST_OK;
    if (draw->has_numbers)
        st = draw_count_number(draw, r, h);
    return st == ST_OK ? offer_record(draw, batch, r) : st;
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
