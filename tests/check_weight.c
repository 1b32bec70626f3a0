/* SPDX-License-Identifier: MIT */
#include "stats/weight.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "run_tests.h"

/* Python's repr(N / n), its exponent written out and ".0" left away, as
 *
 *     s = format(decimal.Decimal(repr(N / n)), 'f')
 *     if '.' in s: s = s.rstrip('0').rstrip('.')
 *
 * does it. 3457 and 583 are the sizes of the nwtco case-cohort sample. */
static const struct known_weight {
    uint64_t pop_size, sample_size;
    const char *text;
} known_weights[] = {
    {1U, 1U, "1"},
    {7U, 7U, "1"},
    {10U, 4U, "2.5"},
    {1000U, 3U, "333.3333333333333"},
    {3457U, 100U, "34.57"},
    {3457U, 583U, "5.92967409948542"},
    {3457U, 3456U, "1.0002893518518519"},
    {19302U, 500U, "38.604"},
    {24000000U, 50000U, "480"},
    {24000001U, 50000U, "480.00002"},
    {23988123U, 49999U, "479.7720554411088"},
    {4294967399U, 3U, "1431655799.6666667"},
    {9007199254740993U, 1U, "9007199254740992"},
    {9223372036854775807U, 3U, "3074457345618258400"},
    {18446744073709551615U, 1U, "18446744073709552000"},
    {18446744073709551615U, 18446744073709551615U, "1"},
    {1152921504606846976U, 1U, "1152921504606847000"},
    {10000000000000000000U, 7U, "1428571428571428600"},
};

START_TEST(the_weight_of_N_and_n_has_the_text_that_Python_gives_it)
{
    const struct known_weight *row = &known_weights[_i];
    const struct weight_text text =
        weight_text_of(design_weight(row->pop_size, row->sample_size));

    ck_assert_str_eq(text.text, row->text);
    ck_assert_uint_eq(text.len, strlen(row->text));
}
END_TEST

/* The same for numbers that are no N/n: very large, very small, subnormal, and
 * powers of two, where the nearest decimal of 16 digits does not read back but
 * another of 16 does (2^-44, 2^89). The text is START, zeros, DIGITS, zeros. */
static const struct known_number {
    double number;
    const char *start;
    int zeros_before;
    const char *digits;
    int zeros_after;
} known_numbers[] = {
    {0x1.7e43c8800759cp+996, "", 0, "1", 300}, /* 1e300 */
    {0x1.fffffffffffffp+1023, "", 0, "17976931348623157", 292},
    {0x1.0000000000000p-1022, "0.", 307, "22250738585072014", 0},
    {0x0.fffffffffffffp-1022, "0.", 307, "2225073858507201", 0},
    {0x0.0000000000001p-1022, "0.", 323, "5", 0}, /* 5e-324 */
    {0x0.0000000000003p-1022, "0.", 322, "15", 0},
    {0x0.0000000003039p-1022, "0.", 319, "6099", 0},
    {0x1.0000000000000p-44, "0.", 13, "5684341886080802", 0},
    {0x1.0000000000000p+89, "", 0, "6189700196426902", 11},
    {0x1.0000000000000p-1017, "0.", 306, "7120236347223045", 0},
    {0x1.0000000000000p-20, "0.", 6, "95367431640625", 0},
    {0x1.0000000000000p+54, "", 0, "18014398509481984", 0},
    {0x1.0000000000000p+63, "", 0, "9223372036854776", 3},
    {0x1.b1ae4d6e2ef50p+69, "", 0, "1", 21},
    {0x1.52d02c7e14af6p+76, "", 0, "1", 23},
    {0x1.999999999999ap-4, "0.", 0, "1", 0},
    {0x1.3333333333334p-2, "0.", 0, "30000000000000004", 0},
    {0x1.5555555555555p-2, "0.", 0, "3333333333333333", 0},
    {0x1.4f8b588e368f1p-17, "0.", 4, "1", 0},
    {0.0, "", 0, "0", 0},
};

