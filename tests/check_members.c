/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "members_sets.h"
#include "run_tests.h"

static size_t
how_many(int kind)
{
    return kind == 0 ? 1000000 : kind == 2 ? 5000 : 50000;
}

static bool
is_before(struct hash128 a, struct hash128 b)
{
    return a.high != b.high ? a.high < b.high : a.low < b.low;
}

/* Walks over all of the set, by members_take() if it is TAKEN. What each thing
 * has, by its number, is left in VALUES, and how often it was seen in TIMES. */
static size_t
walk_over(struct members *members, int kind, bool taken, size_t things,
          uint32_t *values, unsigned char *times)
{
    struct members_walk walk;
    struct hash128 hash, last = {0, 0};
    uint32_t value;
    size_t count = 0;

    members_walk_start(members, &walk);
    while (taken ? members_take(members, &walk, &hash, &value)
                 : members_next(members, &walk, &hash, &value)) {
        must(count == 0 || is_before(last, hash), count);
        must(hash.low < things && times[hash.low] < 255, count);
        must(hash.high == hash_of(hash.low, kind).high, count);
        values[hash.low] = value;
        times[hash.low]++;
        last = hash;
        count++;
    }
    return count;
}

START_TEST(each_thing_is_shown_once_and_in_order)
{
    const int kind = _i / 2;
    const size_t things = how_many(kind);
    struct members *const members = new_set(_i);
    uint32_t *const values = calloc(things, sizeof *values);
    unsigned char *const times = calloc(things, 1);

    /* Every thing once, every other one again, far behind and at once. */
    for (size_t k = 0; k < things; k++) {
        must(!members_add(members, hash_of(k, kind), (uint32_t)k), k);
        must(!members_add(members, hash_of(k / 2, kind), (uint32_t)(k / 2)), k);
        must(!members_add(members, hash_of(k, kind), (uint32_t)k), k);
    }
    ck_assert(!members_settle(members));
    ck_assert_uint_eq(members_counts(members).things, things);
    for (int round = 0; round < 3; round++) {
        memset(times, 0, things);
        ck_assert_uint_eq(
            walk_over(members, kind, round == 2, things, values, times),
            things);
        for (size_t k = 0; k < things; k++)
            must(times[k] == 1 && values[k] == k, k);
    }
    members_free(members);
    free(members);
    free(values);
    free(times);
}
END_TEST

START_TEST(an_empty_set_has_no_thing_to_show)
{
    struct members *const members = calloc(1, sizeof *members);

    ck_assert(!members_settle(members));
    ck_assert_uint_eq(walk_over(members, 0, false, 0, NULL, NULL), 0);
    ck_assert_uint_eq(walk_over(members, 0, true, 0, NULL, NULL), 0);
    members_free(members);
    free(members);
}
END_TEST

/* At every moment: so many of the things that were added have no upper half
 * above what is told, and once all are in order it is not far above. */
START_TEST(what_so_many_things_reach_is_never_told_too_low)
{
    enum { THINGS = 200000, STEP = 10000 };
    struct members *const members = new_set(_i);
    static const uint64_t counts[] = {0, 1, 1000, 50000, THINGS};

    ck_assert(members_reach(members, 1) == UINT64_MAX);
    for (size_t k = 0; k < THINGS; k++) {
        must(!members_add(members, hash_of(k, 0), 0), k);
        if (k == THINGS - 1)
            ck_assert(!members_settle(members));
        for (size_t c = 0; c < 5 && (k + 1) % STEP == 0; c++) {
            const uint64_t reach = members_reach(members, counts[c]);
            size_t below = 0;
            for (size_t l = 0; l <= k; l++)
                below += hash_of(l, 0).high <= reach;
            must(below >= counts[c] || reach == UINT64_MAX, k);
            /* A part of 200,000 things has 781, sd 28; twice that is far off.
             */
            must(k < THINGS - 1 || below <= counts[c] + 1562, k);
        }
    }
    members_free(members);
    free(members);
}
END_TEST

/* The same where every third thing is flagged: those do not count. */
START_TEST(things_with_the_flag_are_passed_over_by_the_reach)
{
    enum { THINGS = 300000, OTHERS = THINGS / 3 * 2 };
    struct members *const members = new_set(_i);
    static const uint64_t counts[] = {1, 1000, 50000, OTHERS, OTHERS + 1};

    for (size_t k = 0; k < THINGS; k++)
        must(!members_add(members, hash_of(k, 0), k % 3 ? 0 : members_flag), k);
    ck_assert(!members_settle(members));
    for (size_t c = 0; c < 5; c++) {
        const uint64_t reach = members_reach(members, counts[c]);
        size_t below = 0;
        for (size_t k = 0; k < THINGS; k++)
            below += k % 3 != 0 && hash_of(k, 0).high <= reach;
        ck_assert((below >= counts[c]) == (counts[c] <= OTHERS));
        ck_assert_uint_le(below, counts[c] + 1562);
    }
    members_free(members);
    free(members);
}
END_TEST

/* Things whose flag comes early: multiples of 10, every time. */
static uint32_t
flag_of(size_t k)
{
    return k % 10 == 0 ? members_flag : 0;
}

