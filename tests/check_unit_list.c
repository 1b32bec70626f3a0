/* SPDX-License-Identifier: MIT */
/* Lists are compared with a table of all units, and with what a list is said to
 * look like in its header. */
#include "design/unit_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "scratch.h"

enum { LISTS = 40 };

static char names[LISTS][16];
static struct unit_list_file files[LISTS];

static struct hash128
unit(unsigned number)
{
    char text[16];

    snprintf(text, sizeof text, "%u", number);
    return hash128_of(slice_of(text));
}

/* Writes list K with the units FROM to TO, and one more if it is not 0. */
static void
write_list(size_t k, unsigned from, unsigned to, unsigned more)
{
    struct members units = {0};
    struct trouble trouble = {0};
    struct sink *sink;

    snprintf(names[k], sizeof names[k], "%zu.units", k);
    files[k].name = names[k];
    for (unsigned number = from; number < to; number++)
        ck_assert(!members_add(&units, unit(number), 0));
    if (more > 0)
        ck_assert(!members_add(&units, unit(more), 0));
    ck_assert(!members_settle(&units));
    ck_assert(!sink_open(names[k], NULL, &trouble, &sink));
    ck_assert(!unit_list_write(&units, sink, &trouble, &files[k].list));
    ck_assert(!sink_publish(sink, &trouble));
    sink_free(sink);
    members_free(&units);
}

static enum status
compare(size_t count, size_t *a, size_t *b)
{
    struct trouble trouble = {0};
    const enum status st = unit_list_compare(files, count, &trouble, a, b);

    ck_assert_int_eq(trouble.text[0] != '\0', st == ST_DATA || st == ST_SYSTEM);
    return st;
}

START_TEST(a_list_is_ascending_and_has_every_unit)
{
    size_t len;

    write_list(0, 0, 5000, 0);
    unsigned char *const bytes = (unsigned char *)scratch_read(names[0], &len);
    ck_assert_uint_eq(len, 5000 * 16);
    ck_assert_uint_eq(files[0].list.count, 5000);
    for (size_t k = 16; k < len; k += 16)
        ck_assert_int_lt(memcmp(bytes + k - 16, bytes + k, 16), 0);
    const struct hash128 digest =
        hash128_of((struct slice){(const char *)bytes, len});
    ck_assert(digest.high == files[0].list.digest.high &&
              digest.low == files[0].list.digest.low);
    free(bytes);
}
END_TEST

START_TEST(lists_without_a_common_unit_pass)
{
    size_t a, b;

    for (unsigned k = 0; k < LISTS; k++) /* some are empty, some are long */
        write_list(k, 10000 * k, 10000 * k + k * k * 3, 0);
    ck_assert_int_eq(compare(LISTS, &a, &b), ST_OK);
    ck_assert_int_eq(compare(1, &a, &b), ST_OK);
    ck_assert_int_eq(compare(0, &a, &b), ST_OK);
}
END_TEST

START_TEST(a_common_unit_is_found_wherever_it_is)
{
    size_t a, b;

    for (unsigned k = 0; k < LISTS; k++)
        write_list(k, 10000 * k + 1, 10000 * k + 1 + k * 100, 0);
    for (unsigned other = 1; other < LISTS; other += 7)
        for (unsigned number = 1; number <= other * 100; number += 333) {
            write_list(0, 0, 0, 10000 * other + number);
            ck_assert_int_eq(compare(LISTS, &a, &b), ST_END);
            ck_assert_uint_eq(a, 0);
            ck_assert_uint_eq(b, other);
        }
}
END_TEST

START_TEST(a_list_that_was_changed_is_refused)
{
    char *bytes;
    size_t len, a, b;

    write_list(0, 0, 2000, 0);
    write_list(1, 2000, 3000, 0);
    bytes = scratch_read(names[0], &len);
    for (size_t cut = 1; cut < len; cut += 1111) {
        scratch_write(names[0], bytes, len - cut);
        ck_assert_int_eq(compare(2, &a, &b), ST_DATA);
    }
    for (size_t at = 0; at < len; at += 1111) {
        bytes[at] ^= 1;
        scratch_write(names[0], bytes, len);
        ck_assert_int_eq(compare(2, &a, &b), ST_DATA);
        bytes[at] ^= 1;
    }
    scratch_write(names[0], bytes, len);
    ck_assert_int_eq(compare(2, &a, &b), ST_OK);
    remove(names[0]);
    ck_assert_int_eq(compare(2, &a, &b), ST_SYSTEM);
    free(bytes);
}
END_TEST

int
main(void)
{
    TCase *const tests = tcase_create("unit_list");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, a_list_is_ascending_and_has_every_unit);
    tcase_add_test(tests, lists_without_a_common_unit_pass);
    tcase_add_test(tests, a_common_unit_is_found_wherever_it_is);
    tcase_add_test(tests, a_list_that_was_changed_is_refused);
    return run_tests("unit_list", tests);
}
