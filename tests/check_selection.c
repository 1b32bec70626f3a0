/* SPDX-License-Identifier: MIT */
#include "stats/selection.h"

#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "stats/pcg64.h"

enum { MOST_UNITS = 6 };

/* Whether UNIT is among the SAMPLE_SIZE first of COUNT units: fewer than that
 * come before it. Counts, where the module parts them. */
static bool
is_among_smallest(const struct selection_unit *units, size_t count,
                  uint64_t sample_size, struct selection_unit unit)
{
    uint64_t before = 0;

    for (size_t i = 0; i < count; i++)
        before +=
            units[i].prn < unit.prn ||
            (units[i].prn == unit.prn && units[i].position < unit.position);
    return before < sample_size;
}

/* Whether the selection holds what it must: without being SETTLED perhaps more,
 * but never less. */
static bool
holds_the_smallest(const struct selection *selection,
                   const struct selection_unit *units, size_t count,
                   bool settled)
{
    for (size_t k = 0; k < count; k++) {
        const bool holds = selection_holds(selection, units[k]);
        const bool must =
            is_among_smallest(units, count, selection->sample_size, units[k]);
        if (settled ? holds != must : must && !holds)
            return false;
    }
    return true;
}

/* Offers the units in turn and compares, after each, what the selection says
 * with what counting says; SETTLED after each, or at the end only. Returns
 * whether all of it agrees. */
static bool
selects_when(const struct selection_unit *units, size_t count,
             uint64_t sample_size, bool settled)
{
    struct selection selection;
    bool agrees = true;

    selection_init(&selection, sample_size);
    for (size_t i = 0; i < count; i++) {
        const bool must =
            is_among_smallest(units, i + 1, sample_size, units[i]);
        bool taken = false;
        if (selection_offer(&selection, units[i], &taken) != ST_OK)
            agrees = false;
        if (settled)
            selection_settle(&selection);
        if ((must && !taken) || selection.pop_size != i + 1 ||
            selection.taken != (i + 1 < sample_size ? i + 1 : sample_size) ||
            !holds_the_smallest(&selection, units, i + 1, settled))
            agrees = false;
    }
    selection_settle(&selection);
    agrees = agrees && holds_the_smallest(&selection, units, count, true);
    selection_free(&selection);
    return agrees;
}

static bool
selects_the_smallest(const struct selection_unit *units, size_t count,
                     uint64_t sample_size)
{
    return selects_when(units, count, sample_size, true) &&
           selects_when(units, count, sample_size, false);
}

/* Turns ORDER into the next permutation of it, by the dictionary; no more
 * after the last. */
static bool
next_permutation(int *order, int count)
{
    int rise = count - 2, larger = count - 1;

    while (rise >= 0 && order[rise] > order[rise + 1])
        rise--;
    if (rise < 0)
        return false;
    while (order[larger] < order[rise])
        larger--;
    const int swapped = order[rise];
    order[rise] = order[larger];
    order[larger] = swapped;
    for (int low = rise + 1, high = count - 1; low < high; low++, high--) {
        const int kept = order[low];
        order[low] = order[high];
        order[high] = kept;
    }
    return true;
}

static void
start_permutation(int *order, int count)
{
    for (int i = 0; i < count; i++)
        order[i] = i;
}

/* Offers units with these random numbers in every order, for every n. */
static void
try_every_order(const int *prns, int count)
{
    int order[MOST_UNITS];

    start_permutation(order, count);
    do {
        struct selection_unit units[MOST_UNITS];
        for (int i = 0; i < count; i++)
            units[i] = (struct selection_unit){(uint64_t)prns[order[i]],
                                               (uint64_t)order[i]};
        for (int n = 0; n <= count + 1; n++)
            if (!selects_the_smallest(units, (size_t)count, (uint64_t)n))
                ck_abort_msg("N = %d, n = %d", count, n);
    } while (next_permutation(order, count));
}

/* By hand: of 50 20 90 20 70 10 at the positions 0 to 5, the three smallest
 * are 10 at 5 and both 20; the two smallest are 10 and the 20 at 1. */
START_TEST(the_sample_is_the_one_found_by_hand)
{
    static const struct selection_unit units[] = {{50, 0}, {20, 1}, {90, 2},
                                                  {20, 3}, {70, 4}, {10, 5}};
    static const bool first_three[] = {true, true, true, true, false, true};
    static const bool in_three[] = {false, true, false, true, false, true};
    static const bool in_two[] = {false, true, false, false, false, true};
    struct selection three, two;
    bool taken;

    selection_init(&three, 3);
    selection_init(&two, 2);
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(selection_offer(&three, units[i], &taken), ST_OK);
        ck_assert_int_eq(taken, first_three[i]);
        selection_settle(&three);
        ck_assert_int_eq(selection_offer(&two, units[i], &taken), ST_OK);
    }
    selection_settle(&two);
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(selection_holds(&three, units[i]), in_three[i]);
        ck_assert_int_eq(selection_holds(&two, units[i]), in_two[i]);
    }
    selection_free(&three);
    selection_free(&two);
}
END_TEST

