/* SPDX-License-Identifier: MIT */
/* sdc_count.h - a number, or that it may not be told.
 *
 * Purpose    The cells of which all is made that is told of a draw.
 * Units      Counts, and what is computed from them.
 * Ownership  None: plain values.
 * Errors     None.
 * Method     As sdc.h says: a count from 1 to K is suppressed, any other one is
 *            rounded to the nearest 5 or to the middle of its six.
 */
#ifndef DESIGN_SDC_COUNT_H
#define DESIGN_SDC_COUNT_H

#include "base/figure.h"
#include "design/plan.h"

enum sdc_state {
    SDC_TOLD,
    SDC_SUPPRESSED, /* a count that is too small, or would tell of one */
    SDC_UNTOLD      /* not for telling, whatever it is; or there is none */
};

struct sdc_count {
    enum sdc_state state;
    uint64_t count; /* 0 if it is not told */
};

struct sdc_real {
    enum sdc_state state;
    double value; /* 0 if it is not told */
};

/* The K of PLAN: 0 without disclosure control, and never 1, because a count
 * that is suppressed for being 1 would be known. */
uint64_t sdc_count_limit(const struct plan *plan);

/* Whether a count is suppressed for its size. */
bool sdc_count_is_small(const struct plan *plan, uint64_t count);

/* A count that stands for itself, as it may be told. */
struct sdc_count sdc_count_of(const struct plan *plan, uint64_t count);

/* A count in this state, rounded if that is SDC_TOLD. */
struct sdc_count sdc_count_in_state(const struct plan *plan,
                                    enum sdc_state state, uint64_t count);

/* A figure that disclosure control never tells. */
struct sdc_count sdc_count_untold(const struct plan *plan, uint64_t count);
struct sdc_real sdc_real_untold(const struct plan *plan, double value);

/* The sum of those of two that are told; a 0 that leaves something out is not
 * told either. */
struct sdc_count sdc_count_add(struct sdc_count a, struct sdc_count b);

/* A count for people: "[c]" for one that is suppressed, "-" for one that is
 * not told. */
struct figure sdc_count_text(struct sdc_count count);

/* Whether there is anything in a count: more than 0, or suppressed. */
static inline bool
sdc_count_is_some(struct sdc_count count)
{
    return count.count > 0 || count.state == SDC_SUPPRESSED;
}

#endif
