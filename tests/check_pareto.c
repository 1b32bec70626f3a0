/* SPDX-License-Identifier: MIT */
#include "stats/pareto.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pareto_trial.h"
#include "run_tests.h"
#include "stats/pcg64.h"

/* By hand, from the definition; {0} ends the sizes. The last but one is
 * 2 0.3 = 0.1 + 0.2 + 0.3, which is not so in doubles. */
static const struct known {
    uint64_t n, certainties;
    const char *sizes[7];
    double targets[7];
} known[] = {
    {1, 0, {"1", "3"}, {0.25, 0.75}},
    {2, 0, {"1", "2", "3", "4"}, {0.2, 0.4, 0.6, 0.8}},
    {2, 2, {"1", "1"}, {1, 1}},
    {5, 2, {"1", "1"}, {1, 1}},
    {1, 1, {"7.5"}, {1}},
    /* 60 is, then 50 of 60, then 1 of the 10 that are left. */
    {3, 2, {"1", "2", "3", "4", "50", "60"}, {0.1, 0.2, 0.3, 0.4, 1, 1}},
    /* 2 5 >= 10: a certainty, exactly; then 1 of 5. */
    {2, 1, {"1", "5", "4"}, {0.2, 1, 0.8}},
    {2, 1, {"0.1", "0.2", "0.3"}, {1.0 / 3, 2.0 / 3, 1}},
    {4, 0, {"2", "2", "2", "2", "2"}, {0.8, 0.8, 0.8, 0.8, 0.8}},
};

START_TEST(certainties_and_targets_are_those_found_by_hand)
{
    const struct known *const row = &known[_i];
    struct quantity sizes[7];
    size_t count = 0;

    for (; count < 7 && row->sizes[count] != NULL; count++)
        sizes[count] = read_size(row->sizes[count]);
    struct pareto pareto = settle(sizes, count, row->n);
    ck_assert_uint_eq(pareto.certainties, row->certainties);
    ck_assert_uint_eq(pareto.pop_size, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert(pareto_target(&pareto, &sizes[i]) == row->targets[i]);
        ck_assert(pareto_is_certainty(&pareto, &sizes[i]) ==
                  (row->targets[i] == 1));
        ck_assert((pareto_rank(&pareto, &sizes[i], 0) == 0) ==
                  (row->targets[i] == 1));
    }
    pareto_free(&pareto);
}
END_TEST

/* The same in another way: all units with n x >= X are taken out at once, again
 * and again. Integers so small that the division of doubles is exact but for
 * its one rounding. */
static void
compare_with_rounds(const uint64_t *sizes, size_t count, uint64_t n)
{
    struct quantity quantities[MOST_UNITS];
    bool certain[MOST_UNITS] = {false};
    uint64_t rest = n, total = 0, certainties = 0;

    for (size_t i = 0; i < count; i++) {
        quantities[i] = whole_size(sizes[i]);
        total += sizes[i];
    }
    for (bool more = true; more;) {
        const uint64_t now = rest, now_total = total;
        more = false;
        for (size_t i = 0; i < count; i++) {
            if (certain[i] || now == 0 || now * sizes[i] < now_total)
                continue;
            certain[i] = more = true;
            total -= sizes[i];
            rest -= rest > 0;
            certainties++;
        }
    }
    struct pareto pareto = settle(quantities, count, n);
    bool same = pareto.certainties == certainties;
    for (size_t i = 0; i < count && same; i++) {
        const double above = (double)(rest * sizes[i]), below = (double)total;
        same = pareto_is_certainty(&pareto, &quantities[i]) == certain[i] &&
               pareto_target(&pareto, &quantities[i]) ==
                   (certain[i] ? 1 : above / below) &&
               pareto_weight(&pareto, &quantities[i]) ==
                   (certain[i] ? 1 : below / above);
    }
    if (!same)
        ck_abort_msg("%zu units, n = %" PRIu64, count, n);
    pareto_free(&pareto);
}

