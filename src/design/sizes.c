/* SPDX-License-Identifier: MIT */
#include "design/sizes.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/figure.h"
#include "design/blame.h"
#include "design/sizes_file.h"
#include "stats/allocation.h"

struct sizes {
    const struct plan *plan;
    struct sizes_file file;
};

bool
sizes_need_counts(const struct plan *plan, const struct sizes *sizes)
{
    switch (plan->size) {
    case PLAN_N:
        return plan->strata.len > 0;
    case PLAN_N_EACH:
        return false;
    case PLAN_FRACTION:
        return plan->method != PLAN_BERNOULLI;
    case PLAN_RATIO:
        return true;
    case PLAN_SIZES_FILE:
        return sizes->file.has_fractions;
    }
    return true;
}

enum status
sizes_new(const struct plan *plan, struct strata *strata,
          struct trouble *trouble, struct sizes **sizes)
{
    struct sizes *const made = calloc(1, sizeof *made);
    enum status st = ST_OK;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->plan = plan;
    if (plan->size == PLAN_SIZES_FILE)
        st = sizes_file_read(plan, strata, trouble, &made->file);
    if (st == ST_OK)
        *sizes = made;
    else
        sizes_free(made);
    return st;
}

void
sizes_free(struct sizes *sizes)
{
    if (sizes == NULL)
        return;
    sizes_file_free(&sizes->file);
    free(sizes);
}

/* "stratum 'LABEL'", for messages of sizes only: a label comes from a cell. */
static enum status
say_stratum(const struct stratum *stratum, const char *text,
            struct trouble *trouble)
{
    return trouble_say(trouble, ST_DATA, "stratum '%.*s': %s",
                       blame_shown(stratum->label, BLAME_TEXT),
                       stratum->label.bytes, text);
}

/* The size of a stratum that the file may name. */
static enum status
size_by_file(const struct sizes *sizes, struct stratum *stratum, uint32_t h,
             struct trouble *trouble)
{
    const struct sizes_row *const row = sizes_file_row(&sizes->file, h);

    if (row != NULL && !sizes->file.has_fractions) {
        stratum->wanted = row->sample_size;
        return ST_OK;
    }
    if (row != NULL)
        return share_of(row->fraction, stratum->pop_size, &stratum->wanted);
    switch (sizes->plan->sizes_missing) {
    case PLAN_SIZES_MISSING_ALL:
        stratum->wanted = INT64_MAX;
        return ST_OK;
    case PLAN_SIZES_MISSING_NONE:
        stratum->wanted = 0;
        return ST_OK;
    case PLAN_SIZES_MISSING_ERROR:
        break;
    }
    say_stratum(stratum,
                "not in the file of sizes; --sizes-missing says what such a "
                "stratum gets",
                trouble);
    return trouble_place(trouble, sizes->plan->sizes_file);
}

enum status
sizes_of_new(const struct sizes *sizes, struct strata *strata, uint32_t h,
             struct trouble *trouble)
{
    struct stratum *const stratum = &strata->list[h];

    if (sizes->plan->size == PLAN_SIZES_FILE)
        return size_by_file(sizes, stratum, h, trouble);
    stratum->wanted = sizes->plan->sample_size;
    return ST_OK;
}

bool
sizes_fraction(const struct sizes *sizes, uint32_t h, struct share *fraction)
{
    const struct sizes_row *const row = sizes_file_row(&sizes->file, h);

    if (row == NULL || !sizes->file.has_fractions)
        return false;
    *fraction = row->fraction;
    return true;
}

/* a_h of DESIGN.md: what n is shared out in proportion to. MOMENTS is NULL
 * where there is nobody to have them. */
static double
measure_of(const struct plan *plan, const struct stratum *stratum,
           const struct moments *moments)
{
    switch (plan->allocation) {
    case PLAN_PROPORTIONAL:
        return (double)stratum->pop_size;
    case PLAN_EQUAL:
        return 1.0;
    case PLAN_NEYMAN:
        return moments == NULL
                   ? 0.0
                   : (double)stratum->pop_size * moments_sd(moments);
    }
    return 0.0;
}

