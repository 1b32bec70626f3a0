/* SPDX-License-Identifier: MIT */
#include "base/limbs.h"

#include <assert.h>
#include <math.h>

#include "base/uint128.h"

enum { LIMB_BITS = 64 };

void
limbs_add(uint64_t *sum, size_t len, const uint64_t *other, size_t other_len)
{
    uint128 carry = 0;

    for (size_t i = 0; i < len; i++) {
        carry += (uint128)sum[i] + (i < other_len ? other[i] : 0);
        sum[i] = (uint64_t)carry;
        carry >>= LIMB_BITS;
    }
}

void
limbs_subtract(uint64_t *rest, size_t len, const uint64_t *other,
               size_t other_len)
{
    uint64_t borrow = 0;

    for (size_t i = 0; i < len; i++) {
        const uint128 less = (uint128)(i < other_len ? other[i] : 0) + borrow;
        borrow = rest[i] < less;
        rest[i] -= (uint64_t)less;
    }
}

void
limbs_multiply(const uint64_t *a, size_t a_len, const uint64_t *b, size_t b_len,
               uint64_t *product)
{
    for (size_t k = 0; k < a_len + b_len; k++)
        product[k] = 0;
    for (size_t i = 0; i < a_len; i++) {
        uint128 carry = 0;
        for (size_t j = 0; j < b_len; j++) {
            carry += (uint128)a[i] * b[j] + product[i + j];
            product[i + j] = (uint64_t)carry;
            carry >>= LIMB_BITS;
        }
        product[i + b_len] = (uint64_t)carry;
    }
}

int
limbs_compare(const uint64_t *a, const uint64_t *b, size_t len)
{
    for (size_t i = len; i-- > 0;)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* The number of bits from the highest 1 down. */
static size_t
bits_of(const uint64_t *a, size_t len)
{
    while (len > 0 && a[len - 1] == 0)
        len--;
    return len == 0 ? 0 : LIMB_BITS * len - (size_t)__builtin_clzll(a[len - 1]);
}

/* A times 2^BITS, added to SHIFTED, which has room for it. */
static void
shift(const uint64_t *a, size_t a_len, size_t bits, uint64_t *shifted)
{
    const size_t limbs = bits / LIMB_BITS, rest = bits % LIMB_BITS;

    for (size_t i = 0; i < a_len; i++) {
        const uint128 two = (uint128)a[i] << rest;
        if ((uint64_t)two != 0)
            shifted[i + limbs] |= (uint64_t)two;
        if (two >> LIMB_BITS != 0)
            shifted[i + limbs + 1] |= (uint64_t)(two >> LIMB_BITS);
    }
}

/* X / Y rounded down, its lowest bit 1 if there is a remainder: X has LEN + 1
 * limbs and 64 LEN + 63 bits, Y has LEN limbs with the highest bit 1. The guess
 * from the highest limbs is too large by 2 at most. */
static uint64_t
divide(const uint64_t *x, const uint64_t *y, size_t len)
{
    const uint128 top = (uint128)x[len] << LIMB_BITS | x[len - 1];
    uint64_t quotient = (uint64_t)(top / y[len - 1]);
    uint64_t product[LIMBS_MOST + 1];

    limbs_multiply(y, len, &quotient, 1, product);
    while (limbs_compare(product, x, len + 1) > 0) {
        limbs_subtract(product, len + 1, y, len);
        quotient--;
    }
    return quotient | (limbs_compare(product, x, len + 1) != 0);
}

double
limbs_ratio(const uint64_t *a, size_t a_len, const uint64_t *b, size_t b_len)
{
    const size_t a_bits = bits_of(a, a_len), b_bits = bits_of(b, b_len);
    const size_t bits = a_bits > b_bits ? a_bits : b_bits;
    const size_t len = (bits + LIMB_BITS - 1) / LIMB_BITS;
    uint64_t x[LIMBS_MOST + 1] = {0}, y[LIMBS_MOST] = {0};

    assert(b_bits > 0 && len <= LIMBS_MOST);
    if (a_bits == 0)
        return 0;
    shift(a, a_len, LIMB_BITS * len + LIMB_BITS - 1 - a_bits, x);
    shift(b, b_len, LIMB_BITS * len - b_bits, y);
    /* To multiply by a power of two is exact. */
    return ldexp((double)divide(x, y, len),
                 (int)a_bits - (int)b_bits - (LIMB_BITS - 1));
}
