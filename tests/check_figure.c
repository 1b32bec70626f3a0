/* SPDX-License-Identifier: MIT */
#include "base/figure.h"

#include <string.h>

#include "run_tests.h"

/* As Python's format(count, ',') writes them. */
static const struct known_figure {
    uint64_t count;
    const char *text;
} known[] = {
    {0, "0"},
    {7, "7"},
    {10, "10"},
    {999, "999"},
    {1000, "1,000"},
    {1001, "1,001"},
    {12345, "12,345"},
    {999999, "999,999"},
    {1000000, "1,000,000"},
    {24000000, "24,000,000"},
    {4294967399, "4,294,967,399"},
    {9223372036854775807, "9,223,372,036,854,775,807"},
    {10000000000000000000U, "10,000,000,000,000,000,000"},
    {18446744073709551615U, "18,446,744,073,709,551,615"},
};

START_TEST(a_count_has_a_comma_before_every_third_digit)
{
    ck_assert_str_eq(figure_of(known[_i].count).text, known[_i].text);
}
END_TEST

/* The powers of ten and what is one less, built digit by digit. */
START_TEST(every_number_of_digits_is_written_right)
{
    uint64_t power = 1;

    for (int digits = 1; digits <= 19; digits++, power *= 10) {
        char lowest[28] = "1", highest[28] = "9";
        for (int left = digits - 1; left > 0; left--) {
            strcat(lowest, left % 3 == 0 ? ",0" : "0");
            strcat(highest, left % 3 == 0 ? ",9" : "9");
        }
        ck_assert_str_eq(figure_of(power).text, lowest);
        ck_assert_str_eq(figure_of(power * 10 - 1).text, highest);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("figure");

    tcase_add_loop_test(tests, a_count_has_a_comma_before_every_third_digit, 0,
                        sizeof known / sizeof *known);
    tcase_add_test(tests, every_number_of_digits_is_written_right);
    return run_tests("figure", tests);
}
