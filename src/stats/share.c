/* SPDX-License-Identifier: MIT */
#include "stats/share.h"

#include <assert.h>

#include "base/decimal.h"
#include "base/uint128.h"

enum status
share_read(struct slice text, struct share *share)
{
    struct decimal number;
    uint64_t numerator;
    int64_t power;

    if (decimal_read(text, &number) != ST_OK || number.sign < 0 ||
        decimal_integer(&number, &numerator, &power) != ST_OK ||
        power < -SHARE_PLACES)
        return ST_SYNTAX;
    for (; power > 0; power--)
        if (__builtin_mul_overflow(numerator, 10, &numerator))
            return ST_SYNTAX;
    *share = (struct share){numerator, (unsigned)-power};
    return ST_OK;
}

bool
share_is_at_most_one(struct share share)
{
    return share.numerator <= decimal_tens[share.places];
}

enum status
share_of(struct share share, uint64_t count, uint64_t *ceiling)
{
    const uint64_t whole = decimal_tens[share.places];
    const uint128 product = (uint128)share.numerator * count;
    const uint128 up = product / whole + (product % whole > 0);

    if (up > INT64_MAX)
        return ST_USAGE;
    *ceiling = (uint64_t)up;
    return ST_OK;
}

struct share_threshold
share_threshold(struct share share)
{
    const uint64_t whole = decimal_tens[share.places];

    assert(share.numerator <= whole);
    if (share.numerator == whole)
        return (struct share_threshold){UINT64_MAX, true};
    /* Below 1 the numerator is below 10^18, that is below 2^60. */
    return (struct share_threshold){
        (uint64_t)(((uint128)share.numerator << 64) / whole), false};
}

/* 10^PLACES, exact: below 10^22. */
static double
power_of(struct share share)
{
    double power = 1.0;

    for (unsigned k = 0; k < share.places; k++)
        power *= 10.0;
    return power;
}

double
share_value(struct share share)
{
    return (double)share.numerator / power_of(share);
}

double
share_inverse(struct share share)
{
    return power_of(share) / (double)share.numerator;
}
