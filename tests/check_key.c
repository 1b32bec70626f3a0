/* SPDX-License-Identifier: MIT */
/* The labels are worked out by hand. */
#include <string.h>

#include "design/key.h"
#include "run_tests.h"

static struct header header;

static void
read_header(void)
{
    static const char names[] = "id,born,year:born,value:id";

    ck_assert(!header_init(&header, (struct dialect){','}, strdup(names),
                           strlen(names), 0, 0));
}

static void
free_header(void)
{
    header_free(&header);
}

static struct key
key_of(const char *text)
{
    struct trouble trouble = {0};
    struct key key;

    ck_assert_msg(!key_read(slice_of(text), &header, &trouble, &key), "%s: %s",
                  text, trouble.text);
    return key;
}

/* Whether CELL has LABEL under the key; NULL: it is missing; "!": no date. */
static void
check_label(const char *text, const char *cell, const char *label)
{
    const struct key key = key_of(text);
    char scratch[KEY_SCRATCH];
    struct slice got;
    const enum key_answer answer =
        key_label(&key, slice_of(cell), scratch, &got);

    if (label == NULL)
        ck_assert_int_eq(answer, KEY_MISSING);
    else if (strcmp(label, "!") == 0)
        ck_assert_int_eq(answer, KEY_NO_DATE);
    else
        ck_assert_msg(answer == KEY_LABEL && slice_equal(got, slice_of(label)),
                      "%s of %s: %.*s", text, cell, (int)got.len, got.bytes);
}

START_TEST(a_key_names_a_kind_and_a_column)
{
    ck_assert_int_eq(key_of("id").kind, KEY_VALUE);
    ck_assert_uint_eq(key_of("born").column, 1);
    ck_assert_int_eq(key_of("month:born").kind, KEY_MONTH);
    ck_assert_uint_eq(key_of("month:born").column, 1);
    ck_assert_int_eq(key_of("quarter:id").kind, KEY_QUARTER);
    ck_assert_uint_eq(key_of("value:born").column, 1);
    ck_assert_int_eq(key_of("value:born").kind, KEY_VALUE);
}
END_TEST

START_TEST(a_column_of_that_very_name_comes_first)
{
    ck_assert_uint_eq(key_of("year:born").column, 2);
    ck_assert_int_eq(key_of("year:born").kind, KEY_VALUE);
    ck_assert_uint_eq(key_of("value:id").column, 3);
    ck_assert_uint_eq(key_of("value:value:id").column, 3);
    ck_assert_uint_eq(key_of("year:year:born").column, 2);
    ck_assert_int_eq(key_of("year:year:born").kind, KEY_YEAR);
}
END_TEST

START_TEST(a_key_without_its_column_is_refused)
{
    struct trouble trouble = {0};
    struct key key;

    ck_assert_int_eq(key_read(slice_of("year:bron"), &header, &trouble, &key),
                     ST_USAGE);
    ck_assert_str_eq(trouble.text,
                     "no column \"bron\"; did you mean \"born\"?");
}
END_TEST

START_TEST(values_are_what_the_cell_says)
{
    check_label("id", "0042", "0042");
    check_label("id", " a b ", " a b ");
    check_label("id", "2014-02-30", "2014-02-30");
}
END_TEST

START_TEST(dates_have_years_quarters_and_months)
{
    check_label("year:id", "2014-12-31", "2014");
    check_label("year:id", "0001-01-01", "0001");
    check_label("quarter:id", "2014-01-01", "2014Q1");
    check_label("quarter:id", "2014-03-31", "2014Q1");
    check_label("quarter:id", "2014-04-01", "2014Q2");
    check_label("quarter:id", "2014-09-30", "2014Q3");
    check_label("quarter:id", "2014-10-01", "2014Q4");
    check_label("month:id", "2016-02-29", "2016-02");
}
END_TEST

START_TEST(what_is_no_date_has_no_label)
{
    check_label("year:id", "2014-02-30", "!");
    check_label("year:id", "31/12/2014", "!");
    check_label("month:id", "0000-00-00", "!");
    check_label("quarter:id", "14-2-3", "!");
    check_label("year:id", " 2014-01-01", "!");
    check_label("year:id", "12014-01-01", "!");
}
END_TEST

START_TEST(every_spelling_of_missing_is_missing)
{
    static const char *const cells[] = {"", "NA", "na", "NaN", "NULL", "."};

    for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++) {
        check_label("id", cells[k], NULL);
        check_label("year:id", cells[k], NULL);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("key");

    tcase_add_checked_fixture(tests, read_header, free_header);
    tcase_add_test(tests, a_key_names_a_kind_and_a_column);
    tcase_add_test(tests, a_column_of_that_very_name_comes_first);
    tcase_add_test(tests, a_key_without_its_column_is_refused);
    tcase_add_test(tests, values_are_what_the_cell_says);
    tcase_add_test(tests, dates_have_years_quarters_and_months);
    tcase_add_test(tests, what_is_no_date_has_no_label);
    tcase_add_test(tests, every_spelling_of_missing_is_missing);
    return run_tests("key", tests);
}
