/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <stdlib.h>
#include <string.h>

#include "run_tests.h"

__extension__ typedef __int128 int128;

static int
sign(int number)
{
    return (number > 0) - (number < 0);
}

static struct decimal
read_number(const char *text)
{
    struct decimal number = {{NULL, 0}, 0, 7};

    if (decimal_read(slice_of(text), &number) != ST_OK)
        ck_abort_msg("not a number: %s", text);
    return number;
}

/* The grammar as an automaton: what follows from each state on a sign, a
 * digit, a point and an e; 0 is a dead end. */
enum { DEAD, START, SIGNED, WHOLE, POINT, FRACTION, E, E_SIGNED, EXPONENT };

static const char next_state[][4] = {
    [DEAD] = {DEAD, DEAD, DEAD, DEAD},
    [START] = {SIGNED, WHOLE, POINT, DEAD},
    [SIGNED] = {DEAD, WHOLE, POINT, DEAD},
    [WHOLE] = {DEAD, WHOLE, FRACTION, E},
    [POINT] = {DEAD, FRACTION, DEAD, DEAD},
    [FRACTION] = {DEAD, FRACTION, DEAD, E},
    [E] = {E_SIGNED, EXPONENT, DEAD, DEAD},
    [E_SIGNED] = {DEAD, EXPONENT, DEAD, DEAD},
    [EXPONENT] = {DEAD, EXPONENT, DEAD, DEAD},
};

/* What a short text stands for: its value times 10^SCALE, if that fits. */
struct scaled {
    bool is_number;
    bool fits;
    int128 value;
};

enum { SCALE = 18, MOST_EXPONENT = 15 };

static struct scaled
scaled_of(const char *text)
{
    int state = START, fraction_digits = 0, exponent = 0;
    bool negative = *text == '-', negative_exponent = false;
    int128 value = 0;

    for (const char *at = text; *at != '\0'; at++) {
        const int digit = *at - '0';
        const int kind = *at == '+' || *at == '-'   ? 0
                         : digit >= 0 && digit <= 9 ? 1
                         : *at == '.'               ? 2
                         : *at == 'e' || *at == 'E' ? 3
                                                    : -1;
        state = kind < 0 ? DEAD : next_state[state][kind];
        if (state == WHOLE || (state == FRACTION && kind == 1))
            value = value * 10 + digit;
        fraction_digits += state == FRACTION && kind == 1;
        if (state == E_SIGNED)
            negative_exponent = *at == '-';
        if (state == EXPONENT)
            exponent = exponent * 10 + digit;
    }

    struct scaled scaled = {.is_number = state == WHOLE || state == FRACTION ||
                                         state == EXPONENT,
                            .fits = exponent <= MOST_EXPONENT};
    if (!scaled.is_number || !scaled.fits)
        return scaled;
    exponent = negative_exponent ? -exponent : exponent;
    for (int i = SCALE + exponent - fraction_digits; i > 0; i--)
        value *= 10;
    scaled.value = negative ? -value : value;
    return scaled;
}

enum { LONGEST = 5, MOST_TEXTS = 66430 };

struct case_text {
    char text[LONGEST + 1];
    struct scaled scaled;
    struct decimal number;
};

/* Makes all texts of up to LONGEST letters; returns how many. */
static int
all_texts(struct case_text *cases)
{
    static const char letters[] = "019.-+eE ";
    int begin = 0, count = 1;

    cases[0] = (struct case_text){.text = ""};
    for (int len = 1; len <= LONGEST; len++) {
        const int end = count;
        for (int i = begin; i < end; i++)
            for (const char *letter = letters; *letter != '\0'; letter++) {
                cases[count] = cases[i];
                cases[count].text[len - 1] = *letter;
                count++;
            }
        begin = end;
    }
    return count;
}

