/* SPDX-License-Identifier: MIT */
/* The summary of draws that are put together by hand. */
#include <stdio.h>

#include "account_trial.h"
#include "run_tests.h"

/* Several blanks become one. */
static void
squeeze(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++)
        if (from[0] != ' ' || from[1] != ' ')
            *to++ = *from;
    *to = '\0';
}

/* The summary, squeezed; new memory. */
static char *
summary_of(struct account_trial *trial)
{
    char *bytes = NULL;
    size_t len;
    FILE *const stream = open_memstream(&bytes, &len);

    ck_assert_ptr_nonnull(stream);
    account_trial_tell(trial);
    account_print(stream, &trial->account, false);
    fclose(stream);
    squeeze(bytes);
    account_trial_free(trial);
    return bytes;
}

/* Whether the summary is TEXT, but for the number of blanks. */
static void
check_summary(struct account_trial *trial, const char *text)
{
    char *const found = summary_of(trial), *const want = strdup(text);

    squeeze(want);
    ck_assert_str_eq(found, want);
    free(found);
    free(want);
}

/* 1,000 units, 100 drawn: 10; 20 units, 5 drawn: 4. */
static struct world two_strata = {
    .strata_count = 2,
    .pop_size = {1000, 20},
    .sample_size = {100, 5},
    .kept = {30, 1},
    .excluded = 2,
    .ineligible = 3,
    .ineligible_missing = 4,
};

START_TEST(few_strata_have_a_line_each)
{
    struct account_trial trial;

    account_trial_init(&trial, &two_strata);
    trial.plan.keep_count = 1;
    trial.plan.strata = slice_of("sex");
    trial.plan.sample_size = 105;
    trial.result.reads = 2;
    trial.result.strata[0].label = slice_of("");
    trial.result.strata[1].label = slice_of("a\nlabel that is \xc3\xa9 bit "
                                            "too long for a table");
    check_summary(
        &trial,
        "sampler 1.0, algorithm 1, seed 7\n"
        "input    frame.csv: 10,600 bytes, 3 columns, read 2 times\n"
        "design   105 others, shared out in proportion to what there is, by "
        "sex (2 strata); simple random\n"
        "                                      in the file       in sample  "
        "weight              sum of weights\n"
        "kept                                           31              31  1"
        "                               31\n"
        "(missing)                                   1,000             100  10"
        "                           1,000\n"
        "a\\x0alabel that is \xc3\xa9 bit too l...              20"
        "               5  4                               20\n"
        "drawn                                       1,020             105"
        "                               1,020\n"
        "dropped                                         2               0  -"
        "                                0\n"
        "not eligible                                    3               0  -"
        "                                0\n"
        "where missing                                   4               0  -"
        "                                0\n"
        "all                                         1,060             136"
        "                               1,051\n"
        "check    31 kept + 1,020 others + 2 dropped + 3 not eligible + 4 not "
        "known to be eligible = 1,060 records\n"
        "check    weights add up to N = 1,051\n"
        "time     read 0.000 s, write 0.000 s; peak memory 0.0 MiB\n");
}
END_TEST

START_TEST(many_strata_are_one_line)
{
    struct world world = two_strata;
    struct draw_stratum strata[13];
    struct account_trial trial;

    account_trial_init(&trial, &world);
    for (size_t h = 0; h < 13; h++)
        strata[h] = trial.result.strata[h % 2];
    trial.result.strata = strata;
    trial.result.strata_count = 13;
    trial.plan.size = PLAN_N_EACH;
    trial.plan.sample_size = 5;
    trial.plan.strata = slice_of("sex");
    char *const found = summary_of(&trial);
    ck_assert_ptr_nonnull(
        strstr(found, "\nstrata 13 strata, weights from 4 to 10\n"));
    ck_assert_ptr_nonnull(strstr(found, "\ndrawn 7,120 "));
    ck_assert_ptr_null(strstr(found, "\nb "));
    free(found);
}
END_TEST

