/* SPDX-License-Identifier: MIT */
#include "design/unit_order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"

/* Lists, and how many of their identifiers are in order; "-" is a missing one.
 * By hand. */
static const struct known_list {
    const char *ids;
    size_t in_order;
} lists[] = {
    {"", 0},
    {"1 2 10", 3},
    {"1 10 2", 3},    /* by bytes */
    {"1 10 2 3", 4},  /* still */
    {"1 10 2 11", 3}, /* neither by bytes nor by value */
    {"2 10 11 9", 3}, /* by value until 9 */
    {"9 10 1e1", 2},  /* equal by value, another unit by bytes */
    {"-2 -1.5 0 7 7 7.25", 6},
    {"a b b c", 4},
    {"a c b", 2},
    {"a 1", 1},
    {"9 a 10", 2}, /* 9 < a by bytes, and then it is bytes only */
    {"10 9 a", 3}, /* by bytes */
    {"9 10 a", 2}, /* by value until a */
    {"12345678 12345679 12345680", 3},
    {"12345678 12345678 12345678", 3},
    {"12345679 12345678", 1},
    {"123456789 123456790 123456789", 2},
    {"99999999 100000000 100000001", 3}, /* by value only */
    {"99999999 100000000 99999999", 2},
    {"00000001 00000002 3", 3},
    {"1234567890123456 1234567890123457 1234567890123456", 2},
    {"1234567890123456 1234567890123457 12345678901234570", 3},
    {"12345678901234567 12345678901234568 12345678901234567", 2},
    {"1234567: 12345670", 1}, /* ':' is no digit, and behind them */
    {"12345670 1234567:", 2},
    {"12345670 1234567: 12345671", 2},
    {"12345678 - 12345678", 2}, /* one unit in two places */
    {"12345678 - 12345679", 3},
    {"a - a", 2},
    {"- - a - b", 5},
};

/* How many identifiers are taken in from a list. */
static size_t
taken(const char *ids)
{
    struct unit_order order;
    size_t count = 0;
    bool follows = true;

    unit_order_init(&order);
    while (*ids != '\0') {
        const size_t len = strcspn(ids, " ");
        /* Neither what is in front nor what is behind may be read. */
        char *const copy = malloc(len + 1);
        memcpy(copy, ids, len);
        if (len == 1 && *copy == '-')
            unit_order_missing(&order);
        else
            ck_assert(
                !unit_order_next(&order, (struct slice){copy, len}, &follows));
        free(copy);
        if (!follows)
            break;
        count++;
        ids += len + (ids[len] == ' ');
    }
    unit_order_free(&order);
    return count;
}

START_TEST(a_list_is_taken_in_as_far_as_it_is_sorted)
{
    ck_assert_uint_eq(taken(lists[_i].ids), lists[_i].in_order);
}
END_TEST

/* A list is sorted if each of its neighbours is, by bytes throughout or by
 * value throughout; those that are equal are one unit. */
static size_t
naive(char words[][24], size_t count)
{
    bool by_bytes = true, by_value = true;

    for (size_t k = 1; k < count; k++) {
        const int order = strcmp(words[k - 1], words[k]);
        if (order == 0)
            continue;
        by_bytes = by_bytes && order < 0;
        by_value = by_value && strtoull(words[k - 1], NULL, 10) <
                                   strtoull(words[k], NULL, 10);
        if (!by_bytes && !by_value)
            return k;
    }
    return count;
}

/* Digits of many lengths, most of them close to one another. */
START_TEST(lists_of_digits_made_by_chance_are_judged_as_by_a_naive_rule)
{
    enum { LISTS = 50000, LENGTH = 5 };
    size_t whole = 0;

    srand(1);
    for (int list = 0; list < LISTS; list++) {
        char words[LENGTH][24], text[LENGTH * 24] = "";
        const int digits = rand() % 18 + 1;
        unsigned long long number = 1;
        for (int k = 1; k < digits; k++)
            number =
                number * 10 + (unsigned)(rand() % 4 == 0 ? rand() % 10 : 9);
        for (int k = 0; k < LENGTH; k++) {
            snprintf(words[k], sizeof words[k], "%0*llu",
                     rand() % 50 == 0 ? digits : 1, number);
            strcat(strcat(text, k > 0 ? " " : ""), words[k]);
            number += (unsigned)(rand() % 20 == 0 ? rand() % 100 : rand() % 3);
            number -= rand() % 20 == 0 && number > 9 ? 9 : 0;
        }
        const size_t want = naive(words, LENGTH);
        whole += want == LENGTH;
        if (taken(text) != want)
            ck_abort_msg("%s: %zu, not %zu", text, taken(text), want);
    }
    /* Lists of both kinds are met. */
    ck_assert_uint_gt(whole, LISTS / 10);
    ck_assert_uint_lt(whole, LISTS - LISTS / 10);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("unit_order");

    tcase_add_loop_test(tests, a_list_is_taken_in_as_far_as_it_is_sorted, 0,
                        sizeof lists / sizeof *lists);
    tcase_add_test(
        tests, lists_of_digits_made_by_chance_are_judged_as_by_a_naive_rule);
    return run_tests("unit_order", tests);
}
