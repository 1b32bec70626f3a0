/* SPDX-License-Identifier: MIT */
#include "csv/record.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "run_tests.h"

enum { MOST_KERNELS = 8 };

static const struct dialect comma = {','};

/* The kernels that this machine can run; the tests are run for each. */
static int
usable_kernels(const struct scan_kernel *usable[])
{
    int count = 0;

    for (size_t k = 0; scan_kernels[k] != NULL; k++)
        if (scan_kernels[k]->usable())
            usable[count++] = scan_kernels[k];
    return count;
}

/* A walk over a block. */
struct walk {
    struct scan_map map;
    size_t wanted[8];
    struct record_layout layout;
    struct record_cursor cursor;
    struct record_batch batch;
};

/* Begins a walk, by the k-th kernel, that wants WANTED of COLUMNS columns; the
 * numbers of the wanted ones are in walk->wanted. */
static void
begin_at(struct walk *walk, int k, struct slice block, size_t columns,
         size_t wanted, bool is_inside)
{
    const struct scan_kernel *usable[MOST_KERNELS];

    usable_kernels(usable);
    walk->map = (struct scan_map){0};
    ck_assert_int_eq(scan_map_reserve(&walk->map, block.len), ST_OK);
    walk->layout =
        (struct record_layout){columns, walk->wanted, wanted, SIZE_MAX};
    ck_assert_int_eq(record_batch_init(&walk->batch, wanted, 0), ST_OK);
    record_start(&walk->cursor, usable[k], &walk->layout,
                 scan_start(comma, block, SCAN_START, &walk->map), is_inside);
}

static void
begin(struct walk *walk, int k, struct slice block, size_t columns,
      size_t wanted)
{
    begin_at(walk, k, block, columns, wanted, false);
}

/* No record is left. */
static void
next_is_none(struct walk *walk)
{
    record_next(&walk->cursor, &walk->batch);
    ck_assert_uint_eq(walk->batch.count, 0);
}

static void
finish(struct walk *walk)
{
    scan_map_free(&walk->map);
    record_batch_free(&walk->batch);
}

static void
expect_text(struct slice found, const char *text)
{
    ck_assert_msg(slice_equal(found, slice_of(text)), "\"%.*s\", not \"%s\"",
                  (int)found.len, found.bytes, text);
}

START_TEST(the_wanted_fields_are_found_quotes_included)
{
    const struct slice block =
        slice_of("a,\"b,\n\",,d\r\n,\"\"\"\",\" \",\n1,22,333,4444\n");
    static const char *const cells[3][4] = {{"a", "\"b,\n\"", "", "d"},
                                            {"", "\"\"\"\"", "\" \"", ""},
                                            {"1", "22", "333", "4444"}};

    /* Every set of wanted columns, as the bits of a number. */
    for (unsigned set = 0; set < 16; set++) {
        struct walk walk;
        size_t wanted = 0;
        for (unsigned j = 0; j < 4; j++)
            if (set >> j & 1)
                walk.wanted[wanted++] = j;
        begin(&walk, _i, block, 4, wanted);
        record_next(&walk.cursor, &walk.batch);
        ck_assert_uint_eq(walk.batch.count, 3);
        for (size_t r = 0; r < 3; r++)
            for (size_t w = 0; w < wanted; w++)
                expect_text(record_field(&walk.batch, r, w),
                            cells[r][walk.wanted[w]]);
        record_next(&walk.cursor, &walk.batch);
        ck_assert_uint_eq(walk.batch.count, 0);
        ck_assert_int_eq(walk.cursor.fault, RECORD_FINE);
        ck_assert_uint_eq(walk.cursor.begin, block.len);
        finish(&walk);
    }
}
END_TEST

