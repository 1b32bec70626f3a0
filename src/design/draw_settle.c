/* SPDX-License-Identifier: MIT */
/* The stage that sums up: which ranks are the sample, what every unit weighs,
 * what is to be warned of, and whether all of it adds up. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/figure.h"
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

    qsort(selection->heap, selection->taken, sizeof *selection->heap, by_order);
    stratum->low = selection->heap[skip - 1];
    stratum->has_low = true;
    stratum->high = selection->heap[selection->taken - 1];
}

static enum status
say_no_replicate(const struct draw *draw, const struct stratum *stratum)
{
    const bool named = draw->plan->strata.len > 0;

    return trouble_say(draw->trouble, ST_DATA,
                       "%s: nothing is left for --replicate %" PRIu64
                       "%s%.*s%s",
                       source_name(draw->source), draw->plan->replicate,
                       named ? " in stratum '" : "", (int)stratum->label.len,
                       stratum->label.bytes, named ? "'" : "");
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

/* The ranks of a stratum that are its sample. */
static enum status
settle_ranks(const struct draw *draw, struct stratum *stratum)
{
    const struct selection *const selection = &stratum->selection;
    const uint64_t skip = ranks_before(draw->plan, stratum);
    const uint64_t taken = selection->taken;

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
    if (taken > 0)
        stratum->high = selection->heap[0];
    if (draw->plan->replicate == 1 || stratum->wanted == 0)
        return ST_OK;
    if (taken <= skip)
        return stratum->pop_size == 0 ? ST_OK : say_no_replicate(draw, stratum);
    skip_ranks(stratum, skip);
    stratum->sample_size = taken - skip;
    return ST_OK;
}

/* What --plan shows: the sample as it would be. */
static void
foresee(const struct plan *plan, struct stratum *stratum)
{
    const uint64_t skip = ranks_before(plan, stratum);
    const uint64_t left =
        stratum->pop_size > skip ? stratum->pop_size - skip : 0;

    stratum->sample_size = left < stratum->wanted ? left : stratum->wanted;
}

/* How many units of the stratum leave with its weight. */
static uint64_t
leaving(const struct plan *plan, const struct stratum *stratum)
{
    return plan->output == PLAN_REST ? stratum->pop_size - stratum->sample_size
                                     : stratum->sample_size;
}

/* 1/P. */
static double
inverse_of(struct share share)
{
    double power = 1.0;

    for (unsigned k = 0; k < share.places; k++)
        power *= 10.0; /* exact: below 10^22 */
    return power / (double)share.numerator;
}

static double
weight_of(const struct plan *plan, const struct stratum *stratum)
{
    const uint64_t units = leaving(plan, stratum);

    if (units == 0)
        return 0.0;
    if (plan->inverse_probability)
        return inverse_of(plan->share);
    return design_weight(stratum->pop_size, units);
}

/* What is going to leave, counted anew: certainties, and for each stratum the
 * units drawn. */
struct tally {
    uint64_t kept;
    uint64_t *drawn;
};

static enum status
tally_candidate(void *context, const struct candidate *candidate,
                const char *row, struct trouble *trouble)
{
    struct tally *const tally = context;

    (void)row;
    (void)trouble;
    if (candidate->certainty)
        tally->kept++;
    else
        tally->drawn[candidate->stratum]++;
    return ST_OK;
}

static void
tally_members(const struct draw *draw, struct tally *tally)
{
    struct members_walk walk = {0};
    struct hash128 id;
    uint32_t *value;

    while (members_next(&draw->units, &walk, &id, &value)) {
        const uint32_t h = *value & ~UNIT_IS_KEPT;
        const struct selection_unit unit = {
            prn_of_unit(draw->result->unit_key, id), id.high};
        if (*value & UNIT_IS_KEPT)
            tally->kept++;
        else
            tally->drawn[h] += stratum_takes(&draw->strata->list[h], unit);
    }
}

/* Where the frame is going to be read once more there is nothing to count yet:
 * the writer does it. */
static enum status
count_leaving(struct draw *draw, struct tally *tally)
{
    if (draw->candidates != NULL)
        return candidates_each(draw->candidates, false, tally_candidate, tally,
                               draw->trouble);
    if (draw->units.count > 0 && !draw->plan->count_only) {
        tally_members(draw, tally);
        return ST_OK;
    }
    for (uint32_t h = 0; h < draw->strata->count; h++) {
        tally->drawn[h] = draw->strata->list[h].sample_size;
        tally->kept += draw->strata->list[h].kept_size;
    }
    return ST_OK;
}

/* The weights of a stratum added up, as they read back from their text. */
static void
sum_weights(const struct plan *plan, const struct stratum *stratum,
            struct weight_sum *sum)
{
    const double weight =
        strtod(weight_text_of(stratum->design_weight).text, NULL);

    for (uint64_t k = leaving(plan, stratum); k > 0; k--)
        weight_sum_add(sum, weight);
}

/* Whether the weights must add up to N_h: they are N_h/n_h, and somebody is
 * there to have them. */
static bool
has_identity(const struct plan *plan, const struct stratum *stratum)
{
    return plan->method != PLAN_PPS && !plan->inverse_probability &&
           leaving(plan, stratum) > 0;
}

/* The promise of DESIGN.md, section 3, stratum by stratum. */
static enum status
check_strata(struct draw *draw, const struct tally *tally)
{
    const struct draw_result *const result = draw->result;
    uint64_t units = 0, kept = 0;
    bool counts_agree = true, weights_agree = true;

    for (uint32_t h = 0; h < draw->strata->count; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        struct weight_sum sum = {0, 0};
        sum_weights(draw->plan, stratum, &sum);
        stratum->weight_sum = weight_sum_value(&sum);
        units += stratum->pop_size;
        kept += stratum->kept_size;
        counts_agree = counts_agree && tally->drawn[h] == stratum->sample_size;
        weights_agree =
            weights_agree && (!has_identity(draw->plan, stratum) ||
                              weight_sum_agrees(&sum, stratum->pop_size));
    }
    counts_agree = counts_agree && tally->kept == kept;
    if (draw->plan->unit.len == 0) /* a record is a unit */
        counts_agree = counts_agree && kept + units + result->excluded +
                                               result->ineligible +
                                               result->ineligible_missing ==
                                           result->records;
    if (counts_agree && weights_agree)
        return ST_OK;
    return trouble_say(draw->trouble, ST_DATA,
                       "%s: internal check failed: %s do not add up; nothing "
                       "was written",
                       source_name(draw->source),
                       counts_agree ? "weights" : "records");
}

static enum status
check(struct draw *draw)
{
    struct tally tally = {0};
    enum status st;

    tally.drawn = calloc(draw->strata->count + (size_t)1, sizeof *tally.drawn);
    if (tally.drawn == NULL)
        return trouble_nomem(draw->trouble);
    st = count_leaving(draw, &tally);
    if (st == ST_OK)
        st = check_strata(draw, &tally);
    free(tally.drawn);
    return st;
}

enum status
draw_settle(struct draw *draw)
{
    enum status st = ST_OK;

    for (uint32_t h = 0; h < draw->strata->count && st == ST_OK; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        if (draw->plan->count_only)
            foresee(draw->plan, stratum);
        else
            st = settle_ranks(draw, stratum);
        stratum->design_weight = weight_of(draw->plan, stratum);
    }
    draw->is_settled = true;
    if (st == ST_OK)
        st = check(draw);
    if (st == ST_OK)
        st = draw_sum_up(draw);
    if (st == ST_OK)
        st = draw_warn(draw);
    return st;
}
