/* SPDX-License-Identifier: MIT */
#include "csv/field.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "csv_naive.h"
#include "run_tests.h"

static const struct dialect comma = {','};

/* Whether RAW says TEXT. */
static void
expect(const char *raw, const char *text)
{
    struct field_decoder decoder;
    struct slice found;

    field_decoder_init(&decoder, comma);
    ck_assert_int_eq(field_text(&decoder, slice_of(raw), &found), ST_OK);
    ck_assert_msg(slice_equal(found, slice_of(text)), "%s says \"%.*s\"", raw,
                  (int)found.len, found.bytes);
    field_decoder_free(&decoder);
}

START_TEST(a_field_without_a_quote_in_front_is_itself)
{
    expect("", "");
    expect("abc", "abc");
    expect(" padded ", " padded ");
    expect(" \"not quoted\"", " \"not quoted\"");
    expect("6\" pipe", "6\" pipe");
    expect("a\"\"b", "a\"\"b");
    expect("x\"", "x\"");
}
END_TEST

START_TEST(the_quotes_around_a_field_are_no_part_of_it)
{
    expect("\"\"", "");
    expect("\"abc\"", "abc");
    expect("\" padded \"", " padded ");
    expect("\"a,b\"", "a,b");
    expect("\"a\r\nb\n\rc\"", "a\r\nb\n\rc");
}
END_TEST

START_TEST(a_doubled_quote_in_quotes_is_one)
{
    expect("\"\"\"\"", "\"");
    expect("\"\"\"\"\"\"", "\"\"");
    expect("\"a \"\"b\"\" c\"", "a \"b\" c");
    expect("\"\"\",\"\"\"", "\",\"");
    expect("\" \"\" \"", " \" ");
    expect("\"\r\"\"\n\"", "\r\"\n");
}
END_TEST

/* Every field of up to eight bytes that a scanner hands out, by the rule that a
 * quoted one is followed by nothing but a separator. */
START_TEST(every_short_field_says_what_the_naive_reader_makes_of_it)
{
    static const char alphabet[] = {'a', '"', ',', '\n', ' '};
    struct field_decoder decoder;
    struct naive_csv naive = {0};
    size_t fields = 0, texts = 1;

    field_decoder_init(&decoder, comma);
    for (size_t len = 0; len <= 8; len++, texts *= sizeof alphabet) {
        for (size_t n = 0; n < texts; n++) {
            char raw[9], said[9];
            struct slice found;
            for (size_t i = 0, rest = n; i < len; i++, rest /= sizeof alphabet)
                raw[i] = alphabet[rest % sizeof alphabet];
            raw[len] = '\n';
            naive_read(&naive, (struct slice){raw, len + 1}, comma, SIZE_MAX);
            if (!naive.has_header || naive.header.end != len ||
                naive.header.field_count != 1)
                continue;
            const struct slice field = {raw, len};
            const struct slice text = {said, naive_decode(field, said)};
            if (field_text(&decoder, field, &found) != ST_OK ||
                !slice_equal(found, text))
                ck_abort_msg("%.*s", (int)len, raw);
            fields++;
        }
    }
    /* At least those of a and blank that begin with one of them. */
    ck_assert_uint_gt(fields, 1 << 9);
    field_decoder_free(&decoder);
    naive_free(&naive);
}
END_TEST

START_TEST(what_needs_no_decoding_is_shown_where_it_stands)
{
    const char plain[] = "abc", quoted[] = "\"abc\"";
    struct field_decoder decoder;
    struct slice found;

    field_decoder_init(&decoder, comma);
    ck_assert(!field_text(&decoder, slice_of(plain), &found));
    ck_assert_ptr_eq(found.bytes, plain);
    ck_assert(!field_text(&decoder, slice_of(quoted), &found));
    ck_assert_ptr_eq(found.bytes, quoted + 1);
    ck_assert_uint_eq(decoder.room, 0);
    field_decoder_free(&decoder);
}
END_TEST

START_TEST(a_decoder_is_used_again_and_grows)
{
    enum { LONG = 5000 };
    struct field_decoder decoder;
    struct slice found;
    char raw[2 * LONG + 2];

    field_decoder_init(&decoder, comma);
    memset(raw, '"', sizeof raw);
    for (size_t quotes = 1; quotes <= LONG; quotes += 777) {
        ck_assert(
            !field_text(&decoder, (struct slice){raw, 2 * quotes + 2}, &found));
        ck_assert_uint_eq(found.len, quotes);
        ck_assert_ptr_null(memchr(found.bytes, 'a', found.len));
    }
    ck_assert(!field_text(&decoder, (struct slice){raw, 4}, &found));
    ck_assert(slice_equal(found, slice_of("\"")));
    field_decoder_free(&decoder);
}
END_TEST

