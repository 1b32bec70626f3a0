/* SPDX-License-Identifier: MIT */
#include "stats/moments.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "run_tests.h"
#include "stats/pcg64.h"

static void
add(struct moments *moments, const char *text)
{
    struct decimal number;

    ck_assert_int_eq(decimal_read(slice_of(text), &number), ST_OK);
    ck_assert_int_eq(moments_add(moments, &number), ST_OK);
}

/* By Python: float(sum) and math.sqrt(float(variance)) of fractions. */
static const struct known {
    const char *texts[8];
    double sum, sd;
} known[] = {
    {{"2", "4", "4", "4", "5", "5", "7", "9"}, 40, 2.138089935299395},
    {{"1", "2"}, 3, 0.7071067811865476},
    {{"-1", "1"}, 0, 1.4142135623730951},
    {{"0.1", "0.2", "0.3"}, 0.6, 0.1},
    {{"0.1", "0.1", "0.1"}, 0.3, 0},
    {{"-5", "-5.5", "-7.25"}, -17.75, 1.181453906563152},
    {{"999999999999999999", "999999999999999998"}, 2e18, 0.7071067811865476},
    {{"999999999999.123456", "-999999999999.123456", "1e-6"},
     1e-6,
     999999999999.1235},
    {{"1e-30", "2e-30", "4e-30"}, 7e-30, 1.5275252316519467e-30},
    {{"17.3", "1e-30"}, 17.3, 12.232947314527273},
    {{"27.123456789012345", "1.2345678901234567e-05"},
     27.123469134691245,
     19.17917149501766},
};

START_TEST(sum_and_standard_deviation_are_those_of_exact_fractions)
{
    const struct known *const row = &known[_i];
    struct moments moments = {0};

    for (int i = 0; i < 8 && row->texts[i] != NULL; i++)
        add(&moments, row->texts[i]);
    ck_assert(moments_sum(&moments) == row->sum);
    ck_assert(moments_sd(&moments) == row->sd);
}
END_TEST

/* NIST, Statistical Reference Datasets, NumAcc1 to NumAcc4: the certified
 * standard deviations are 1, 0.1, 0.1 and 0.1; 1001 values in the last three,
 * one in the middle and then pairs around it. */
START_TEST(the_reference_data_of_NIST_have_their_certified_deviations)
{
    static const char *const texts[3][3] = {
        {"1.2", "1.1", "1.3"},
        {"1000000.2", "1000000.1", "1000000.3"},
        {"10000000.2", "10000000.1", "10000000.3"}};
    struct moments first = {0};

    add(&first, "10000001");
    add(&first, "10000003");
    add(&first, "10000002");
    ck_assert(moments_sd(&first) == 1);
    for (int k = 0; k < 3; k++) {
        struct moments moments = {0};
        add(&moments, texts[k][0]);
        for (int pair = 0; pair < 500; pair++) {
            add(&moments, texts[k][1]);
            add(&moments, texts[k][2]);
        }
        ck_assert_uint_eq(moments.pop_size, 1001);
        ck_assert(moments_sd(&moments) == 0.1);
    }
}
END_TEST

START_TEST(fewer_than_two_units_have_no_deviation)
{
    struct moments moments = {0};

    ck_assert(moments_sd(&moments) == 0);
    ck_assert(moments_sum(&moments) == 0);
    add(&moments, "17.5");
    ck_assert(moments_sd(&moments) == 0);
    ck_assert(moments_sum(&moments) == 17.5);
}
END_TEST

enum { VALUES = 2000 };

/* Numbers of all sizes, half of them negative. */
static void
write_values(char texts[VALUES][32])
{
    struct pcg64 dice = {3, 5};

    for (int i = 0; i < VALUES; i++) {
        const uint64_t places = pcg64_next(&dice) % 30 + 1;
        const uint64_t digits = pcg64_next(&dice) >> (16 + 40 * (i % 2));
        snprintf(texts[i], 32, "%s%" PRIu64 "e-%" PRIu64,
                 pcg64_next(&dice) % 2 == 0 ? "-" : "", digits, places);
    }
}