static enum status
say_too_small(const struct plan *plan, const struct strata *strata,
              uint64_t least, struct trouble *trouble)
{
    if (plan->sdc != PLAN_SDC_NONE) /* what they need tells what they have */
        return trouble_say(trouble, ST_USAGE,
                           "--n %" PRIu64 " is too small for %s strata with "
                           "--min-per-stratum %" PRIu64,
                           plan->sample_size, figure_of(strata->count).text,
                           plan->min_per_stratum);
    return trouble_say(trouble, ST_USAGE,
                       "--n %" PRIu64
                       " is too small: %s strata with --min-per-stratum "
                       "%" PRIu64 " need %" PRIu64,
                       plan->sample_size, figure_of(strata->count).text,
                       plan->min_per_stratum, least);
}

/* Shares n out among the strata, in their order. */
static enum status
allocate(const struct plan *plan, struct strata *strata,
         const struct moments *moments, struct trouble *trouble)
{
    struct allocation_stratum *const parts =
        calloc(strata->count + (size_t)1, sizeof *parts);
    uint32_t *order = NULL;
    enum status st = ST_OK;

    if (parts == NULL)
        return trouble_nomem(trouble);
    st = strata_sorted(strata, trouble, &order);
    for (uint32_t k = 0; k < strata->count && st == ST_OK; k++) {
        const uint32_t h = order[k];
        const bool has_moments =
            moments != NULL && strata->list[h].pop_size > 0;
        parts[k].pop_size = strata->list[h].pop_size;
        parts[k].measure = measure_of(plan, &strata->list[h],
                                      has_moments ? &moments[h] : NULL);
    }
    if (st == ST_OK) {
        const uint64_t least =
            allocation_least(parts, strata->count, plan->min_per_stratum);
        st = allocation_share(parts, strata->count, plan->sample_size,
                              plan->min_per_stratum);
        if (st == ST_USAGE)
            say_too_small(plan, strata, least, trouble);
        else if (st != ST_OK)
            trouble_nomem(trouble);
    }
    for (uint32_t k = 0; k < strata->count && st == ST_OK; k++)
        strata->list[order[k]].wanted = parts[k].sample_size;
    free(order);
    free(parts);
    return st;
}

bool
sizes_are_shared(const struct sizes *sizes)
{
    return sizes->plan->size == PLAN_N && sizes->plan->strata.len > 0 &&
           sizes->plan->sample_size > 0;
}

enum status
sizes_settle_one(const struct sizes *sizes, struct strata *strata, uint32_t h,
                 struct trouble *trouble)
{
    const struct plan *const plan = sizes->plan;
    struct stratum *const stratum = &strata->list[h];
    enum status st = ST_OK;

    if (plan->size == PLAN_FRACTION)
        st = share_of(plan->share, stratum->pop_size, &stratum->wanted);
    else if (plan->size == PLAN_RATIO)
        st = share_of(plan->share, stratum->kept_size, &stratum->wanted);
    else
        return sizes_of_new(sizes, strata, h, trouble);
    if (st != ST_OK)
        return trouble_say(trouble, ST_USAGE,
                           "--%s asks for more than 2^63 units",
                           plan->size == PLAN_RATIO ? "ratio" : "fraction");
    if (plan->min_given && stratum->wanted < plan->min_per_stratum)
        stratum->wanted = plan->min_per_stratum;
    return ST_OK;
}

enum status
sizes_settle(const struct sizes *sizes, struct strata *strata,
             const struct moments *moments, struct trouble *trouble)
{
    enum status st = ST_OK;

    if (sizes_are_shared(sizes))
        return allocate(sizes->plan, strata, moments, trouble);
    for (uint32_t h = 0; h < strata->count && st == ST_OK; h++)
        st = sizes_settle_one(sizes, strata, h, trouble);
    return st;
}

enum status
sizes_finish(const struct sizes *sizes, const struct strata *strata,
             struct trouble *trouble)
{
    if (sizes->plan->size != PLAN_SIZES_FILE)
        return ST_OK;
    for (uint32_t h = 0; h < sizes->file.count; h++) {
        const struct stratum *const stratum = &strata->list[h];
        /* Where nothing was counted before, the selection has. */
        if (stratum->pop_size + stratum->selection.pop_size +
                stratum->kept_size >
            0)
            continue;
        say_stratum(stratum, "no record of the frame is in it", trouble);
        return trouble_place(trouble, sizes->plan->sizes_file);
    }
    return ST_OK;
}
