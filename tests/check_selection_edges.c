/* SPDX-License-Identifier: MIT */
/* What a selection is at its edges; check_selection.c has the sample. */
#include <stdlib.h>

#include "run_tests.h"
#include "stats/selection.h"

/* Units that come in order, in reverse, as an organ pipe and in a saw. */
START_TEST(no_order_of_the_units_matters)
{
    enum { UNITS = 100000, SIZE = 2000, ORDERS = 4 };

    for (int order = 0; order < ORDERS; order++) {
        struct selection selection;
        bool taken;
        selection_init(&selection, SIZE);
        for (uint64_t i = 0; i < UNITS; i++) {
            const uint64_t numbers[ORDERS] = {
                i, UNITS - 1 - i,
                i < UNITS / 2 ? 2 * i : 2 * (UNITS - 1 - i) + 1,
                i % 100 * (UNITS / 100) + i / 100};
            const struct selection_unit unit = {numbers[order], i};
            ck_assert(selection_offer(&selection, unit, &taken) == ST_OK);
        }
        selection_settle(&selection);
        ck_assert_uint_eq(selection.taken, SIZE);
        ck_assert_uint_eq(selection.bound.prn, SIZE - 1);
        for (size_t k = 0; k < SIZE; k++)
            ck_assert(selection.units[k].prn < SIZE);
        selection_free(&selection);
    }
}
END_TEST

enum {
    WORST_UNITS = 2500,
    WORST_SIZE = WORST_UNITS * 4 / 5,
    PROBES = 31,
    ROUNDS = 40
};

static int
compare_numbers(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Gives the next numbers to the probes among COUNT units, and returns the one
 * of them that about WANTED of COUNT do not come after. */
static uint64_t
probe(uint64_t *numbers, const size_t *units, size_t count, size_t wanted,
      uint64_t *next)
{
    const size_t step = count / PROBES;
    uint64_t probes[PROBES];

    for (size_t k = 0; k < PROBES; k++) {
        uint64_t *const number = &numbers[units[k * step + step / 2]];
        if (*number == UINT64_MAX)
            *number = (*next)++;
        probes[k] = *number;
    }
    qsort(probes, PROBES, sizeof *probes, compare_numbers);
    return probes[wanted * (PROBES - 1) / count];
}

/* The worst there is for who parts units as selection.c does: the probes are
 * the smallest units of all, every time. */
static void
make_worst_numbers(uint64_t *numbers)
{
    size_t units[WORST_UNITS], first = 0;
    uint64_t next = 0;

    for (size_t i = 0; i < WORST_UNITS; i++) {
        numbers[i] = UINT64_MAX;
        units[i] = i;
    }
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t pivot =
            probe(numbers, units + first, WORST_UNITS - first,
                  WORST_SIZE - first, &next);
        size_t at = first;
        for (size_t i = first; i < WORST_UNITS; i++) {
            const size_t unit = units[i];
            units[i] = units[at];
            units[at] = unit;
            at += numbers[unit] < pivot;
        }
        first = at;
    }
    for (size_t i = 0; i < WORST_UNITS; i++)
        if (numbers[i] == UINT64_MAX)
            numbers[i] = next++;
}

START_TEST(the_worst_numbers_are_drawn_from_all_the_same)
{
    static uint64_t numbers[WORST_UNITS];
    struct selection selection;
    bool taken, is_there[WORST_SIZE] = {false};

    make_worst_numbers(numbers);
    selection_init(&selection, WORST_SIZE);
    for (uint64_t i = 0; i < WORST_UNITS; i++)
        ck_assert(!selection_offer(
            &selection, (struct selection_unit){numbers[i], i}, &taken));
    selection_settle(&selection);
    ck_assert_uint_eq(selection.taken, WORST_SIZE);
    for (size_t k = 0; k < WORST_SIZE; k++) {
        ck_assert(selection.units[k].prn < WORST_SIZE);
        is_there[selection.units[k].prn] = true;
    }
    for (size_t k = 0; k < WORST_SIZE; k++)
        ck_assert(is_there[k]);
    selection_free(&selection);
}
END_TEST

