/* SPDX-License-Identifier: MIT */
/* The labels are worked out by hand. */
#include <string.h>

#include "design/key.h"
#include "run_tests.h"

static struct header header;

static void
read_header(void)
{
    static const char names[] = "id,born,year:born,value:id,a=b";

    ck_assert(!header_init(&header, (struct dialect){','}, strdup(names),
                           strlen(names), 0, 0));
}

static void
free_header(void)
{
    header_free(&header);
}

static struct key_setup setup; /* the usual one, but where a test changes it */

static struct key
key_of(const char *text)
{
    struct trouble trouble = {0};
    struct key key;

    ck_assert_msg(
        !key_read_with(slice_of(text), &header, &setup, &trouble, &key),
        "%s: %s", text, trouble.text);
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

START_TEST(a_moment_has_the_day_that_is_written)
{
    check_label("month:id", "2014-12-31T23:59:59+01:00", "2014-12");
    check_label("year:id", "2015-01-01 00:00", "2015");
    check_label("year:id", "2015-01-01 25:00", "!");
}
END_TEST

START_TEST(outcomes_and_rules_are_0_or_1)
{
    check_label("outcome:id", "0", "0");
    check_label("outcome:id", "no", "0");
    check_label("outcome:id", "TRUE", "1");
    check_label("outcome:id", "2014-01-01", "1");
    check_label("outcome:id", "2", "!");
    check_label("outcome:id", "", "0");
    check_label("outcome:id", "NA", "0");
    check_label("rule:id>=65", "64.9", "0");
    check_label("rule:id>=65", "65.0", "1");
    check_label("rule:id>=65", "old", "!");
    check_label("rule:id>=65", "NA", NULL);
    check_label("rule:id=", "", "1");
    check_label("rule:a=b=c", "c", "1");
    ck_assert_uint_eq(key_of("rule:born<2000-01-01").column, 1);
    ck_assert_uint_eq(key_of("outcome:a=b").column, 4);
    ck_assert_uint_eq(key_of("outcome:a=b").kind, KEY_OUTCOME);
}
END_TEST

START_TEST(a_fiscal_year_begins_on_its_day)
{
    setup.year_start = 401;
    check_label("year:id", "2016-03-31", "2015_2016");
    check_label("year:id", "2016-04-01", "2016_2017");
    check_label("year:id", "2016-12-31", "2016_2017");
    check_label("quarter:id", "2016-03-31", "2016Q1");
    check_label("month:id", "2016-03-31", "2016-03");
    setup.year_start = 101;
    check_label("year:id", "2016-03-31", "2016");
    setup.year_start = 0;
}
END_TEST

START_TEST(dates_may_have_another_form)
{
    setup.date_format = "%d/%m/%Y";
    check_label("month:id", "01/12/2014", "2014-12");
    check_label("month:id", "2014-12-01", "!");
    check_label("month:id", "", NULL);
    check_label("id", "01/12/2014", "01/12/2014");
    setup.date_format = NULL;
}
END_TEST

/* Whether LABEL is a period under the key, and its own label again. */
static bool
is_period(const char *text, const char *label)
{
    const struct key key = key_of(text);
    char scratch[KEY_SCRATCH];
    uint32_t period;

    return key_period_read(&key, slice_of(label), &period) == ST_OK &&
           slice_equal(key_period_label(&key, period, scratch),
                       slice_of(label));
}

START_TEST(a_label_of_a_period_is_read_back)
{
    ck_assert(is_period("year:id", "2014"));
    ck_assert(is_period("quarter:id", "2014Q4"));
    ck_assert(is_period("month:id", "2014-12"));
    ck_assert(is_period("month:id", "0001-01"));
    ck_assert(!is_period("year:id", "201"));
    ck_assert(!is_period("year:id", "20144"));
    ck_assert(!is_period("year:id", "2014_2015"));
    ck_assert(!is_period("quarter:id", "2014Q5"));
    ck_assert(!is_period("quarter:id", "2014q1"));
    ck_assert(!is_period("month:id", "2014-13"));
    ck_assert(!is_period("month:id", "2014-00"));
    setup.year_start = 401;
    ck_assert(is_period("year:id", "2014_2015"));
    ck_assert(!is_period("year:id", "2014_2016"));
    setup.year_start = 0;
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
    tcase_add_test(tests, a_moment_has_the_day_that_is_written);
    tcase_add_test(tests, outcomes_and_rules_are_0_or_1);
    tcase_add_test(tests, a_fiscal_year_begins_on_its_day);
    tcase_add_test(tests, dates_may_have_another_form);
    tcase_add_test(tests, a_label_of_a_period_is_read_back);
    return run_tests("key", tests);
}
