/* SPDX-License-Identifier: MIT */
#include "design/sdc_count.h"

uint64_t
sdc_count_limit(const struct plan *plan)
{
    if (plan->sdc == PLAN_SDC_NONE)
        return 0;
    return plan->sdc_suppress == 1 ? 2 : plan->sdc_suppress;
}

bool
sdc_count_is_small(const struct plan *plan, uint64_t count)
{
    return count > 0 && count <= sdc_count_limit(plan);
}

struct sdc_count
sdc_count_in_state(const struct plan *plan, enum sdc_state state,
                   uint64_t count)
{
    if (state != SDC_TOLD)
        return (struct sdc_count){state, 0};
    switch (plan->sdc) {
    case PLAN_SDC_ROUND5:
        count = (count + 2) / 5 * 5;
        break;
    case PLAN_SDC_MIDPOINT6:
        count = count == 0 ? 0 : (count + 5) / 6 * 6 - 3;
        break;
    case PLAN_SDC_NONE:
        break;
    }
    return (struct sdc_count){SDC_TOLD, count};
}

struct sdc_count
sdc_count_of(const struct plan *plan, uint64_t count)
{
    const bool small = sdc_count_is_small(plan, count);

    return sdc_count_in_state(plan, small ? SDC_SUPPRESSED : SDC_TOLD, count);
}

struct sdc_count
sdc_count_untold(const struct plan *plan, uint64_t count)
{
    if (plan->sdc == PLAN_SDC_NONE)
        return (struct sdc_count){SDC_TOLD, count};
    return (struct sdc_count){SDC_UNTOLD, 0};
}

struct sdc_real
sdc_real_untold(const struct plan *plan, double value)
{
    if (plan->sdc == PLAN_SDC_NONE)
        return (struct sdc_real){SDC_TOLD, value};
    return (struct sdc_real){SDC_UNTOLD, 0};
}

struct sdc_count
sdc_count_add(struct sdc_count a, struct sdc_count b)
{
    const struct sdc_count sum = {SDC_TOLD, a.count + b.count};

    if (sum.count > 0 || (a.state == SDC_TOLD && b.state == SDC_TOLD))
        return sum;
    return a.state == SDC_TOLD ? b : a;
}

struct figure
sdc_count_text(struct sdc_count count)
{
    switch (count.state) {
    case SDC_SUPPRESSED:
        return (struct figure){"[c]"};
    case SDC_UNTOLD:
        return (struct figure){"-"};
    case SDC_TOLD:
        break;
    }
    return figure_of(count.count);
}
