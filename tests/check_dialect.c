/* SPDX-License-Identifier: MIT */
#include "csv/dialect.h"

#include "run_tests.h"

START_TEST(a_delimiter_is_one_byte_of_ASCII)
{
    static const char *const texts[] = {",", ";", "|", ":",    "\t",  " ",
                                        "^", "~", "_", "\x01", "\x7f"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct dialect dialect = {'x'};
        ck_assert_int_eq(dialect_read(slice_of(texts[i]), &dialect), ST_OK);
        ck_assert_int_eq(dialect.delimiter, texts[i][0]);
    }
}
END_TEST

START_TEST(a_tab_has_names)
{
    static const char *const texts[] = {"\\t", "tab", "\t"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct dialect dialect = {'x'};
        ck_assert_int_eq(dialect_read(slice_of(texts[i]), &dialect), ST_OK);
        ck_assert_int_eq(dialect.delimiter, '\t');
    }
}
END_TEST

/* A quote, a line end, and what numbers and words are made of. */
START_TEST(what_cannot_be_a_delimiter_changes_nothing)
{
    static const char *const texts[] = {
        "",     "\"",       "\r",  "\n", "0",  "1",   "9",      ".",
        "+",    "-",        "a",   "z",  "A",  "Z",   "e",      "\x80",
        "\xff", "\xc2\xa7", "\\n", "||", ",,", "TAB", "\\t\\t", "tabs"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct dialect dialect = {'x'};
        ck_assert_int_eq(dialect_read(slice_of(texts[i]), &dialect), ST_SYNTAX);
        ck_assert_int_eq(dialect.delimiter, 'x');
    }
    struct dialect dialect = {'x'};
    ck_assert_int_eq(dialect_read((struct slice){"", 1}, &dialect), ST_SYNTAX);
    ck_assert_int_eq(dialect.delimiter, 'x');
}
END_TEST

START_TEST(only_the_ending_tsv_means_tabs)
{
    static const struct {
        const char *name;
        char delimiter;
    } cases[] = {
        {"in.csv", ','},    {"in.tsv", '\t'},    {"IN.TSV", '\t'},
        {".tsv", '\t'},     {"in", ','},         {"", ','},
        {"-", ','},         {"in.tsv.csv", ','}, {"a.tsv/in", ','},
        {"/x/y.tsv", '\t'}, {"tsv", ','},        {"in.txt", ','},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_int_eq(dialect_of_name(slice_of(cases[i].name)).delimiter,
                         cases[i].delimiter);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("dialect");

    tcase_add_test(tests, a_delimiter_is_one_byte_of_ASCII);
    tcase_add_test(tests, a_tab_has_names);
    tcase_add_test(tests, what_cannot_be_a_delimiter_changes_nothing);
    tcase_add_test(tests, only_the_ending_tsv_means_tabs);
    return run_tests("dialect", tests);
}
