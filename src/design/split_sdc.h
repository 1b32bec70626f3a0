/* SPDX-License-Identifier: MIT */
/* split_sdc.h - the counts of a split, as they may be told.
 *
 * Purpose    Disclosure control of the summary and of the list of a dry run;
 *            chunks and manifest are data.
 * Units      Records.
 * Ownership  None: plain values.
 * Errors     None.
 * Method     As sdc_count.h says. Each count stands for itself: no sum is told.
 */
#ifndef DESIGN_SPLIT_SDC_H
#define DESIGN_SPLIT_SDC_H

#include "design/sdc_count.h"
#include "design/split.h"

static inline bool
split_is_controlled(const struct split *split)
{
    return split->plan->sdc != PLAN_SDC_NONE;
}

static inline struct sdc_count
split_told(const struct split *split, uint64_t count)
{
    const struct plan control = {.sdc = split->plan->sdc,
                                 .sdc_suppress = split->plan->sdc_suppress};

    return sdc_count_of(&control, count);
}

#endif
