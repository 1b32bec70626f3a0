/* SPDX-License-Identifier: MIT */
#include "base/known.h"

#include <stdlib.h>

#include "run_tests.h"

/* Three ways to space out hashes: evenly, all at one end of their range, and in
 * heaps that differ in their lower halves. */
enum { KINDS = 3, COUNT = 3000 };

static struct hash128
hash_of(uint64_t k, int kind)
{
    const struct hash128 hashes[KINDS] = {
        {k * (UINT64_MAX / COUNT), 7},
        {UINT64_MAX - COUNT + k, 7},
        {k / 100 << 50, k},
    };

    return hashes[kind];
}

START_TEST(what_was_added_is_known_and_nothing_else)
{
    struct known known = {0};

    ck_assert(!known_begin(&known, COUNT));
    for (uint64_t k = 0; k < COUNT; k += 2)
        known_append(&known, hash_of(k, _i));
    ck_assert(!known_end(&known));
    for (uint64_t k = 0; k < COUNT; k++) {
        struct hash128 hash = hash_of(k, _i);
        known_prefetch(&known, hash);
        ck_assert(known_has(&known, hash) == (k % 2 == 0));
        hash.low ^= UINT64_C(1) << 63;
        ck_assert(!known_has(&known, hash));
    }
    ck_assert(!known_has(&known, (struct hash128){UINT64_MAX, UINT64_MAX}));
    known_free(&known);
}
END_TEST

START_TEST(the_ends_of_the_range_are_hashes_like_others)
{
    const struct hash128 first = {0, 0}, last = {UINT64_MAX, UINT64_MAX};
    struct known known = {0};

    ck_assert(!known_begin(&known, 2));
    known_append(&known, first);
    known_append(&known, last);
    ck_assert(!known_end(&known));
    ck_assert(known_has(&known, first) && known_has(&known, last));
    ck_assert(!known_has(&known, (struct hash128){0, 1}));
    known_free(&known);
}
END_TEST

START_TEST(an_empty_set_may_be_made_and_freed)
{
    struct known known = {0};

    ck_assert(!known_begin(&known, 0) && !known_end(&known));
    ck_assert_uint_eq(known.count, 0);
    known_free(&known);
    known_free(&known);
}
END_TEST

START_TEST(more_things_than_numbers_are_refused)
{
    struct known known = {0};

    ck_assert_int_eq(known_begin(&known, UINT32_MAX), ST_NOMEM);
    known_free(&known);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("known");

    tcase_add_loop_test(tests, what_was_added_is_known_and_nothing_else, 0,
                        KINDS);
    tcase_add_test(tests, the_ends_of_the_range_are_hashes_like_others);
    tcase_add_test(tests, an_empty_set_may_be_made_and_freed);
    tcase_add_test(tests, more_things_than_numbers_are_refused);
    return run_tests("known", tests);
}
