/* SPDX-License-Identifier: MIT */
#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>

#include "run_tests.h"

START_TEST(an_empty_array_gets_room)
{
    int *items = NULL;
    size_t room = 0;

    ck_assert_int_eq(array_reserve(&items, &room, 1, sizeof *items), ST_OK);
    ck_assert_ptr_nonnull(items);
    ck_assert_uint_ge(room, 1);
    items[room - 1] = 7; /* all of the room is there: the sanitizer looks */
    free(items);
}
END_TEST

START_TEST(items_stay_while_the_array_grows)
{
    enum { ITEMS = 100000 };
    uint32_t *items = NULL;
    size_t room = 0;
    int moves = 0;

    for (uint32_t i = 0; i < ITEMS; i++) {
        const size_t before = room;
        if (array_reserve(&items, &room, i + 1, sizeof *items) != ST_OK)
            ck_abort_msg("no room for item %u", i);
        moves += room != before;
        items[i] = i * 2654435761U;
    }
    for (uint32_t i = 0; i < ITEMS; i++)
        if (items[i] != i * 2654435761U)
            ck_abort_msg("item %u is lost", i);
    /* Growth by half: log(100000 / 16) / log(1.5) = 21.6, rounded up. */
    ck_assert_int_le(moves, 22);
    free(items);
}
END_TEST

START_TEST(enough_room_stays_as_it_is)
{
    char *items = NULL;
    size_t room = 0;

    ck_assert_int_eq(array_reserve(&items, &room, 0, 1), ST_OK);
    ck_assert_ptr_null(items);
    ck_assert_uint_eq(room, 0);
    ck_assert_int_eq(array_reserve(&items, &room, 100, 1), ST_OK);

    char *const place = items;
    const size_t given = room;
    for (size_t want = 0; want <= given; want++)
        ck_assert_int_eq(array_reserve(&items, &room, want, 1), ST_OK);
    ck_assert_ptr_eq(items, place);
    ck_assert_uint_eq(room, given);
    free(items);
}
END_TEST

START_TEST(much_room_is_given_at_once)
{
    char *items = NULL;
    size_t room = 0;

    ck_assert_int_eq(array_reserve(&items, &room, 1000000, 1), ST_OK);
    ck_assert_uint_ge(room, 1000000);
    ck_assert_uint_le(room, 1500016);
    items[999999] = 'x';
    free(items);
}
END_TEST

START_TEST(a_size_beyond_the_address_space_changes_nothing)
{
    const size_t wants[] = {SIZE_MAX, SIZE_MAX / sizeof(uint64_t) + 1,
                            SIZE_MAX / 2};
    uint64_t *items = NULL;
    size_t room = 0;

    ck_assert_int_eq(array_reserve(&items, &room, 4, sizeof *items), ST_OK);
    items[3] = 42;

    uint64_t *const place = items;
    const size_t given = room;
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(array_reserve(&items, &room, wants[i], sizeof *items),
                         ST_NOMEM);
    ck_assert_ptr_eq(items, place);
    ck_assert_uint_eq(room, given);
    ck_assert_uint_eq(items[3], 42);
    free(items);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("array");

    tcase_add_test(tests, an_empty_array_gets_room);
    tcase_add_test(tests, items_stay_while_the_array_grows);
    tcase_add_test(tests, enough_room_stays_as_it_is);
    tcase_add_test(tests, much_room_is_given_at_once);
    tcase_add_test(tests, a_size_beyond_the_address_space_changes_nothing);
    return run_tests("array", tests);
}