/* libcsv would by itself move the field once for each 128 bytes of it: with an
 * allocator that copies, as a sanitizer's does, that takes for ever. */
START_TEST(a_field_of_megabytes_is_decoded)
{
    enum { QUOTES = 4 << 20, BYTES = 2 * QUOTES + 2 };
    struct field_decoder decoder;
    struct slice found;
    char *const raw = malloc(BYTES);

    ck_assert_ptr_nonnull(raw);
    memset(raw, '"', BYTES);
    field_decoder_init(&decoder, comma);
    ck_assert(!field_text(&decoder, (struct slice){raw, BYTES}, &found));
    ck_assert_uint_eq(found.len, QUOTES);
    ck_assert_mem_eq(found.bytes, raw, QUOTES);
    field_decoder_free(&decoder);
    free(raw);
}
END_TEST

/* The scanner hands out none; nothing behind it is looked at. */
START_TEST(a_quote_alone_is_an_empty_text)
{
    char *const quote = malloc(1);
    struct field_decoder decoder;
    struct slice text;

    *quote = '"';
    field_decoder_init(&decoder, comma);
    ck_assert(!field_text(&decoder, (struct slice){quote, 1}, &text));
    ck_assert_uint_eq(text.len, 0);
    field_decoder_free(&decoder);
    free(quote);
}
END_TEST

/* The digits of a number go to a place for 64 bytes, or to a longer one. */
START_TEST(a_number_may_have_any_length)
{
    struct field_decoder decoder;
    char raw[120];

    field_decoder_init(&decoder, comma);
    for (int zeros = 0; zeros < 100; zeros++) {
        const int len = sprintf(raw, "\"7.25%0*d\"", zeros + 1, 0);
        for (size_t quotes = 0; quotes < 2; quotes++) {
            const struct slice field = {raw + quotes, (size_t)len - 2 * quotes};
            double number = 0;
            ck_assert(!field_number(&decoder, field, &number));
            ck_assert(number == 7.25);
        }
    }
    field_decoder_free(&decoder);
}
END_TEST

START_TEST(what_is_several_fields_is_malformed)
{
    static const char *const raws[] = {"\"a\",\"b\"", "\"a\"\"\",b",
                                       "\"\"\"\"\n1"};
    struct field_decoder decoder;
    struct slice found = slice_of("as before");

    field_decoder_init(&decoder, comma);
    for (size_t i = 0; i < sizeof raws / sizeof *raws; i++) {
        if (field_text(&decoder, slice_of(raws[i]), &found) != ST_SYNTAX)
            ck_abort_msg("%s says \"%.*s\"", raws[i], (int)found.len,
                         found.bytes);
        ck_assert(slice_equal(found, slice_of("as before")));
    }
    field_decoder_free(&decoder);
}
END_TEST

/* Collects the fields of a record, each in brackets. */
static enum status
collect(void *context, struct slice text)
{
    char *const all = context;
    const size_t len = strlen(all);

    if (slice_equal(text, slice_of("stop")))
        return ST_END;
    sprintf(all + len, "[%.*s]", (int)text.len, text.bytes);
    return ST_OK;
}

START_TEST(the_fields_of_a_record_are_visited_in_order)
{
    static const struct {
        const char *record;
        const char *fields;
        enum status st;
    } cases[] = {
        {"", "", ST_OK}, /* a field that is not there: see header_init() */
        {"a", "[a]", ST_OK},
        {"\"\"", "[]", ST_OK},
        {"a,b,,", "[a][b][][]", ST_OK},
        {" a ,\"b,\n\"\"c\",\xc3\xa9", "[ a ][b,\n\"c][\xc3\xa9]", ST_OK},
        {"x\"y,6\"", "[x\"y][6\"]", ST_OK},
        {"a,stop,b", "[a]", ST_END},
    };

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char all[100] = "";
        ck_assert_int_eq(
            field_each(comma, slice_of(cases[c].record), collect, all),
            cases[c].st);
        ck_assert_str_eq(all, cases[c].fields);
    }
}
END_TEST

START_TEST(the_delimiter_is_the_one_of_the_dialect)
{
    struct field_decoder decoder;
    struct slice found;
    char all[100] = "";

    ck_assert(!field_each((struct dialect){'\t'}, slice_of("a,b\t\"c\td\"\t"),
                          collect, all));
    ck_assert_str_eq(all, "[a,b][c\td][]");
    all[0] = '\0';
    ck_assert(
        !field_each((struct dialect){' '}, slice_of("a  \" \""), collect, all));
    ck_assert_str_eq(all, "[a][][ ]");
    field_decoder_init(&decoder, (struct dialect){';'});
    ck_assert(!field_text(&decoder, slice_of("\"a,\"\";\""), &found));
    ck_assert(slice_equal(found, slice_of("a,\";")));
    field_decoder_free(&decoder);
}
END_TEST

