/* SPDX-License-Identifier: MIT */
/* The promise of DESIGN.md, section 3, before the first byte leaves: what is
 * going to leave is counted anew, and its weights are added up. */
#include <math.h>
#include <stdlib.h>

#include "design/draw_units.h"
#include "stats/weight.h"

/* What leaves of a stratum. */
struct stratum_tally {
    uint64_t drawn;
    struct weight_sum weights;
    struct weight_sum products; /* of weights and sizes */
};

struct tally {
    struct draw *draw;
    uint64_t kept;
    struct candidate last; /* of the log */
    bool has_last;
    struct stratum_tally *strata;
};

/* Whether the candidate is another row of the unit before it, which is sorted.
 */
static bool
is_same_unit(struct tally *tally, const struct candidate *candidate)
{
    const bool is_same = tally->has_last && tally->draw->plan->unit.len > 0 &&
                         candidate->prn == tally->last.prn &&
                         candidate->position == tally->last.position;

    tally->last = *candidate;
    tally->has_last = true;
    return is_same;
}

static enum status
tally_candidate(void *context, const struct candidate *candidate,
                const char *bytes, struct trouble *trouble)
{
    struct tally *const tally = context;
    struct stratum_tally *const one = &tally->strata[candidate->stratum];
    struct pps_row row;

    if (is_same_unit(tally, candidate))
        return ST_OK;
    if (candidate->certainty) {
        tally->kept++;
        return ST_OK;
    }
    one->drawn++;
    if (tally->draw->pps == NULL)
        return ST_OK;
    const enum status st = pps_look_up(
        tally->draw->pps, candidate->stratum,
        (struct slice){bytes, candidate->content_bytes}, trouble, &row);
    if (st != ST_OK)
        return st;
    weight_sum_add(&one->weights, row.weight);
    weight_sum_add(&one->products, row.weight * row.size);
    return ST_OK;
}

/* Counts a unit that is drawn. */
static void
tally_drawn(const struct draw *draw, struct tally *tally, uint32_t h,
            const struct unit_numbers *numbers)
{
    struct stratum_tally *const one = &tally->strata[h];

    one->drawn++;
    if (draw->pps == NULL)
        return;
    const struct pps_row row = draw_weigh(draw, h, numbers);

    weight_sum_add(&one->weights, row.weight);
    weight_sum_add(&one->products, row.weight * row.size);
}

/* Behind the last of all random numbers that are in a sample there is nobody to
 * be counted, where they are in order; who is kept was counted before. */
static void
tally_scattered(const struct draw *draw, struct tally *tally)
{
    struct selection_unit last = {0, 0};
    struct draw_unit_walk walk;
    struct draw_unit one;

    for (uint32_t h = 0; h < draw->strata->count; h++) {
        const struct stratum *const stratum = &draw->strata->list[h];
        if (stratum->has_high && selection_before(last, stratum->high))
            last = stratum->high;
    }
    tally->kept = draw->kept_units;
    draw_units_start(draw, &walk);
    while (draw_units_next(draw, &walk, &one)) {
        if (draw->pps == NULL && selection_before(last, one.unit))
            return;
        if (!one.is_kept &&
            stratum_takes(&draw->strata->list[one.stratum],
                          draw_rank(draw, one.stratum, one.unit, one.numbers)))
            tally_drawn(draw, tally, one.stratum, one.numbers);
    }
}

/* The rows of a sorted unit have come to an end. */
static enum status
tally_group(struct draw *draw)
{
    const struct draw_group *const group = &draw->group;

    if (group->is_kept)
        draw->tally->kept++;
    else if (draw_takes_group(draw))
        tally_drawn(draw, draw->tally, group->stratum, &group->numbers);
    return ST_OK;
}

static enum status
tally_rows(struct draw *draw, const struct walk_batch *batch)
{
    return draw_group_rows(draw, batch, tally_group);
}

/* What weights times sizes add up to is in no table: it takes a reading. */
static enum status
tally_sorted(struct draw *draw, struct tally *tally)
{
    enum status st;

    draw->tally = tally;
    st = draw_pass(draw, tally_rows);
    if (st == ST_OK)
        st = draw_end_groups(draw, tally_group);
    draw->tally = NULL;
    return st;
}