START_TEST(every_small_population_has_the_targets_of_rounds)
{
    enum { SIZES = 6, WAYS = SIZES * SIZES * SIZES * SIZES };

    for (size_t count = 1; count <= 4; count++)
        for (unsigned way = 0; way < WAYS; way++) {
            uint64_t sizes[4];
            for (unsigned i = 0, rest = way; i < 4; i++, rest /= SIZES)
                sizes[i] = rest % SIZES + 1;
            for (uint64_t n = 1; n <= count + 1; n++)
                compare_with_rounds(sizes, count, n);
        }
}
END_TEST

/* Sizes from 1 to a million, most of them small, so that many are certain. */
START_TEST(random_populations_have_the_targets_of_rounds)
{
    struct pcg64 dice = {17, 19};

    for (int trial = 0; trial < 500; trial++) {
        uint64_t sizes[MOST_UNITS];
        const size_t count = pcg64_next(&dice) % MOST_UNITS + 1;
        for (size_t i = 0; i < count; i++)
            sizes[i] = (pcg64_next(&dice) >> (44 + pcg64_next(&dice) % 20)) + 1;
        compare_with_rounds(sizes, count, pcg64_next(&dice) % count + 1);
    }
}
END_TEST

/* By Python: float(u) / float(2**64 - u) * float(Fraction(X - n x, n x)), its
 * bits by struct.pack; sizes 1, 2.5, 3.7 and 0.05, n = 2. */
static const struct known_rank {
    const char *size;
    uint64_t prn, rank;
} known_ranks[] = {
    {"1", 0, 0x3c04666666666666},
    {"1", 1, 0x3c04666666666666},
    {"1", 9223372036854775808U, 0x4004666666666666},
    {"1", 12345678901234567890U, 0x4014a3d6643cac76},
    {"1", UINT64_MAX, 0x4404666666666666},
    {"2.5", 0, 0x3bdae147ae147ae1},
    {"2.5", 1, 0x3bdae147ae147ae1},
    {"2.5", 9223372036854775808U, 0x3fdae147ae147ae1},
    {"2.5", 12345678901234567890U, 0x3feb323b9f2ed12d},
    {"2.5", UINT64_MAX, 0x43dae147ae147ae1},
    {"0.05", 0, 0x3c51800000000000},
    {"0.05", 1, 0x3c51800000000000},
    {"0.05", 9223372036854775808U, 0x4051800000000000},
    {"0.05", 12345678901234567890U, 0x4061b4b4264d2584},
    {"0.05", UINT64_MAX, 0x4451800000000000},
    {"3.7", 0, 0},
    {"3.7", 1, 0},
    {"3.7", 9223372036854775808U, 0},
    {"3.7", 12345678901234567890U, 0},
    {"3.7", UINT64_MAX, 0},
};

START_TEST(ranks_are_those_of_the_formula)
{
    const struct quantity sizes[] = {read_size("1"), read_size("2.5"),
                                     read_size("3.7"), read_size("0.05")};
    struct pareto pareto = settle(sizes, 4, 2);

    ck_assert_uint_eq(pareto.certainties, 1);
    for (size_t k = 0; k < sizeof known_ranks / sizeof *known_ranks; k++) {
        const struct quantity size = read_size(known_ranks[k].size);
        const uint64_t rank = pareto_rank(&pareto, &size, known_ranks[k].prn);
        if (rank != known_ranks[k].rank)
            ck_abort_msg("%s, %zu: %" PRIx64, known_ranks[k].size, k, rank);
    }
    pareto_free(&pareto);
}
END_TEST