/* Thing K is added several times: its label is that of the first time, its flag
 * is set if it was once, and it is marked if the labels were not all the same,
 * and if the flags were not. All of that whether it was merged in between or
 * not. */
START_TEST(the_first_label_stays_and_flags_add_up)
{
    const size_t things = how_many(0);
    struct members *const members = new_set(_i);
    uint32_t *const values = calloc(things, sizeof *values);
    unsigned char *const times = calloc(things, 1);
    size_t flagged = 0, differing = 0, mixed = 0;

    for (size_t k = 0; k < things; k++)
        must(!members_add(members, hash_of(k, 0),
                          (uint32_t)k % 1000 | flag_of(k)),
             k);
    for (size_t k = 0; k < things; k += 5) /* the flag, later */
        must(!members_add(members, hash_of(k, 0),
                          (uint32_t)k % 1000 | members_flag),
             k);
    for (size_t k = 0; k < things; k += 7) /* another label */
        must(!members_add(members, hash_of(k, 0), 1001 | flag_of(k)), k);
    for (size_t k = 0; k < things; k += 11) /* the first one again */
        must(!members_add(members, hash_of(k, 0),
                          (uint32_t)k % 1000 | flag_of(k)),
             k);
    ck_assert(!members_settle(members));
    ck_assert_uint_eq(walk_over(members, 0, false, things, values, times),
                      things);
    for (size_t k = 0; k < things; k++) {
        must(values[k] == ((uint32_t)k % 1000 | (k % 5 ? 0 : members_flag) |
                           (k % 7 ? 0 : members_differs) |
                           (k % 5 || k % 2 == 0 ? 0 : members_mixed)),
             k);
        flagged += k % 5 == 0;
        differing += k % 7 == 0;
        mixed += k % 10 == 5;
    }
    ck_assert_uint_eq(members_counts(members).flagged, flagged);
    ck_assert_uint_eq(members_counts(members).differing, differing);
    ck_assert_uint_eq(members_counts(members).mixed, mixed);
    members_free(members);
    free(members);
    free(values);
    free(times);
}
END_TEST

START_TEST(the_largest_label_is_one_like_others)
{
    struct members *const members = calloc(1, sizeof *members);
    uint32_t values[2];
    unsigned char times[2] = {0, 0};

    ck_assert(!members_add(members, hash_of(0, 3), members_label));
    ck_assert(!members_add(members, hash_of(1, 3), 0));
    ck_assert(!members_add(members, hash_of(1, 3), members_label));
    ck_assert(
        !members_add(members, hash_of(0, 3), members_label | members_flag));
    ck_assert(!members_settle(members));
    ck_assert_uint_eq(walk_over(members, 3, false, 2, values, times), 2);
    ck_assert_uint_eq(values[0], members_label | members_flag | members_mixed);
    ck_assert_uint_eq(values[1], members_differs);
    members_free(members);
    free(members);
}
END_TEST

START_TEST(all_bits_of_a_hash_count)
{
    struct members *const members = calloc(1, sizeof *members);
    const struct hash128 one = {1, 1};
    struct members_walk walk;
    struct hash128 hash;
    uint32_t value;
    size_t count = 0;

    for (int round = 0; round < 2; round++) {
        ck_assert(!members_add(members, one, 0));
        for (unsigned bit = 0; bit < 64; bit++) {
            const struct hash128 high = {1 ^ UINT64_C(1) << bit, 1};
            const struct hash128 low = {1, 1 ^ UINT64_C(1) << bit};
            ck_assert(!members_add(members, high, 0));
            ck_assert(!members_add(members, low, 0));
        }
    }
    ck_assert(!members_settle(members));
    members_walk_start(members, &walk);
    while (members_next(members, &walk, &hash, &value))
        count++;
    ck_assert_uint_eq(count, 129);
    members_free(members);
    free(members);
}
END_TEST

START_TEST(a_freed_set_is_empty_and_may_be_used_again)
{
    struct members *const members = calloc(1, sizeof *members);
    const size_t things = 20000;
    uint32_t *const values = calloc(things, sizeof *values);
    unsigned char *const times = calloc(things, 1);

    for (size_t round = 1; round <= 2; round++) {
        for (size_t k = 0; k < things / round; k++)
            must(!members_add(members, hash_of(k, 0), 0), k);
        ck_assert(!members_settle(members));
        ck_assert_uint_eq(walk_over(members, 0, false, things, values, times),
                          things / round);
        members_free(members);
    }
    free(members);
    free(values);
    free(times);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("members");

    tcase_add_loop_test(tests, each_thing_is_shown_once_and_in_order, 0,
                        2 * KINDS);
    tcase_add_test(tests, an_empty_set_has_no_thing_to_show);
    tcase_add_loop_test(tests, what_so_many_things_reach_is_never_told_too_low,
                        0, 2);
    tcase_add_loop_test(
        tests, things_with_the_flag_are_passed_over_by_the_reach, 0, 2);
    tcase_add_loop_test(tests, the_first_label_stays_and_flags_add_up, 0, 2);
    tcase_add_test(tests, the_largest_label_is_one_like_others);
    tcase_add_test(tests, all_bits_of_a_hash_count);
    tcase_add_test(tests, a_freed_set_is_empty_and_may_be_used_again);
    return run_tests("members", tests);
}
