/* SPDX-License-Identifier: MIT */
#include "design/sdc.h"

#include <stdlib.h>

#include "design/sdc_stratum.h"
#include "design/sdc_warnings.h"

/* The units of stratum H that are kept; without strata all of them are. */
static uint64_t
kept_of(const struct draw_result *result, size_t h)
{
    return result->strata_count == 1 ? result->kept.pop_size
                                     : result->strata[h].kept_size;
}

/* Where sizes are allocated, one small count hides them all. */
static bool
sizes_tell_of_small(const struct plan *plan, const struct draw_result *result)
{
    if (sdc_size_of(plan, result->strata_count) != SDC_SIZE_ALLOCATED)
        return false;
    for (size_t h = 0; h < result->strata_count; h++)
        if (sdc_count_is_small(plan, result->strata[h].pop_size) ||
            sdc_count_is_small(plan, result->strata[h].sample_size))
            return true;
    return false;
}

static void
tell_strata(const struct plan *plan, const struct draw_result *result,
            struct sdc_told *told)
{
    const enum sdc_size size = sdc_size_of(plan, result->strata_count);
    const bool untell = sizes_tell_of_small(plan, result);

    for (size_t h = 0; h < result->strata_count; h++) {
        struct sdc_stratum *const stratum = &told->strata[h];
        *stratum = sdc_stratum_tell(plan, size, &result->strata[h],
                                    kept_of(result, h));
        if (untell)
            sdc_stratum_untell_size(stratum);
    }
    told->strata_count = result->strata_count;
}

/* The certainties, which are the sum of those of the strata. */
static void
tell_kept(const struct plan *plan, const struct draw_result *result,
          struct sdc_told *told)
{
    const struct sdc_count none = {SDC_TOLD, 0}, untold = {SDC_UNTOLD, 0};
    const bool leave = plan->output != PLAN_REST;
    struct sdc_stratum *const kept = &told->kept;
    bool all_told = true;

    kept->pop_size = none;
    for (size_t h = 0; h < told->strata_count; h++) {
        const struct sdc_count of_stratum = told->strata[h].kept_size;
        kept->pop_size = sdc_count_add(kept->pop_size, of_stratum);
        all_told = all_told && of_stratum.state == SDC_TOLD;
    }
    kept->pop_rows = kept->pop_size;
    if (plan->unit.len > 0)
        kept->pop_rows =
            all_told && plan_counts_rows(plan)
                ? sdc_count_in_state(plan, SDC_TOLD, result->kept.pop_rows)
                : untold;
    kept->sample_size = leave ? kept->pop_size : none;
    kept->sample_rows = leave ? kept->pop_rows : none;
    if (plan->unit.len > 0 && plan->one_per_unit)
        kept->sample_rows = kept->sample_size;
    kept->kept_size = kept->pop_size;
    kept->design_weight = (struct sdc_real){
        sdc_count_is_some(kept->sample_size) ? SDC_TOLD : SDC_UNTOLD,
        sdc_count_is_some(kept->sample_size) ? 1.0 : 0.0};
    kept->weight_sum = (struct sdc_real){kept->sample_size.state,
                                         (double)kept->sample_size.count};
    if (plan->sdc == PLAN_SDC_NONE)
        kept->weight_sum.value = leave ? result->kept.weight_sum : 0.0;
    else if (plan->row_weights)
        kept->weight_sum = (struct sdc_real){SDC_UNTOLD, 0};
}

/* The sum of two weights that are told. */
static struct sdc_real
add_real(struct sdc_real a, struct sdc_real b)
{
    if (a.state == SDC_TOLD)
        a.value += b.value;
    else
        a = b;
    return a;
}

/* All strata in one. */
static void
tell_drawn(const struct plan *plan, const struct draw_result *result,
           struct sdc_told *told)
{
    struct sdc_stratum all = {0};

