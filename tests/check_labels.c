/* SPDX-License-Identifier: MIT */
#include "design/labels.h"

#include <stdio.h>

#include "run_tests.h"

START_TEST(labels_are_numbered_as_they_come)
{
    enum { LABELS = 5000 };
    struct labels labels = {0};
    uint32_t number;
    char text[16];

    ck_assert(!labels_find(&labels, slice_of("0"), &number));
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t k = 0; k < LABELS; k++) {
            snprintf(text, sizeof text, "%u", k);
            ck_assert_int_eq(labels_add(&labels, slice_of(text), &number),
                             ST_OK);
            ck_assert_uint_eq(number, k);
            ck_assert(labels_find(&labels, slice_of(text), &number));
            ck_assert_uint_eq(number, k);
            ck_assert(slice_equal(labels.texts[k], slice_of(text)));
        }
    ck_assert_uint_eq(labels.count, LABELS);
    ck_assert(!labels_find(&labels, slice_of("x"), &number));
    labels_free(&labels);
    ck_assert_uint_eq(labels.count, 0);
}
END_TEST

START_TEST(a_label_may_hold_anything)
{
    struct labels labels = {0};
    uint32_t number;

    ck_assert(!labels_add(&labels, (struct slice){"a\0b", 3}, &number));
    ck_assert(!labels_add(&labels, (struct slice){"a\0c", 3}, &number));
    ck_assert_uint_eq(number, 1);
    ck_assert(!labels_add(&labels, (struct slice){"", 0}, &number));
    ck_assert_uint_eq(number, 2);
    ck_assert_uint_eq(labels.texts[2].len, 0);
    labels_free(&labels);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("labels");

    tcase_add_test(tests, labels_are_numbered_as_they_come);
    tcase_add_test(tests, a_label_may_hold_anything);
    return run_tests("labels", tests);
}
