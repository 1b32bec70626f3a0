/* SPDX-License-Identifier: MIT */
#include "design/sdc_warnings.h"

#include "design/sdc_stratum.h"

static enum status
tell_given(const struct plan *plan, const struct warnings *given,
           struct warnings *warnings)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < given->count && st == ST_OK; k++) {
        const struct warning *const one = &given->list[k];
        if (one->plain)
            st = warnings_add_plain(warnings, "%s", one->text);
        else if (plan->sdc == PLAN_SDC_NONE)
            st = warnings_add(warnings, "%s", one->text);
    }
    return st;
}

/* Whether all units of a stratum are known to be taken: n is N as they are
 * told, or more was asked for than any count that is suppressed. */
static bool
takes_all(const struct plan *plan, const struct sdc_told *told,
          const struct sdc_stratum *stratum)
{
    const bool asked = sdc_size_of(plan, told->strata_count) == SDC_SIZE_ASKED;

    if (stratum->pop_size.state == SDC_TOLD)
        return stratum->pop_size.count > 0 &&
               stratum->sample_size.state == SDC_TOLD &&
               stratum->sample_size.count == stratum->pop_size.count;
    return asked && plan->replicate <= 1 && sdc_size_asked(plan) >= told->limit;
}

static bool
takes_one_of_several(const struct sdc_stratum *stratum)
{
    return stratum->sample_size.state == SDC_TOLD &&
           stratum->sample_size.count == 1 &&
           stratum->pop_size.state == SDC_TOLD && stratum->pop_size.count > 1;
}

static enum status
add_strata(struct warnings *warnings, uint64_t strata, uint64_t of,
           const char *what)
{
    if (strata == 0)
        return ST_OK;
    if (of == 1)
        return warnings_add_plain(warnings, "%s", what);
    return warnings_add_plain(warnings, "in %s of %s strata %s",
                              figure_of(strata).text, figure_of(of).text, what);
}

static enum status
tell_of_cells(const struct plan *plan, const struct sdc_told *told,
              struct warnings *warnings)
{
    uint64_t all = 0, single = 0;
    enum status st = ST_OK;

    for (size_t h = 0; h < told->strata_count; h++) {
        all += takes_all(plan, told, &told->strata[h]);
        single += takes_one_of_several(&told->strata[h]);
    }
    if (sdc_count_is_some(told->not_represented))
        st = warnings_add_plain(warnings, "not represented: %s %s",
                                sdc_count_text(told->not_represented).text,
                                plan->unit.len > 0 ? "units" : "records");
    if (st == ST_OK)
        st = add_strata(warnings, all, told->strata_count,
                        "all are taken, as far as rounded counts tell");
    if (st == ST_OK)
        st = add_strata(warnings, single, told->strata_count,
                        "one is drawn of several: no variance can be "
                        "estimated");
    return st;
}

enum status
sdc_warnings_tell(const struct plan *plan, const struct draw_result *result,
                  struct sdc_told *told)
{
    enum status st = tell_given(plan, &result->warnings, &told->warnings);

    if (st == ST_OK && plan->sdc != PLAN_SDC_NONE)
        st = tell_of_cells(plan, told, &told->warnings);
    return st;
}
