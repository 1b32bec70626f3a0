/* SPDX-License-Identifier: MIT */
#include "capture.h"
#include "run_tests.h"
#include "ui/message.h"

static void
say(const void *text)
{
    message_init("tester");
    message_say(text);
}

static void
warn(const void *text)
{
    message_init("tester");
    message_warn(NULL, text);
}

static void
warn_of_a_file(const void *name)
{
    message_init("tester");
    message_warn(name, "all taken");
}

static void
say_before_the_name_is_known(const void *text)
{
    message_say(text);
}

START_TEST(a_message_is_one_line_with_the_name_of_the_program)
{
    ck_assert_str_eq(capture(say, "in.csv: no").text, "tester: in.csv: no\n");
    ck_assert_str_eq(capture(say, "").text, "tester: \n");
    ck_assert_str_eq(capture(warn, "all taken").text,
                     "tester: warning: all taken\n");
    ck_assert_str_eq(capture(warn_of_a_file, "in.csv").text,
                     "tester: warning: in.csv: all taken\n");
    ck_assert_str_eq(capture(say, "100 %s %n").text, "tester: 100 %s %n\n");
    ck_assert_str_eq(capture(say_before_the_name_is_known, "x").text, ": x\n");
}
END_TEST

START_TEST(a_name_can_forge_no_second_line)
{
    ck_assert_str_eq(capture(say, "a\nsampler: done\x1b[1A\r").text,
                     "tester: a\\x0asampler: done\\x1b[1A\\x0d\n");
    ck_assert_str_eq(capture(warn, "\t\x7f").text,
                     "tester: warning: \\x09\\x7f\n");
    ck_assert_str_eq(capture(warn_of_a_file, "a\nb").text,
                     "tester: warning: a\\x0ab: all taken\n");
    ck_assert_str_eq(capture(say, "caf\xc3\xa9").text, "tester: caf\xc3\xa9\n");
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("message");

    tcase_add_test(tests, a_message_is_one_line_with_the_name_of_the_program);
    tcase_add_test(tests, a_name_can_forge_no_second_line);
    return run_tests("message", tests);
}
