/* SPDX-License-Identifier: MIT */
#include "base/slice.h"

#include "run_tests.h"

/* A slice of a string constant, which may hold a NUL. */
#define TEXT(constant) ((struct slice){constant, sizeof constant - 1})

static int
sign(int number)
{
    return (number > 0) - (number < 0);
}

START_TEST(a_slice_of_a_string_ends_before_its_NUL)
{
    const char *string = "abc";
    const struct slice text = slice_of(string);

    ck_assert_ptr_eq(text.bytes, string);
    ck_assert_uint_eq(text.len, 3);
    ck_assert_uint_eq(slice_of("").len, 0);
}
END_TEST

START_TEST(equal_means_the_same_bytes)
{
    const struct slice nothing = {NULL, 0};

    ck_assert(slice_equal(TEXT("abc"), TEXT("abc")));
    ck_assert(slice_equal(TEXT("a\0c"), TEXT("a\0c")));
    ck_assert(!slice_equal(TEXT("a\0c"), TEXT("a\0d")));
    ck_assert(!slice_equal(TEXT("abc"), TEXT("abC")));
    ck_assert(!slice_equal(TEXT("abc"), TEXT("ab")));
    ck_assert(!slice_equal(TEXT("ab"), TEXT("abc")));
    ck_assert(slice_equal(nothing, TEXT("")));
    ck_assert(slice_equal(nothing, nothing));
}
END_TEST

/* All pairs of bytes: letters of ASCII have one partner, others none. */
START_TEST(only_letters_of_ASCII_are_equal_in_any_case)
{
    for (int i = 0; i < 256; i++)
        for (int k = 0; k < 256; k++) {
            const char a = (char)i, b = (char)k;
            const bool upper_lower = i >= 'A' && i <= 'Z' && k == i + 32;
            const bool lower_upper = k >= 'A' && k <= 'Z' && i == k + 32;
            if (slice_equal_any_case((struct slice){&a, 1},
                                     (struct slice){&b, 1}) !=
                (i == k || upper_lower || lower_upper))
                ck_abort_msg("bytes %d and %d", i, k);
        }
    ck_assert(slice_equal_any_case(TEXT("TrUe"), TEXT("tRuE")));
    ck_assert(!slice_equal_any_case(TEXT("true"), TEXT("tru")));
    ck_assert(slice_equal_any_case(TEXT(""), TEXT("")));
}
END_TEST

START_TEST(order_is_by_bytes_and_a_prefix_is_less)
{
    static const struct slice rising[] = {
        {NULL, 0},     TEXT("\0"),    TEXT("\0\0"), TEXT("A"),
        TEXT("AB"),    TEXT("AB\0"),  TEXT("Ab"),   TEXT("B"),
        TEXT("a\177"), TEXT("a\200"), TEXT("b"),    TEXT("\377")};
    const int count = sizeof rising / sizeof *rising;

    for (int i = 0; i < count; i++)
        for (int k = 0; k < count; k++)
            if (sign(slice_compare(rising[i], rising[k])) != sign(i - k))
                ck_abort_msg("texts %d and %d", i, k);
}
END_TEST

START_TEST(an_ending_may_be_in_any_case)
{
    ck_assert(slice_ends_with(TEXT("cohort.tsv"), TEXT(".tsv")));
    ck_assert(slice_ends_with(TEXT("COHORT.TSV"), TEXT(".tsv")));
    ck_assert(slice_ends_with(TEXT(".tsv"), TEXT(".tsv")));
    ck_assert(slice_ends_with(TEXT("any"), TEXT("")));
    ck_assert(slice_ends_with(TEXT(""), TEXT("")));
    ck_assert(!slice_ends_with(TEXT("tsv"), TEXT(".tsv")));
    ck_assert(!slice_ends_with(TEXT("cohort.tsv "), TEXT(".tsv")));
    ck_assert(!slice_ends_with(TEXT("cohort.tsv.gz"), TEXT(".tsv")));
}
END_TEST

START_TEST(a_count_is_digits_below_2_to_the_64)
{
    const struct {
        struct slice text;
        uint64_t count;
    } rows[] = {
        {TEXT("0"), 0},
        {TEXT("7"), 7},
        {TEXT("007"), 7},
        {TEXT("50000"), 50000},
        {TEXT("9223372036854775808"), (uint64_t)INT64_MAX + 1},
        {TEXT("18446744073709551615"), UINT64_MAX},
        {TEXT("000000000000000000000018446744073709551615"), UINT64_MAX},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t count = 1;
        ck_assert_int_eq(slice_to_count(rows[i].text, &count), ST_OK);
        ck_assert_uint_eq(count, rows[i].count);
    }
}
END_TEST

START_TEST(what_is_no_count_is_refused_and_writes_nothing)
{
    const struct slice texts[] = {
        {NULL, 0},
        TEXT(" "),
        TEXT("-1"),
        TEXT("+1"),
        TEXT(" 5"),
        TEXT("5 "),
        TEXT("5x"),
        TEXT("0x10"),
        TEXT("1.5"),
        TEXT("1e6"),
        TEXT("1,000"),
        TEXT("5\0"),
        TEXT("\0"),
        TEXT("abc"),
        TEXT("inf"),
        TEXT("nan"),
        TEXT("\331\243"), /* Arabic-Indic digit three */
        TEXT("/"),        /* before '0' */
        TEXT(":"),        /* after '9' */
        TEXT("18446744073709551616"),
        TEXT("18446744073709551620"),
        TEXT("28446744073709551615"),
        TEXT("184467440737095516150"),
        TEXT("99999999999999999999999999999999999999999999"),
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint64_t count = 12345;
        ck_assert_int_eq(slice_to_count(texts[i], &count), ST_SYNTAX);
        ck_assert_uint_eq(count, 12345);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("slice");

    tcase_add_test(tests, a_slice_of_a_string_ends_before_its_NUL);
    tcase_add_test(tests, equal_means_the_same_bytes);
    tcase_add_test(tests, only_letters_of_ASCII_are_equal_in_any_case);
    tcase_add_test(tests, order_is_by_bytes_and_a_prefix_is_less);
    tcase_add_test(tests, an_ending_may_be_in_any_case);
    tcase_add_test(tests, a_count_is_digits_below_2_to_the_64);
    tcase_add_test(tests, what_is_no_count_is_refused_and_writes_nothing);
    return run_tests("slice", tests);
}
