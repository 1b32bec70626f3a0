/* SPDX-License-Identifier: MIT */
#include "csv/header.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "run_tests.h"

/* The header that begins with BOM bytes of mark and ends with ENDING bytes of
 * line ending. */
static struct header
read_header(const char *text, char delimiter, size_t bom, size_t ending)
{
    struct header header;
    char *const raw = strdup(text);

    ck_assert_ptr_nonnull(raw);
    ck_assert_int_eq(header_init(&header, (struct dialect){delimiter}, raw,
                                 strlen(text), bom, ending),
                     ST_OK);
    ck_assert_ptr_eq(header.raw, raw);
    ck_assert_uint_eq(header.raw_bytes, strlen(text) - ending);
    ck_assert_uint_eq(header.ending_bytes, ending);
    return header;
}

static void
expect_names(const struct header *header, size_t columns,
             const char *const names[])
{
    ck_assert_uint_eq(header->columns, columns);
    for (size_t j = 0; j < columns; j++)
        ck_assert_msg(slice_equal(header->names[j], slice_of(names[j])),
                      "column %zu is \"%.*s\"", j, (int)header->names[j].len,
                      header->names[j].bytes);
}

START_TEST(names_come_without_quotes_mark_and_line_ending)
{
    static const struct {
        const char *text;
        char delimiter;
        size_t bom, ending, columns;
        const char *names[4];
    } cases[] = {
        {"id,outcome\n", ',', 0, 1, 2, {"id", "outcome"}},
        {"id,outcome\r\n", ',', 0, 2, 2, {"id", "outcome"}},
        {"id,outcome", ',', 0, 0, 2, {"id", "outcome"}},
        {"\xef\xbb\xbfid,x\n", ',', 3, 1, 2, {"id", "x"}},
        {"\xef\xbb\xbf\"id\",x\n", ',', 3, 1, 2, {"id", "x"}},
        {"\xef\xbb\xbf\"\"\n", ',', 3, 1, 1, {""}},
        {"x,\xef\xbb\xbfid\n", ',', 0, 1, 2, {"x", "\xef\xbb\xbfid"}},
        {"\"a,b\",\"c\"\"d\",\"e\nf\"\r\n",
         ',',
         0,
         2,
         3,
         {"a,b", "c\"d", "e\nf"}},
        {" a , \"b\",6\"\n", ',', 0, 1, 3, {" a ", " \"b\"", "6\""}},
        {",,\n", ',', 0, 1, 3, {"", "", ""}},
        {"\"\",\n", ',', 0, 1, 2, {"", ""}},
        {"\"\"\n", ',', 0, 1, 1, {""}},
        {"", ',', 0, 0, 1, {""}},
        {"a,b;c\td\n", ';', 0, 1, 2, {"a,b", "c\td"}},
        {"a,b;c\td\n", '\t', 0, 1, 2, {"a,b;c", "d"}},
    };

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct header header = read_header(cases[c].text, cases[c].delimiter,
                                           cases[c].bom, cases[c].ending);
        expect_names(&header, cases[c].columns, cases[c].names);
        struct header copy;
        ck_assert(!header_copy(&header, &copy));
        header_free(&header);
        expect_names(&copy, cases[c].columns, cases[c].names);
        header_free(&copy);
    }
}
END_TEST

START_TEST(each_of_many_columns_is_found)
{
    enum { COLUMNS = 3000 };
    struct trouble trouble = {.status = ST_OK};
    struct bytes text = {0};
    char name[20];

    for (unsigned j = 0; j < COLUMNS; j++)
        append(&text, name, (size_t)sprintf(name, "\"c,%u\",", j));
    text.bytes[text.len - 1] = '\0';
    struct header header = read_header(text.bytes, ',', 0, 0);
    for (unsigned j = 0; j < COLUMNS; j++) {
        size_t column = 99999;
        sprintf(name, "c,%u", j);
        ck_assert(!header_find(&header, slice_of(name), &trouble, &column));
        ck_assert_uint_eq(column, j);
    }
    header_free(&header);
    free(text.bytes);
}
END_TEST

START_TEST(a_name_is_found_as_it_is)
{
    struct header header =
        read_header("id,\"a,b\",,ID,\"say \"\"x\"\"\"\n", ',', 0, 1);
    static const char *const names[] = {"id", "a,b", "", "ID", "say \"x\""};
    struct trouble trouble = {.status = ST_OK};

    for (size_t j = 0; j < 5; j++) {
        size_t column = 99;
        ck_assert(header_has(&header, slice_of(names[j])));
        ck_assert_int_eq(
            header_find(&header, slice_of(names[j]), &trouble, &column), ST_OK);
        ck_assert_uint_eq(column, j);
    }
    ck_assert(!header_has(&header, slice_of("Id")));
    ck_assert(!header_has(&header, slice_of("id ")));
    ck_assert(!header_has(&header, slice_of("\"id\"")));
    ck_assert_int_eq(trouble.status, ST_OK);
    header_free(&header);
}
END_TEST