START_TEST(every_short_text_is_read_as_the_grammar_says)
{
    struct case_text *cases = calloc(MOST_TEXTS, sizeof *cases);
    int numbers = 0;

    ck_assert_ptr_nonnull(cases);
    const int count = all_texts(cases);
    ck_assert_int_eq(count, MOST_TEXTS); /* 1 + 9 + 9^2 + ... + 9^5 */
    for (int i = 0; i < count; i++) {
        struct decimal number = {{NULL, 0}, 12345, 7};
        const enum status st = decimal_read(slice_of(cases[i].text), &number);
        const bool is_number = scaled_of(cases[i].text).is_number;
        if (st != (is_number ? ST_OK : ST_SYNTAX))
            ck_abort_msg("'%s'", cases[i].text);
        if (!is_number && (number.exponent != 12345 || number.sign != 7))
            ck_abort_msg("'%s' is no number but written", cases[i].text);
        numbers += is_number;
    }
    ck_assert_int_gt(numbers, 1000);
    free(cases);
}
END_TEST

/* The numbers among all short texts, each against each of up to three letters
 * and against a thinned list of the longer ones. */
START_TEST(every_two_short_numbers_are_ordered_as_their_scaled_integers)
{
    struct case_text *cases = calloc(MOST_TEXTS, sizeof *cases);
    int count = 0;

    ck_assert_ptr_nonnull(cases);
    const int texts = all_texts(cases);
    for (int i = 0; i < texts; i++) {
        const struct scaled scaled = scaled_of(cases[i].text);
        if (!scaled.is_number || !scaled.fits)
            continue;
        cases[count] = cases[i]; /* the number shows the text's new place */
        cases[count].scaled = scaled;
        ck_assert(decimal_read(slice_of(cases[count].text),
                               &cases[count].number) == ST_OK);
        count++;
    }
    for (int i = 0; i < count; i++)
        for (int k = 0; k < count; k++) {
            const struct case_text *a = &cases[i], *b = &cases[k];
            if (a->text[3] != '\0' && k % 17 != 0)
                continue;
            const int expected = (a->scaled.value > b->scaled.value) -
                                 (a->scaled.value < b->scaled.value);
            if (sign(decimal_compare(&a->number, &b->number)) != expected ||
                sign(decimal_compare(&b->number, &a->number)) != -expected)
                ck_abort_msg("'%s' and '%s'", a->text, b->text);
        }
    free(cases);
}
END_TEST

START_TEST(one_number_written_in_many_ways_is_one_number)
{
    static const char *const ways[][6] = {
        {"0.1", ".1", "1e-1", "10E-2", "0.01e1", "+000.1000"},
        {"-25", "-25.", "-2.5e1", "-0.25E+2", "-250e-1", "-0025.00"},
        {"0", "-0", "+0.000", ".0", "0e999999999999999999", "-0.0e-5"},
        {"1e18", "1000000000000000000", "10e17", "0.1e19", "1E+18",
         "1000000000000000000.0"},
    };

    for (int row = 0; row < 4; row++)
        for (int i = 0; i < 6; i++)
            for (int k = 0; k < 6; k++) {
                const struct decimal a = read_number(ways[row][i]);
                const struct decimal b = read_number(ways[row][k]);
                ck_assert_int_eq(decimal_compare(&a, &b), 0);
            }
}
END_TEST

/* Neighbours that doubles cannot tell apart (2^53 and 2^53 + 1), or that are
 * out of their range, are told apart here. */
START_TEST(numbers_beyond_doubles_are_ordered_exactly)
{
    static const char *const rising[] = {
        "-1e999999999999999999",
        "-1e400",
        "-9007199254740993",
        "-9007199254740992",
        "-1e-400",
        "-1e-999999999999999999",
        "0",
        "1e-999999999999999999",
        "2e-999999999999999999",
        "1e-400",
        "0.06999999999999999999999999999999999999",
        "0.07",
        "0.07000000000000000000000000000000000001",
        "9007199254740992",
        "9007199254740992.5",
        "9007199254740993",
        "18446744073709551615",
        "18446744073709551616",
        "1e400",
        "1.0000000000000000000000000000000000000001e400",
        "9e999999999999999998",
        "1e999999999999999999",
        "10e999999999999999999",
    };
    const int count = sizeof rising / sizeof *rising;

    for (int i = 0; i < count; i++)
        for (int k = 0; k < count; k++) {
            const struct decimal a = read_number(rising[i]);
            const struct decimal b = read_number(rising[k]);
            if (sign(decimal_compare(&a, &b)) != sign(i - k))
                ck_abort_msg("%s and %s", rising[i], rising[k]);
        }
}
END_TEST

