/* SPDX-License-Identifier: MIT */
#include "base/table.h"
#include "run_tests.h"

/* Different for different K; many of them begin at the same slot. */
static struct hash128
hash_of(uint64_t k, unsigned crowding)
{
    return (struct hash128){k, k % crowding};
}

START_TEST(things_are_numbered_as_they_come_and_found_again)
{
    enum { THINGS = 5000 };

    for (unsigned crowding = 1; crowding < 20000; crowding *= 13) {
        struct table table = {0};
        uint32_t number;
        bool is_new;
        ck_assert(!table_find(&table, hash_of(0, crowding), &number));
        for (uint32_t k = 0; k < THINGS; k++) {
            ck_assert(
                !table_add(&table, hash_of(k, crowding), &number, &is_new));
            ck_assert(is_new);
            ck_assert_uint_eq(number, k);
        }
        for (uint32_t k = 0; k < THINGS; k++) {
            ck_assert(
                !table_add(&table, hash_of(k, crowding), &number, &is_new));
            ck_assert(!is_new);
            ck_assert_uint_eq(number, k);
            ck_assert(table_find(&table, hash_of(k, crowding), &number));
            ck_assert_uint_eq(number, k);
        }
        ck_assert(!table_find(&table, hash_of(THINGS, crowding), &number));
        ck_assert_uint_eq(table.count, THINGS);
        table_free(&table);
        ck_assert_uint_eq(table.count, 0);
    }
}
END_TEST

START_TEST(all_bits_of_a_hash_count)
{
    struct table table = {0};
    uint32_t number, found;
    bool is_new;

    ck_assert(!table_add(&table, (struct hash128){0, 0}, &number, &is_new));
    for (unsigned bit = 0; bit < 64; bit++) {
        const struct hash128 high = {UINT64_C(1) << bit, 0};
        const struct hash128 low = {0, UINT64_C(1) << bit};
        ck_assert(!table_find(&table, high, &found));
        ck_assert(!table_find(&table, low, &found));
        ck_assert(!table_add(&table, high, &number, &is_new) && is_new);
        ck_assert(!table_add(&table, low, &number, &is_new) && is_new);
    }
    ck_assert_uint_eq(number, 128);
    table_free(&table);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("table");

    tcase_add_test(tests, things_are_numbered_as_they_come_and_found_again);
    tcase_add_test(tests, all_bits_of_a_hash_count);
    return run_tests("table", tests);
}