/* What is said of a name that cannot be found in a header. */
static void
expect_message(const char *text, const char *name, const char *message)
{
    struct header header = read_header(text, ',', 0, 1);
    struct trouble trouble = {.status = ST_OK};
    size_t column = 99;

    ck_assert_int_eq(header_find(&header, slice_of(name), &trouble, &column),
                     ST_USAGE);
    ck_assert_int_eq(trouble.status, ST_USAGE);
    ck_assert_str_eq(trouble.text, message);
    ck_assert_uint_eq(column, 99);
    header_free(&header);
}

START_TEST(a_name_that_is_nearly_there_is_asked_for)
{
    expect_message("id,outcome,date\n", "Outcome",
                   "no column \"Outcome\"; did you mean \"outcome\"?");
    expect_message("id,outcome,date\n", "outcom",
                   "no column \"outcom\"; did you mean \"outcome\"?");
    expect_message("id,outcome,date\n", "otucome",
                   "no column \"otucome\"; did you mean \"outcome\"?");
    expect_message("id,outcome,date\n", "dates",
                   "no column \"dates\"; did you mean \"date\"?");
    expect_message("id,outcome ,date\n", "outcome",
                   "no column \"outcome\"; did you mean \"outcome \"?");
    expect_message("id_1,id_2,id_34\n", "id_3",
                   "no column \"id_3\"; did you mean \"id_1\"?");
}
END_TEST

START_TEST(else_the_columns_are_listed)
{
    expect_message("id,outcome\n", "weight",
                   "no column \"weight\"; the columns are \"id\", \"outcome\"");
    expect_message("id,outcome\n", "",
                   "no column \"\"; the columns are \"id\", \"outcome\"");
    expect_message("a,b,c,d,e,f,g,h,i,j,k,l\n", "outcome",
                   "no column \"outcome\"; the columns are \"a\", \"b\", "
                   "\"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\", \"j\", "
                   "\"k\", \"l\"");
    expect_message("a,b,c,d,e,f,g,h,i,j,k,l,m,n\n", "outcome",
                   "no column \"outcome\"; the columns are \"a\", \"b\", "
                   "\"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\", \"j\", "
                   "\"k\", \"l\" and 2 more");
    expect_message("id;outcome\n", "died",
                   "no column \"died\"; the columns are \"id;outcome\""
                   "; did you mean --delimiter ';'?");
}
END_TEST

/* The longest names that are shown whole have 60 bytes; those that are
 * compared, 64. */
START_TEST(long_names_are_cut_in_messages)
{
    char text[12 * 101 + 2] = "", message[2000];
    char name[101], cut[61];

    memset(name, 'x', 100);
    name[100] = '\0';
    memset(cut, 'x', 60);
    cut[60] = '\0';
    for (int j = 0; j < 12; j++) {
        strcat(text, j > 0 ? "," : "");
        strcat(text, name);
    }
    strcat(text, "\n");
    size_t len = (size_t)sprintf(message, "no column \"id\"; the columns are ");
    for (int j = 0; j < 12; j++)
        len +=
            (size_t)sprintf(message + len, "%s\"%s\"", j > 0 ? ", " : "", cut);
    expect_message(text, "id", message);
    name[99] = '\0';
    sprintf(message, "no column \"%s\"; the columns are \"id\"", cut);
    expect_message("id\n", name, message);
}
END_TEST

START_TEST(what_looks_like_data_is_not_shown)
{
    static const char said[] = "no column \"died\"; is the first record the "
                               "header? It looks like data, and is not shown";

    expect_message("Smith,1\n", "died", said);
    expect_message("2014-02-28,Smith\n", "died", said);
}
END_TEST

START_TEST(a_name_that_is_there_twice_is_refused)
{
    expect_message("a,b,a\n", "a", "column \"a\" is in the header 2 times");
    expect_message("a,\"a\",a\n", "a", "column \"a\" is in the header 3 times");
    expect_message(",,b\n", "", "column \"\" is in the header 2 times");
}
END_TEST

START_TEST(a_hint_is_given_for_one_column_that_looks_like_several)
{
    static const struct {
        const char *text;
        char delimiter;
        const char *hint;
    } cases[] = {
        {"outcome\n", ',', ""},
        {"id;outcome\n", ',', "; did you mean --delimiter ';'?"},
        {"id\toutcome\n", ',', "; did you mean --delimiter tab?"},
        {"id;a\tb\n", ',', "; did you mean --delimiter ';'?"},
        {"id;x,outcome\n", ',', ""},
        {"id,outcome\n", ';', ""},
        {"\"\"\n", ',', ""},
        {"\n", ',', ""},
    };

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct header header =
            read_header(cases[c].text, cases[c].delimiter, 0, 1);
        ck_assert_str_eq(header_hint(&header), cases[c].hint);
        header_free(&header);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("header");

    tcase_add_test(tests, names_come_without_quotes_mark_and_line_ending);
    tcase_add_test(tests, each_of_many_columns_is_found);
    tcase_add_test(tests, a_name_is_found_as_it_is);
    tcase_add_test(tests, a_name_that_is_nearly_there_is_asked_for);
    tcase_add_test(tests, else_the_columns_are_listed);
    tcase_add_test(tests, long_names_are_cut_in_messages);
    tcase_add_test(tests, what_looks_like_data_is_not_shown);
    tcase_add_test(tests, a_name_that_is_there_twice_is_refused);
    tcase_add_test(tests,
                   a_hint_is_given_for_one_column_that_looks_like_several);
    return run_tests("header", tests);
}
