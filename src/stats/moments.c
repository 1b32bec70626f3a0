/* SPDX-License-Identifier: MIT */
#include "stats/moments.h"

#include <math.h>
#include <string.h>

#include "base/limbs.h"
#include "stats/quantity.h"

enum status
moments_add(struct moments *moments, const struct decimal *number)
{
    struct quantity value;
    uint64_t square[2 * QUANTITY_LIMBS];

    if (quantity_of(number, &value) != ST_OK)
        return ST_DATA;
    if (value.sign < 0)
        limbs_subtract(moments->sum, MOMENTS_SUM_LIMBS, value.limbs,
                       QUANTITY_LIMBS);
    else
        limbs_add(moments->sum, MOMENTS_SUM_LIMBS, value.limbs, QUANTITY_LIMBS);
    limbs_multiply(value.limbs, QUANTITY_LIMBS, value.limbs, QUANTITY_LIMBS,
                   square);
    limbs_add(moments->squares, MOMENTS_SQUARE_LIMBS, square,
              2 * QUANTITY_LIMBS);
    moments->pop_size++;
    return ST_OK;
}

void
moments_merge(struct moments *moments, const struct moments *other)
{
    moments->pop_size += other->pop_size;
    limbs_add(moments->sum, MOMENTS_SUM_LIMBS, other->sum, MOMENTS_SUM_LIMBS);
    limbs_add(moments->squares, MOMENTS_SQUARE_LIMBS, other->squares,
              MOMENTS_SQUARE_LIMBS);
}

/* The sum without its sign, which is returned. */
static int
magnitude_of_sum(const struct moments *moments,
                 uint64_t magnitude[MOMENTS_SUM_LIMBS])
{
    const bool negative = moments->sum[MOMENTS_SUM_LIMBS - 1] >> 63 == 1;

    memset(magnitude, 0, sizeof moments->sum);
    if (negative)
        limbs_subtract(magnitude, MOMENTS_SUM_LIMBS, moments->sum,
                       MOMENTS_SUM_LIMBS);
    else
        limbs_add(magnitude, MOMENTS_SUM_LIMBS, moments->sum,
                  MOMENTS_SUM_LIMBS);
    return negative ? -1 : 1;
}

double
moments_sum(const struct moments *moments)
{
    uint64_t magnitude[MOMENTS_SUM_LIMBS];
    const int sign = magnitude_of_sum(moments, magnitude);

    return sign * limbs_ratio(magnitude, MOMENTS_SUM_LIMBS, quantity_unit,
                              QUANTITY_UNIT_LIMBS);
}

enum { VARIANCE_LIMBS = 2 * MOMENTS_SUM_LIMBS };

/* N Q and T^2. */
static void
multiply(const struct moments *moments, uint64_t squares[VARIANCE_LIMBS],
         uint64_t square[VARIANCE_LIMBS])
{
    uint64_t sum[MOMENTS_SUM_LIMBS];

    memset(squares, 0, VARIANCE_LIMBS * sizeof *squares);
    magnitude_of_sum(moments, sum);
    limbs_multiply(sum, MOMENTS_SUM_LIMBS, sum, MOMENTS_SUM_LIMBS, square);
    limbs_multiply(moments->squares, MOMENTS_SQUARE_LIMBS, &moments->pop_size,
                   1, squares);
}

bool
moments_are_possible(const struct moments *moments)
{
    uint64_t squares[VARIANCE_LIMBS], square[VARIANCE_LIMBS];

    multiply(moments, squares, square);
    return limbs_compare(squares, square, VARIANCE_LIMBS) >= 0;
}

double
moments_sd(const struct moments *moments)
{
    const uint64_t pop_size = moments->pop_size, one_less = pop_size - 1;
    uint64_t above[VARIANCE_LIMBS], square[VARIANCE_LIMBS];
    uint64_t sizes[2], units[2 * QUANTITY_UNIT_LIMBS];
    uint64_t below[2 + 2 * QUANTITY_UNIT_LIMBS];

    if (pop_size < 2)
        return 0;
    multiply(moments, above, square);
    limbs_subtract(above, VARIANCE_LIMBS, square, VARIANCE_LIMBS);
    /* Squares count (10^-30)^2 of the square of the column's unit. */
    limbs_multiply(&pop_size, 1, &one_less, 1, sizes);
    limbs_multiply(quantity_unit, QUANTITY_UNIT_LIMBS, quantity_unit,
                   QUANTITY_UNIT_LIMBS, units);
    limbs_multiply(sizes, 2, units, 2 * QUANTITY_UNIT_LIMBS, below);
    return sqrt(
        limbs_ratio(above, VARIANCE_LIMBS, below, 2 + 2 * QUANTITY_UNIT_LIMBS));
}
