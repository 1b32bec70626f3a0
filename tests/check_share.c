/* SPDX-License-Identifier: MIT */
#include "stats/share.h"

#include <inttypes.h>
#include <stdio.h>

#include "run_tests.h"

static struct share
read_share(const char *text)
{
    struct share share = {99, 99};

    if (share_read(slice_of(text), &share) != ST_OK)
        ck_abort_msg("no share: %s", text);
    return share;
}

START_TEST(a_share_is_read_with_the_fewest_places)
{
    static const struct {
        const char *text;
        uint64_t numerator;
        unsigned places;
    } rows[] = {
        {"0.07", 7, 2},
        {"0.0700", 7, 2},
        {"+7e-2", 7, 2},
        {"1", 1, 0},
        {"1.000", 1, 0},
        {"2.5", 25, 1},
        {"120", 120, 0},
        {"1.2E2", 120, 0},
        {"0", 0, 0},
        {"-0.00", 0, 0},
        {"0e99", 0, 0},
        {"1e-18", 1, 18},
        {"1e19", 10000000000000000000U, 0},
        {"18446744073709551615", UINT64_MAX, 0},
        {"18.446744073709551615", UINT64_MAX, 18},
        {"0.999999999999999999", 999999999999999999, 18},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct share share = read_share(rows[i].text);
        ck_assert_uint_eq(share.numerator, rows[i].numerator);
        ck_assert_uint_eq(share.places, rows[i].places);
    }
}
END_TEST

START_TEST(what_is_no_share_is_refused)
{
    static const char *const texts[] = {"",
                                        " ",
                                        ".",
                                        "7%",
                                        "1/3",
                                        "0,07",
                                        "inf",
                                        "nan",
                                        "0x1",
                                        "-0.07",
                                        "-1",
                                        "1e-19",
                                        "0.0000000000000000001",
                                        "1.0000000000000000001",
                                        "18446744073709551616",
                                        "1e20",
                                        "1e999999999999999999",
                                        "1e-999999999999999999"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct share share = {99, 99};
        if (share_read(slice_of(texts[i]), &share) != ST_SYNTAX)
            ck_abort_msg("it passes as a share: %s", texts[i]);
        ck_assert_uint_eq(share.numerator, 99);
        ck_assert_uint_eq(share.places, 99);
    }
}
END_TEST

START_TEST(shares_up_to_1_and_above_are_told_apart)
{
    ck_assert(share_is_at_most_one(read_share("0")));
    ck_assert(share_is_at_most_one(read_share("0.999999999999999999")));
    ck_assert(share_is_at_most_one(read_share("1")));
    ck_assert(!share_is_at_most_one(read_share("1.000000000000000001")));
    ck_assert(!share_is_at_most_one(read_share("1.5")));
    ck_assert(!share_is_at_most_one(read_share("2")));
}
END_TEST

/* By Python's math.ceil(fractions.Fraction(text) * count); with doubles,
 * math.ceil(0.07 * 24e6) is 1680001. */
START_TEST(a_share_of_a_count_is_its_exact_ceiling)
{
    static const struct {
        const char *text;
        uint64_t count, ceiling;
    } rows[] = {
        {"0.07", 24000000, 1680000},
        {"0.07", 24000001, 1680001},
        {"1.1", 10, 11},
        {"0.1", 1, 1},
        {"0.1", 0, 0},
        {"0", 1000, 0},
        {"1", 17, 17},
        {"2.5", 3, 8},
        {"1e-18", 1, 1},
        {"1e-18", 1000000000000000000, 1},
        {"1e-18", 1000000000000000001, 2},
        {"0.333333333333333333", 3, 1},
        {"0.333333333333333333", 3000000000000000003, 1000000000000000000},
        {"0.5", UINT64_MAX - 1, INT64_MAX},
        {"1", INT64_MAX, INT64_MAX},
        {"0.000000000000000001", UINT64_MAX, 19},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t ceiling = 99;
        ck_assert_int_eq(
            share_of(read_share(rows[i].text), rows[i].count, &ceiling), ST_OK);
        if (ceiling != rows[i].ceiling)
            ck_abort_msg("%s of %" PRIu64 ": %" PRIu64, rows[i].text,
                         rows[i].count, ceiling);
    }
}
END_TEST