static void
expect_written(struct dialect dialect, const char *text, const char *field)
{
    char *written = NULL;
    size_t len = 0;

    ck_assert(!field_written(dialect, slice_of(text), &written, &len));
    ck_assert_msg(slice_equal((struct slice){written, len}, slice_of(field)),
                  "%.*s", (int)len, written);
    free(written);
}

START_TEST(a_text_is_quoted_only_if_it_has_to_be)
{
    expect_written(comma, "", "");
    expect_written(comma, "weight", "weight");
    expect_written(comma, "a b;c", "a b;c");
    expect_written(comma, "a,b", "\"a,b\"");
    expect_written(comma, "a\"b", "\"a\"\"b\"");
    expect_written(comma, "\"", "\"\"\"\"");
    expect_written(comma, "a\nb", "\"a\nb\"");
    expect_written(comma, "\r", "\"\r\"");
    expect_written((struct dialect){';'}, "a,b", "a,b");
    expect_written((struct dialect){';'}, "a;b", "\"a;b\"");
}
END_TEST

/* Slices that say they are as long as memory; all that is special is in front.
 */
START_TEST(a_text_too_long_to_be_quoted_is_refused)
{
    static const size_t lengths[] = {SIZE_MAX / 2, SIZE_MAX / 2 + 1, SIZE_MAX};
    char *written = NULL;
    size_t len = 7;

    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        ck_assert_int_eq(field_written(comma,
                                       (struct slice){",\"\r\n", lengths[i]},
                                       &written, &len),
                         ST_NOMEM);
    ck_assert_ptr_null(written);
    ck_assert_uint_eq(len, 7);
}
END_TEST

START_TEST(every_short_text_reads_back_as_it_was_written)
{
    static const char alphabet[] = {'a', '"', ',', '\n', '\r', ' '};
    struct field_decoder decoder;
    size_t texts = 1;

    field_decoder_init(&decoder, comma);
    for (size_t len = 0; len <= 6; len++, texts *= sizeof alphabet) {
        for (size_t n = 0; n < texts; n++) {
            char text[6], *written = NULL;
            size_t room = 0;
            struct slice found;
            for (size_t i = 0, rest = n; i < len; i++, rest /= sizeof alphabet)
                text[i] = alphabet[rest % sizeof alphabet];
            if (field_written(comma, (struct slice){text, len}, &written,
                              &room) != ST_OK ||
                field_text(&decoder, (struct slice){written, room}, &found) !=
                    ST_OK ||
                !slice_equal(found, (struct slice){text, len}))
                ck_abort_msg("%.*s", (int)len, text);
            free(written);
        }
    }
    field_decoder_free(&decoder);
}
END_TEST

START_TEST(the_library_tells_its_version)
{
    char expected[40];

    snprintf(expected, sizeof expected, "libcsv %d.%d.%d", CSV_MAJOR, CSV_MINOR,
             CSV_RELEASE);
    ck_assert_str_eq(field_library(), expected);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("field");

    tcase_add_test(tests, a_field_without_a_quote_in_front_is_itself);
    tcase_add_test(tests, the_quotes_around_a_field_are_no_part_of_it);
    tcase_add_test(tests, a_doubled_quote_in_quotes_is_one);
    tcase_add_test(tests,
                   every_short_field_says_what_the_naive_reader_makes_of_it);
    tcase_add_test(tests, what_needs_no_decoding_is_shown_where_it_stands);
    tcase_add_test(tests, a_decoder_is_used_again_and_grows);
    tcase_add_test(tests, a_field_of_megabytes_is_decoded);
    tcase_add_test(tests, a_quote_alone_is_an_empty_text);
    tcase_add_test(tests, a_number_may_have_any_length);
    tcase_add_test(tests, what_is_several_fields_is_malformed);
    tcase_add_test(tests, the_fields_of_a_record_are_visited_in_order);
    tcase_add_test(tests, the_delimiter_is_the_one_of_the_dialect);
    tcase_add_test(tests, a_text_is_quoted_only_if_it_has_to_be);
    tcase_add_test(tests, a_text_too_long_to_be_quoted_is_refused);
    tcase_add_test(tests, every_short_text_reads_back_as_it_was_written);
    tcase_add_test(tests, the_library_tells_its_version);
    return run_tests("field", tests);
}