START_TEST(units_and_rows_have_columns_of_their_own)
{
    struct world world = {.strata_count = 1,
                          .pop_size = {8},
                          .sample_size = {2},
                          .more_rows = {3},
                          .kept = {1}};
    struct account_trial trial;

    account_trial_init(&trial, &world);
    trial.plan.keep_count = 1;
    trial.plan.sample_size = 2;
    trial.plan.unit = slice_of("person");
    check_summary(
        &trial,
        "sampler 1.0, algorithm 1, seed 7\n"
        "input    frame.csv: 120 bytes, 3 columns\n"
        "design   2 other units; a unit is a person; simple random\n"
        "               units     records   in sample    rows out  weight     "
        "         sum of weights\n"
        "kept               1           1           1           1  1          "
        "                      1\n"
        "drawn              8          11           2           5  4          "
        "                      8\n"
        "all                9          12           3           6             "
        "                      9\n"
        "check    1 kept + 11 others = 12 records\n"
        "check    weights add up to N = 9 units\n"
        "time     read 0.000 s, write 0.000 s; peak memory 0.0 MiB\n");
}
END_TEST

START_TEST(who_is_not_represented_is_told_apart)
{
    struct world world = {
        .strata_count = 2, .pop_size = {10, 1}, .sample_size = {5, 0}};
    struct account_trial trial;

    account_trial_init(&trial, &world);
    trial.plan.size = PLAN_SIZES_FILE;
    trial.plan.strata = slice_of("sex");
    check_summary(
        &trial,
        "sampler 1.0, algorithm 1, seed 7\n"
        "input    frame.csv: 110 bytes, 3 columns\n"
        "design   as many others in each stratum as a file says, by sex (2 "
        "strata); simple random\n"
        "             in the file       in sample  weight              sum of "
        "weights\n"
        "a                     10               5  2                         "
        "     10\n"
        "b                      1               0  -                         "
        "      0\n"
        "drawn                 11               5                            "
        "     10\n"
        "all                   11               5                            "
        "     10\n"
        "check    0 kept + 11 others = 11 records\n"
        "check    weights add up to 10 of N = 11\n"
        "check    not represented: 1 record\n"
        "time     read 0.000 s, write 0.000 s; peak memory 0.0 MiB\n");
}
END_TEST

/* 1,000 to the nearest 5, a fifth: 200; 20 and 5 go together. */
START_TEST(what_is_suppressed_is_nowhere)
{
    struct world world = {.strata_count = 2,
                          .pop_size = {1000, 21},
                          .sample_size = {200, 5},
                          .kept = {30, 1},
                          .excluded = 2};
    struct account_trial trial;

    account_trial_init(&trial, &world);
    trial.plan.keep_count = 1;
    trial.plan.strata = slice_of("sex");
    trial.plan.size = PLAN_FRACTION;
    trial.plan.share = (struct share){2, 1};
    trial.plan.sdc = PLAN_SDC_ROUND5;
    check_summary(
        &trial,
        "sampler 1.0, algorithm 1, seed 7\n"
        "input    frame.csv: 3 columns\n"
        "design   0.2 of the others in each stratum, rounded up, by sex (2 "
        "strata); simple random\n"
        "told     counts from 1 to 7, and what tells of them, are [c]; others "
        "are rounded to 5\n"
        "             in the file       in sample  weight              sum of "
        "weights\n"
        "kept                  30              30  1                         "
        "     30\n"
        "a                  1,000             200  5                         "
        "  1,000\n"
        "b                    [c]             [c]  -                         "
        "      -\n"
        "drawn              1,000             200                            "
        "  1,000\n"
        "dropped              [c]               0  -                         "
        "      0\n"
        "all                1,030             230                            "
        "  1,030\n"
        "check    records and weights add up, as they are before they are "
        "rounded\n");
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("account");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, few_strata_have_a_line_each);
    tcase_add_test(tests, many_strata_are_one_line);
    tcase_add_test(tests, units_and_rows_have_columns_of_their_own);
    tcase_add_test(tests, who_is_not_represented_is_told_apart);
    tcase_add_test(tests, what_is_suppressed_is_nowhere);
    return run_tests("account", tests);
}
