/* SPDX-License-Identifier: MIT */
/* Options as JSON: what an object stands for, what is refused, that the command
 * line wins, and that the object of a run repeats it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "design/config.h"
#include "run_tests.h"
#include "scratch.h"

static const struct argp_option child_options[] = {
    {NULL, 0, NULL, 0, "A heading:", 1},
    {"quiet", 'q', NULL, 0, "", 1},
    {"verbose", 'v', NULL, 0, "", 1},
    {0},
};
static const struct argp child = {child_options, NULL, NULL, NULL,
                                  NULL,          NULL, NULL};
static const struct argp_option options[] = {
    {"keep", 0x101, "RULE", 0, "", 0},
    {"n", 'n', "N", 0, "", 0},
    {"seed", 0x102, "S", 0, "", 0},
    {"fraction", 0x103, "P", 0, "", 0},
    {"out", 'o', "FILE", 0, "", 0},
    {"config", 0x104, "FILE", 0, "", 0},
    {0},
};
static const struct argp_child children[] = {{&child, 0, NULL, 0}, {0}};
static const struct argp argp = {options,  NULL, NULL, NULL,
                                 children, NULL, NULL};

/* The list in one line, with a blank before each argument. */
static char *
joined(const struct config_list *list)
{
    static char text[512];

    text[0] = '\0';
    for (size_t k = 0; k < list->count; k++) {
        ck_assert_uint_lt(strlen(text) + strlen(list->list[k]) + 2,
                          sizeof text);
        strcat(strcat(text, " "), list->list[k]);
    }
    return text;
}

static void
check_read(const char *text, const char *want)
{
    struct trouble trouble = {0};
    struct config_list list;

    if (config_read(text, &argp, &trouble, &list) != ST_OK)
        ck_abort_msg("%s: %s", text, trouble.text);
    ck_assert_str_eq(joined(&list), want);
    config_list_free(&list);
}

static void
check_refused(const char *text, const char *message)
{
    struct trouble trouble = {0};
    struct config_list list;

    ck_assert_int_eq(config_read(text, &argp, &trouble, &list), ST_USAGE);
    ck_assert_msg(strstr(trouble.text, message) != NULL, "%s: not %s but %s",
                  text, message, trouble.text);
    config_list_free(&list);
}

START_TEST(every_long_option_is_a_key)
{
    check_read("{}", "");
    check_read("{\"n\": 5, \"keep\": \"died\"}", " --n=5 --keep=died");
    check_read(" {\"keep\": [\"a\", \"b>0.10\"], \"quiet\": true}",
               " --keep=a --keep=b>0.10 --quiet");
    check_read("{\"quiet\": false, \"keep\": []}", "");
    check_read("{\"keep\": \"a \\\"7\\\\\\\" -8 \\u00e9\"}",
               " --keep=a \"7\\\" -8 \xc3\xa9");
    check_read("{\"keep\": [1, \"x\", -2.50]}",
               " --keep=1 --keep=x --keep=-2.50");
}
END_TEST

START_TEST(a_number_is_taken_as_it_is_written)
{
    check_read("{\"fraction\":0.02}", " --fraction=0.02");
    check_read("{\"fraction\":0.1000000000000000055}",
               " --fraction=0.1000000000000000055");
    check_read("{\"fraction\":1e-2}", " --fraction=1e-2");
    check_read("{\"seed\":18446744073709551615,\"n\":0}",
               " --seed=18446744073709551615 --n=0");
}
END_TEST

START_TEST(what_is_no_object_of_options_is_refused)
{
    check_refused("{\"sede\": 1}",
                  "no option \"sede\"; did you mean \"seed\"?");
    check_refused("{\"verbos\": 1}", "did you mean \"verbose\"?");
    check_refused("{\"n\": 1, \"n\": 2}", "duplicate");
    check_refused("{\"n\": {\"a\": 1}}", "\"n\" takes a text or a number");
    check_refused("{\"n\": [[1]]}", "\"n\" takes a text or a number");
    check_refused("{\"n\": null}", "\"n\" takes a text or a number");
    check_refused("{\"n\": true}", "\"n\" takes a text or a number");
    check_refused("{\"quiet\": 1}", "\"quiet\" is true or false");
    check_refused("{\"quiet\": \"yes\"}", "\"quiet\" is true or false");
    check_refused("{\"keep\": \"a\\u0000b\"}", "NUL");
    check_refused("{\"config\": \"x.json\"}", "cannot name another");
    check_refused("{\"n\": 1", "line 1");
    check_refused("{\"n\": 1} x", "line 1");
    check_refused("{\"n\": 01}", "line 1");
    check_refused("{\n\"n\": 1-2}", "line 2");
}
END_TEST

