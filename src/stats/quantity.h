/* SPDX-License-Identifier: MIT */
/* quantity.h - the value of a column as a number that can be summed exactly.
 *
 * Purpose    Turns a decimal into an integer, so that sums and comparisons of
 *            sums are exact and do not depend on the order of the units.
 * Units      An integer counts 10^-30 of the column's unit.
 * Ownership  None: a quantity is a plain value.
 * Errors     ST_DATA if a number is 10^18 or more, if it has more than 30
 *            places behind the point, or if the digits between the first and
 *            the last that is no zero make an integer of 2^64 or more: any 19
 *            digits will do, and no double needs more than 17.
 * Method     x times 10^30 is less than 2^160: it has three limbs.
 */
#ifndef STATS_QUANTITY_H
#define STATS_QUANTITY_H

#include <stdint.h>

#include "base/decimal.h"

enum {
    QUANTITY_LIMBS = 3,
    QUANTITY_PLACES = 30, /* behind the point */
    QUANTITY_DIGITS = 18, /* in front of it */
    QUANTITY_UNIT_LIMBS = 2
};

struct quantity {
    uint64_t limbs[QUANTITY_LIMBS]; /* |x| 10^30, the lowest first */
    int sign;                       /* -1, 0 or 1 */
};

/* The quantity 1: 10^30. */
extern const uint64_t quantity_unit[QUANTITY_UNIT_LIMBS];

/* The quantity of a number. */
enum status quantity_of(const struct decimal *number,
                        struct quantity *quantity);

/* The double that is nearest to a quantity. */
double quantity_value(const struct quantity *quantity);

#endif
