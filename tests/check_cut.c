/* SPDX-License-Identifier: MIT */
/* What leaves is written by hand. */
#include "csv/cut.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"

static struct header
read_header(const char *text, char delimiter)
{
    const size_t bom = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    struct header header;

    ck_assert(!header_init(&header, (struct dialect){delimiter}, strdup(text),
                           strlen(text), bom, 0));
    return header;
}

static const struct known {
    char delimiter;
    const char *names;
    const char *select, *drop; /* one is NULL */
    const char *header;
    const char *row, *cut;
} known[] = {
    {',', "a,b,c", "b", NULL, "b", "1,2,3", "2"},
    {',', "a,b,c", "c,a", NULL, "c,a", "1,2,3", "3,1"},
    {',', "a,b,c", "a,b,c", NULL, "a,b,c", "1,2,3", "1,2,3"},
    {',', "a,b,c", NULL, "b", "a,c", "1,2,3", "1,3"},
    {',', "a,b,c", NULL, "c,a", "b", "1,2,3", "2"},
    {',', "a,b,c", NULL, "a,b", "c", "1,2,", ""},
    {',', "a,b,c", "a,c", NULL, "a,c", ",,", ","},
    {',', "a,b,c", "a,c", NULL, "a,c", "\"1,\"\"2\n\",,\"3\"",
     "\"1,\"\"2\n\",\"3\""},
    {',', "a,b", "b", NULL, "b", " 1\" , 2\" ", " 2\" "},
    {';', "a;b;c", "c,a", NULL, "c;a", "1,0;2,0;3,0", "3,0;1,0"},
    {'\t', "a\tb\tc", NULL, "a", "b\tc", "1\t\"2\t\"\t3", "\"2\t\"\t3"},
    {',', "\"a,x\",\"b\"\"y\",c", "\"b\"\"y\",\"a,x\"", NULL,
     "\"b\"\"y\",\"a,x\"", "1,2,3", "2,1"},
    {',', "\"a\",b", "\"b\",a", NULL, "b,\"a\"", "1,2", "2,1"},
    {',', "a,,c", NULL, "", "a,c", "1,2,3", "1,3"},
    {',', "a", "a", NULL, "a", "1", "1"},
    {',',
     "\xef\xbb\xbf"
     "a,b,c",
     "c,a", NULL,
     "\xef\xbb\xbf"
     "c,a",
     "1,2,3", "3,1"},
    {',',
     "\xef\xbb\xbf"
     "a,b,c",
     NULL, "a",
     "\xef\xbb\xbf"
     "b,c",
     "1,2,3", "2,3"},
    /* No mark, because it is not in front: a part of a field. */
    {',',
     "a,\xef\xbb\xbf"
     "b",
     NULL, "a",
     "\xef\xbb\xbf"
     "b",
     "1,2", "2"},
};

static enum status
make_cut(const struct header *header, const char *select, const char *drop,
         struct trouble *trouble, struct cut *cut)
{
    return select != NULL ? cut_select(header, slice_of(select), trouble, cut)
                          : cut_drop(header, slice_of(drop), trouble, cut);
}

START_TEST(header_and_rows_lose_the_same_columns_and_no_byte_else)
{
    const struct known *const row = &known[_i];
    struct header header = read_header(row->names, row->delimiter);
    struct trouble trouble = {0};
    struct slice content;
    struct cut cut;

    ck_assert_msg(!make_cut(&header, row->select, row->drop, &trouble, &cut),
                  "%s", trouble.text);
    for (int turn = 0; turn < 2; turn++) {
        ck_assert(!cut_header(&cut, &content));
        ck_assert(slice_equal(content, slice_of(row->header)));
        ck_assert(!cut_row(&cut, slice_of(row->row), &content));
        ck_assert(slice_equal(content, slice_of(row->cut)));
    }
    cut_free(&cut);
    header_free(&header);
}
END_TEST

static const struct wrong {
    const char *names;
    const char *select, *drop;
    const char *message;
} wrongs[] = {
    {"id,name", "nam", NULL, "no column \"nam\"; did you mean \"name\"?"},
    {"id,name", NULL, "zzzzzz",
     "no column \"zzzzzz\"; the columns are \"id\", \"name\""},
    {"id,name", "", NULL, "no column \"\"; the columns are \"id\", \"name\""},
    {"id,name", "id,", NULL,
     "no column \"\"; the columns are \"id\", \"name\""},
    {"id,name,id", "id", NULL, "column \"id\" is in the header 2 times"},
    {"id,name", "id,name,id", NULL, "column \"id\" is listed twice"},
    {"id,name", NULL, "id,\"id\"", "column \"id\" is listed twice"},
    {"id,name", NULL, "id,name", "no column is left"},
    {"id", NULL, "id", "no column is left"},
    {"id,name", "\"id", NULL,
     "a quote in a list of columns is not closed, or not at the end of a name"},
    {"id,name", "\"id\"x,name", NULL,
     "a quote in a list of columns is not closed, or not at the end of a name"},
    {"id,name", NULL, "name,\"",
     "a quote in a list of columns is not closed, or not at the end of a name"},
};

START_TEST(a_list_that_cannot_be_is_refused)
{
    const struct wrong *const row = &wrongs[_i];
    struct header header = read_header(row->names, ',');
    struct trouble trouble = {0};
    struct cut cut;

    ck_assert_int_eq(make_cut(&header, row->select, row->drop, &trouble, &cut),
                     ST_USAGE);
    ck_assert_int_eq(trouble.status, ST_USAGE);
    ck_assert_str_eq(trouble.text, row->message);
    cut_free(&cut);
    cut_free(&cut);
    header_free(&header);
}
END_TEST

START_TEST(a_long_name_is_cut_in_the_message)
{
    char name[201], list[2 * sizeof name], message[300];
    struct trouble trouble = {0};
    struct cut cut;

    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct header header = read_header(name, ',');
    snprintf(list, sizeof list, "%s,%s", name, name);
    snprintf(message, sizeof message, "column \"%.60s\" is listed twice", name);
    ck_assert_int_eq(make_cut(&header, list, NULL, &trouble, &cut), ST_USAGE);
    ck_assert_str_eq(trouble.text, message);
    cut_free(&cut);
    header_free(&header);
}
END_TEST

/* A row longer than any before, and the short one after it. */
START_TEST(rows_may_be_of_any_length)
{
    enum { LONG = 1 << 20 };
    struct header header = read_header("a,b,c", ',');
    char *const text = malloc(LONG + 4);
    struct trouble trouble = {0};
    struct slice content;
    struct cut cut;

    ck_assert(!cut_drop(&header, slice_of("c"), &trouble, &cut));
    memset(text, 'x', LONG + 4);
    text[1] = text[LONG + 2] = ',';
    ck_assert(!cut_row(&cut, (struct slice){text, LONG + 4}, &content));
    ck_assert(slice_equal(content, (struct slice){text, LONG + 2}));
    ck_assert(!cut_row(&cut, slice_of("1,2,3"), &content));
    ck_assert(slice_equal(content, slice_of("1,2")));
    cut_free(&cut);
    header_free(&header);
    free(text);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("cut");

    tcase_add_loop_test(tests,
                        header_and_rows_lose_the_same_columns_and_no_byte_else,
                        0, sizeof known / sizeof *known);
    tcase_add_loop_test(tests, a_list_that_cannot_be_is_refused, 0,
                        sizeof wrongs / sizeof *wrongs);
    tcase_add_test(tests, a_long_name_is_cut_in_the_message);
    tcase_add_test(tests, rows_may_be_of_any_length);
    return run_tests("cut", tests);
}