START_TEST(ranks_grow_with_the_random_number_and_fall_with_the_size)
{
    const uint64_t prns[] = {0,
                             1,
                             2,
                             UINT64_C(1) << 20,
                             UINT64_MAX / 3,
                             UINT64_C(1) << 63,
                             UINT64_MAX - (UINT64_C(1) << 20),
                             UINT64_MAX};
    const char *const texts[] = {"1e-30", "1e-9", "1",    "2",
                                 "100",   "1e17", "5e17", "9e17"};
    struct quantity sizes[8];
    for (int i = 0; i < 8; i++)
        sizes[i] = read_size(texts[i]);
    struct pareto pareto = settle(sizes, 8, 1);

    for (int i = 0; i < 8; i++) {
        for (int k = 1; k < 8; k++) {
            const uint64_t before =
                pareto_rank(&pareto, &sizes[i], prns[k - 1]);
            const uint64_t after = pareto_rank(&pareto, &sizes[i], prns[k]);
            ck_assert(k == 1 ? before == after : before < after);
            if (i > 0)
                ck_assert_uint_lt(after,
                                  pareto_rank(&pareto, &sizes[i - 1], prns[k]));
        }
        ck_assert_uint_gt(pareto_rank(&pareto, &sizes[i], 0), 0);
        ck_assert_uint_lt(pareto_rank(&pareto, &sizes[i], UINT64_MAX),
                          UINT64_C(0x7ff) << 52); /* infinity */
    }
    pareto_free(&pareto);
}
END_TEST

/* The heap holds what it says, and the order of the units does not matter. */
START_TEST(the_count_is_the_same_in_any_order_and_with_room_for_more)
{
    struct quantity sizes[MOST_UNITS], backward[MOST_UNITS];
    struct pcg64 dice = {31, 37};
    struct pareto more;

    for (int i = 0; i < MOST_UNITS; i++) {
        sizes[i] = whole_size((pcg64_next(&dice) >> (40 + i % 24)) + 1);
        backward[MOST_UNITS - 1 - i] = sizes[i];
    }
    struct pareto one = settle(sizes, MOST_UNITS, 90);
    struct pareto other = settle(backward, MOST_UNITS, 90);
    pareto_init(&more, UINT64_MAX);
    for (int i = 0; i < MOST_UNITS; i++)
        ck_assert(!pareto_offer(&more, &sizes[i]));
    ck_assert_uint_eq(more.held, MOST_UNITS);
    pareto_settle(&more, 90);
    ck_assert_uint_gt(one.certainties, 10);
    for (int i = 0; i < MOST_UNITS; i++) {
        const uint64_t rank = pareto_rank(&one, &sizes[i], 12345);
        ck_assert_uint_eq(pareto_rank(&other, &sizes[i], 12345), rank);
        ck_assert_uint_eq(pareto_rank(&more, &sizes[i], 12345), rank);
    }
    pareto_free(&one);
    pareto_free(&other);
    pareto_free(&more);
}
END_TEST

START_TEST(a_count_without_units_or_without_sample_is_settled_too)
{
    const struct quantity one = whole_size(1);
    struct pareto none = settle(NULL, 0, 5), unsampled = settle(&one, 1, 0);
    struct pareto wanted_before;

    pareto_init(&wanted_before, 5);
    ck_assert(!pareto_offer(&wanted_before, &one));
    pareto_settle(&wanted_before, 0);
    ck_assert_uint_eq(wanted_before.certainties, 0);
    ck_assert(pareto_target(&wanted_before, &one) == 0);
    pareto_free(&wanted_before);
    ck_assert_uint_eq(none.certainties, 0);
    ck_assert(pareto_total(&none) == 0);
    ck_assert_uint_eq(unsampled.certainties, 0);
    ck_assert(pareto_total(&unsampled) == 1);
    ck_assert(pareto_target(&unsampled, &one) == 0);
    pareto_free(&none);
    pareto_free(&unsampled);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("pareto");

    tcase_add_loop_test(tests, certainties_and_targets_are_those_found_by_hand,
                        0, sizeof known / sizeof *known);
    tcase_add_test(tests, every_small_population_has_the_targets_of_rounds);
    tcase_add_test(tests, random_populations_have_the_targets_of_rounds);
    tcase_add_test(tests, ranks_are_those_of_the_formula);
    tcase_add_test(tests,
                   ranks_grow_with_the_random_number_and_fall_with_the_size);
    tcase_add_test(tests,
                   the_count_is_the_same_in_any_order_and_with_room_for_more);
    tcase_add_test(tests,
                   a_count_without_units_or_without_sample_is_settled_too);
    return run_tests("pareto", tests);
}
