/* SPDX-License-Identifier: MIT */
#include "design/sdc_stratum.h"

#include "stats/weight.h"

static const struct sdc_count no_count = {SDC_UNTOLD, 0};
static const struct sdc_real no_real = {SDC_UNTOLD, 0};

enum sdc_size
sdc_size_of(const struct plan *plan, size_t strata_count)
{
    if (plan->method == PLAN_BERNOULLI)
        return SDC_SIZE_BY_CHANCE;
    switch (plan->size) {
    case PLAN_N:
        return strata_count > 1 && plan->sample_size > 0 ? SDC_SIZE_ALLOCATED
                                                         : SDC_SIZE_ASKED;
    case PLAN_FRACTION:
        return SDC_SIZE_OF_UNITS;
    case PLAN_RATIO:
        return plan->share.numerator > 0 || plan->min_given ? SDC_SIZE_OF_KEPT
                                                            : SDC_SIZE_ASKED;
    case PLAN_SIZES_FILE:
        return SDC_SIZE_OF_FILE;
    case PLAN_N_EACH:
        break;
    }
    return SDC_SIZE_ASKED;
}

uint64_t
sdc_size_asked(const struct plan *plan)
{
    return plan->size == PLAN_RATIO ? 0 : plan->sample_size;
}

/* What becomes of a stratum's counts. */
struct verdict {
    enum sdc_state pop;
    enum sdc_state sample;
    enum sdc_state kept;
};

static enum sdc_state
hidden_if(bool hidden)
{
    return hidden ? SDC_SUPPRESSED : SDC_TOLD;
}

/* From this many units on, no size that goes with a small number of kept ones
 * is limited by N. */
static uint64_t
most_by_ratio(const struct plan *plan)
{
    const uint64_t limit = sdc_count_limit(plan);
    uint64_t most = 0;

    if (share_of(plan->share, limit, &most) != ST_OK)
        return UINT64_MAX;
    if (most < limit)
        most = limit;
    return most < plan->min_per_stratum ? plan->min_per_stratum : most;
}

static struct verdict
judge(const struct plan *plan, enum sdc_size size,
      const struct draw_stratum *stratum, uint64_t kept)
{
    const uint64_t n = stratum->sample_size, pop_size = stratum->pop_size;
    const bool small_pop = sdc_count_is_small(plan, pop_size);
    const bool small_n = sdc_count_is_small(plan, n);
    const bool small_kept = sdc_count_is_small(plan, kept);
    const enum sdc_state of_both = hidden_if(small_pop || small_n);
    struct verdict verdict = {of_both, of_both, hidden_if(small_kept)};

    switch (size) {
    case SDC_SIZE_OF_UNITS:
        break;
    case SDC_SIZE_OF_FILE: /* it may ask for just what is drawn */
        if (of_both != SDC_TOLD)
            verdict.sample = SDC_UNTOLD;
        break;
    case SDC_SIZE_ASKED:
        verdict.pop =
            hidden_if(small_pop || (small_n && n < sdc_size_asked(plan)));
        verdict.sample =
            hidden_if(verdict.pop != SDC_TOLD && sdc_size_asked(plan) > 1);
        break;
    case SDC_SIZE_OF_KEPT:
        verdict.sample = verdict.kept =
            hidden_if(small_pop || small_n || small_kept);
        verdict.pop = hidden_if(small_pop || (verdict.kept != SDC_TOLD &&
                                              pop_size < most_by_ratio(plan)));
        break;
    case SDC_SIZE_BY_CHANCE:
    case SDC_SIZE_ALLOCATED:
        verdict.pop = hidden_if(small_pop);
        break;
    }
    /* A size that is lifted to the least one is known. */
    if (plan->min_given && verdict.sample == SDC_SUPPRESSED)
        verdict.sample = SDC_UNTOLD;
    return verdict;
}