/* The ceiling c of a share k/1000 of N: 1000 c >= k N > 1000 (c - 1). */
START_TEST(every_share_in_thousandths_of_every_small_count_is_exact)
{
    for (uint64_t k = 0; k <= 2000; k++) {
        char text[16];
        snprintf(text, sizeof text, "%" PRIu64 "e-3", k);
        const struct share share = read_share(text);
        for (uint64_t count = 0; count <= 300; count++) {
            uint64_t up = UINT64_MAX;
            if (share_of(share, count, &up) != ST_OK || 1000 * up < k * count ||
                1000 * up >= k * count + 1000)
                ck_abort_msg("%s of %d is not %d", text, (int)count, (int)up);
        }
    }
}
END_TEST

START_TEST(a_share_of_2_to_63_or_more_is_refused)
{
    uint64_t ceiling = 99;

    ck_assert_int_eq(share_of(read_share("1"), (uint64_t)1 << 63, &ceiling),
                     ST_USAGE);
    ck_assert_int_eq(share_of(read_share("0.5"), UINT64_MAX, &ceiling),
                     ST_USAGE);
    ck_assert_int_eq(
        share_of(read_share("18446744073709551615"), UINT64_MAX, &ceiling),
        ST_USAGE);
    ck_assert_uint_eq(ceiling, 99);
}
END_TEST

/* By Python's int(fractions.Fraction(text) * 2**64). */
START_TEST(a_draw_takes_exactly_the_random_numbers_below_the_threshold)
{
    static const struct {
        const char *text;
        uint64_t bound;
    } rows[] = {
        {"0.5", 9223372036854775808U},
        {"0.25", 4611686018427387904},
        {"0.1", 1844674407370955161},
        {"0.02", 368934881474191032},
        {"0.07", 1291272085159668613},
        {"0.000000000000000001", 18},
        {"0.999999999999999999", 18446744073709551597U},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct share_threshold threshold =
            share_threshold(read_share(rows[i].text));
        ck_assert(share_takes(threshold, 0));
        ck_assert(share_takes(threshold, rows[i].bound - 1));
        ck_assert(!share_takes(threshold, rows[i].bound));
        ck_assert(!share_takes(threshold, UINT64_MAX));
    }
}
END_TEST

START_TEST(a_draw_with_probability_0_takes_none_and_with_1_all)
{
    const struct share_threshold none = share_threshold(read_share("0"));
    const struct share_threshold all = share_threshold(read_share("1.0"));

    ck_assert(!share_takes(none, 0));
    ck_assert(!share_takes(none, UINT64_MAX));
    ck_assert(share_takes(all, 0));
    ck_assert(share_takes(all, UINT64_MAX));
}
END_TEST

/* By the literals of C, which are nearest, too. */
START_TEST(a_share_has_a_value_and_an_inverse)
{
    ck_assert(share_value(read_share("0.07")) == 0.07);
    ck_assert(share_value(read_share("1")) == 1.0);
    ck_assert(share_value(read_share("2.5")) == 2.5);
    ck_assert(share_inverse(read_share("0.125")) == 8.0);
    ck_assert(share_inverse(read_share("0.3")) == 10.0 / 3.0);
    ck_assert(share_inverse(read_share("2e1")) == 0.05);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("share");

    tcase_add_test(tests, a_share_is_read_with_the_fewest_places);
    tcase_add_test(tests, what_is_no_share_is_refused);
    tcase_add_test(tests, shares_up_to_1_and_above_are_told_apart);
    tcase_add_test(tests, a_share_of_a_count_is_its_exact_ceiling);
    tcase_add_test(tests,
                   every_share_in_thousandths_of_every_small_count_is_exact);
    tcase_add_test(tests, a_share_of_2_to_63_or_more_is_refused);
    tcase_add_test(tests,
                   a_draw_takes_exactly_the_random_numbers_below_the_threshold);
    tcase_add_test(tests, a_draw_with_probability_0_takes_none_and_with_1_all);
    tcase_add_test(tests, a_share_has_a_value_and_an_inverse);
    return run_tests("share", tests);
}
