/* SPDX-License-Identifier: MIT */
/* What a set takes, and what another thread may change. */
#include <stdlib.h>

#include "members_sets.h"
#include "run_tests.h"

/* Two chunks for each part are 16 MiB; a part that is merged needs up to half
 * of what it holds once more, for one of 256 at a time. */
START_TEST(distinct_things_take_20_bytes_and_others_30)
{
    enum { LEAST = 18 << 20 };
    struct members *const members = new_set(_i);
    const size_t things = 1500000;

    ck_assert_uint_eq(sizeof(struct members_thing), 20);
    for (size_t k = 0; k < things; k++) {
        must(!members_add(members, hash_of(k, 0), 0), k);
        must(bytes_of(members) <= LEAST + 20 * (k + 1), k);
    }
    for (size_t k = 0; k < 5 * things; k++) {
        must(!members_add(members, hash_of(k % things, 0), 0), k);
        must(bytes_of(members) <= LEAST + 30 * things, k);
    }
    members_free(members);
    free(members);
}
END_TEST

/* Half of all that is added is one thing, the rest are different ones, or the
 * first 100,000 of them again. */
START_TEST(what_comes_all_the_time_takes_no_more)
{
    enum { LEAST = 18 << 20, THINGS = 100000 };
    struct members *const members = new_set(_i);

    for (size_t k = 0; k < 3000000; k++) {
        const size_t thing = _i < 2 ? k / 2 : k / 2 % THINGS;
        const size_t different = _i < 2 ? k / 2 + 2 : THINGS;
        must(!members_add(members, hash_of(k % 2 ? thing : 0, 0), 0), k);
        must(bytes_of(members) <= LEAST + 30 * different, k);
    }
    members_free(members);
    free(members);
}
END_TEST

/* What is told at any time is the same, and so is what there is in the end. */
START_TEST(another_thread_changes_nothing)
{
    enum { THINGS = 300000, ADDED = 2000000, STEP = 1000 };
    struct members *const alone = new_set(0), *const helped = new_set(1);
    struct members_walk walk, other_walk;
    struct hash128 hash, other_hash;
    uint32_t value, other_value;
    size_t count = 0;

    for (size_t k = 0; k < ADDED; k++) {
        const uint64_t thing = scatter(k) % (_i == 0 ? THINGS : ADDED);
        const uint32_t with = scatter(~k) % 50 == 0 ? members_flag : 0;
        const uint32_t label = scatter(~k) % 70 == 0;
        must(!members_add(alone, hash_of(thing, 0), label | with), k);
        must(!members_add(helped, hash_of(thing, 0), label | with), k);
        if (k % STEP != 0)
            continue;
        must(members_reach(alone, 20000) == members_reach(helped, 20000), k);
        must(alone->counts.things == helped->counts.things, k);
        must(alone->counts.mixed == helped->counts.mixed, k);
    }
    ck_assert(!members_settle(alone));
    ck_assert(!members_settle(helped));
    ck_assert_mem_eq(&alone->counts, &helped->counts, sizeof alone->counts);
    members_walk_start(alone, &walk);
    members_walk_start(helped, &other_walk);
    while (members_next(alone, &walk, &hash, &value)) {
        must(members_next(helped, &other_walk, &other_hash, &other_value) &&
                 hash.high == other_hash.high && hash.low == other_hash.low &&
                 value == other_value,
             count);
        count++;
    }
    ck_assert_uint_eq(count, alone->counts.things);
    members_free(alone);
    members_free(helped);
    free(alone);
    free(helped);
}
END_TEST

/* Whatever has been handed over. */
START_TEST(a_set_may_be_freed_at_any_time)
{
    for (size_t things = 1; things < 4000000; things *= 3) {
        struct members *const members = new_set(1);
        for (size_t k = 0; k < things; k++)
            must(!members_add(members, hash_of(k, 0), 0), k);
        members_free(members);
        free(members);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("members_help");

    tcase_add_loop_test(tests, distinct_things_take_20_bytes_and_others_30, 0,
                        2);
    tcase_add_loop_test(tests, what_comes_all_the_time_takes_no_more, 0, 4);
    tcase_add_loop_test(tests, another_thread_changes_nothing, 0, 2);
    tcase_add_test(tests, a_set_may_be_freed_at_any_time);
    return run_tests("members_help", tests);
}
