/* SPDX-License-Identifier: MIT */
/* What a shard says of itself, and what is read back. */
#include <stdlib.h>
#include <string.h>

#include "design/json_text.h"
#include "design/shard_design.h"
#include "design/shard_row.h"
#include "design/task.h"
#include "run_tests.h"

static const char *const where[] = {"w>=2", "\xe4=1"};
static const char *const keep[] = {"died"};

/* A plan with something in every member, bytes that are no UTF-8 among it. */
static struct plan
full_plan(void)
{
    struct plan plan = {
        .where = where,
        .where_count = 2,
        .keep = keep,
        .keep_count = 1,
        .keep_missing = KEEP_MISSING_DROP,
        .strata = slice_of("s\xe4x,\"a,b\""),
        .unit = slice_of("id"),
        .unit_missing_own = true,
        .one_per_unit = true,
        .row_weights = true,
        .method = PLAN_BERNOULLI,
        .size = PLAN_FRACTION,
        .sample_size = UINT64_MAX,
        .share = {333, 3},
        .sizes_missing = PLAN_SIZES_MISSING_ALL,
        .allocation = PLAN_EQUAL,
        .allocation_column = slice_of("c"),
        .min_per_stratum = 7,
        .min_given = true,
        .shard.replicate = 3,
        .inverse_probability = true,
        .base_weight = slice_of("\xc3\xa4"),
        .weight_name = slice_of("\xff\xfe"),
    };

    for (size_t k = PLAN_COLUMN_STRATUM; k < PLAN_COLUMNS_ASKED; k++)
        plan.add[k] = slice_of("an added column");
    return plan;
}

START_TEST(a_design_is_read_back_as_it_was)
{
    const struct plan plan = full_plan();
    struct plan read = {0};
    struct shard_design design = {0};
    json_t *const json = shard_design_json(&plan);

    ck_assert(!shard_design_read(json, &design, &read));
    json_t *const again = shard_design_json(&read);
    ck_assert_ptr_null(shard_design_differs(json, again));
    ck_assert_uint_eq(read.where_count, 2);
    ck_assert_str_eq(read.where[1], where[1]);
    ck_assert_str_eq(read.keep[0], keep[0]);
    ck_assert(slice_equal(read.strata, plan.strata));
    ck_assert(slice_equal(read.weight_name, plan.weight_name));
    ck_assert(slice_equal(read.base_weight, plan.base_weight));
    ck_assert_int_eq(read.keep_missing, KEEP_MISSING_DROP);
    ck_assert_int_eq(read.size, PLAN_FRACTION);
    ck_assert(read.sample_size == UINT64_MAX && read.min_given);
    ck_assert(read.share.numerator == 333 && read.share.places == 3);
    ck_assert_uint_eq(read.shard.replicate, 3);
    json_decref(json);
    json_decref(again);
    shard_design_free(&design);
}
END_TEST

START_TEST(what_differs_is_named)
{
    const struct plan plan = full_plan();
    struct plan other = plan;
    json_t *const json = shard_design_json(&plan);

    other.min_per_stratum = 8;
    json_t *const changed = shard_design_json(&other);
    ck_assert_str_eq(shard_design_differs(json, changed), "min-per-stratum");
    json_decref(json);
    json_decref(changed);
}
END_TEST

START_TEST(bytes_and_counts_come_back)
{
    static const char *const texts[] = {
        "", "plain", "\xc3\xa4", "\xe4", "\xff\x80\xc3", "{\"latin1\": \"x\"}"};
    uint64_t count;

    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        json_t *const json = json_text_bytes(slice_of(texts[k]));
        struct slice text;
        ck_assert(!json_text_bytes_read(json, &text));
        ck_assert_str_eq(text.bytes, texts[k]);
        free((char *)(uintptr_t)text.bytes);
        json_decref(json);
    }
    json_t *const most = json_text_count(UINT64_MAX);
    ck_assert(!json_text_count_read(most, &count) && count == UINT64_MAX);
    json_decref(most);
    ck_assert_int_eq(json_text_count_read(NULL, &count), ST_SYNTAX);
}
END_TEST

