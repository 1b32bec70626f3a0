/* SPDX-License-Identifier: MIT */
/* The integer of a decimal's digits; expected values by hand. */
#include "base/decimal.h"
#include "run_tests.h"

static struct decimal
read_number(const char *text)
{
    struct decimal number = {{NULL, 0}, 0, 7};

    if (decimal_read(slice_of(text), &number) != ST_OK)
        ck_abort_msg("not a number: %s", text);
    return number;
}

START_TEST(a_number_is_its_digits_as_an_integer_times_a_power_of_ten)
{
    static const struct {
        const char *text;
        uint64_t integer;
        int64_t power;
    } rows[] = {
        {"7", 7, 0},
        {"2.50", 25, -1},
        {"-0.00120", 12, -4},
        {"1200", 12, 2},
        {"10203.0400", 1020304, -2},
        {"5e-20", 5, -20},
        {"0.5e3", 5, 2},
        {"1000000000000000000000000", 1, 24},
        {"18446744073709551615", UINT64_MAX, 0},
        {"1.8446744073709551615", UINT64_MAX, -19},
        {"0.000", 0, 0},
        {"-0e7", 0, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct decimal number = read_number(rows[i].text);
        uint64_t integer = 99;
        int64_t power = 99;
        ck_assert_int_eq(decimal_integer(&number, &integer, &power), ST_OK);
        ck_assert_uint_eq(integer, rows[i].integer);
        ck_assert_int_eq(power, rows[i].power);
    }
}
END_TEST

START_TEST(the_powers_of_ten_are_ten_times_each_other)
{
    ck_assert_uint_eq(decimal_tens[0], 1);
    for (int k = 1; k < DECIMAL_TENS; k++) {
        ck_assert_uint_eq(decimal_tens[k] / 10, decimal_tens[k - 1]);
        ck_assert_uint_eq(decimal_tens[k] % 10, 0);
    }
}
END_TEST

START_TEST(digits_that_do_not_fit_an_integer_are_refused)
{
    static const char *const texts[] = {"18446744073709551616",
                                        "1844674407370955161.51",
                                        "1000000000000000000001"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct decimal number = read_number(texts[i]);
        uint64_t integer = 99;
        int64_t power = 99;
        ck_assert_int_eq(decimal_integer(&number, &integer, &power), ST_SYNTAX);
        ck_assert_uint_eq(integer, 99);
        ck_assert_int_eq(power, 99);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("decimal integer");

    tcase_add_test(tests,
                   a_number_is_its_digits_as_an_integer_times_a_power_of_ten);
    tcase_add_test(tests, digits_that_do_not_fit_an_integer_are_refused);
    tcase_add_test(tests, the_powers_of_ten_are_ten_times_each_other);
    return run_tests("decimal integer", tests);
}
