/* SPDX-License-Identifier: MIT */
#include "io/format.h"

#include <string.h>

#include "run_tests.h"

/* First bytes as the specifications and `file` have them. */
#define HEAD(bytes) ((struct slice){bytes, sizeof(bytes) - 1})

static void
expect(struct slice head, const char *name)
{
    const char *const found = format_not_csv(head);

    if (name == NULL)
        ck_assert_ptr_null(found);
    else
        ck_assert_pstr_eq(found, name);
}

START_TEST(gzip_is_known_by_its_magic_bytes)
{
    ck_assert_int_eq(format_coding(HEAD("\x1f\x8b\x08\0")), CODING_GZIP);
    ck_assert_int_eq(format_coding(HEAD("\x1f\x8b")), CODING_GZIP);
    ck_assert_int_eq(format_coding(HEAD("\x1f")), CODING_GZIP);
    ck_assert_int_eq(format_coding(HEAD("\x1f,")), CODING_PLAIN);
    ck_assert_int_eq(format_coding(HEAD("")), CODING_PLAIN);
}
END_TEST

START_TEST(zstd_is_known_by_its_magic_bytes)
{
    ck_assert_int_eq(format_coding(HEAD("\x28\xb5\x2f\xfd\x04")), CODING_ZSTD);
    ck_assert_int_eq(format_coding(HEAD("\x28\xb5\x2f")), CODING_ZSTD);
    ck_assert_int_eq(format_coding(HEAD("\x28\xb5")), CODING_ZSTD);
    ck_assert_int_eq(format_coding(HEAD("\x28")), CODING_PLAIN);
    ck_assert_int_eq(format_coding(HEAD("(a),b\n")), CODING_PLAIN);
    ck_assert_int_eq(format_coding(HEAD("\x50\x2a\x4d\x18")), CODING_ZSTD);
    ck_assert_int_eq(format_coding(HEAD("\x5f\x2a\x4d\x18")), CODING_ZSTD);
    ck_assert_int_eq(format_coding(HEAD("\x50\x2a\x4d")), CODING_ZSTD);
    ck_assert_int_eq(format_coding(HEAD("\x5e\x2a")), CODING_ZSTD);
    ck_assert_int_eq(format_coding(HEAD("\x50")), CODING_PLAIN);
    ck_assert_int_eq(format_coding(HEAD("\x50\x2a\n")), CODING_PLAIN);
    ck_assert_int_eq(format_coding(HEAD("\x50\x2a\x4d\n")), CODING_PLAIN);
    ck_assert_int_eq(format_coding(HEAD("\x60\x2a\x4d\x18")), CODING_PLAIN);
}
END_TEST

/* What is said of an output of this name; "" if it can be written. */
static const char *
said_of(const char *name)
{
    static struct trouble trouble;

    trouble = (struct trouble){0};
    ck_assert_int_eq(format_check_written(name, &trouble), trouble.status);
    return trouble.text;
}

START_TEST(names_that_promise_another_format_are_refused)
{
    ck_assert_pstr_eq(said_of("a.parquet"),
                      "a.parquet: no Parquet is written; let the name end in "
                      ".csv, .csv.gz or .csv.zst");
    ck_assert_str_ne(said_of("b/a.csv.BZ2"), "");
    ck_assert_str_ne(said_of(".xz"), "");
    ck_assert_str_eq(said_of("a.csv"), "");
    ck_assert_str_eq(said_of("a.csv.gz"), "");
    ck_assert_str_eq(said_of("xz"), "");
    ck_assert_str_eq(said_of("a.parquet.csv"), "");
    ck_assert_str_eq(said_of(""), "");
}
END_TEST

START_TEST(formats_that_are_not_csv_are_named)
{
    expect(HEAD("\xfd\x37\x7a\x58\x5a\0\0\x04"), "xz");
    expect(HEAD("PK\3\4\x14\0"), "zip or xlsx");
    expect(HEAD("BZh91AY&SY\xaa"), "bzip2");
    expect(HEAD("BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0"), "bzip2");
    expect(HEAD("\x04\x22\x4d\x18\x64"), "lz4");
    expect(HEAD("\x37\x7a\xbc\xaf\x27\x1c\0\x04"), "7z");
    expect(HEAD("PAR1\x15\x04\x15"), "Parquet");
    expect(HEAD("ARROW1\0\0\xff\xff"), "Arrow");
    expect(HEAD("FEA1\0\0\0\0"), "Feather");
    expect(HEAD("%PDF-1.7\n"), "PDF");
    expect(HEAD("SQLite format 3\0\x10\0"), "SQLite");
    expect(HEAD("X\n\0\0\0\3\0\4\2\2"), "R data (rds)");
    expect(HEAD("A\n3\n262658\n197888\n5\nUTF-8\n"), "R data (rds)");
    expect(HEAD("A\n2\n262658\n131840\n19\n"), "R data (rds)");
    expect(HEAD("RDX3\nX\n\0\0\0\3"), "R data (RData)");
    expect(HEAD("<stata_dta><header><release>118"), "Stata");
    expect(HEAD("\x73\2\1\0\5\0"), "Stata");
    expect(HEAD("\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd"),
           "SAS");
    expect(HEAD("HEADER RECORD*******LIBRARY HEADER"), "SAS transport");
    expect(HEAD("<!doctype HTML>\n<html>"), "HTML");
    expect(HEAD("<?xml version=\"1.0\"?>"), "XML");
    expect(HEAD("\x1f\x8f\x08\0"), "damaged gzip");
    expect(HEAD("\x28\xb5\x2f\x7d\x04"), "damaged zstd");
}
END_TEST