START_TEST(a_row_is_its_fields_and_its_line_ending)
{
    const struct slice block = slice_of("1,2\r\n\"3\r\",4\n,\r\n,\n5,6\n");
    static const char *const rows[] = {"1,2", "\"3\r\",4", ",", ",", "5,6"};
    static const size_t endings[] = {2, 1, 2, 1, 0};
    struct walk walk;

    begin(&walk, _i, block, 2, 0);
    record_next(&walk.cursor, &walk.batch);
    walk.batch.unterminated = true;
    ck_assert_uint_eq(walk.batch.count, 5);
    for (size_t r = 0; r < 5; r++) {
        const struct record_row row = record_row(&walk.batch, r);
        expect_text(row.content, rows[r]);
        ck_assert_uint_eq(row.ending_bytes, endings[r]);
    }
    finish(&walk);
}
END_TEST

/* Records of 13 bytes end at every place of a word; the first N bytes belong to
 * one that began before. */
START_TEST(a_walk_may_begin_inside_a_record)
{
    enum { RECORDS = 70, BYTES = 13 };
    struct bytes text = {0};

    for (int i = 0; i < RECORDS; i++)
        append(&text, "12,\"4,6\",9a\r\n", BYTES);
    for (size_t from = 9; from < 12 * BYTES; from += BYTES) {
        const struct slice block = {text.bytes + from, text.len - from};
        const size_t left = RECORDS - 1 - from / BYTES;
        struct walk walk = {.wanted = {1, 2}};
        begin_at(&walk, _i, block, 3, 2, true);
        record_next(&walk.cursor, &walk.batch);
        ck_assert(walk.cursor.has_first_end);
        ck_assert_uint_eq(walk.cursor.first_end, 3);
        ck_assert_uint_eq(walk.batch.count, left);
        for (size_t r = 0; r < walk.batch.count; r++) {
            ck_assert_uint_eq(walk.batch.begin[r], 4 + r * BYTES);
            expect_text(record_field(&walk.batch, r, 0), "\"4,6\"");
            expect_text(record_field(&walk.batch, r, 1), "9a");
        }
        finish(&walk);
    }
    free(text.bytes);
}
END_TEST

START_TEST(a_record_may_go_on_through_all_of_a_block)
{
    struct walk walk;

    begin_at(&walk, _i, slice_of("1,2,3"), 2, 0, true);
    next_is_none(&walk);
    ck_assert(!walk.cursor.has_first_end);
    ck_assert_int_eq(walk.cursor.fault, RECORD_FINE);
    ck_assert_uint_eq(walk.cursor.begin, 0);
    finish(&walk);
}
END_TEST

START_TEST(a_piece_without_its_end_is_left_where_it_begins)
{
    const struct slice block = slice_of("1,2\n3,4\n5,");
    struct walk walk;

    begin(&walk, _i, block, 2, 0);
    record_next(&walk.cursor, &walk.batch);
    ck_assert_uint_eq(walk.batch.count, 2);
    record_next(&walk.cursor, &walk.batch);
    ck_assert_uint_eq(walk.batch.count, 0);
    ck_assert_uint_eq(walk.cursor.begin, 8);
    finish(&walk);
}
END_TEST

START_TEST(a_ragged_record_ends_the_walk_behind_those_in_front_of_it)
{
    static const struct {
        const char *text;
        uint32_t begin;
        uint32_t fields;
    } cases[] = {
        {"1,2\n3\n4,5\n", 4, 1},       {"1,2\n3,4,5\n6,7\n", 4, 3},
        {"1,2\n\" \"\r\n4,5\n", 4, 1}, {"1,2\n \n", 4, 1},
        {"1,2\n,,,\n", 4, 4},          {"1,2\n\n\"\"\n", 5, 1},
    };

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct walk walk = {.wanted = {1}};
        begin(&walk, _i, slice_of(cases[c].text), 2, 1);
        record_next(&walk.cursor, &walk.batch);
        ck_assert_uint_eq(walk.batch.count, 1);
        expect_text(record_field(&walk.batch, 0, 0), "2");
        for (int again = 0; again < 2; again++) {
            record_next(&walk.cursor, &walk.batch);
            ck_assert_uint_eq(walk.batch.count, 0);
            ck_assert_int_eq(walk.cursor.fault, RECORD_RAGGED);
            ck_assert_uint_eq(walk.cursor.begin, cases[c].begin);
            ck_assert_uint_eq(walk.cursor.fault_fields, cases[c].fields);
        }
        finish(&walk);
    }
}
END_TEST