START_TEST(every_ranking_in_every_order_gives_the_n_smallest)
{
    for (int count = 0; count <= MOST_UNITS; count++) {
        int ranks[MOST_UNITS];
        start_permutation(ranks, count);
        do
            try_every_order(ranks, count);
        while (next_permutation(ranks, count));
    }
}
END_TEST

/* Every way to give five units random numbers from 0, 1, 2. */
START_TEST(ties_are_broken_by_position_in_every_order)
{
    enum { UNITS = 5, WAYS = 3 * 3 * 3 * 3 * 3 };

    for (int way = 0; way < WAYS; way++) {
        int prns[UNITS];
        for (int i = 0, rest = way; i < UNITS; i++, rest /= 3)
            prns[i] = rest % 3;
        try_every_order(prns, UNITS);
    }
}
END_TEST

static int
compare_units(const void *a, const void *b)
{
    const struct selection_unit *x = a, *y = b;

    if (x->prn != y->prn)
        return x->prn < y->prn ? -1 : 1;
    return (x->position > y->position) - (x->position < y->position);
}

/* Frames of up to 200 units, samples of up to 50, every other one with ties. */
START_TEST(random_frames_give_the_n_smallest)
{
    enum { FRAMES = 1000, UNITS = 200 };
    struct selection_unit units[UNITS];
    struct pcg64 dice = {1, 1};

    for (int frame = 0; frame < FRAMES; frame++) {
        const size_t count = pcg64_next(&dice) % UNITS + 1;
        const uint64_t sample_size = pcg64_next(&dice) % 50;
        const unsigned fewer_bits = frame % 2 == 0 ? 0 : 58; /* ties */
        struct selection selection;
        bool taken;

        selection_init(&selection, sample_size);
        for (uint64_t i = 0; i < count; i++) {
            units[i] =
                (struct selection_unit){pcg64_next(&dice) >> fewer_bits, i};
            ck_assert(selection_offer(&selection, units[i], &taken) == ST_OK);
        }
        qsort(units, count, sizeof *units, compare_units);
        selection_settle(&selection);
        ck_assert_uint_eq(selection.taken,
                          count < sample_size ? count : sample_size);
        if (selection.taken > 0) {
            qsort(selection.units, selection.taken, sizeof *units,
                  compare_units);
            ck_assert(memcmp(selection.units, units,
                             selection.taken * sizeof *units) == 0);
        }
        selection_free(&selection);
    }
}
END_TEST

/* 5,000 units, their random numbers scattered by a multiplication; if
 * they are not to be DISTINCT, nearly all are tied with some other. */
static void
compare_with_sorting(uint64_t sample_size, bool distinct)
{
    enum { UNITS = 5000 };
    static struct selection_unit units[UNITS], sorted[UNITS];
    struct selection selection;
    bool taken;

    selection_init(&selection, sample_size);
    for (uint64_t i = 0; i < UNITS; i++) {
        const uint64_t scattered = (i + 1) * 0x9e3779b97f4a7c15;
        units[i] =
            (struct selection_unit){distinct ? scattered : scattered >> 54, i};
        ck_assert(selection_offer(&selection, units[i], &taken) == ST_OK);
    }
    memcpy(sorted, units, sizeof sorted);
    qsort(sorted, UNITS, sizeof *sorted, compare_units);
    ck_assert_uint_eq(selection.pop_size, UNITS);
    selection_settle(&selection);
    for (uint64_t i = 0; i < UNITS; i++)
        if (selection_holds(&selection, sorted[i]) != (i < sample_size))
            ck_abort_msg("unit %d of n = %d", (int)i, (int)sample_size);

    /* It holds the same units, each once. */
    const size_t size = sample_size < UNITS ? sample_size : UNITS;
    ck_assert_uint_eq(selection.taken, size);
    if (size > 0) {
        qsort(selection.units, size, sizeof *selection.units, compare_units);
        ck_assert(memcmp(selection.units, sorted, size * sizeof *sorted) == 0);
    }
    selection_free(&selection);
}

START_TEST(a_large_sample_is_the_head_of_the_sorted_units)
{
    static const uint64_t sizes[] = {0,    1,    2,    3,    100,
                                     2500, 4999, 5000, 5001, UINT64_MAX};

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        compare_with_sorting(sizes[i], true);
        compare_with_sorting(sizes[i], false);
    }
}
END_TEST

START_TEST(the_smallest_and_largest_numbers_are_ordered_too)
{
    static const struct selection_unit units[] = {
        {UINT64_MAX, UINT64_MAX}, {UINT64_MAX, 0},     {0, UINT64_MAX}, {0, 0},
        {UINT64_MAX / 2 + 1, 3},  {UINT64_MAX / 2, 4},
    };

    for (uint64_t n = 0; n <= 7; n++)
        ck_assert(selects_the_smallest(units, 6, n));
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("selection");

    tcase_add_test(tests, the_sample_is_the_one_found_by_hand);
    tcase_add_test(tests, every_ranking_in_every_order_gives_the_n_smallest);
    tcase_add_test(tests, ties_are_broken_by_position_in_every_order);
    tcase_add_test(tests, random_frames_give_the_n_smallest);
    tcase_add_test(tests, a_large_sample_is_the_head_of_the_sorted_units);
    tcase_add_test(tests, the_smallest_and_largest_numbers_are_ordered_too);
    return run_tests("selection", tests);
}