START_TEST(an_empty_population_gives_an_empty_sample)
{
    struct selection selection;

    selection_init(&selection, 10);
    ck_assert_uint_eq(selection.pop_size, 0);
    ck_assert_uint_eq(selection.taken, 0);
    ck_assert(!selection_holds(&selection, (struct selection_unit){0, 0}));
    selection_free(&selection);
}
END_TEST

START_TEST(a_sample_of_none_takes_none_and_counts_all)
{
    struct selection selection;
    bool taken = true;

    selection_init(&selection, 0);
    for (uint64_t i = 0; i < 100; i++) {
        ck_assert_int_eq(
            selection_offer(&selection, (struct selection_unit){0, i}, &taken),
            ST_OK);
        ck_assert(!taken);
    }
    ck_assert_uint_eq(selection.pop_size, 100);
    ck_assert_uint_eq(selection.taken, 0);
    ck_assert_ptr_null(selection.units);
    selection_free(&selection);
}
END_TEST

START_TEST(memory_follows_the_units_taken_not_the_sample_size)
{
    static const uint64_t sizes[] = {INT64_MAX, UINT64_MAX, SIZE_MAX / 16};

    for (int k = 0; k < 3; k++) {
        struct selection selection;
        selection_init(&selection, sizes[k]);
        ck_assert_uint_eq(selection.room, 0);
        for (uint64_t i = 0; i < 1000; i++) {
            bool taken = false;
            ck_assert_int_eq(selection_offer(&selection,
                                             (struct selection_unit){~i, i},
                                             &taken),
                             ST_OK);
            ck_assert(taken);
        }
        ck_assert_uint_eq(selection.taken, 1000);
        ck_assert_uint_le(selection.room, 2000);
        selection_free(&selection);
    }
}
END_TEST

/* A selection that says it is as large as memory: no place for one more. */
START_TEST(an_offer_without_memory_changes_nothing)
{
    const size_t full = SIZE_MAX / sizeof(struct selection_unit);
    struct selection selection = {.held = full,
                                  .room = full,
                                  .taken = full,
                                  .pop_size = full,
                                  .sample_size = INT64_MAX};
    bool taken = true;

    ck_assert_int_eq(
        selection_offer(&selection, (struct selection_unit){1, 2}, &taken),
        ST_NOMEM);
    ck_assert(taken);
    ck_assert_ptr_null(selection.units);
    ck_assert_uint_eq(selection.held, full);
    ck_assert_uint_eq(selection.taken, full);
    ck_assert_uint_eq(selection.room, full);
    ck_assert_uint_eq(selection.pop_size, full);
}
END_TEST

/* Ties in many numbers, so that positions matter, too. */
static struct selection_unit
unit_of_case(unsigned seed, size_t i)
{
    const uint64_t mixed = (i + 1) * UINT64_C(0x9e3779b97f4a7c15) + seed;

    return (struct selection_unit){
        (mixed ^ mixed >> 29) * UINT64_C(0xbf58476d1ce4e5b9) >> 55, i};
}

/* Whether the selection, which is settled, is the first of the units. */
static bool
has_the_first(const struct selection *selection, unsigned seed, size_t units)
{
    for (size_t k = 0; k < selection->taken; k++) {
        size_t before = 0;
        for (size_t i = 0; i < units; i++)
            before +=
                selection_before(unit_of_case(seed, i), selection->units[k]);
        if (before >= selection->taken)
            return false;
    }
    return true;
}

/* Sizes that rise and fall while units come; in the end the sample has been
 * complete all the time, or says that it is short. Both come about. */
