/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/shown.h"
#include "run_tests.h"

/* Whether LEN bytes are printed as WANT. */
static void
check_shown(const char *bytes, size_t len, const char *want)
{
    char *text = NULL;
    size_t text_len = 0;
    FILE *const stream = open_memstream(&text, &text_len);

    ck_assert_ptr_nonnull(stream);
    shown_print(stream, (struct slice){bytes, len});
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_str_eq(text, want);
    free(text);
}

START_TEST(text_is_printed_as_it_is)
{
    check_shown("", 0, "");
    check_shown("a b, c;\"d\"\\n ~", 14, "a b, c;\"d\"\\n ~");
    check_shown("\xc3\xa9t\xc3\xa9 \xff\x80", 8, "\xc3\xa9t\xc3\xa9 \xff\x80");
}
END_TEST

/* ASCII: 0 to 31 and 127. */
START_TEST(control_characters_are_printed_as_numbers)
{
    check_shown("a\nb", 3, "a\\x0ab");
    check_shown("\x1b[2J\r", 5, "\\x1b[2J\\x0d");
    check_shown("\0\t\x1f \x7f", 5, "\\x00\\x09\\x1f \\x7f");
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("shown");

    tcase_add_test(tests, text_is_printed_as_it_is);
    tcase_add_test(tests, control_characters_are_printed_as_numbers);
    return run_tests("shown", tests);
}