START_TEST(a_record_over_the_limit_is_a_fault_before_it_is_ragged)
{
    for (size_t limit = 4; limit <= 8; limit++) {
        struct walk walk;
        begin(&walk, _i, slice_of("1,2\n3,4\r\n\n5,6,7,8\n"), 2, 0);
        walk.layout.max_bytes = limit;
        record_next(&walk.cursor, &walk.batch);
        ck_assert_uint_eq(walk.batch.count, 2);
        record_next(&walk.cursor, &walk.batch);
        ck_assert_uint_eq(walk.cursor.begin, 10);
        ck_assert_int_eq(walk.cursor.fault,
                         limit < 7 ? RECORD_TOO_LONG : RECORD_RAGGED);
        finish(&walk);
    }
}
END_TEST

/* More blank lines than a batch has records, then one record; and then so many
 * that no record follows. */
START_TEST(blank_lines_are_skipped_and_counted)
{
    struct bytes text = {0};

    for (int i = 0; i < 3000; i++)
        append(&text, "\r\n", i % 3 == 0 ? 2 : 0);
    for (int i = 0; i < 3000; i++)
        append(&text, "\n", 1);
    append(&text, "1,2\n", 4);
    for (int i = 0; i < 5000; i++)
        append(&text, "\n", 1);
    struct walk walk;

    begin(&walk, _i, (struct slice){text.bytes, text.len}, 2, 0);
    record_next(&walk.cursor, &walk.batch);
    ck_assert_uint_eq(walk.batch.count, 1);
    ck_assert_uint_eq(walk.batch.begin[0], 5000);
    record_next(&walk.cursor, &walk.batch);
    ck_assert_uint_eq(walk.batch.count, 0);
    ck_assert_uint_eq(walk.cursor.blank_lines, 1000 + 3000 + 5000);
    ck_assert_uint_eq(walk.cursor.begin, text.len);
    finish(&walk);
    free(text.bytes);
}
END_TEST

START_TEST(in_one_column_a_blank_line_is_an_empty_record)
{
    struct walk walk = {.wanted = {0}};

    begin(&walk, _i, slice_of("\n\r\n1\n\"\"\r\n"), 1, 1);
    record_next(&walk.cursor, &walk.batch);
    ck_assert_uint_eq(walk.batch.count, 4);
    expect_text(record_field(&walk.batch, 0, 0), "");
    expect_text(record_field(&walk.batch, 1, 0), "");
    expect_text(record_field(&walk.batch, 2, 0), "1");
    expect_text(record_field(&walk.batch, 3, 0), "\"\"");
    ck_assert_uint_eq(walk.cursor.blank_lines, 0);
    finish(&walk);
}
END_TEST

/* How many records a walk hands out, each the next one of LEN bytes. */
static size_t
count_alike(struct walk *walk, size_t len)
{
    size_t next = 0;

    for (;;) {
        record_next(&walk->cursor, &walk->batch);
        if (walk->batch.count == 0)
            return next;
        if (walk->batch.count > RECORD_BATCH)
            ck_abort_msg("%zu records", walk->batch.count);
        for (size_t r = 0; r < walk->batch.count; r++, next++)
            if (walk->batch.begin[r] != next * (len + 1) ||
                record_field(&walk->batch, r, 0).len != len)
                ck_abort_msg("record %zu", next);
    }
}