    if (told->strata_count == 1) {
        told->drawn = told->strata[0];
        if (plan->sdc == PLAN_SDC_NONE)
            told->drawn.weight_sum.value = result->drawn.weight_sum;
        return;
    }
    all.design_weight.state = SDC_UNTOLD;
    all.weight_sum.state = told->strata_count > 0 ? SDC_UNTOLD : SDC_TOLD;
    for (size_t h = 0; h < told->strata_count; h++) {
        const struct sdc_stratum *const one = &told->strata[h];
        all.pop_size = sdc_count_add(all.pop_size, one->pop_size);
        all.sample_size = sdc_count_add(all.sample_size, one->sample_size);
        all.kept_size = sdc_count_add(all.kept_size, one->kept_size);
        all.pop_rows = sdc_count_add(all.pop_rows, one->pop_rows);
        all.sample_rows = sdc_count_add(all.sample_rows, one->sample_rows);
        all.weight_sum = add_real(all.weight_sum, one->weight_sum);
    }
    if (plan->sdc == PLAN_SDC_NONE)
        all.weight_sum.value = result->drawn.weight_sum;
    told->drawn = all;
}

/* Whom no row of the sample stands for. */
static void
tell_not_represented(struct sdc_told *told)
{
    for (size_t h = 0; h < told->strata_count; h++) {
        const struct sdc_stratum *const one = &told->strata[h];
        if (one->sample_size.state == SDC_TOLD && one->sample_size.count == 0)
            told->not_represented =
                sdc_count_add(told->not_represented, one->pop_size);
    }
}

static void
tell_records(const struct plan *plan, const struct draw_result *result,
             struct sdc_told *told)
{
    told->excluded = sdc_count_of(plan, result->excluded);
    told->ineligible = sdc_count_of(plan, result->ineligible);
    told->ineligible_missing = sdc_count_of(plan, result->ineligible_missing);
    told->blank_lines = sdc_count_of(plan, result->blank_lines);
    if (plan->sdc == PLAN_SDC_NONE) {
        told->records = sdc_count_of(plan, result->records);
        return;
    }
    told->records = sdc_count_add(told->kept.pop_rows, told->drawn.pop_rows);
    told->records = sdc_count_add(told->records, told->excluded);
    told->records = sdc_count_add(told->records, told->ineligible);
    told->records = sdc_count_add(told->records, told->ineligible_missing);
}

static void
tell_cost(const struct plan *plan, const struct draw_result *result,
          struct sdc_told *told)
{
    told->bytes_read = sdc_count_untold(plan, result->bytes_read);
    told->bytes_decoded = sdc_count_untold(plan, result->bytes_decoded);
    told->candidates = sdc_count_untold(plan, result->candidates);
    told->log_bytes_on_disk = sdc_count_untold(plan, result->log_bytes_on_disk);
    told->read_seconds = sdc_real_untold(plan, result->read_seconds);
    told->write_seconds = sdc_real_untold(plan, result->write_seconds);
    told->base_weight_sum = sdc_real_untold(plan, result->base_weight_sum);
    told->final_weight_sum = sdc_real_untold(plan, result->final_weight_sum);
    told->size_sum = sdc_real_untold(plan, result->size_sum);
    told->size_estimate = sdc_real_untold(plan, result->size_estimate);
    told->columns = result->columns;
    told->reads = result->reads;
    told->stream = result->stream;
    told->unit_key = result->unit_key;
}

/* Counts of missing cells are tied to those of kept and dropped records. */
static void
tell_missing(const struct plan *plan, const struct draw_result *result,
             struct sdc_told *told)
{
    for (size_t k = 0; k < result->missing_count; k++)
        told->missing[k] = (struct sdc_missing){
            result->missing[k].column,
            sdc_count_untold(plan, result->missing[k].records),
            result->missing[k].meaning};
    told->missing_count = result->missing_count;
}

enum status
sdc_tell(const struct plan *plan, const struct draw_result *result,
         struct sdc_told *told)
{
    *told = (struct sdc_told){
        .sdc = plan->sdc,
        .limit = sdc_count_limit(plan),
        .strata = calloc(result->strata_count + 1, sizeof *told->strata),
        .missing = calloc(result->missing_count + 1, sizeof *told->missing),
    };
    if (told->strata == NULL || told->missing == NULL)
        return ST_NOMEM;
    tell_strata(plan, result, told);
    tell_kept(plan, result, told);
    tell_drawn(plan, result, told);
    tell_not_represented(told);
    tell_records(plan, result, told);
    tell_cost(plan, result, told);
    tell_missing(plan, result, told);
    return sdc_warnings_tell(plan, result, told);
}

void
sdc_told_free(struct sdc_told *told)
{
    free(told->strata);
    free(told->missing);
    warnings_free(&told->warnings);
    *told = (struct sdc_told){0};
}
