/* SPDX-License-Identifier: MIT */
#include "base/members.h"

#include <stdlib.h>

#include "run_tests.h"

/* Scatters K over 64 bits (the finalizer of SplitMix64). */
static uint64_t
scatter(uint64_t k)
{
    k = (k + 1) * 0x9e3779b97f4a7c15;
    k = (k ^ k >> 30) * 0xbf58476d1ce4e5b9;
    k = (k ^ k >> 27) * 0x94d049bb133111eb;
    return k ^ k >> 31;
}

/* As ck_assert(), which writes a line for each of millions of calls. */
static void
must(bool holds, size_t k)
{
    if (!holds)
        ck_abort_msg("thing %zu", k);
}

/* Hashes that differ for different K: random ones, ones of a single part, ones
 * whose search begins at one of two slots, and both at once. */
enum { KINDS = 4 };

static struct hash128
hash_of(uint64_t k, int kind)
{
    const struct hash128 hashes[KINDS] = {
        {scatter(2 * k), scatter(2 * k + 1)},
        {k + 1, scatter(k)},
        {scatter(k), k % 2 * UINT64_MAX},
        {k + 1, k % 2 * UINT64_MAX},
    };

    return hashes[kind];
}

static size_t
how_many(int kind)
{
    return kind == 0 ? 300000 : kind == 3 ? 2000 : 20000;
}

START_TEST(each_thing_is_new_once_and_keeps_its_value)
{
    const size_t things = how_many(_i);
    struct members *const members = calloc(1, sizeof *members);
    uint32_t *value;
    bool is_new;

    for (size_t k = 0; k < things; k++) {
        must(members_find(members, hash_of(k, _i)) == NULL, k);
        must(!members_add(members, hash_of(k, _i), &value, &is_new), k);
        must(is_new && *value == 0, k);
        *value = (uint32_t)(3 * k + 1);
        must(!members_add(members, hash_of(k / 2, _i), &value, &is_new), k);
        must(!is_new && *value == 3 * (k / 2) + 1, k);
    }
    ck_assert_uint_eq(members->count, things);
    for (size_t k = 0; k < things; k++) {
        members_prefetch(members, hash_of(k, _i));
        value = members_find(members, hash_of(k, _i));
        must(value != NULL && *value == 3 * k + 1, k);
    }
    ck_assert_ptr_null(members_find(members, hash_of(things, _i)));
    members_free(members);
    free(members);
}
END_TEST

START_TEST(a_walk_shows_each_thing_once)
{
    const size_t things = how_many(_i);
    struct members *const members = calloc(1, sizeof *members);
    struct members_walk walk = {0};
    size_t count = 0;
    struct hash128 hash;
    uint32_t *value;
    bool is_new;

    ck_assert(!members_next(members, &walk, &hash, &value));
    for (size_t k = 0; k < things; k++) {
        must(!members_add(members, hash_of(k, _i), &value, &is_new), k);
        *value = (uint32_t)k;
    }
    walk = (struct members_walk){0};
    for (; members_next(members, &walk, &hash, &value); count++) {
        must(*value < things, count); /* not seen before */
        must(hash.high == hash_of(*value, _i).high, count);
        must(hash.low == hash_of(*value, _i).low, count);
        *value = UINT32_MAX;
    }
    ck_assert_uint_eq(count, things);
    ck_assert(!members_next(members, &walk, &hash, &value));
    members_free(members);
    free(members);
}
END_TEST

START_TEST(all_bits_of_a_hash_count)
{
    struct members *const members = calloc(1, sizeof *members);
    const struct hash128 one = {1, 1};
    uint32_t *value;
    bool is_new;

    ck_assert(!members_add(members, one, &value, &is_new) && is_new);
    for (unsigned bit = 0; bit < 64; bit++) {
        const struct hash128 high = {1 ^ UINT64_C(1) << bit, 1};
        const struct hash128 low = {1, 1 ^ UINT64_C(1) << bit};
        ck_assert_ptr_null(members_find(members, high));
        ck_assert_ptr_null(members_find(members, low));
        ck_assert(!members_add(members, high, &value, &is_new) && is_new);
        ck_assert(!members_add(members, low, &value, &is_new) && is_new);
    }
    ck_assert_uint_eq(members->count, 129);
    members_free(members);
    free(members);
}
END_TEST

START_TEST(a_hash_of_zeros_is_a_thing_like_others)
{
    struct members *const members = calloc(1, sizeof *members);
    const struct hash128 zeros = {0, 0};
    uint32_t *value;
    bool is_new;

    ck_assert_ptr_null(members_find(members, zeros));
    ck_assert(!members_add(members, zeros, &value, &is_new) && is_new);
    *value = 7;
    ck_assert(!members_add(members, zeros, &value, &is_new) && !is_new);
    ck_assert_uint_eq(*value, 7);
    ck_assert_uint_eq(*members_find(members, zeros), 7);
    members_free(members);
    free(members);
}
END_TEST

/* The slots and the spare memory, which after a growth is what the part had
 * before: together they are what the set holds at the worst moment. Were all
 * parts to begin with the same room, there would be moments with 27.7. */
START_TEST(things_take_26_and_a_half_bytes_each_at_any_moment)
{
    struct members *const members = calloc(1, sizeof *members);
    size_t bytes = 0;

    for (size_t k = 0; k < 1500000; k++) {
        const struct hash128 hash = hash_of(k, 0);
        struct members_part *const part = &members->parts[hash.high >> 56];
        const size_t room = part->room;
        uint32_t *value;
        bool is_new;
        must(!members_add(members, hash, &value, &is_new), k);
        bytes += (part->room - room) * sizeof *part->slots;
        must(k < 100000 || 2 * (bytes + members->spare_bytes) <= 53 * (k + 1),
             k);
    }
    ck_assert_uint_eq(sizeof(struct members_slot), 20);
    members_free(members);
    free(members);
}
END_TEST

START_TEST(a_freed_set_is_empty_and_may_be_used_again)
{
    struct members *const members = calloc(1, sizeof *members);
    uint32_t *value;
    bool is_new;

    for (int round = 0; round < 2; round++) {
        for (size_t k = 0; k < 20000; k++) {
            must(!members_add(members, hash_of(k, 0), &value, &is_new), k);
            must(is_new, k);
        }
        members_free(members);
        ck_assert_uint_eq(members->count, 0);
        ck_assert_ptr_null(members_find(members, hash_of(3, 0)));
    }
    members_free(members);
    free(members);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("members");

    tcase_add_loop_test(tests, each_thing_is_new_once_and_keeps_its_value, 0,
                        KINDS);
    tcase_add_loop_test(tests, a_walk_shows_each_thing_once, 0, KINDS);
    tcase_add_test(tests, all_bits_of_a_hash_count);
    tcase_add_test(tests, a_hash_of_zeros_is_a_thing_like_others);
    tcase_add_test(tests, things_take_26_and_a_half_bytes_each_at_any_moment);
    tcase_add_test(tests, a_freed_set_is_empty_and_may_be_used_again);
    return run_tests("members", tests);
}
