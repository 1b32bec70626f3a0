/* SPDX-License-Identifier: MIT */
/* What a rule of --keep says of a cell. The expected answers are the contract's
 * (DESIGN.md, section 3), worked out by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule_trial.h"
#include "run_tests.h"

static void
check_answer(const char *rule_text, const char *cell, enum rule_answer want)
{
    const struct rule rule = rule_of(rule_text);
    const enum rule_answer got = rule_judge(&rule, slice_of(cell));

    ck_assert_msg(got == want, "rule '%s', cell '%s': %d instead of %d",
                  rule_text, cell, got, want);
}

/* The same for every cell of a list that ends with NULL. */
static void
check_answers(const char *rule_text, const char *const cells[],
              enum rule_answer want)
{
    for (size_t k = 0; cells[k] != NULL; k++)
        check_answer(rule_text, cells[k], want);
}

static const char *const missing[] = {"",    "NA",   "na",   "Na",   "NaN",
                                      "nan", "NAN",  "NULL", "null", "Null",
                                      ".",   "nULL", NULL};

START_TEST(a_column_alone_reads_words_in_any_case)
{
    static const char *const yes[] = {"1", "T",   "t",   "TRUE", "true", "Y",
                                      "y", "YES", "yes", "Yes",  "yEs",  NULL};
    static const char *const no[] = {"0",     "F",     "f", "FALSE", "false",
                                     "False", "fALSE", "N", "n",     "NO",
                                     "no",    "No",    NULL};

    check_answers("a", yes, RULE_YES);
    check_answers("a", no, RULE_NO);
}
END_TEST

START_TEST(a_column_alone_reads_numbers_by_value)
{
    static const char *const yes[] = {"1.0",     "01",    "+1",    "1.",
                                      "1e0",     "10e-1", "0.1e1", "1E+0",
                                      "001.000", NULL};
    static const char *const no[] = {"0.0", "00",  "-0",       "+0", "0.",
                                     ".0",  "0e5", "-0.00e-7", NULL};

    check_answers("a", yes, RULE_YES);
    check_answers("a", no, RULE_NO);
}
END_TEST

START_TEST(a_column_alone_takes_a_date_for_an_event)
{
    static const char *const dates[] = {
        "2014-02-28", "2016-02-29", "2000-02-29", "0001-01-01",
        "9999-12-31", "1900-01-01", NULL};

    check_answers("a", dates, RULE_YES_DATE);
}
END_TEST

START_TEST(a_column_alone_does_not_guess)
{
    static const char *const cells[] = {
        /* codes, and numbers that are nearly 0 or 1 */
        "2", "9", "-9", "-1", "0.5", "1e1", "1e-400", "10",
        "1.00000000000000000000000000000000000001",
        "0.99999999999999999999999999999999999999", "99999999999999999999",
        /* days that are none, and other ways to write one */
        "2014-02-30", "2015-02-29", "1900-02-29", "2014-13-01", "2014-00-10",
        "2014-01-00", "0000-00-00", "14-02-03", "2014-2-3", "31/12/2014",
        "20140101", "2014-01-01T00:00Z", " 2014-01-01", "2014-01-01 ",
        "12014-01-01",
        /* blanks belong to a cell; other words, other spellings of missing */
        " ", " 1", "1 ", "0 ", " 0", "\t0", "yes ", "ja", "on", "off", "x",
        "TRUE.", "truth", "yess", "N/A", "#N/A", "nil", "None", "-", "..",
        "inf", "0x1", "1,0", "1_0", "1e", "e1", "+", "\"1\"", "\xc3\xbc", NULL};

    check_answers("a", cells, RULE_NOT_UNDERSTOOD);
}
END_TEST

START_TEST(a_missing_cell_has_no_value)
{
    check_answers("a", missing, RULE_NO_VALUE);
    check_answers("a=1", missing, RULE_NO_VALUE);
    check_answers("a!=1", missing, RULE_NO_VALUE);
    check_answers("a<2014-01-01", missing, RULE_NO_VALUE);
    check_answers("a!=x", missing, RULE_NO_VALUE);
    check_answers("a<x", missing, RULE_NO_VALUE);
}
END_TEST