/* Where the frame is going to be read once more there is nothing to count yet:
 * the writer does it. */
static enum status
count_leaving(struct draw *draw, struct tally *tally)
{
    if (draw->source != NULL && draw->plan->unit.len > 0 &&
        !draw->plan->unit_sorted && !draw->plan->count_only) {
        tally_scattered(draw, tally);
        return ST_OK;
    }
    if (draw->candidates != NULL)
        return candidates_each(draw->candidates, draw->pps != NULL,
                               tally_candidate, tally, draw->trouble);
    if (draw->pps != NULL && !draw->plan->count_only)
        return tally_sorted(draw, tally);
    for (uint32_t h = 0; h < draw->strata->count; h++) {
        tally->strata[h].drawn = draw->strata->list[h].sample_size;
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

    for (uint64_t k = draw_leaving(plan, stratum); k > 0; k--)
        weight_sum_add(sum, weight);
}

/* Whether the weights of a stratum give what they must: N_h, or with
 * probabilities proportional to size the sum of the sizes. */
static bool
weights_agree(const struct draw *draw, uint32_t h, struct stratum_tally *tally)
{
    const struct plan *const plan = draw->plan;
    const struct stratum *const stratum = &draw->strata->list[h];

    if (draw->pps != NULL) {
        const double total = pps_total(draw->pps, h);
        return stratum->sample_size == 0 ||
               fabs(weight_sum_value(&tally->products) - total) <=
                   1e-12 * total;
    }
    sum_weights(plan, stratum, &tally->weights);
    return plan->inverse_probability || draw_leaving(plan, stratum) == 0 ||
           weight_sum_agrees(&tally->weights, stratum->pop_size);
}

/* Whether kept + others + left out = records read, where a record is a unit. */
static bool
records_agree(const struct draw *draw, uint64_t eligible)
{
    const struct draw_result *const result = draw->result;

    return draw->plan->unit.len > 0 || eligible + result->excluded +
                                               result->ineligible +
                                               result->ineligible_missing ==
                                           result->records;
}

/* Whether a stratum has as many units as were asked for. How many those are
 * that come by chance or to a shard, nobody knows. */
static bool
size_agrees(const struct plan *plan, const struct stratum *stratum)
{
    return plan->method != PLAN_SRS || plan->shard.is_out ||
           stratum->sample_size == draw_asked(plan, stratum);
}

/* A sum that is a whole number but for the rounding of its terms is that
 * number.
 */
static double
without_rounding(double sum)
{
    const double whole = floor(sum + 0.5);

    return fabs(sum - whole) <= 1e-12 * sum ? whole : sum;
}

static enum status
check_strata(struct draw *draw, const struct tally *tally)
{
    uint64_t units = 0, kept = 0;
    bool counts = true, weights = true, sizes = true;

    for (uint32_t h = 0; h < draw->strata->count; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        struct stratum_tally *const one = &tally->strata[h];
        weights = weights && weights_agree(draw, h, one);
        sizes = sizes && size_agrees(draw->plan, stratum);
        counts = counts && one->drawn == stratum->sample_size;
        units += stratum->pop_size;
        kept += stratum->kept_size;
        stratum->weight_sum = without_rounding(weight_sum_value(&one->weights));
        stratum->size_estimate = weight_sum_value(&one->products);
        if (draw->pps != NULL)
            stratum->size_sum = pps_total(draw->pps, h);
    }
    counts = counts && tally->kept == kept && records_agree(draw, units + kept);
    if (counts && weights && sizes)
        return ST_OK;
    return trouble_say(draw->trouble, ST_DATA,
                       "%s: internal check failed: %s do not add up; nothing "
                       "was written",
                       draw->name,
                       !counts    ? "records"
                       : !weights ? "weights"
                                  : "sizes");
}

enum status
draw_check(struct draw *draw)
{
    struct tally tally = {.draw = draw};
    enum status st;

    tally.strata =
        calloc(draw->strata->count + (size_t)1, sizeof *tally.strata);
    if (tally.strata == NULL)
        return trouble_nomem(draw->trouble);
    st = count_leaving(draw, &tally);
    if (st == ST_OK && !(draw->plan->count_only && draw->pps != NULL))
        st = check_strata(draw, &tally);
    free(tally.strata);
    return st;
}
