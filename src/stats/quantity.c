/* SPDX-License-Identifier: MIT */
#include "stats/quantity.h"

#include <string.h>

#include "base/limbs.h"

/* 10^30 to the base 2^64. */
const uint64_t quantity_unit[QUANTITY_UNIT_LIMBS] = {0x4674edea40000000,
                                                     0xc9f2c9cd0};

/* Multiplies LIMBS by 10^POWER; the product fits. */
static void
multiply_by_tens(uint64_t limbs[QUANTITY_LIMBS], size_t power)
{
    uint64_t product[QUANTITY_LIMBS + 1];

    while (power > 0) {
        const size_t step = power < DECIMAL_TENS ? power : DECIMAL_TENS - 1;
        limbs_multiply(limbs, QUANTITY_LIMBS, &decimal_tens[step], 1, product);
        memcpy(limbs, product, QUANTITY_LIMBS * sizeof *limbs);
        power -= step;
    }
}

enum status
quantity_of(const struct decimal *number, struct quantity *quantity)
{
    struct quantity value = {{0}, number->sign};
    int64_t power;

    if (number->exponent >= QUANTITY_DIGITS ||
        decimal_integer(number, &value.limbs[0], &power) != ST_OK ||
        power < -QUANTITY_PLACES)
        return ST_DATA;
    multiply_by_tens(value.limbs, (size_t)(power + QUANTITY_PLACES));
    *quantity = value;
    return ST_OK;
}

double
quantity_value(const struct quantity *quantity)
{
    return quantity->sign * limbs_ratio(quantity->limbs, QUANTITY_LIMBS,
                                        quantity_unit, QUANTITY_UNIT_LIMBS);
}
