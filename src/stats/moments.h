/* SPDX-License-Identifier: MIT */
/* moments.h - exact sums of a column and of its squares.
 *
 * Purpose    The standard deviation S_h of a column in a stratum, for Neyman
 *            allocation, and the total of a column.
 * Units      Those of the column; pop_size counts the units added.
 * Ownership  A plain value of 88 bytes that starts zeroed.
 * Errors     ST_DATA for a number that quantity_of() refuses; the moments are
 *            then unchanged.
 * Method     Values are integers in units of 10^-30, and so are the sums, with
 *            limbs enough for 2^64 values: whatever the order of additions and
 *            merges, they are the same. With Q the sum of squares and T that
 *            of the values, S^2 = (N Q - T^2) / (N (N - 1)) is an exact
 *            quotient of integers that is rounded once, before its root.
 */
#ifndef STATS_MOMENTS_H
#define STATS_MOMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/decimal.h"

enum { MOMENTS_SUM_LIMBS = 4, MOMENTS_SQUARE_LIMBS = 6 };

struct moments {
    uint64_t pop_size;
    uint64_t sum[MOMENTS_SUM_LIMBS]; /* negative: modulo 2^256 */
    uint64_t squares[MOMENTS_SQUARE_LIMBS];
};

/* Adds the value of one unit. */
enum status moments_add(struct moments *moments, const struct decimal *number);

/* Adds all that was added to OTHER. */
void moments_merge(struct moments *moments, const struct moments *other);

/* Whether there are values that have these sums: N Q is T^2 or more. */
bool moments_are_possible(const struct moments *moments);

/* The double that is nearest to the sum. */
double moments_sum(const struct moments *moments);

/* The standard deviation with divisor N - 1: the root, rounded, of the double
 * that is nearest to the variance. 0 if fewer than two units were added. */
double moments_sd(const struct moments *moments);

#endif
