/* SPDX-License-Identifier: MIT */
/* The escaped values are worked out by hand; what must hold of all of them is
 * tried on random ones. */
#include "design/escape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"

static void
check_escape(const char *value, const char *escaped)
{
    const struct escaped got = escape_value(slice_of(value), ESCAPE_LONGEST);

    if (!slice_equal((struct slice){got.text, got.len}, slice_of(escaped)))
        ck_abort_msg("'%s' is '%.*s'", value, (int)got.len, got.text);
}

START_TEST(harmless_values_stand_for_themselves)
{
    static const char *const values[] = {
        "2016", "2016_2017", "2016-09", "0.5",      "a_b", "North-West",
        "_",    "__",        "a_x",     "_xg0",     "_x0", "a.b.c",
        "x_h0", "COM",       "COM10",   "CONSTANT", "a-",  "a."};

    for (size_t k = 0; k < sizeof values / sizeof values[0]; k++)
        check_escape(values[k], values[k]);
}
END_TEST

START_TEST(other_bytes_are_their_code)
{
    check_escape("a/b", "a_x2fb");
    check_escape("../../etc/x", "_x2e._x2f.._x2fetc_x2fx");
    check_escape("..", "_x2e.");
    check_escape("-rf", "_x2drf");
    check_escape(" ", "_x20");
    check_escape("new\nline", "new_x0aline");
    check_escape("$(rm)", "_x24_x28rm_x29");
    check_escape("\xc3\xa9", "_xc3_xa9");
    check_escape("\xff", "_xff");
    check_escape("", "_x00");
}
END_TEST

START_TEST(what_reads_as_a_code_is_one)
{
    check_escape("_x2f", "_x5fx2f");
    check_escape("a_x2f_x2f", "a_x5fx2f_x5fx2f");
    check_escape("__x2f", "__x5fx2f");
    check_escape("_x2F", "_x2F");
    check_escape("_h00000000000000000000000000000000",
                 "_x5fh00000000000000000000000000000000");
}
END_TEST

START_TEST(names_of_devices_are_none_of_them)
{
    check_escape("CON", "_x43ON");
    check_escape("con", "_x63on");
    check_escape("nul.txt", "_x6eul.txt");
    check_escape("LPT9", "_x4cPT9");
    check_escape("com1", "_x63om1");
}
END_TEST

/* printf '%0300d' 0 | xxhsum -H2 */
START_TEST(long_values_end_in_their_hash)
{
    char value[301], want[ESCAPE_LONGEST + 1];

    memset(value, '0', 300);
    value[300] = '\0';
    memset(want, '0', ESCAPE_LONGEST);
    memcpy(want + ESCAPE_LONGEST - 34, "_h7f6b524a24e1952a4e3ad8519905584a",
           34);
    want[ESCAPE_LONGEST] = '\0';
    check_escape(value, want);
    value[200] = '\0';
    check_escape(value, value);
}
END_TEST

static unsigned
hex_digit(char letter)
{
    return (unsigned)(letter <= '9' ? letter - '0' : letter - 'a' + 10);
}

/* Reads an escaped value back, as the manual says it. */
static size_t
unescape(const struct escaped *escaped, char *value)
{
    size_t len = 0;

    for (size_t i = 0; i < escaped->len; i++) {
        const char *const at = escaped->text + i;
        if (escaped->len - i >= 4 && at[0] == '_' && at[1] == 'x' &&
            strchr("0123456789abcdef", at[2]) != NULL &&
            strchr("0123456789abcdef", at[3]) != NULL) {
            value[len++] = (char)(hex_digit(at[2]) << 4 | hex_digit(at[3]));
            i += 3;
        } else {
            value[len++] = *at;
        }
    }
    return len;
}

/* 200,000 values of up to 12 bytes out of those that matter, by a fixed seed.
 */
START_TEST(every_value_is_read_back_from_a_harmless_name)
{
    static const char bytes[] = "_xh0fF.-aZ/ \n\xff";
    uint64_t state = 1;

    for (int trial = 0; trial < 200000; trial++) {
        char value[12], back[ESCAPE_LONGEST];
        size_t len = 1;
        state = state * 6364136223846793005 + 1442695040888963407;
        len += (state >> 33) % sizeof value;
        for (size_t i = 0; i < len && i < sizeof value; i++) {
            state = state * 6364136223846793005 + 1442695040888963407;
            value[i] = bytes[(state >> 33) % (sizeof bytes - 1)];
        }
        len = len > sizeof value ? sizeof value : len;
        const struct escaped escaped =
            escape_value((struct slice){value, len}, ESCAPE_LONGEST);
        if (unescape(&escaped, back) != len || memcmp(back, value, len) != 0)
            ck_abort_msg("trial %d: %.*s", trial, (int)escaped.len,
                         escaped.text);
        if (escaped.text[0] == '.' || escaped.text[0] == '-')
            ck_abort_msg("trial %d: %.*s", trial, (int)escaped.len,
                         escaped.text);
        for (size_t i = 0; i < escaped.len; i++)
            if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                       "0123456789._-",
                       escaped.text[i]) == NULL)
                ck_abort_msg("trial %d: byte %d", trial, escaped.text[i]);
    }
}
END_TEST

START_TEST(no_limit_is_passed_and_no_code_is_cut)
{
    char value[120];

    memset(value, ' ', sizeof value);
    for (size_t limit = ESCAPE_LEAST; limit <= ESCAPE_LONGEST; limit++) {
        const struct escaped escaped =
            escape_value((struct slice){value, sizeof value}, limit);
        ck_assert_uint_le(escaped.len, limit);
        ck_assert_uint_gt(escaped.len, limit - 4);
        ck_assert_uint_eq((escaped.len - 34) % 4, 0);
        ck_assert_int_eq(escaped.text[escaped.len - 33], 'h');
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("escape");

    tcase_add_test(tests, harmless_values_stand_for_themselves);
    tcase_add_test(tests, other_bytes_are_their_code);
    tcase_add_test(tests, what_reads_as_a_code_is_one);
    tcase_add_test(tests, names_of_devices_are_none_of_them);
    tcase_add_test(tests, long_values_end_in_their_hash);
    tcase_add_test(tests, every_value_is_read_back_from_a_harmless_name);
    tcase_add_test(tests, no_limit_is_passed_and_no_code_is_cut);
    return run_tests("escape", tests);
}