START_TEST(a_size_that_changes_gives_its_sample_or_says_it_is_short)
{
    enum { CASES = 400, UNITS = 300 };
    unsigned complete = 0, is_short = 0;

    for (unsigned seed = 0; seed < CASES; seed++) {
        const uint64_t final = seed * 7 % 120;
        const uint64_t wanted = final < UNITS ? final : UNITS;
        struct selection selection;
        bool taken;
        selection_init(&selection, 1 + seed % 50);
        for (size_t i = 0; i < UNITS; i++) {
            if (selection.taken < selection.sample_size)
                selection_settle(&selection);
            if (i % 20 == 0)
                selection_resize(&selection, 1 + (seed + i) * 31 % 150);
            ck_assert(selection_offer(&selection, unit_of_case(seed, i),
                                      &taken) == ST_OK);
            ck_assert(selection.taken <= selection.sample_size);
        }
        selection_resize(&selection, final);
        ck_assert(selection_is_short(&selection) == (selection.taken < wanted));
        is_short += selection.taken < wanted;
        complete += selection.taken == wanted;
        selection_settle(&selection);
        ck_assert(has_the_first(&selection, seed, UNITS));
        ck_assert_uint_eq(selection.pop_size, UNITS);
        selection_free(&selection);
    }
    ck_assert_uint_eq(complete + is_short, CASES);
    ck_assert(complete > CASES / 8 && is_short > CASES / 8);
}
END_TEST

/* Three units, however many are wanted: all of them, and nobody is missed. */
START_TEST(a_sample_larger_than_what_there_is_is_not_short)
{
    struct selection selection;
    bool taken;

    selection_init(&selection, 2);
    for (uint64_t i = 0; i < 3; i++)
        ck_assert_int_eq(
            selection_offer(&selection, (struct selection_unit){i, i}, &taken),
            ST_OK);
    selection_resize(&selection, 4);
    ck_assert(!selection_is_short(&selection));
    ck_assert_uint_eq(selection.taken, 3);
    selection_free(&selection);
}
END_TEST

/* Of 1,000 units held for a sample of 1,000, the 100 smallest are. */
START_TEST(a_trimmed_selection_has_its_sample_and_no_more_memory)
{
    struct selection selection;
    bool taken;

    selection_init(&selection, 1000);
    for (uint64_t i = 0; i < 1000; i++)
        ck_assert(selection_offer(&selection,
                                  (struct selection_unit){i * 7919 % 1000, i},
                                  &taken) == ST_OK);
    selection_resize(&selection, 100);
    ck_assert_int_eq(selection_trim(&selection), ST_OK);
    ck_assert_uint_eq(selection.held, 100);
    ck_assert_uint_eq(selection.room, 100);
    ck_assert_uint_eq(selection.bound.prn, 99);
    selection_resize(&selection, 0);
    ck_assert_int_eq(selection_trim(&selection), ST_OK);
    ck_assert_uint_eq(selection.held, 0);
    ck_assert_uint_eq(selection.room, 1);
    ck_assert_uint_eq(selection.pop_size, 1000);
    selection_free(&selection);
}
END_TEST

START_TEST(a_freed_selection_is_empty_and_may_be_freed_again)
{
    struct selection selection;
    bool taken;

    selection_init(&selection, 2);
    for (uint64_t i = 0; i < 3; i++)
        ck_assert_int_eq(
            selection_offer(&selection, (struct selection_unit){i, i}, &taken),
            ST_OK);
    selection_free(&selection);
    selection_free(&selection);
    ck_assert_uint_eq(selection.taken, 0);
    ck_assert_uint_eq(selection.pop_size, 0);
    ck_assert_ptr_null(selection.units);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("selection edges");

    tcase_add_test(tests, no_order_of_the_units_matters);
    tcase_add_test(tests, the_worst_numbers_are_drawn_from_all_the_same);
    tcase_add_test(tests, an_empty_population_gives_an_empty_sample);
    tcase_add_test(tests, a_sample_of_none_takes_none_and_counts_all);
    tcase_add_test(tests, memory_follows_the_units_taken_not_the_sample_size);
    tcase_add_test(tests, an_offer_without_memory_changes_nothing);
    tcase_add_test(tests,
                   a_size_that_changes_gives_its_sample_or_says_it_is_short);
    tcase_add_test(tests, a_sample_larger_than_what_there_is_is_not_short);
    tcase_add_test(tests,
                   a_trimmed_selection_has_its_sample_and_no_more_memory);
    tcase_add_test(tests, a_freed_selection_is_empty_and_may_be_freed_again);
    return run_tests("selection edges", tests);
}