START_TEST(neither_the_order_nor_the_parts_change_any_bit)
{
    static char texts[VALUES][32];
    struct moments forward = {0}, backward = {0}, merged = {0};
    struct moments parts[7] = {{0}};

    write_values(texts);
    for (int i = 0; i < VALUES; i++) {
        add(&forward, texts[i]);
        add(&backward, texts[VALUES - 1 - i]);
        add(&parts[i * i % 7], texts[i]);
    }
    for (int k = 6; k >= 0; k--)
        moments_merge(&merged, &parts[k]);
    ck_assert(memcmp(&forward, &backward, sizeof forward) == 0);
    ck_assert(memcmp(&forward, &merged, sizeof forward) == 0);
    ck_assert_uint_eq(forward.pop_size, VALUES);
}
END_TEST

/* Merged with themselves until they are 2^62 and 2^63 units of the largest
 * size: x and -x have the variance x^2 N / (N - 1), all x have none. */
START_TEST(sums_hold_as_many_units_as_can_be_counted)
{
    struct moments moments = {0};

    add(&moments, "999999999999999999.9");
    add(&moments, "-999999999999999999.9");
    for (int k = 0; k < 61; k++) {
        const struct moments same = moments;
        moments_merge(&moments, &same);
    }
    ck_assert_uint_eq(moments.pop_size, UINT64_C(1) << 62);
    ck_assert(moments_sum(&moments) == 0);
    ck_assert(moments_sd(&moments) == 1e18);

    struct moments positive = {0};
    add(&positive, "-999999999999999999.9");
    for (int k = 0; k < 63; k++) {
        const struct moments same = positive;
        moments_merge(&positive, &same);
    }
    ck_assert(moments_sum(&positive) == -0x1p63 * 1e18);
    ck_assert(moments_sd(&positive) == 0);
}
END_TEST

START_TEST(a_number_that_cannot_be_summed_is_refused_and_changes_nothing)
{
    static const char *const texts[] = {"1e18", "-1e18", "1e-31",
                                        "0.92345678901234567891"};
    struct moments moments = {0};

    add(&moments, "3");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct moments before = moments;
        struct decimal number;
        ck_assert_int_eq(decimal_read(slice_of(texts[i]), &number), ST_OK);
        ck_assert_int_eq(moments_add(&moments, &number), ST_DATA);
        ck_assert(memcmp(&before, &moments, sizeof before) == 0);
    }
}
END_TEST

/* 1 and -3: N Q = 20, T^2 = 4. Of N = 2 and T = 6, Q is 18 at least. */
START_TEST(sums_that_no_values_have_are_not_possible)
{
    struct moments moments = {0};

    ck_assert(moments_are_possible(&moments));
    add(&moments, "1");
    ck_assert(moments_are_possible(&moments));
    add(&moments, "-3");
    ck_assert(moments_are_possible(&moments));
    memset(moments.squares, 0, sizeof moments.squares);
    ck_assert(!moments_are_possible(&moments));

    struct moments same = {0};
    add(&same, "3");
    add(&same, "3");
    ck_assert(moments_are_possible(&same));
    same.squares[0]--;
    ck_assert(!moments_are_possible(&same));
}
END_TEST

START_TEST(moments_are_as_small_as_their_header_says)
{
    ck_assert_uint_eq(sizeof(struct moments), 88);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("moments");

    tcase_add_loop_test(tests,
                        sum_and_standard_deviation_are_those_of_exact_fractions,
                        0, sizeof known / sizeof *known);
    tcase_add_test(tests,
                   the_reference_data_of_NIST_have_their_certified_deviations);
    tcase_add_test(tests, fewer_than_two_units_have_no_deviation);
    tcase_add_test(tests, neither_the_order_nor_the_parts_change_any_bit);
    tcase_add_test(tests, sums_hold_as_many_units_as_can_be_counted);
    tcase_add_test(
        tests, a_number_that_cannot_be_summed_is_refused_and_changes_nothing);
    tcase_add_test(tests, sums_that_no_values_have_are_not_possible);
    tcase_add_test(tests, moments_are_as_small_as_their_header_says);
    return run_tests("moments", tests);
}
