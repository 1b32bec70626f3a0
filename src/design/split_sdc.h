/* SPDX-License-Identifier: MIT */
/* split_sdc.h - the counts of a split, as they may be told.
 *
 * Purpose    Disclosure control of the summary, of the messages and of the list
 *            of a dry run; chunks and manifest are data.
 * Units      Records.
 * Ownership  None: plain values.
 * Errors     None.
 * Method     As sdc_count.h says. What is told of are chunks, and the records
 *            that are dropped: no record is in two of them, and no sum is told,
 *            so that there is nothing to subtract from.
 *
 *            by keys   a count for itself, and 0 is told.
 *            groups    0 is suppressed too: where groups are many, those that
 *                      have anybody count the units.
 *            rows      all chunks but the last have what was asked for. The
 *                      number of chunks leaves M numbers of records possible;
 *                      a last chunk that is told is rounded, and suppressed
 *                      where M cuts the numbers off that are told alike.
 *            parts     have about equal counts where records are about as long:
 *                      only their sum is told.
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

/* A plan with the disclosure control of PLAN and nothing else. */
struct plan split_control(const struct split_plan *plan);

/* The least number of rows that --rows may ask for. */
uint64_t split_least_rows(const struct split_plan *plan);

/* A count that stands for itself. */
struct sdc_count split_told(const struct split *split, uint64_t count);

/* How many records chunk K has. */
struct sdc_count split_told_chunk(const struct split *split, uint32_t k);

#endif
