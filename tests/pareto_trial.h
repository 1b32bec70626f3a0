/* SPDX-License-Identifier: MIT */
/* pareto_trial.h - populations of sizes for tests.
 *
 * Purpose    Counts some units and settles a sample of them.
 * Units      As in stats/pareto.h.
 * Ownership  The test frees the count with pareto_free().
 * Errors     Fails the test.
 * Method     Sizes are read from their texts, as a frame has them.
 */
#ifndef TESTS_PARETO_TRIAL_H
#define TESTS_PARETO_TRIAL_H

#include <inttypes.h>
#include <stdio.h>

#include <check.h>

#include "stats/pareto.h"

enum { MOST_UNITS = 200 };

static inline struct quantity
read_size(const char *text)
{
    struct decimal number;
    struct quantity size;

    ck_assert(!decimal_read(slice_of(text), &number));
    ck_assert(!quantity_of(&number, &size));
    return size;
}

static inline struct quantity
whole_size(uint64_t size)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRIu64, size);
    return read_size(text);
}

/* Counts COUNT units and settles a sample of N. */
static inline struct pareto
settle(const struct quantity *sizes, size_t count, uint64_t n)
{
    struct pareto pareto;

    pareto_init(&pareto, n);
    for (size_t i = 0; i < count; i++)
        if (pareto_offer(&pareto, &sizes[i]) != ST_OK)
            ck_abort_msg("unit %zu", i);
    pareto_settle(&pareto, n);
    return pareto;
}

#endif