START_TEST(a_file_holds_the_same)
{
    struct trouble trouble = {0};
    struct config_list list;

    scratch_write("c.json", "{\n \"n\": 5\n}\n", 11);
    check_read("c.json", " --n=5");
    scratch_write("list.json", "[1]\n", 4);
    check_refused("list.json", "not a JSON object");
    scratch_write("nul.json", "{}\0", 3);
    check_refused("nul.json", "not a JSON text");
    ck_assert_int_eq(config_read("none.json", &argp, &trouble, &list),
                     ST_SYSTEM);
    ck_assert_ptr_nonnull(strstr(trouble.text, "--config none.json: cannot"));
}
END_TEST

enum { MOST_WORDS = 16 };

#define LINE(...)                                                              \
    (sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)), (const char *[]) \
    {                                                                          \
        __VA_ARGS__                                                            \
    }

/* A command line as main() has it. */
static void
copy_line(char *line[], size_t argc, const char **argv)
{
    ck_assert_uint_le(argc, MOST_WORDS);
    memcpy(line, argv, argc * sizeof *line);
}

static void
check_line(size_t argc, const char **argv, const char *want)
{
    struct trouble trouble = {0};
    struct config_list list;
    char *line[MOST_WORDS];

    copy_line(line, argc, argv);
    if (config_arguments(&argp, (int)argc, line, &trouble, &list))
        ck_abort_msg("%s", trouble.text);
    ck_assert_str_eq(joined(&list), want);
    config_list_free(&list);
}

START_TEST(the_command_line_wins)
{
    check_line(LINE("p", "-n", "5", "in.csv"), " p -n 5 in.csv");
    check_line(LINE("p", "--config={\"n\":1,\"keep\":[\"a\",\"b\"],\"seed\":7}",
                    "in.csv", "-n5"),
               " p --keep=a --keep=b --seed=7 "
               "--config={\"n\":1,\"keep\":[\"a\",\"b\"],\"seed\":7} in.csv "
               "-n5");
    check_line(LINE("p", "--ke", "c", "--conf", "{\"keep\":[\"a\",\"b\"]}"),
               " p --ke c --conf {\"keep\":[\"a\",\"b\"]}");
    check_line(LINE("p", "-qvn", "3", "--config={\"quiet\":true,\"n\":9}"),
               " p -qvn 3 --config={\"quiet\":true,\"n\":9}");
    check_line(LINE("p", "--config={\"n\":9}", "--", "-n5"),
               " p --n=9 --config={\"n\":9} -- -n5");
    /* What is wrong is left to argp. */
    check_line(LINE("p", "--none", "-x", "--n"), " p --none -x --n");
}
END_TEST

static void
check_run(size_t argc, const char **argv, const char *want)
{
    char *line[MOST_WORDS];

    copy_line(line, argc, argv);
    json_t *const object = config_of_run(&argp, (int)argc, line, "12");
    char *const text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);

    ck_assert_str_eq(text, want);
    free(text);
    json_decref(object);
}

START_TEST(the_object_of_a_run_repeats_it)
{
    check_run(LINE("p", "-n", "5", "in.csv"), "{\"n\":\"5\",\"seed\":\"12\"}");
    check_run(LINE("p", "-vn5", "--keep", "a", "x", "-q", "--keep=b", "--ke=c",
                   "-q", "--seed=12", "--config={}"),
              "{\"keep\":[\"a\",\"b\",\"c\"],\"n\":\"5\",\"quiet\":true,"
              "\"seed\":\"12\",\"verbose\":true}");
    check_run(LINE("p", "--", "-n5"), "{\"seed\":\"12\"}");
    check_read("{\"keep\":[\"a\",\"b\",\"c\"],\"n\":\"5\",\"quiet\":true,"
               "\"seed\":\"12\",\"verbose\":true}",
               " --keep=a --keep=b --keep=c --n=5 --quiet --seed=12 "
               "--verbose");
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("config");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, every_long_option_is_a_key);
    tcase_add_test(tests, a_number_is_taken_as_it_is_written);
    tcase_add_test(tests, what_is_no_object_of_options_is_refused);
    tcase_add_test(tests, a_file_holds_the_same);
    tcase_add_test(tests, the_command_line_wins);
    tcase_add_test(tests, the_object_of_a_run_repeats_it);
    return run_tests("config", tests);
}
