/* SPDX-License-Identifier: MIT */
#include "csv/row.h"

#include <string.h>

#include "csv/field.h"
#include "csv_naive.h"
#include "run_tests.h"
#include "stats/pcg64.h"

static const struct dialect comma = {','};

enum { MOST_FIELDS = 60 };

START_TEST(fields_are_those_found_by_hand)
{
    static const struct {
        const char *row;
        char delimiter;
        size_t count;
        const char *fields[4];
    } rows[] = {
        {"", ',', 1, {""}},
        {",", ',', 2, {"", ""}},
        {"a", ',', 1, {"a"}},
        {"a,b,", ',', 3, {"a", "b", ""}},
        {"a;b,c\td", ';', 2, {"a", "b,c\td"}},
        {"a\tb", '\t', 2, {"a", "b"}},
        {"\"a,b\",c", ',', 2, {"\"a,b\"", "c"}},
        {"\"\",\"\"\"\",\"\"", ',', 3, {"\"\"", "\"\"\"\"", "\"\""}},
        {"\"a\"\",\"\"b\",c", ',', 2, {"\"a\"\",\"\"b\"", "c"}},
        {"\"a\r\nb\n\",\"c\"", ',', 2, {"\"a\r\nb\n\"", "\"c\""}},
        {"6\" pipe,5\"", ',', 2, {"6\" pipe", "5\""}},
        {" \"a,b\"", ',', 2, {" \"a", "b\""}},
    };

    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct slice fields[4];
        const size_t count = row_fields((struct dialect){rows[k].delimiter},
                                        slice_of(rows[k].row), 4, fields);
        ck_assert_uint_eq(count, rows[k].count);
        for (size_t j = 0; j < count; j++)
            if (!slice_equal(fields[j], slice_of(rows[k].fields[j])))
                ck_abort_msg("field %zu of %s", j, rows[k].row);
    }
}
END_TEST

START_TEST(no_more_fields_are_found_than_there_is_room_for)
{
    struct slice fields[3] = {{NULL, 0}};

    ck_assert_uint_eq(row_fields(comma, slice_of("a,b,c,d"), 0, fields), 0);
    ck_assert_ptr_null(fields[0].bytes);
    ck_assert_uint_eq(row_fields(comma, slice_of("a,b,c,d"), 2, fields), 2);
    ck_assert_ptr_null(fields[2].bytes);
    ck_assert_uint_eq(row_fields(comma, slice_of("a,b,c"), 3, fields), 3);
    ck_assert(slice_equal(fields[2], slice_of("c")));
}
END_TEST

/* libcsv's reading of the same row, field by field. */
struct oracle {
    struct slice fields[MOST_FIELDS];
    struct field_decoder decoder;
    size_t count, at;
};

static enum status
compare_field(void *context, struct slice text)
{
    struct oracle *const oracle = context;
    struct slice said;

    if (oracle->at == oracle->count ||
        field_text(&oracle->decoder, oracle->fields[oracle->at++], &said) ||
        !slice_equal(said, text))
        return ST_DATA;
    return ST_OK;
}

/* Whether libcsv finds these fields; it finds none in an empty row. */
static bool
libcsv_agrees(struct slice row, struct oracle *oracle)
{
    oracle->at = 0;
    field_decoder_init(&oracle->decoder, comma);
    const enum status st = field_each(comma, row, compare_field, oracle);
    field_decoder_free(&oracle->decoder);
    return row.len == 0 || (st == ST_OK && oracle->at == oracle->count);
}

/* Every row of up to eight bytes that a scanner lets pass. */
START_TEST(every_short_row_is_read_as_the_naive_reader_and_libcsv_read_it)
{
    static const char alphabet[] = {'a', '"', ',', '\n', '\r'};
    struct naive_csv naive = {0};
    size_t rows = 0, texts = 1;

    for (size_t len = 0; len <= 8; len++, texts *= sizeof alphabet) {
        for (size_t n = 0; n < texts; n++) {
            struct oracle oracle;
            char raw[9];
            for (size_t i = 0, rest = n; i < len; i++, rest /= sizeof alphabet)
                raw[i] = alphabet[rest % sizeof alphabet];
            raw[len] = '\n';
            naive_read(&naive, (struct slice){raw, len + 1}, comma, SIZE_MAX);
            if (!naive.has_header || naive.header.begin > 0 ||
                naive.header.end != len)
                continue;
            const struct slice row = {raw, len};
            oracle.count = row_fields(comma, row, MOST_FIELDS, oracle.fields);
            bool same = oracle.count == naive.header.field_count;
            for (size_t j = 0; j < oracle.count && same; j++) {
                const struct naive_span span =
                    naive.fields[naive.header.first_field + j];
                same = oracle.fields[j].bytes == raw + span.begin &&
                       oracle.fields[j].len == span.end - span.begin;
            }
            if (!same || !libcsv_agrees(row, &oracle))
                ck_abort_msg("%.*s", (int)len, raw);
            rows++;
        }
    }
    naive_free(&naive);
    ck_assert_uint_gt(rows, 18000);
}
END_TEST

struct made_row {
    char bytes[1 << 15];
    size_t len, count;
    struct slice fields[MOST_FIELDS]; /* as they were put there */
};

static void
put_field(struct made_row *row, struct pcg64 *dice)
{
    static const char plain[] = "abc019 .-\"", quoted[] = "ab,\"\n\r;\t ";
    const bool quotes = pcg64_next(dice) % 3 == 0;
    const uint64_t length = pcg64_next(dice) % (pcg64_next(dice) % 9 ? 8 : 300);
    char *const begin = row->bytes + row->len;
    char *at = begin;

    if (quotes)
        *at++ = '"';
    for (uint64_t i = 0; i < length; i++) {
        const char byte =
            quotes ? quoted[pcg64_next(dice) % (sizeof quoted - 1)]
                   : plain[pcg64_next(dice) % (sizeof plain - (i > 0 ? 1 : 2))];
        *at++ = byte;
        if (quotes && byte == '"')
            *at++ = byte;
    }
    if (quotes)
        *at++ = '"';
    row->fields[row->count++] = (struct slice){begin, (size_t)(at - begin)};
    row->len += (size_t)(at - begin);
}

START_TEST(random_rows_fall_into_the_fields_they_were_made_of)
{
    static struct made_row row;
    static struct oracle oracle;
    struct pcg64 dice = {11, 13};

    for (int n = 0; n < 20000; n++) {
        const uint64_t want = pcg64_next(&dice) % MOST_FIELDS + 1;
        row.len = row.count = 0;
        while (row.count < want) {
            if (row.count > 0)
                row.bytes[row.len++] = ',';
            put_field(&row, &dice);
        }
        const struct slice text = {row.bytes, row.len};
        oracle.count = row_fields(comma, text, MOST_FIELDS, oracle.fields);
        bool same = oracle.count == want;
        for (size_t j = 0; j < want && same; j++)
            same = oracle.fields[j].bytes == row.fields[j].bytes &&
                   oracle.fields[j].len == row.fields[j].len;
        if (!same || !libcsv_agrees(text, &oracle))
            ck_abort_msg("row %d: %.*s", n, (int)row.len, row.bytes);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("row");

    tcase_add_test(tests, fields_are_those_found_by_hand);
    tcase_add_test(tests, no_more_fields_are_found_than_there_is_room_for);
    tcase_add_test(
        tests, every_short_row_is_read_as_the_naive_reader_and_libcsv_read_it);
    tcase_add_test(tests, random_rows_fall_into_the_fields_they_were_made_of);
    return run_tests("row", tests);
}