START_TEST(a_missing_spelling_asks_whether_the_cell_is_missing)
{
    static const char *const present[] = {"0",          "1",  "x",   " ",
                                          "2014-01-01", "-9", "N/A", NULL};
    static const char *const equal[] = {"a=",  "a=NA",   "a=na", "a=NaN",
                                        "a=.", "a=null", NULL};
    static const char *const unequal[] = {"a!=",  "a!=NA",   "a!=na", "a!=NaN",
                                          "a!=.", "a!=null", NULL};

    for (size_t k = 0; equal[k] != NULL; k++) {
        check_answers(equal[k], missing, RULE_YES);
        check_answers(equal[k], present, RULE_NO);
        check_answers(unequal[k], missing, RULE_NO);
        check_answers(unequal[k], present, RULE_YES);
    }
}
END_TEST

START_TEST(only_equality_goes_with_a_missing_value)
{
    const char *const message =
        "rule 'a<NA': only = and != go with a missing value";

    check_refused("a<NA", message);
    check_refused("a>=", "rule 'a>=': only = and != go with a missing value");
}
END_TEST

/* Whether "cell SIGN value" holds for each of = != < <= > >=, in this order,
 * written as six letters y and n. */
static void
check_order(const char *cell, const char *value, const char *holds)
{
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};

    for (size_t k = 0; k < 6; k++) {
        char text[256];
        snprintf(text, sizeof text, "a%s%s", signs[k], value);
        check_answer(text, cell, holds[k] == 'y' ? RULE_YES : RULE_NO);
    }
}

static const char less[] = "nyyynn", equal[] = "ynnyny", more[] = "nynnyy";

START_TEST(numbers_are_compared_exactly)
{
    check_order("1", "2", less);
    check_order("2", "2", equal);
    check_order("3", "2", more);
    check_order("10", "9", more); /* not as text */
    check_order("-10", "-9", less);
    check_order("-1", "1", less);
    check_order("0", "-0.0", equal);
    check_order("007", "7", equal);
    check_order("1e3", "1000", equal);
    check_order("1.50", "15e-1", equal);
    check_order("+.5", "0.5", equal);
    check_order("0.30000000000000004", "0.3", more); /* 0.1 + 0.2 in binary */
    check_order("0.1", "0.1000000000000000055511151231257827", less);
    check_order("9007199254740993", "9007199254740992", more); /* 2^53 + 1 */
    check_order("18446744073709551616", "18446744073709551615", more);
    check_order("-1e-400", "0", less); /* no double is that small */
    check_order("1e400", "1e399", more);
    check_order("99999999999999999999999999999999999999.1",
                "99999999999999999999999999999999999999.2", less);
}
END_TEST

START_TEST(a_number_is_compared_with_numbers_only)
{
    static const char *const cells[] = {
        "x",   "yes",  "2014-01-01", " 1", "1 ",
        "1,5", "0x10", "inf",        "<5", "1e1000000000000000000",
        NULL};

    check_answers("a>0", cells, RULE_NOT_UNDERSTOOD);
    check_answers("a!=0", cells, RULE_NOT_UNDERSTOOD);
    check_answers("a=1", cells, RULE_NOT_UNDERSTOOD);
}
END_TEST

START_TEST(dates_are_compared_by_the_calendar)
{
    check_order("2014-01-01", "2014-01-02", less);
    check_order("2014-01-31", "2014-02-01", less);
    check_order("2013-12-31", "2014-01-01", less);
    check_order("2016-02-29", "2016-02-29", equal);
    check_order("2016-03-01", "2016-02-29", more);
    check_order("0999-12-31", "1000-01-01", less);
    check_order("9999-12-31", "0001-01-01", more);
}
END_TEST

START_TEST(a_date_is_compared_with_dates_only)
{
    static const char *const cells[] = {
        "1",        "0",        "x",          "2014",
        "2014-1-1", "20140101", "2014-02-30", "2014-01-01T00:00",
        NULL};

    check_answers("a>=2014-01-01", cells, RULE_NOT_UNDERSTOOD);
    check_answers("a!=2014-01-01", cells, RULE_NOT_UNDERSTOOD);
}
END_TEST