/* n: as it was asked for, or rounded. */
static struct sdc_count
tell_size(const struct plan *plan, enum sdc_size size, enum sdc_state state,
          uint64_t n, struct sdc_count pop_size)
{
    const bool as_asked = size == SDC_SIZE_ASKED && n == sdc_size_asked(plan);

    if (state != SDC_TOLD || !as_asked ||
        (pop_size.state == SDC_TOLD && n > pop_size.count))
        return sdc_count_in_state(plan, state, n);
    return (struct sdc_count){SDC_TOLD, n};
}

/* Rows are at least as many as units, so that a small number of units, which
 * may be told where it was asked for, would tell of rows. */
static struct sdc_count
tell_rows(const struct plan *plan, struct sdc_count units, bool rows_are_units,
          uint64_t rows)
{
    if (rows_are_units || units.state != SDC_TOLD)
        return units;
    if (!plan_counts_rows(plan))
        return no_count;
    if (sdc_count_is_small(plan, units.count))
        return no_count;
    return sdc_count_in_state(plan, SDC_TOLD, rows);
}

/* The rows that leave. Of --output=rest they are those that were not drawn,
 * which with N would tell n more closely than n is told. */
static struct sdc_count
tell_leaving(const struct plan *plan, struct sdc_count sample_size,
             const struct draw_stratum *stratum)
{
    const bool by_record = plan->unit.len == 0;

    if (by_record && plan->output == PLAN_REST)
        return plan->sdc == PLAN_SDC_NONE
                   ? sdc_count_in_state(plan, SDC_TOLD, stratum->sample_rows)
                   : no_count;
    return tell_rows(plan, sample_size, by_record || plan->one_per_unit,
                     stratum->sample_rows);
}

static void
tell_weight(const struct plan *plan, const struct draw_stratum *stratum,
            struct sdc_stratum *told)
{
    const bool quotient = plan->method != PLAN_PPS &&
                          !plan->inverse_probability && !plan->row_weights;
    const uint64_t pop_size = told->pop_size.count;
    uint64_t n = told->sample_size.count;

    told->design_weight = told->weight_sum = no_real;
    if (plan->sdc == PLAN_SDC_NONE) {
        told->weight_sum = (struct sdc_real){SDC_TOLD, stratum->weight_sum};
        if (stratum->design_weight > 0)
            told->design_weight =
                (struct sdc_real){SDC_TOLD, stratum->design_weight};
        return;
    }
    if (told->pop_size.state != SDC_TOLD ||
        told->sample_size.state != SDC_TOLD || !quotient)
        return;
    if (plan->output == PLAN_REST)
        n = pop_size - n;
    told->weight_sum =
        (struct sdc_real){SDC_TOLD, n > 0 ? (double)pop_size : 0.0};
    if (n > 0)
        told->design_weight =
            (struct sdc_real){SDC_TOLD, design_weight(pop_size, n)};
}

struct sdc_stratum
sdc_stratum_tell(const struct plan *plan, enum sdc_size size,
                 const struct draw_stratum *stratum, uint64_t kept)
{
    const struct verdict verdict = judge(plan, size, stratum, kept);
    const bool rows_are_units = plan->unit.len == 0;
    struct sdc_stratum told = {.label = stratum->label};

    told.pop_size = sdc_count_in_state(plan, verdict.pop, stratum->pop_size);
    told.kept_size = sdc_count_in_state(plan, verdict.kept, kept);
    told.sample_size = tell_size(plan, size, verdict.sample,
                                 stratum->sample_size, told.pop_size);
    told.pop_rows =
        tell_rows(plan, told.pop_size, rows_are_units, stratum->pop_rows);
    told.sample_rows = tell_leaving(plan, told.sample_size, stratum);
    tell_weight(plan, stratum, &told);
    return told;
}

void
sdc_stratum_untell_size(struct sdc_stratum *told)
{
    told->sample_size = told->sample_rows = no_count;
    told->design_weight = told->weight_sum = no_real;
}
