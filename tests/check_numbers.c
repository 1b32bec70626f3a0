/* SPDX-License-Identifier: MIT */
#include "design/numbers.h"

#include <stdio.h>
#include <stdlib.h>

#include "run_tests.h"

static struct decimal
read_decimal(const char *text)
{
    struct decimal decimal = {{NULL, 0}, 0, 7};

    if (decimal_read(slice_of(text), &decimal) != ST_OK)
        ck_abort_msg("not a number: %s", text);
    return decimal;
}

static struct number
read_number(const char *text)
{
    const struct decimal decimal = read_decimal(text);
    struct number number = {7, 7, 7};

    if (number_of(&decimal, &number) != ST_OK)
        ck_abort_msg("refused: %s", text);
    return number;
}

/* Numbers that are told apart, each in several spellings. */
enum { SPELLINGS = 4 };
static const char *const numbers[][SPELLINGS] = {
    {"0", "-0.00", "0e17", ".0"},
    {"1", "+1.0", "1e0", "0001"},
    {"-1", "-1.0", "-10e-1", "-.1e1"},
    {"10", "1e1", "10.", "0.1e2"},
    {"2.5", "2.50", "25e-1", "0.0025e3"},
    {"25", "25.0", "2.5e1", "250e-1"},
    {"18446744073709551615e-10", "1844674407.3709551615",
     "1844674407.37095516150", "0.18446744073709551615e10"},
    {"1e-30", "0.000000000000000000000000000001", "10e-31", "1.0e-30"},
    {"999999999999999999", "999999999999999999.0", "999999999999999999e0",
     "0999999999999999999"},
};
enum { TEXTS = sizeof numbers / sizeof *numbers * SPELLINGS };

static const char *
text_of(int k)
{
    return numbers[k / SPELLINGS][k % SPELLINGS];
}

START_TEST(numbers_are_equal_if_their_values_are)
{
    for (int k = 0; k < TEXTS; k++)
        for (int l = 0; l < TEXTS; l++) {
            const struct number a = read_number(text_of(k));
            const struct number b = read_number(text_of(l));
            ck_assert(number_equal(&a, &b) == (k / SPELLINGS == l / SPELLINGS));
        }
}
END_TEST

START_TEST(a_number_is_a_decimal_again)
{
    for (int k = 0; k < TEXTS; k++) {
        const struct decimal want = read_decimal(text_of(k));
        const struct number number = read_number(text_of(k));
        char digits[NUMBER_TEXT];
        const struct decimal got = number_decimal(&number, digits);
        ck_assert_int_eq(got.sign, want.sign);
        ck_assert_int_eq(decimal_compare(&got, &want), 0);
    }
}
END_TEST

START_TEST(numbers_that_cannot_be_summed_exactly_are_refused)
{
    static const char *const texts[] = {"1e18", "1e-31",
                                        "18446744073709551616.1e-10"};

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        const struct decimal decimal = read_decimal(texts[k]);
        struct number number = {7, 7, 7};
        ck_assert_int_eq(number_of(&decimal, &number), ST_DATA);
        ck_assert_uint_eq(number.digits, 7);
    }
}
END_TEST

START_TEST(a_label_stands_for_all_numbers_of_a_unit)
{
    enum { EACH = 200 };
    struct numbers list = {.list = NULL};

    for (int round = 0; round < 2; round++)
        for (uint32_t k = 0; k < EACH * EACH; k++) {
            const struct unit_numbers unit = {
                .of = {{k / EACH, 0, k / EACH > 0}, {k % EACH, -1, 1}}};
            uint32_t label = UINT32_MAX;
            ck_assert_int_eq(numbers_label(&list, &unit, &label), ST_OK);
            ck_assert_uint_eq(label, k);
        }
    for (uint32_t k = 0; k < EACH * EACH; k++) {
        ck_assert_uint_eq(list.list[k].of[0].digits, k / EACH);
        ck_assert_uint_eq(list.list[k].of[1].digits, k % EACH);
    }
    numbers_free(&list);
    ck_assert_ptr_null(list.list);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("numbers");

    tcase_add_test(tests, numbers_are_equal_if_their_values_are);
    tcase_add_test(tests, a_number_is_a_decimal_again);
    tcase_add_test(tests, numbers_that_cannot_be_summed_exactly_are_refused);
    tcase_add_test(tests, a_label_stands_for_all_numbers_of_a_unit);
    return run_tests("numbers", tests);
}