START_TEST(wide_encodings_are_named_with_and_without_a_mark)
{
    expect(HEAD("\xff\xfe\x61\0\x2c\0"), "UTF-16");
    expect(HEAD("\xfe\xff\0\x61\0\x2c"), "UTF-16");
    expect(HEAD("\xff\xfe\0\0\x61\0\0\0"), "UTF-32");
    expect(HEAD("\0\0\xfe\xff\0\0\0\x61"), "UTF-32");
    expect(HEAD("i\0d\0,\0a\0\n\0"), "UTF-16");
    expect(HEAD("\0i\0d\0,\0a\0\n"), "UTF-16");
    expect(HEAD("i\0d\0"), "UTF-16");
    expect(HEAD("i\0\0\0d\0\0\0,\0\0\0"), "UTF-32");
    expect(HEAD("\0\0\0i\0\0\0d"), "UTF-32");
}
END_TEST

START_TEST(a_tar_is_known_by_its_mark_at_byte_257)
{
    char head[FORMAT_HEAD_BYTES] = "in.csv";

    memcpy(head + 257, "ustar\0", 6);
    expect((struct slice){head, sizeof head}, "tar");
    memcpy(head + 257, "ustar  \0", 8);
    expect((struct slice){head, sizeof head}, "tar");
    expect((struct slice){head, 262}, NULL);
    memset(head, 'a', sizeof head);
    memcpy(head + 257, "ustar,", 6);
    expect((struct slice){head, sizeof head}, NULL);
}
END_TEST

START_TEST(csv_that_looks_like_another_format_is_csv)
{
    expect(HEAD(""), NULL);
    expect(HEAD("i"), NULL);
    expect(HEAD("id,died\n1,0\n"), NULL);
    expect(HEAD("\xef\xbb\xbfid,died\n"), NULL);
    expect(HEAD("PAR1,PAR2\n"), NULL);
    expect(HEAD("PAR1\n1\n"), NULL);
    expect(HEAD("PAR1"), NULL);
    expect(HEAD("FEA1\r\n1\r\n"), NULL);
    expect(HEAD("A\n2\n1\n"), NULL);
    expect(HEAD("A\n3\n12\n19788\n"), NULL);
    expect(HEAD("BZh9,b\n"), NULL);
    expect(HEAD("PK,b\n"), NULL);
    expect(HEAD("X\n1\n"), NULL);
    expect(HEAD("(\xb5/l),b\n"), NULL);   /* in Latin 1 */
    expect(HEAD("\x1f\x8b\x08\0"), NULL); /* for the decoder */
    expect(HEAD("\x1f\x8b\x09\0"), NULL);
    expect(HEAD("ARROW1,b\n"), NULL);
    expect(HEAD("\"<html>\"\n"), NULL);
    expect(HEAD("a\0b,c"), NULL); /* one NUL: for the scanner to refuse */
}
END_TEST

START_TEST(the_name_says_how_output_is_coded)
{
    ck_assert_int_eq(format_of_name(slice_of("o.csv")), CODING_PLAIN);
    ck_assert_int_eq(format_of_name(slice_of("o.csv.gz")), CODING_GZIP);
    ck_assert_int_eq(format_of_name(slice_of("d.gz/O.CSV.GZ")), CODING_GZIP);
    ck_assert_int_eq(format_of_name(slice_of("o.tsv.zst")), CODING_ZSTD);
    ck_assert_int_eq(format_of_name(slice_of("d.gz/o")), CODING_PLAIN);
    ck_assert_int_eq(format_of_name(slice_of("gz")), CODING_PLAIN);
    ck_assert_int_eq(format_of_name(slice_of("")), CODING_PLAIN);
}
END_TEST

START_TEST(the_stem_of_a_name_lacks_one_ending)
{
    ck_assert(
        slice_equal(format_stem(slice_of("o.tsv.gz")), slice_of("o.tsv")));
    ck_assert(slice_equal(format_stem(slice_of("o.gz.zst")), slice_of("o.gz")));
    ck_assert(slice_equal(format_stem(slice_of("o.csv")), slice_of("o.csv")));
}
END_TEST

START_TEST(codings_have_names)
{
    ck_assert_str_eq(format_text(CODING_PLAIN), "plain");
    ck_assert_str_eq(format_text(CODING_GZIP), "gzip");
    ck_assert_str_eq(format_text(CODING_ZSTD), "zstd");
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("format");

    tcase_add_test(tests, gzip_is_known_by_its_magic_bytes);
    tcase_add_test(tests, zstd_is_known_by_its_magic_bytes);
    tcase_add_test(tests, names_that_promise_another_format_are_refused);
    tcase_add_test(tests, formats_that_are_not_csv_are_named);
    tcase_add_test(tests, wide_encodings_are_named_with_and_without_a_mark);
    tcase_add_test(tests, a_tar_is_known_by_its_mark_at_byte_257);
    tcase_add_test(tests, csv_that_looks_like_another_format_is_csv);
    tcase_add_test(tests, the_name_says_how_output_is_coded);
    tcase_add_test(tests, the_stem_of_a_name_lacks_one_ending);
    tcase_add_test(tests, codings_have_names);
    return run_tests("format", tests);
}