START_TEST(a_row_is_read_back_as_it_was)
{
    struct plan plan = {.unit = slice_of("id"), .row_weights = true};
    const struct shard_row row = {UINT64_MAX,
                                  true,
                                  UINT64_MAX - 1,
                                  {UINT64_C(0x0123456789abcdef), 0},
                                  UINT64_MAX};
    struct shard_row read = {0};
    char text[SHARD_ROW_BYTES];
    enum plan_column column = PLAN_COLUMN_SHARD_STRATUM;

    shard_row_name(&plan);
    text[shard_row_text(&plan, ';', &row, text)] = '\0';
    ck_assert_str_eq(text, ";18446744073709551615;1;18446744073709551614;"
                           "0123456789abcdef0000000000000000;"
                           "18446744073709551615");
    for (char *at = strtok(text, ";"); at != NULL; at = strtok(NULL, ";"))
        ck_assert(!shard_row_read(column++, slice_of(at), &read));
    ck_assert_int_eq(column, PLAN_COLUMNS);
    ck_assert(read.stratum == row.stratum && read.is_kept &&
              read.prn == row.prn && read.id.high == row.id.high &&
              read.id.low == row.id.low && read.unit_rows == row.unit_rows);
}
END_TEST

START_TEST(what_is_no_field_of_a_row_is_refused)
{
    static const struct {
        enum plan_column column;
        const char *text;
    } bad[] = {
        {PLAN_COLUMN_SHARD_STRATUM, ""},
        {PLAN_COLUMN_SHARD_STRATUM, "-1"},
        {PLAN_COLUMN_SHARD_KEPT, ""},
        {PLAN_COLUMN_SHARD_KEPT, "2"},
        {PLAN_COLUMN_SHARD_KEPT, "10"},
        {PLAN_COLUMN_SHARD_PRN, "18446744073709551616"},
        {PLAN_COLUMN_SHARD_UNIT, "0123456789abcdef000000000000000"},
        {PLAN_COLUMN_SHARD_UNIT, "0123456789ABCDEF0000000000000000"},
        {PLAN_COLUMN_SHARD_UNIT, "0123456789abcdef000000000000000g"},
    };
    struct shard_row row;

    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
        ck_assert_int_eq(
            shard_row_read(bad[k].column, slice_of(bad[k].text), &row),
            ST_SYNTAX);
}
END_TEST

START_TEST(an_output_is_called_as_its_input)
{
    static char input[64];
    static const char *const names[][2] = {
        {"a.csv", "a.shard.csv"},
        {"a/b.c/part_07.csv.gz", "a/b.c/part_07.shard.csv.gz"},
        {"a/b.c/part.tsv.zst", "a/b.c/part.shard.tsv.zst"},
        {"a.b/part", "a.b/part.shard"},
        {"a.b/part.gz", "a.b/part.shard.gz"},
        {"x.y.csv", "x.y.shard.csv"},
        {".hidden", ".hidden.shard"},
        {"a/.hidden", "a/.hidden.shard"},
    };

    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        const struct task task = {.input = input};
        strcpy(input, names[k][0]);
        char *const name = task_output(&task, "shard");
        ck_assert_str_eq(name, names[k][1]);
        free(name);
    }
}
END_TEST

int
main(void)
{
    TCase *const tests = tcase_create("shard");

    tcase_add_test(tests, a_design_is_read_back_as_it_was);
    tcase_add_test(tests, what_differs_is_named);
    tcase_add_test(tests, bytes_and_counts_come_back);
    tcase_add_test(tests, a_row_is_read_back_as_it_was);
    tcase_add_test(tests, what_is_no_field_of_a_row_is_refused);
    tcase_add_test(tests, an_output_is_called_as_its_input);
    return run_tests("shard", tests);
}
