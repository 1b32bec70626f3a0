/* SPDX-License-Identifier: MIT */
/* allocation.h - sharing a sample among the strata.
 *
 * Purpose    Turns the size of the whole sample into a size for each stratum,
 *            in proportion to a measure: N_h (proportional), 1 (equal),
 *            N_h S_h (Neyman 1934).
 * Units      pop_size (N_h), sample_size (n_h) and min_size count sampling
 *            units; a measure has any unit.
 * Ownership  The caller owns the strata.
 * Errors     ST_USAGE if the sample is too small for the minima;
 *            ST_NOMEM. The strata are then unchanged.
 * Method     With l_h = min(min_size, N_h), the lambda is found for which the
 *            sum of clamp(lambda a_h, l_h, N_h) is n. It lies between two of
 *            the numbers l_h / a_h and N_h / a_h at which a stratum leaves its
 *            minimum or is used up: they are sorted and walked, in
 *            O(H log H). Sizes are rounded down; the units that are left go
 *            one each to the largest fractions (Hamilton's method), the
 *            earlier stratum first where they are equal.
 *            A stratum whose measure is 0 gets its minimum, and more only if
 *            the others are used up: what is left is then shared among those
 *            strata in proportion to N_h.
 *            All of this is done in integers, without rounding. Measures that
 *            are whole numbers below 2^62 are these integers. Otherwise all of
 *            them are multiplied by the same power of two (2^1000 at most), by
 *            which the largest comes to lie between 2^61 and 2^62, and are
 *            rounded down, but not to 0.
 */
#ifndef STATS_ALLOCATION_H
#define STATS_ALLOCATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct allocation_stratum {
    uint64_t pop_size;
    double measure;       /* finite, not negative */
    uint64_t sample_size; /* the result */
};

/* What all strata have together at their minima: the least possible sample,
 * if it is not the whole frame. The pop sizes add up to less than 2^64. */
uint64_t allocation_least(const struct allocation_stratum *strata, size_t count,
                          uint64_t min_size);

/* Gives each stratum its sample size: from MIN_SIZE, or all it has, up to all
 * it has, SAMPLE_SIZE together. If there are not so many units, all of them
 * are taken. */
enum status allocation_share(struct allocation_stratum *strata, size_t count,
                             uint64_t sample_size, uint64_t min_size);

#endif