/* Records of no, one, two ... bytes: a word has from 64 ends to none. */
START_TEST(batches_hand_out_every_record_once_and_none_is_too_full)
{
    enum { RECORDS = 10000 };

    for (size_t len = 0; len < 70; len += len < 4 ? 1 : 13) {
        struct walk walk = {.wanted = {0}};
        struct bytes text = {0};
        for (size_t i = 0; i < RECORDS; i++) {
            for (size_t b = 0; b < len; b++)
                append(&text, "x", 1);
            append(&text, "\n", 1);
        }
        begin(&walk, _i, (struct slice){text.bytes, text.len}, 1, 1);
        ck_assert_uint_eq(count_alike(&walk, len), RECORDS);
        finish(&walk);
        free(text.bytes);
    }
}
END_TEST

/* Cells of 0 to 150 bytes, so that a field may be words away from the next. */
START_TEST(columns_far_apart_are_found)
{
    enum { COLUMNS = 1000 };
    struct bytes text = {0};
    size_t begins[COLUMNS + 1];

    for (size_t j = 0; j < COLUMNS; j++) {
        begins[j] = text.len;
        for (size_t i = j * j * 7 % 151; i > 0; i--)
            append(&text, "x", 1);
        append(&text, j + 1 < COLUMNS ? "," : "\n", 1);
    }
    begins[COLUMNS] = text.len;
    for (size_t j = 0; j + 3 < COLUMNS; j++) {
        struct walk walk = {.wanted = {0, j + 1, j + 2, COLUMNS - 1}};
        begin(&walk, _i, (struct slice){text.bytes, text.len}, COLUMNS, 4);
        record_next(&walk.cursor, &walk.batch);
        ck_assert_uint_eq(walk.batch.count, 1);
        for (size_t w = 0; w < 4; w++) {
            const size_t column = walk.wanted[w];
            const struct slice field = record_field(&walk.batch, 0, w);
            if (field.bytes != text.bytes + begins[column] ||
                field.len != begins[column + 1] - begins[column] - 1)
                ck_abort_msg("column %zu of %zu", column, j);
        }
        finish(&walk);
    }
    free(text.bytes);
}
END_TEST

START_TEST(more_columns_than_memory_are_refused)
{
    struct record_batch batch;

    ck_assert_int_eq(record_batch_init(&batch, SIZE_MAX, 0), ST_NOMEM);
    record_batch_free(&batch);
    ck_assert_int_eq(record_batch_init(&batch, SIZE_MAX / RECORD_BATCH, 0),
                     ST_NOMEM);
    record_batch_free(&batch);
    ck_assert_int_eq(record_batch_init(&batch, 0, 16), ST_OK);
    record_batch_free(&batch);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("record");
    const struct scan_kernel *usable[MOST_KERNELS];
    const int kernels = usable_kernels(usable);

    tcase_add_loop_test(tests, the_wanted_fields_are_found_quotes_included, 0,
                        kernels);
    tcase_add_loop_test(tests, a_row_is_its_fields_and_its_line_ending, 0,
                        kernels);
    tcase_add_loop_test(tests, a_walk_may_begin_inside_a_record, 0, kernels);
    tcase_add_loop_test(tests, a_record_may_go_on_through_all_of_a_block, 0,
                        kernels);
    tcase_add_loop_test(tests, a_piece_without_its_end_is_left_where_it_begins,
                        0, kernels);
    tcase_add_loop_test(
        tests, a_ragged_record_ends_the_walk_behind_those_in_front_of_it, 0,
        kernels);
    tcase_add_loop_test(tests,
                        a_record_over_the_limit_is_a_fault_before_it_is_ragged,
                        0, kernels);
    tcase_add_loop_test(tests, blank_lines_are_skipped_and_counted, 0, kernels);
    tcase_add_loop_test(tests, in_one_column_a_blank_line_is_an_empty_record, 0,
                        kernels);
    tcase_add_loop_test(tests,
                        batches_hand_out_every_record_once_and_none_is_too_full,
                        0, kernels);
    tcase_add_loop_test(tests, columns_far_apart_are_found, 0, kernels);
    tcase_add_test(tests, more_columns_than_memory_are_refused);
    return run_tests("record", tests);
}
