/* SPDX-License-Identifier: MIT */
#include "design/split_sdc.h"

struct plan
split_control(const struct split_plan *plan)
{
    return (struct plan){.sdc = plan->sdc, .sdc_suppress = plan->sdc_suppress};
}

uint64_t
split_least_rows(const struct split_plan *plan)
{
    static const uint64_t alike[] = {
        [PLAN_SDC_NONE] = 1, [PLAN_SDC_ROUND5] = 5, [PLAN_SDC_MIDPOINT6] = 6};
    const struct plan control = split_control(plan);
    const uint64_t limit = sdc_count_limit(&control);

    return limit < alike[plan->sdc] ? alike[plan->sdc] : limit + 1;
}

struct sdc_count
split_told(const struct split *split, uint64_t count)
{
    const struct plan control = split_control(split->plan);

    return sdc_count_of(&control, count);
}

/* The largest count that is told like this one. */
static uint64_t
last_alike(enum plan_sdc sdc, uint64_t count)
{
    switch (sdc) {
    case PLAN_SDC_ROUND5:
        return (count + 2) / 5 * 5 + 2;
    case PLAN_SDC_MIDPOINT6:
        return (count + 5) / 6 * 6;
    case PLAN_SDC_NONE:
        break;
    }
    return count;
}

struct sdc_count
split_told_chunk(const struct split *split, uint32_t k)
{
    const struct split_plan *const plan = split->plan;
    const uint64_t records = split->chunks[k].records;
    const bool is_last = k + 1 == split->count;
    bool tells = false;

    if (!split_is_controlled(split))
        return split_told(split, records);
    if (plan->parts > 0)
        tells = true;
    else if (plan->groups > 0)
        tells = records == 0;
    else if (plan->rows_each > 0)
        tells = is_last && last_alike(plan->sdc, records) > plan->rows_each;
    return tells ? (struct sdc_count){SDC_SUPPRESSED, 0}
                 : split_told(split, records);
}
