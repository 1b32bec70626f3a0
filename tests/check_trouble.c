/* SPDX-License-Identifier: MIT */
#include "base/trouble.h"

#include <errno.h>
#include <string.h>

#include "run_tests.h"

START_TEST(trouble_is_said_and_its_status_returned)
{
    struct trouble trouble = {.status = ST_OK};

    ck_assert_int_eq(trouble_say(&trouble, ST_DATA, "%s: record %d: %s",
                                 "in.csv", 812, "malformed number"),
                     ST_DATA);
    ck_assert_int_eq(trouble.status, ST_DATA);
    ck_assert_str_eq(trouble.text, "in.csv: record 812: malformed number");
}
END_TEST

START_TEST(the_first_to_speak_is_not_overwritten)
{
    struct trouble trouble = {.status = ST_OK};

    trouble_say(&trouble, ST_DATA, "first");
    ck_assert_int_eq(trouble_say(&trouble, ST_USAGE, "second"), ST_USAGE);
    ck_assert_int_eq(trouble_system(&trouble, EIO, "third"), ST_SYSTEM);
    ck_assert_int_eq(trouble_nomem(&trouble), ST_NOMEM);
    ck_assert_int_eq(trouble.status, ST_DATA);
    ck_assert_str_eq(trouble.text, "first");
}
END_TEST

START_TEST(a_failed_system_call_is_named_with_its_cause)
{
    struct trouble trouble = {.status = ST_OK};

    ck_assert_int_eq(
        trouble_system(&trouble, ENOSPC, "cannot write '%s'", "out.csv"),
        ST_SYSTEM);
    ck_assert_int_eq(trouble.status, ST_SYSTEM);
    ck_assert_str_eq(trouble.text,
                     "cannot write 'out.csv': No space left on device");
}
END_TEST

START_TEST(ENOMEM_is_want_of_memory)
{
    struct trouble trouble = {.status = ST_OK};

    ck_assert_int_eq(trouble_system(&trouble, ENOMEM, "mmap"), ST_NOMEM);
    ck_assert_int_eq(trouble.status, ST_NOMEM);
    ck_assert_str_eq(trouble.text, "mmap: Cannot allocate memory");
}
END_TEST

START_TEST(want_of_memory_has_one_text)
{
    struct trouble trouble = {.status = ST_OK};

    ck_assert_int_eq(trouble_nomem(&trouble), ST_NOMEM);
    ck_assert_int_eq(trouble.status, ST_NOMEM);
    ck_assert_str_eq(trouble.text, "out of memory");
}
END_TEST

START_TEST(a_text_that_is_too_long_is_cut)
{
    struct trouble said = {.status = ST_OK}, failed = {.status = ST_OK};
    char text[2 * TROUBLE_BYTES];

    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    trouble_say(&said, ST_DATA, "%s", text);
    ck_assert_uint_eq(strlen(said.text), TROUBLE_BYTES - 1);
    ck_assert_int_eq(strncmp(said.text, text, TROUBLE_BYTES - 1), 0);

    /* The name is cut, its cause is not. */
    trouble_system(&failed, EISDIR, "%s", text);
    const char *cause = strstr(failed.text, ": Is a directory");
    ck_assert_ptr_nonnull(cause);
    ck_assert_str_eq(cause, ": Is a directory");
}
END_TEST

START_TEST(what_else_went_wrong_is_added)
{
    struct trouble none = {.status = ST_OK}, said = {.status = ST_OK};

    trouble_more(&none, "file %d", 1);
    ck_assert_str_eq(none.text, "");
    trouble_say(&said, ST_DATA, "a");
    trouble_more(&said, "file %d", 1);
    trouble_more(&said, "file %d", 2);
    ck_assert_str_eq(said.text, "a; file 1; file 2");
    for (int k = 0; k < TROUBLE_BYTES; k++)
        trouble_more(&said, "more");
    ck_assert_uint_eq(strlen(said.text), TROUBLE_BYTES - 1);
}
END_TEST

START_TEST(every_status_has_a_text_of_its_own)
{
    static const enum status all[] = {ST_OK,    ST_END,    ST_SYNTAX, ST_DATA,
                                      ST_USAGE, ST_SYSTEM, ST_NOMEM};
    const int count = sizeof all / sizeof *all;

    for (int i = 0; i < count; i++)
        for (int k = 0; k < i; k++)
            ck_assert_str_ne(status_text(all[i]), status_text(all[k]));
    ck_assert_int_eq(ST_OK, 0);
    ck_assert_str_eq(status_text(ST_NOMEM), "out of memory");
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("trouble");

    tcase_add_test(tests, trouble_is_said_and_its_status_returned);
    tcase_add_test(tests, the_first_to_speak_is_not_overwritten);
    tcase_add_test(tests, a_failed_system_call_is_named_with_its_cause);
    tcase_add_test(tests, ENOMEM_is_want_of_memory);
    tcase_add_test(tests, want_of_memory_has_one_text);
    tcase_add_test(tests, a_text_that_is_too_long_is_cut);
    tcase_add_test(tests, what_else_went_wrong_is_added);
    tcase_add_test(tests, every_status_has_a_text_of_its_own);
    return run_tests("trouble", tests);
}