START_TEST(text_is_compared_by_bytes)
{
    check_order("None", "None", equal);
    check_order("none", "None", more); /* letters count in their case */
    check_order("No", "Non", less);    /* "None" begins with it */
    check_order("Nonen", "None", more);
    check_order("A", "B", less);
    check_order(" x", "x", less);
    check_order("z", "\xc3\xa9", less); /* a byte is never negative */
    check_order("a,b", "a,b", equal);
    check_order("yes", "YES", more);
}
END_TEST

/* A VALUE such as 9x or 2014-02-30 is a slip if the column holds numbers or
 * dates: their order is not that of their bytes. */
START_TEST(numbers_and_dates_have_no_place_in_an_order_of_bytes)
{
    check_answer("a<9x", "10", RULE_NOT_UNDERSTOOD);
    check_answer("a>=65+", "70", RULE_NOT_UNDERSTOOD);
    check_answer("a>=2014-02-30", "2015-01-01", RULE_NOT_UNDERSTOOD);
    check_answer("a=9x", "10", RULE_NO);
    check_answer("a!=2014-02-30", "2015-01-01", RULE_YES);
    check_refused("a<>3", "rule 'a<>3': the operators are = != < <= > >=");
    check_refused("a>>3", "rule 'a>>3': the operators are = != < <= > >=");
}
END_TEST

START_TEST(a_value_may_hold_signs)
{
    struct rule rule = rule_of("a=<5");

    ck_assert_int_eq(rule.kind, RULE_TEXT);
    check_answer("a=<5", "<5", RULE_YES);
    check_answer("a=<5", "4", RULE_NO);
    check_answer("a!=>10", ">10", RULE_NO);
    check_answer("a=b=c", "b=c", RULE_YES);
    check_answer("a!=b!=c", "b!=c", RULE_NO);
    check_answer("a<=5", "5", RULE_YES);
    check_answer("a=-1", "-1.0", RULE_YES);
    check_answer("a=!", "!", RULE_YES);
}
END_TEST

START_TEST(two_equals_signs_are_refused)
{
    check_refused("a==1", "rule 'a==1': write = once to compare");
    check_refused("a==", "rule 'a==': write = once to compare");
    check_answer("a!==1", "=1", RULE_NO);
    check_answer("a>=1", "1", RULE_YES);
}
END_TEST

START_TEST(a_message_tells_what_a_rule_wants)
{
    columns_are_instead("a");
    struct rule rule = rule_of("a");
    ck_assert_ptr_nonnull(strstr(rule_wants(&rule), "COL>0"));
    rule = rule_of("a>0");
    ck_assert_ptr_nonnull(strstr(rule_wants(&rule), "not a number"));
    rule = rule_of("a>2014-01-01");
    ck_assert_ptr_nonnull(strstr(rule_wants(&rule), "not a date"));
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("rule");

    tcase_add_checked_fixture(tests, columns_a_b, forget_columns);
    tcase_add_test(tests, a_column_alone_reads_words_in_any_case);
    tcase_add_test(tests, a_column_alone_reads_numbers_by_value);
    tcase_add_test(tests, a_column_alone_takes_a_date_for_an_event);
    tcase_add_test(tests, a_column_alone_does_not_guess);
    tcase_add_test(tests, a_missing_cell_has_no_value);
    tcase_add_test(tests, a_missing_spelling_asks_whether_the_cell_is_missing);
    tcase_add_test(tests, only_equality_goes_with_a_missing_value);
    tcase_add_test(tests, numbers_are_compared_exactly);
    tcase_add_test(tests, a_number_is_compared_with_numbers_only);
    tcase_add_test(tests, dates_are_compared_by_the_calendar);
    tcase_add_test(tests, a_date_is_compared_with_dates_only);
    tcase_add_test(tests, text_is_compared_by_bytes);
    tcase_add_test(tests, numbers_and_dates_have_no_place_in_an_order_of_bytes);
    tcase_add_test(tests, a_value_may_hold_signs);
    tcase_add_test(tests, two_equals_signs_are_refused);
    tcase_add_test(tests, a_message_tells_what_a_rule_wants);
    return run_tests("rule", tests);
}
