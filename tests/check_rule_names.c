/* SPDX-License-Identifier: MIT */
/* Which column a rule of --keep means. The expected answers are the contract's
 * (DESIGN.md, section 3), worked out by hand. */
#include <string.h>

#include "rule_trial.h"
#include "run_tests.h"

START_TEST(each_column_is_found)
{
    ck_assert_uint_eq(rule_of("a").column, 0);
    ck_assert_uint_eq(rule_of("b").column, 1);
    ck_assert_uint_eq(rule_of("b=1").column, 1);
    ck_assert_uint_eq(rule_of("b>=2014-01-01").column, 1);
}
END_TEST

START_TEST(a_column_that_is_not_there_is_refused)
{
    const char *const list = "no column \"outcome\"; the columns are \"a\", "
                             "\"b\"";

    check_refused("outcome", list);
    check_refused("outcome=1", list);
    check_refused("outcome>=a=b", list); /* the first sign ends the name */
    check_refused("A", "no column \"A\"; did you mean \"a\"?");
    columns_are_instead("died,sex");
    check_refused("", "no column \"\"; the columns are \"died\", \"sex\"");
    check_refused("=1", "no column \"\"; the columns are \"died\", \"sex\"");
}
END_TEST

/* What column and value TEXT is read as. */
static void
check_split(const char *text, size_t column, const char *value)
{
    const struct rule rule = rule_of(text);

    ck_assert_msg(rule.column == column, "%s: column %zu", text, rule.column);
    if (value == NULL)
        ck_assert_int_eq(rule.kind, RULE_TRUTH);
    else
        ck_assert_msg(slice_equal(rule.value, slice_of(value)), "%s: '%.*s'",
                      text, (int)rule.value.len, rule.value.bytes);
}

START_TEST(the_longest_name_before_an_operator_is_meant)
{
    columns_are_instead("a,a=b,a=b=c,a<,x>=1,Cost Total $,p!,p,w=");
    check_split("a=b", 1, NULL); /* a name as a whole */
    check_split("a=b=c", 2, NULL);
    check_split("a=b=c=d", 2, "d");
    check_split("a=b=d", 1, "d");
    check_split("a=c", 0, "c");
    check_split("a=c=b", 0, "c=b");
    check_split("a<5", 0, "5");
    check_split("a<=5", 3, "5"); /* the column "a<", not "a" with <= */
    check_split("a<<5", 3, "5");
    check_split("x>=1", 4, NULL);
    check_split("x>=1>=2", 4, "2");
    check_split("Cost Total $>0", 5, "0");
    check_split("p!=1", 6, "1"); /* the column "p!", not "p" with != */
    check_split("p=1", 7, "1");
    check_split("w==1", 8, "1");
    check_refused("x=1", "no column \"x\"; did you mean \"a\"?");
}
END_TEST

START_TEST(names_are_compared_without_their_quotes)
{
    columns_are_instead("\"a,b\",\"say \"\"yes\"\"\",\" c\",\"\"");
    check_split("a,b", 0, NULL);
    check_split("a,b=1", 0, "1");
    check_split("say \"yes\"=1", 1, "1");
    check_split(" c=1", 2, "1");
    check_split("=1", 3, "1");
    check_split("", 3, NULL);
}
END_TEST

START_TEST(a_name_that_is_there_twice_is_refused)
{
    columns_are_instead("a,b,a");
    check_refused("a", "column \"a\" is in the header 2 times");
    check_refused("a=1", "column \"a\" is in the header 2 times");
    check_split("b=1", 1, "1");
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("names");

    tcase_add_checked_fixture(tests, columns_a_b, forget_columns);
    tcase_add_test(tests, each_column_is_found);
    tcase_add_test(tests, a_column_that_is_not_there_is_refused);
    tcase_add_test(tests, the_longest_name_before_an_operator_is_meant);
    tcase_add_test(tests, names_are_compared_without_their_quotes);
    tcase_add_test(tests, a_name_that_is_there_twice_is_refused);
    return run_tests("rule names", tests);
}