START_TEST(numbers_of_every_size_are_written_without_exponent)
{
    const struct known_number *row = &known_numbers[_i];
    const struct weight_text text = weight_text_of(row->number);
    char zeros[400], expected[400];

    memset(zeros, '0', sizeof zeros);
    snprintf(expected, sizeof expected, "%s%.*s%s%.*s", row->start,
             row->zeros_before, zeros, row->digits, row->zeros_after, zeros);
    ck_assert_str_eq(text.text, expected);
    ck_assert_uint_eq(text.len, strlen(expected));
}
END_TEST

/* Whether TEXT is digits, or digits, a point and digits, without needless
 * zeros at either end. */
static bool
is_plain(const struct weight_text *text)
{
    const size_t whole = strspn(text->text, "0123456789");
    const char *point = text->text + whole;

    if (whole == 0 || (whole > 1 && text->text[0] == '0') ||
        text->len != strlen(text->text))
        return false;
    if (*point == '\0')
        return true;
    return *point == '.' && point[1] != '\0' &&
           point[1 + strspn(point + 1, "0123456789")] == '\0' &&
           text->text[text->len - 1] != '0';
}

static bool
reads_as(uint64_t digits, int exponent, double weight)
{
    char text[40];

    snprintf(text, sizeof text, "%" PRIu64 "e%d", digits, exponent);
    return strtod(text, NULL) == weight;
}

/* Whether no decimal with a digit less reads as WEIGHT. Those that do lie on
 * both sides of the text if anywhere, and without a gap: it is enough to try
 * its two neighbours. */
static bool
is_shortest(const struct weight_text *text, double weight)
{
    uint64_t digits = 0;
    int exponent = 0;
    bool after_point = false;

    for (size_t i = 0; i < text->len; i++) {
        const char letter = text->text[i];
        if (letter == '.') {
            after_point = true;
        } else if (digits > UINT64_MAX / 100) {
            exponent++; /* a zero: 17 digits are behind us */
        } else {
            digits = digits * 10 + (uint64_t)(letter - '0');
            exponent -= after_point;
        }
    }
    while (digits > 0 && digits % 10 == 0) {
        digits /= 10;
        exponent++;
    }
    return digits < 10 || (!reads_as(digits / 10, exponent + 1, weight) &&
                           !reads_as(digits / 10 + 1, exponent + 1, weight));
}

static void
check_text(double weight)
{
    const struct weight_text text = weight_text_of(weight);

    if (!is_plain(&text))
        ck_abort_msg("%a is not plain: %s", weight, text.text);
    if (strtod(text.text, NULL) != weight)
        ck_abort_msg("%a does not read back: %s", weight, text.text);
    if (!is_shortest(&text, weight))
        ck_abort_msg("%a has a shorter text than %s", weight, text.text);
}

START_TEST(every_weight_of_small_sizes_reads_back_from_its_shortest_text)
{
    for (uint64_t pop_size = 1; pop_size <= 200; pop_size++)
        for (uint64_t sample_size = 1; sample_size <= pop_size; sample_size++)
            check_text(design_weight(pop_size, sample_size));
}
END_TEST

/* All exponents, with fractions 0, 1, all ones and some others. */
START_TEST(doubles_of_every_exponent_read_back_from_their_shortest_text)
{
    for (uint64_t exponent = 0; exponent < 2047; exponent++)
        for (uint64_t turn = 0; turn < 8; turn++) {
            const uint64_t mixed = (exponent * 8 + turn) * 0x9e3779b97f4a7c15;
            const uint64_t fraction = turn == 0   ? 0
                                      : turn == 1 ? 1
                                      : turn == 2 ? UINT64_MAX >> 12
                                                  : mixed >> 12;
            const uint64_t bits = exponent << 52 | fraction;
            double weight;
            memcpy(&weight, &bits, sizeof weight);
            check_text(weight);
        }
}
END_TEST

