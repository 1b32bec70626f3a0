/* SPDX-License-Identifier: MIT */
/* classify_internal.h - the inside of a classifier.
 *
 * Purpose    Shares it between asking the rules and judging, at the end, what
 *            they saw.
 * Units      As in classify.h.
 * Ownership  classify.c owns everything in it.
 * Errors     None.
 * Method     None.
 */
#ifndef DESIGN_CLASSIFY_INTERNAL_H
#define DESIGN_CLASSIFY_INTERNAL_H

#include "design/classify.h"

/* A rule, and what its column was seen to hold. */
struct bound_rule {
    struct rule rule;
    size_t wanted; /* the rule's column among the wanted ones */
    bool saw_truth;
    bool saw_date;
    uint64_t satisfied; /* records */
    uint64_t missing;
    uint64_t first_missing; /* position of the first of them */
};

struct classifier {
    const struct plan *plan;
    const struct columns *columns;
    uint64_t records;  /* all, */
    uint64_t eligible; /* and those that --where lets through */
    size_t count;
    struct bound_rule *keep;     /* behind those of --where, */
    struct bound_rule *outcomes; /* and behind these the keys of --strata */
    size_t outcome_count;
    struct bound_rule rules[];
};

#endif
