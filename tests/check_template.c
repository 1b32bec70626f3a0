/* SPDX-License-Identifier: MIT */
/* The names are worked out by hand. */
#include "design/template.h"

#include <stdlib.h>
#include <string.h>

#include "run_tests.h"

enum { KEYS = 2 };
static const struct slice names[KEYS] = {{"year", 4}, {"died on", 7}};

/* The name of the chunk 2016, a/b with INDEX under a template. */
static void
check_name(const char *text, uint64_t index, const char *want)
{
    const struct slice labels[KEYS] = {{"2016", 4}, {"a/b", 3}};
    struct trouble trouble = {0};
    struct template template;

    ck_assert_msg(
        !template_read(slice_of(text), names, KEYS, &trouble, &template), "%s",
        trouble.text);
    char *const name = template_name(&template, labels, index);
    ck_assert_str_eq(name, want);
    free(name);
    template_free(&template);
}

static void
check_refused(const char *text, size_t keys, const char *message)
{
    struct trouble trouble = {0};
    struct template template;

    ck_assert_int_eq(
        template_read(slice_of(text), names, keys, &trouble, &template),
        ST_USAGE);
    ck_assert_str_eq(trouble.text, message);
}

START_TEST(placeholders_are_filled)
{
    check_name("c_{year}_{died on}.csv", 7, "c_2016_a_x2fb.csv");
    check_name("{died on}/{year}", 7, "a_x2fb/2016");
    check_name("{year}{year}{died on}", 7, "20162016a_x2fb");
    check_name("{index}", 7, "7");
    check_name("{index:03}.gz", 7, "007.gz");
    check_name("{index:03}", 12345, "12345");
    check_name("{{{index}}}", 7, "{7}");
}
END_TEST

START_TEST(what_cannot_be_filled_is_refused)
{
    check_refused("{yaer}", KEYS,
                  "--out '{yaer}': {yaer} is no key; there are {index} and the "
                  "names of --by and --groups");
    check_refused("{index:0}", 0,
                  "--out '{index:0}': {index:0}: the digits of an index are "
                  "{index:01} to {index:020}");
    check_refused("{index:3}", 0,
                  "--out '{index:3}': {index:3}: the digits of an index are "
                  "{index:01} to {index:020}");
    check_refused("{year", KEYS,
                  "--out '{year': a brace without its partner; write {{ and }} "
                  "for braces");
    check_refused("year}", KEYS,
                  "--out 'year}': a brace without its partner; write {{ and }} "
                  "for braces");
    check_refused("{index}/", 0,
                  "--out '{index}/': a folder; the file name is missing");
}
END_TEST

START_TEST(chunks_that_would_share_a_name_are_refused)
{
    check_refused("c_{year}.csv", KEYS,
                  "--out 'c_{year}.csv': {died on} is missing, so chunks would "
                  "share a name");
    check_refused("c.csv", 0,
                  "--out 'c.csv': {index} is missing, so chunks would share a "
                  "name");
    check_refused(
        "{year}/../f_{died on}", KEYS,
        "--out '{year}/../f_{died on}': /../ behind a placeholder, so "
        "chunks could share a file");
    check_refused("", 0,
                  "--out '': {index} is missing, so chunks would share a name");
}
END_TEST

START_TEST(no_file_name_is_longer_than_255_bytes)
{
    char label[400], text[300] = "folder/";
    const struct slice labels[KEYS] = {{label, sizeof label},
                                       {label, sizeof label - 1}};
    struct trouble trouble = {0};
    struct template template;

    memset(label, ' ', sizeof label);
    for (size_t fixed = 0; fixed <= 175; fixed++) {
        memset(text + 7, 'a', fixed);
        strcpy(text + 7 + fixed, "{year}{died on}");
        ck_assert_int_eq(
            template_read(slice_of(text), names, KEYS, &trouble, &template),
            ST_OK);
        char *const name = template_name(&template, labels, 0);
        ck_assert_uint_le(strlen(name), 7 + 255);
        ck_assert_uint_gt(strlen(name), 7 + 255 - 9);
        free(name);
        template_free(&template);
    }
    memset(text + 7, 'a', 176);
    strcpy(text + 7 + 176, "{year}{died on}");
    ck_assert_int_eq(
        template_read(slice_of(text), names, KEYS, &trouble, &template),
        ST_USAGE);
}
END_TEST

START_TEST(the_common_begin_and_the_coding_are_those_of_the_text)
{
    struct trouble trouble = {0};
    struct template template;

    ck_assert(!template_read(slice_of("a{{/b_{index}.csv.zst"), names, 0,
                             &trouble, &template));
    char *const begin = template_begin(&template);
    ck_assert_str_eq(begin, "a{/b_");
    free(begin);
    ck_assert_int_eq(template_coding(&template), CODING_ZSTD);
    template_free(&template);
    ck_assert(
        !template_read(slice_of("{index}"), names, 0, &trouble, &template));
    char *const nothing = template_begin(&template);
    ck_assert_str_eq(nothing, "");
    free(nothing);
    ck_assert_int_eq(template_coding(&template), CODING_PLAIN);
    template_free(&template);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("template");

    tcase_add_test(tests, placeholders_are_filled);
    tcase_add_test(tests, what_cannot_be_filled_is_refused);
    tcase_add_test(tests, chunks_that_would_share_a_name_are_refused);
    tcase_add_test(tests, no_file_name_is_longer_than_255_bytes);
    tcase_add_test(tests,
                   the_common_begin_and_the_coding_are_those_of_the_text);
    return run_tests("template", tests);
}