START_TEST(a_last_digit_counts_however_long_the_number)
{
    enum { DIGITS = 100000 };
    static char a[DIGITS + 3], b[DIGITS + 3];
    struct decimal x, y;

    memset(a, '7', DIGITS + 2);
    a[DIGITS / 2] = '.';
    memcpy(b, a, sizeof b);
    x = read_number(a);
    y = read_number(b);
    ck_assert_int_eq(decimal_compare(&x, &y), 0);
    b[DIGITS + 1] = '8';
    y = read_number(b);
    ck_assert_int_lt(decimal_compare(&x, &y), 0);
    ck_assert_int_gt(decimal_compare(&y, &x), 0);
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
    static const char *const texts[] = {"",
                                        "NA",
                                        "inf",
                                        "-Infinity",
                                        "nan",
                                        "0x10",
                                        "1,5",
                                        "1_000",
                                        " 1",
                                        "1 ",
                                        "\t1",
                                        "1\n",
                                        "1e",
                                        "1e+",
                                        "e5",
                                        ".e5",
                                        ".",
                                        "-.",
                                        "1.2.3",
                                        "--1",
                                        "+-1",
                                        "1-",
                                        "1e5.",
                                        "1e5.0",
                                        "1e1000000000000000000",
                                        "1e0000000000000000001",
                                        "1f",
                                        "12abc",
                                        "2014-01-01",
                                        "1e-",
                                        "1ee5",
                                        "\331\243"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct decimal number = {{NULL, 3}, 5, 7};
        ck_assert_int_eq(decimal_read(slice_of(texts[i]), &number), ST_SYNTAX);
        ck_assert_int_eq(number.sign, 7);
    }
    struct decimal number;
    ck_assert_int_eq(decimal_read((struct slice){"1\0", 2}, &number),
                     ST_SYNTAX);
    ck_assert_int_eq(decimal_read((struct slice){NULL, 0}, &number), ST_SYNTAX);
}
END_TEST

START_TEST(the_exponent_is_that_of_the_first_significant_digit)
{
    static const struct {
        const char *text;
        int64_t exponent;
        int sign;
    } rows[] = {
        {"7", 0, 1},       {"123.4", 2, 1}, {"-0.00123", -3, -1},
        {"+00012", 1, 1},  {"12e3", 4, 1},  {"0.05e-2", -4, 1},
        {"-.9E+1", 0, -1}, {"0.00", 0, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct decimal number = read_number(rows[i].text);
        ck_assert_int_eq(number.exponent, rows[i].exponent);
        ck_assert_int_eq(number.sign, rows[i].sign);
    }
}
END_TEST

/* The bytes after the slice are not looked at. */
START_TEST(a_number_ends_where_its_slice_ends)
{
    struct decimal a, b;

    ck_assert_int_eq(decimal_read((struct slice){"123456", 3}, &a), ST_OK);
    ck_assert_int_eq(decimal_read((struct slice){"1.5e7", 3}, &b), ST_OK);
    const struct decimal whole = read_number("123"), half = read_number("1.5");
    ck_assert_int_eq(decimal_compare(&a, &whole), 0);
    ck_assert_int_eq(decimal_compare(&b, &half), 0);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("decimal");

    tcase_add_test(tests, every_short_text_is_read_as_the_grammar_says);
    tcase_add_test(
        tests, every_two_short_numbers_are_ordered_as_their_scaled_integers);
    tcase_add_test(tests, one_number_written_in_many_ways_is_one_number);
    tcase_add_test(tests, numbers_beyond_doubles_are_ordered_exactly);
    tcase_add_test(tests, a_last_digit_counts_however_long_the_number);
    tcase_add_test(tests, what_is_no_number_is_refused);
    tcase_add_test(tests, the_exponent_is_that_of_the_first_significant_digit);
    tcase_add_test(tests, a_number_ends_where_its_slice_ends);
    return run_tests("decimal", tests);
}
