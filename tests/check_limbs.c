/* SPDX-License-Identifier: MIT */
#include "base/limbs.h"

#include <string.h>

#include "base/uint128.h"
#include "run_tests.h"

/* Scatters K over 64 bits (the finalizer of SplitMix64). */
static uint64_t
scatter(uint64_t k)
{
    k = (k + 1) * 0x9e3779b97f4a7c15;
    k = (k ^ k >> 30) * 0xbf58476d1ce4e5b9;
    k = (k ^ k >> 27) * 0x94d049bb133111eb;
    return k ^ k >> 31;
}

/* Limbs in which every other bit pattern makes carries run. */
static uint64_t
any_limb(uint64_t k)
{
    const uint64_t limbs[] = {scatter(k), UINT64_MAX, 0, scatter(k) >> 40};

    return limbs[scatter(k + 1000) % 4];
}

static uint128
two_limbs(const uint64_t *limbs)
{
    return (uint128)limbs[1] << 64 | limbs[0];
}

START_TEST(sums_and_differences_of_two_limbs_are_those_of_128_bits)
{
    for (uint64_t k = 0; k < 20000; k++) {
        const uint64_t a[] = {any_limb(4 * k), any_limb(4 * k + 1)};
        const uint64_t b[] = {any_limb(4 * k + 2), any_limb(4 * k + 3)};
        uint64_t sum[] = {a[0], a[1]}, rest[] = {a[0], a[1]};
        uint64_t one[] = {a[0], a[1]};
        limbs_add(sum, 2, b, 2);
        limbs_subtract(rest, 2, b, 2);
        limbs_add(one, 2, b, 1);
        ck_assert(two_limbs(sum) == two_limbs(a) + two_limbs(b));
        ck_assert(two_limbs(rest) == two_limbs(a) - two_limbs(b));
        ck_assert(two_limbs(one) == two_limbs(a) + b[0]);
        ck_assert_int_eq(limbs_compare(a, b, 2),
                         (two_limbs(a) > two_limbs(b)) -
                             (two_limbs(a) < two_limbs(b)));
    }
}
END_TEST

START_TEST(products_of_one_limb_are_those_of_128_bits)
{
    for (uint64_t k = 0; k < 20000; k++) {
        const uint64_t a = any_limb(2 * k), b = any_limb(2 * k + 1);
        uint64_t product[2];
        limbs_multiply(&a, 1, &b, 1, product);
        ck_assert(two_limbs(product) == (uint128)a * b);
    }
}
END_TEST

/* (a + b) (c + d) = ac + ad + bc + bd, and (a + b) - b = a, for four limbs. */
START_TEST(products_and_sums_of_many_limbs_obey_the_laws_of_numbers)
{
    enum { LEN = 4, TWICE = 8 };

    for (uint64_t k = 0; k < 5000; k++) {
        uint64_t a[LEN], b[LEN], c[LEN], sum[LEN + 1] = {0};
        uint64_t ac[TWICE], bc[TWICE], ca[TWICE], whole[TWICE + 1];
        for (uint64_t i = 0; i < LEN; i++) {
            a[i] = any_limb(12 * k + i);
            b[i] = any_limb(12 * k + 4 + i);
            c[i] = any_limb(12 * k + 8 + i);
        }
        limbs_add(sum, LEN + 1, a, LEN);
        limbs_add(sum, LEN + 1, b, LEN);
        limbs_multiply(sum, LEN + 1, c, LEN, whole);
        limbs_multiply(a, LEN, c, LEN, ac);
        limbs_multiply(c, LEN, a, LEN, ca);
        limbs_multiply(b, LEN, c, LEN, bc);
        ck_assert(memcmp(ac, ca, sizeof ac) == 0);
        limbs_subtract(whole, TWICE + 1, ac, TWICE);
        limbs_subtract(whole, TWICE + 1, bc, TWICE);
        for (int i = 0; i <= TWICE; i++)
            ck_assert_uint_eq(whole[i], 0);
        limbs_subtract(sum, LEN + 1, b, LEN);
        ck_assert_uint_eq(sum[LEN], 0);
        ck_assert(memcmp(sum, a, sizeof a) == 0);
    }
}
END_TEST

