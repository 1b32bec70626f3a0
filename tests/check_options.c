/* SPDX-License-Identifier: MIT */
/* The options that programs share, and the readers of values, behind a small
 * program of their own: its options --count, --least, --size, --word
 * and --once. */
#include <inttypes.h>

#include "capture.h"
#include "run_tests.h"
#include "ui/options.h"

enum { COUNT = OPTION_OWN, LEAST, SIZE, WORD, ONCE };

static const uint64_t most = 1000;

struct values {
    struct shared_options shared;
    uint64_t count;
    uint64_t size;
    int word;
};

static error_t
parse(int key, char *value, struct argp_state *state)
{
    static const char *const words[] = {"none", "some", "all", NULL};
    struct values *const values = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &values->shared;
        return 0;
    case COUNT:
        values->count = options_count(state, "count", value, most);
        return 0;
    case LEAST:
        values->count = options_positive(state, "least", value, most);
        return 0;
    case SIZE:
        values->size = options_size(state, "size", value, UINT64_C(5) << 30);
        return 0;
    case WORD:
        values->word = options_word(state, "word", value, words);
        return 0;
    case ONCE:
        options_once(state, &values->shared, key, "once");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Reads the command line "tester ARGUMENT...", which ends with NULL; prints
 * what it says, if it says anything that can be read. */
static void
run(const void *arguments)
{
    static const struct argp_option options[] = {
        {"count", COUNT, "N", 0, "", 0}, {"least", LEAST, "N", 0, "", 0},
        {"size", SIZE, "N", 0, "", 0},   {"word", WORD, "W", 0, "", 0},
        {"once", ONCE, "X", 0, "", 0},   {0},
    };
    static const struct argp_child children[] = {{&options_argp, 0, NULL, 0},
                                                 {0}};
    static const struct argp argp = {options,  parse, NULL, NULL,
                                     children, NULL,  NULL};
    const char *const *const given = arguments;
    struct values v = {.word = -1};
    char *argv[8] = {(char[]){"tester"}};
    int argc = 1;

    for (; given[argc - 1] != NULL; argc++)
        argv[argc] = strdup(given[argc - 1]);
    argp_err_exit_status = 2;
    argp_parse(&argp, argc, argv, 0, NULL, &v);
    fprintf(stderr, "%" PRIu64 " %" PRIu64 " %d %d %d %d", v.count, v.size,
            v.word, v.shared.quiet, v.shared.verbose, (int)v.shared.progress);
    for (int k = 1; k < argc; k++)
        free(argv[k]);
}

/* Whether these arguments are read as TEXT: count, size, word, quiet, verbose,
 * progress. */
static void
check_read(const char *const arguments[], const char *text)
{
    const struct capture got = capture(run, arguments);

    ck_assert_str_eq(got.text, text);
    ck_assert_int_eq(got.exit_status, 0);
}

/* Whether OPTION with VALUE is refused with a message about both. */
static void
check_refused(const char *option, const char *value, const char *message)
{
    const char *const arguments[] = {option, value, NULL};
    const struct capture got = capture(run, arguments);
    char want[256];

    snprintf(want, sizeof want, "tester: %s '%s': %s\n", option, value,
             message);
    ck_assert_int_eq(got.exit_status, 2);
    if (strncmp(got.text, want, strlen(want)) != 0)
        ck_abort_msg("not %s but %s", want, got.text);
}

#define ARGUMENTS(...)    \
    (const char *const[]) \
    {                     \
        __VA_ARGS__, NULL \
    }

START_TEST(a_count_is_digits_and_nothing_else)
{
    static const char *const bad[] = {
        "",    "abc",  "-1",  "1.5",   "5x",       "0x10",
        "1e2", "1001", "+5",  " 5",    "5 ",       "18446744073709551616",
        "nan", "inf",  "5 5", "1,000", "\xd9\xa5", "5\n"};

    check_read(ARGUMENTS("--count", "0"), "0 0 -1 0 0 0");
    check_read(ARGUMENTS("--count", "007"), "7 0 -1 0 0 0");
    check_read(ARGUMENTS("--count=1000"), "1000 0 -1 0 0 0");
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
        check_refused("--count", bad[k], "not a whole number from 0 to 1000");
    check_read(ARGUMENTS("--least", "1"), "1 0 -1 0 0 0");
    check_read(ARGUMENTS("--least", "1000"), "1000 0 -1 0 0 0");
    check_refused("--least", "0", "not a whole number from 1 to 1000");
    check_refused("--least", "1001", "not a whole number from 1 to 1000");
}
END_TEST

START_TEST(a_size_may_have_a_unit)
{
    static const char *const bad[] = {
        "",  "0",  "0K", "K",   "1k",  "1.5M", "-1",         "1KB",
        "M", "6G", "1T", "1 M", "5GG", "x",    "5368709121", "17179869184G"};

    check_read(ARGUMENTS("--size", "1"), "0 1 -1 0 0 0");
    check_read(ARGUMENTS("--size", "2K"), "0 2048 -1 0 0 0");
    check_read(ARGUMENTS("--size", "64M"), "0 67108864 -1 0 0 0");
    check_read(ARGUMENTS("--size", "5G"), "0 5368709120 -1 0 0 0");
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
        check_refused("--size", bad[k],
                      "not a number of bytes from 1 to 5368709120 (K, M or G "
                      "may follow)");
}
END_TEST

START_TEST(a_word_is_one_of_those_there_are)
{
    static const char *const bad[] = {"", "al", "ALL", "all ", "some,all"};

    check_read(ARGUMENTS("--word", "none"), "0 0 0 0 0 0");
    check_read(ARGUMENTS("--word=all"), "0 0 2 0 0 0");
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
        check_refused("--word", bad[k], "not none, some or all");
}
END_TEST

START_TEST(a_single_valued_option_is_given_once)
{
    const struct capture got =
        capture(run, ARGUMENTS("--once=1", "--once", "1"));
    const char *const message = "tester: --once is given twice\n";

    ck_assert_int_eq(got.exit_status, 2);
    ck_assert_int_eq(strncmp(got.text, message, strlen(message)), 0);
    check_read(ARGUMENTS("--once=1"), "0 0 -1 0 0 0");
    ck_assert_int_eq(
        capture(run, ARGUMENTS("--progress=auto", "--progress=auto"))
            .exit_status,
        2);
}
END_TEST

START_TEST(the_shared_options_are_read)
{
    check_read(ARGUMENTS("-q"), "0 0 -1 1 0 0");
    check_read(ARGUMENTS("--quiet", "-q", "--verbose"), "0 0 -1 1 1 0");
    check_read(ARGUMENTS("-v"), "0 0 -1 0 1 0");
    check_read(ARGUMENTS("--progress=auto"), "0 0 -1 0 0 0");
    check_read(ARGUMENTS("--progress", "always"), "0 0 -1 0 0 1");
    check_read(ARGUMENTS("--progress=never"), "0 0 -1 0 0 2");
    check_refused("--progress", "often", "not auto, always or never");
    ck_assert_int_eq(capture(run, ARGUMENTS("--quite")).exit_status, 2);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("options");

    tcase_add_test(tests, a_count_is_digits_and_nothing_else);
    tcase_add_test(tests, a_size_may_have_a_unit);
    tcase_add_test(tests, a_word_is_one_of_those_there_are);
    tcase_add_test(tests, a_single_valued_option_is_given_once);
    tcase_add_test(tests, the_shared_options_are_read);
    return run_tests("options", tests);
}