/* Every n from every N: the whole of a small world. */
START_TEST(the_weights_of_a_stratum_add_up_to_N_and_to_nothing_else)
{
    for (uint64_t pop_size = 1; pop_size <= 300; pop_size++)
        for (uint64_t sample_size = 1; sample_size <= pop_size; sample_size++) {
            const double weight = design_weight(pop_size, sample_size);
            struct weight_sum sum = {0, 0};
            for (uint64_t i = 0; i < sample_size; i++)
                weight_sum_add(&sum, weight);
            if (!weight_sum_agrees(&sum, pop_size) ||
                weight_sum_agrees(&sum, pop_size + 1) ||
                weight_sum_agrees(&sum, pop_size - 1))
                ck_abort_msg("N = %d, n = %d", (int)pop_size, (int)sample_size);
        }
}
END_TEST

START_TEST(a_million_weights_add_up_to_a_large_N)
{
    static const uint64_t sizes[] = {1000001, 23988123, 4294967399,
                                     999999999989};

    for (int k = 0; k < 4; k++) {
        const double weight = design_weight(sizes[k], 1000000);
        struct weight_sum sum = {0, 0};
        for (int i = 0; i < 1000000; i++)
            weight_sum_add(&sum, weight);
        ck_assert(weight_sum_agrees(&sum, sizes[k]));
    }
}
END_TEST

/* Ten million times the double next to 0.1 is 1000000.0000000000555, whose
 * double is 1000000; plain addition gives 999999.99983897537. */
START_TEST(a_sum_keeps_what_rounding_loses)
{
    struct weight_sum sum = {0, 0};

    for (int i = 0; i < 10000000; i++)
        weight_sum_add(&sum, 0.1);
    ck_assert(weight_sum_value(&sum) == 1e6);
}
END_TEST

/* The example of Neumaier's improvement on Kahan: the small terms must outlive
 * a large one that comes and goes. */
START_TEST(a_sum_keeps_small_terms_beside_a_large_one)
{
    const double terms[] = {1, 1e100, 1, -1e100};
    struct weight_sum sum = {0, 0};

    for (int i = 0; i < 4; i++)
        weight_sum_add(&sum, terms[i]);
    ck_assert(weight_sum_value(&sum) == 2);
}
END_TEST

START_TEST(agreement_is_one_part_in_a_million_millions)
{
    const struct weight_sum near = {1e9 + 0.5e-3, 0}, far = {1e9 + 2e-3, 0};
    const struct weight_sum below = {1e9 - 0.5e-3, 0}, less = {1e9 - 2e-3, 0};
    const struct weight_sum split = {1e9 + 2, -2};

    ck_assert(weight_sum_agrees(&near, 1000000000));
    ck_assert(weight_sum_agrees(&below, 1000000000));
    ck_assert(weight_sum_agrees(&split, 1000000000));
    ck_assert(!weight_sum_agrees(&far, 1000000000));
    ck_assert(!weight_sum_agrees(&less, 1000000000));
}
END_TEST

START_TEST(no_weights_agree_with_a_population_of_none_only)
{
    const struct weight_sum none = {0, 0}, nan = {NAN, 0};

    ck_assert(weight_sum_value(&none) == 0);
    ck_assert(weight_sum_agrees(&none, 0));
    ck_assert(!weight_sum_agrees(&none, 1));
    ck_assert(!weight_sum_agrees(&nan, 0));
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("weight");

    tcase_add_loop_test(tests,
                        the_weight_of_N_and_n_has_the_text_that_Python_gives_it,
                        0, sizeof known_weights / sizeof *known_weights);
    tcase_add_loop_test(tests,
                        numbers_of_every_size_are_written_without_exponent, 0,
                        sizeof known_numbers / sizeof *known_numbers);
    tcase_add_test(
        tests, every_weight_of_small_sizes_reads_back_from_its_shortest_text);
    tcase_add_test(
        tests, doubles_of_every_exponent_read_back_from_their_shortest_text);
    tcase_add_test(tests,
                   the_weights_of_a_stratum_add_up_to_N_and_to_nothing_else);
    tcase_add_test(tests, a_million_weights_add_up_to_a_large_N);
    tcase_add_test(tests, a_sum_keeps_what_rounding_loses);
    tcase_add_test(tests, a_sum_keeps_small_terms_beside_a_large_one);
    tcase_add_test(tests, agreement_is_one_part_in_a_million_millions);
    tcase_add_test(tests, no_weights_agree_with_a_population_of_none_only);
    return run_tests("weight", tests);
}