/* By the division of doubles, which IEEE 754 rounds correctly: the quotient of
 * two integers that doubles hold does not change if both are multiplied by the
 * same number, of up to six limbs. */
START_TEST(a_ratio_is_the_nearest_double)
{
    for (uint64_t k = 0; k < 20000; k++) {
        const uint64_t a = scatter(2 * k) >> (11 + k % 50);
        const uint64_t b = (scatter(2 * k + 1) >> (11 + k / 50 % 50)) + 1;
        const double want = (double)a / (double)b;
        uint64_t factor[6], above[7], below[7];
        for (size_t len = 0; len <= 6; len++) {
            for (uint64_t i = 0; i < len; i++)
                factor[i] = any_limb(10 * k + i);
            if (len > 0)
                factor[len - 1] |= 1;
            limbs_multiply(&a, 1, factor, len, above);
            limbs_multiply(&b, 1, factor, len, below);
            if (len == 0) { /* as they are */
                above[0] = a;
                below[0] = b;
            }
            ck_assert(limbs_ratio(above, len + 1, below, len + 1) == want);
        }
    }
}
END_TEST

/* A tie: an odd number of 54 bits times B, over B. One more or less above is
 * enough to leave it, however long B is. */
START_TEST(a_tie_goes_to_the_even_double_and_one_more_or_less_decides)
{
    const uint64_t one = 1;

    for (uint64_t k = 0; k < 5000; k++) {
        const uint64_t odd = (UINT64_C(1) << 53) | (scatter(k) >> 12) << 1 | 1;
        const double low = (double)(odd - 1), high = (double)(odd + 1);
        const double even = odd >> 1 & 1 ? high : low;
        uint64_t b[5], above[6];
        const size_t len = 1 + k % 5;
        for (uint64_t i = 0; i < len; i++)
            b[i] = any_limb(10 * k + i);
        b[len - 1] |= 2;
        limbs_multiply(b, len, &odd, 1, above);
        ck_assert(limbs_ratio(above, len + 1, b, len) == even);
        limbs_add(above, len + 1, &one, 1);
        ck_assert(limbs_ratio(above, len + 1, b, len) == high);
        limbs_subtract(above, len + 1, &one, 1);
        limbs_subtract(above, len + 1, &one, 1);
        ck_assert(limbs_ratio(above, len + 1, b, len) == low);
    }
}
END_TEST

/* By Python's int / int, which is rounded correctly. */
START_TEST(ratios_may_be_very_large_and_very_small)
{
    const uint64_t most[LIMBS_MOST] = {UINT64_MAX, UINT64_MAX, UINT64_MAX,
                                       UINT64_MAX, UINT64_MAX, UINT64_MAX,
                                       UINT64_MAX, UINT64_MAX};
    const uint64_t one[LIMBS_MOST] = {1}, three = 3, none[2] = {0};

    ck_assert(limbs_ratio(most, LIMBS_MOST, one, LIMBS_MOST) == 0x1p512);
    ck_assert(limbs_ratio(one, LIMBS_MOST, most, LIMBS_MOST) == 0x1p-512);
    ck_assert(limbs_ratio(most, LIMBS_MOST, &three, 1) ==
              0x1.5555555555555p+510);
    ck_assert(limbs_ratio(most, LIMBS_MOST, most, LIMBS_MOST) == 1);
    ck_assert(limbs_ratio(none, 2, &three, 1) == 0);
    ck_assert(limbs_ratio(&three, 1, one, 1) == 3);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("limbs");

    tcase_add_test(tests,
                   sums_and_differences_of_two_limbs_are_those_of_128_bits);
    tcase_add_test(tests, products_of_one_limb_are_those_of_128_bits);
    tcase_add_test(tests,
                   products_and_sums_of_many_limbs_obey_the_laws_of_numbers);
    tcase_add_test(tests, a_ratio_is_the_nearest_double);
    tcase_add_test(tests,
                   a_tie_goes_to_the_even_double_and_one_more_or_less_decides);
    tcase_add_test(tests, ratios_may_be_very_large_and_very_small);
    return run_tests("limbs", tests);
}
