/* SPDX-License-Identifier: MIT */
/* Every short text: the reader and the naive reader agree, whatever the block
 * size, the kernel and the columns. The naive reader is held against libcsv
 * once for each text. CSV_TEXTS_EVERY=1 reads each in blocks of every size with
 * every kernel, CSV_TEXTS_LONGEST=9 goes on to longer texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_oracle.h"
#include "csv_trial.h"
#include "memory_source.h"
#include "run_tests.h"

enum {
    LONGEST = 12,       /* of the texts that are enumerated */
    HEAD_BYTES = 128,   /* in front of them */
    MANY = READER_LIMIT /* bytes that no record here has */
};

static const struct dialect comma = {','};

/* Reads a text in one way. */
static void
read_once(struct slice text, const struct naive_csv *naive,
          const struct scan_kernel *kernel, size_t block_bytes,
          size_t max_record, enum csv_want want)
{
    struct source source = {text, 0, block_bytes % 2 == 0};
    const struct csv_trial trial = {
        text, naive, {kernel, comma, block_bytes, max_record, 1}, want};

    csv_trial_run(&trial, &source);
}

/* How the texts of an enumeration are read. */
struct reading {
    struct naive_csv naive;
    struct slice head; /* goes in front of every text */
    struct slice tail; /* and behind it */
    size_t max_record;
    bool every_kernel;
    const size_t *blocks; /* their sizes; 0 is the whole text; ends with it */
    size_t texts;
    size_t readings;
    size_t faults[NAIVE_EMPTY + 1]; /* texts that end so */
};

/* What was tried: of the texts with a fault libcsv is asked for the records in
 * front of it, of the others for all of them (csv_oracle.h). */
static void
print_tally(const struct reading *reading)
{
    static const char *const names[] = {
        [NAIVE_FINE] = "fine",
        [NAIVE_NUL] = "NUL",
        [NAIVE_LONE_CR] = "lone CR",
        [NAIVE_AFTER_QUOTE] = "after a quote",
        [NAIVE_UNCLOSED] = "unclosed",
        [NAIVE_TOO_LONG] = "too long",
        [NAIVE_RAGGED] = "fields differ",
        [NAIVE_EMPTY] = "no header",
    };

    printf("%zu texts, %zu readings:", reading->texts, reading->readings);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (reading->faults[k] > 0)
            printf(" %s %zu", names[k], reading->faults[k]);
    printf("; no disagreement\n");
}

/* Reads the text in blocks of this size. */
static void
read_in_blocks(struct reading *reading, struct slice text, size_t bytes,
               bool every_kernel)
{
    const struct scan_kernel *const portable = scan_kernel_choose("portable");
    const enum csv_want want = (enum csv_want)(bytes % WANTS);

    for (size_t k = 0; scan_kernels[k] != NULL; k++) {
        if (every_kernel ? !scan_kernels[k]->usable()
                         : scan_kernels[k] != portable)
            continue;
        read_once(text, &reading->naive, scan_kernels[k], bytes,
                  reading->max_record, want);
        reading->readings++;
    }
}

/* Whether the environment asks for every size of blocks and every kernel. */
static bool
is_thorough(void)
{
    const char *const asked = getenv("CSV_TEXTS_EVERY");

    return asked != NULL && strcmp(asked, "1") == 0;
}

static void
read_in_every_way(struct reading *reading, struct slice text)
{
    const size_t *block = reading->blocks;

    naive_read(&reading->naive, text, comma, reading->max_record);
    csv_oracle_compare(&reading->naive, text, comma);
    reading->texts++;
    reading->faults[reading->naive.fault]++;
    if (is_thorough()) {
        for (size_t bytes = 1; bytes <= text.len + 1; bytes++)
            read_in_blocks(reading, text, bytes, true);
        return;
    }
    for (;; block++) {
        read_in_blocks(reading, text, *block > 0 ? *block : text.len + 1,
                       reading->every_kernel);
        if (*block == 0)
            break;
    }
}

/* Reads every text over the alphabet of up to LONGEST bytes; returns how many
 * there are. */
static size_t
enumerate(struct reading *reading, struct slice alphabet, size_t longest)
{
    char text[HEAD_BYTES + LONGEST + HEAD_BYTES];
    char *const body = text + reading->head.len;
    size_t digits[LONGEST] = {0};
    size_t texts = 0;

    memcpy(text, reading->head.bytes, reading->head.len);
    for (size_t len = 0; len <= longest;) {
        for (size_t i = 0; i < len; i++)
            body[i] = alphabet.bytes[digits[i]];
        memcpy(body + len, reading->tail.bytes, reading->tail.len);
        read_in_every_way(
            reading,
            (struct slice){text, reading->head.len + len + reading->tail.len});
        texts++;
        size_t i = 0;
        while (i < len && ++digits[i] == alphabet.len)
            digits[i++] = 0;
        len += i == len;
    }
    return texts;
}

/* How long the texts are: what takes a few seconds in all, one byte less where
 * a sanitizer looks on, or what CSV_TEXTS_LONGEST in the environment says. */
static size_t
longest(size_t usual)
{
    const char *const asked = getenv("CSV_TEXTS_LONGEST");
    const char *const sanitizers = getenv("SANITIZE");
    const bool slow = sanitizers != NULL && sanitizers[0] != '\0';
    const size_t most = asked != NULL ? (size_t)atoi(asked) : usual - slow;

    return most < LONGEST ? most : LONGEST;
}

static const size_t one_two_three_all[] = {1, 2, 3, 0};

static void
enumerate_behind(const char *head, size_t max_record, const char *alphabet,
                 size_t length)
{
    struct reading reading = {.head = slice_of(head),
                              .tail = slice_of(""),
                              .max_record = max_record,
                              .blocks = one_two_three_all};
    const struct slice letters = slice_of(alphabet);
    const size_t len = longest(length);
    size_t expected = 0, power = 1;

    for (size_t i = 0; i <= len; i++, power *= letters.len)
        expected += power;
    ck_assert_uint_eq(enumerate(&reading, letters, len), expected);
    print_tally(&reading);
    naive_free(&reading.naive);
}

START_TEST(every_text_is_read_as_the_naive_reader_reads_it)
{
    enumerate_behind("", MANY, "a\",\r\n", 8);
}
END_TEST

START_TEST(every_text_behind_a_header_of_one_column)
{
    enumerate_behind("h\n", MANY, "a\",\r\n", 7);
}
END_TEST

START_TEST(every_text_behind_a_header_of_two_columns)
{
    enumerate_behind("h,i\r\n", MANY, "a\",\r\n", 8);
}
END_TEST

START_TEST(every_text_behind_a_byte_order_mark)
{
    enumerate_behind("\xef\xbb\xbf", MANY, "a\",\r\n", 6);
}
END_TEST

START_TEST(every_text_with_a_low_limit_of_a_record)
{
    for (size_t limit = 1; limit <= 4; limit++) {
        enumerate_behind("", limit, "a\",\r\n", 6);
        enumerate_behind("h\n", limit, "a\",\r\n", 5);
    }
    for (size_t limit = 3; limit <= 6; limit++) {
        enumerate_behind("h,i\n", limit, "a\",\r\n", 5);
        enumerate_behind("\xef\xbb\xbf", limit, "a\",\r\n", 5);
    }
}
END_TEST

/* enumerate_behind() takes strings, and a NUL ends one. */
START_TEST(every_text_with_a_NUL)
{
    static const char *const heads[] = {"", "h\n", "h,i\n"};

    for (size_t h = 0; h < sizeof heads / sizeof *heads; h++) {
        for (size_t limit = 3; limit <= 5; limit++) {
            struct reading reading = {.head = slice_of(heads[h]),
                                      .tail = slice_of(""),
                                      .max_record = limit < 5 ? limit : MANY,
                                      .blocks = one_two_three_all};
            enumerate(&reading, (struct slice){"a\",\r\n", 6}, longest(5));
            print_tally(&reading);
            naive_free(&reading.naive);
        }
    }
}
END_TEST

/* What stands in front of the text, up to a word border or a little less, is
 * START, many p, and LAST: the text begins in a plain field, in a quoted one,
 * with a field, with a record. */
static const struct {
    const char *start;
    char last;
} contexts[] = {
    {"h\n", 'p'},   {"h,i\n", 'p'}, {"h,i\n\"", 'p'},
    {"h,i\n", ','}, {"h\n", '\n'},
};

static void
enumerate_over_border(size_t context, size_t at, const char *tail)
{
    static const size_t a_word_all[] = {SCAN_WORD, 0};
    char head[HEAD_BYTES];
    struct reading reading = {.head = {head, at},
                              .tail = slice_of(tail),
                              .max_record = MANY,
                              .every_kernel = true,
                              .blocks = a_word_all};

    memset(head, 'p', sizeof head);
    memcpy(head, contexts[context].start, strlen(contexts[context].start));
    head[at - 1] = contexts[context].last;
    enumerate(&reading, slice_of("a\",\r\n"), longest(5));
    print_tally(&reading);
    naive_free(&reading.naive);
}

START_TEST(every_text_over_a_word_border_with_every_kernel)
{
    for (size_t c = 0; c < sizeof contexts / sizeof *contexts; c++) {
        for (size_t at = SCAN_WORD - 5; at <= SCAN_WORD; at++) {
            enumerate_over_border(c, at, "");
            enumerate_over_border(c, at, "\n\"1\",\"2\"\r\n");
        }
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("csv texts");

    tcase_add_test(tests, every_text_is_read_as_the_naive_reader_reads_it);
    tcase_add_test(tests, every_text_behind_a_header_of_one_column);
    tcase_add_test(tests, every_text_behind_a_header_of_two_columns);
    tcase_add_test(tests, every_text_behind_a_byte_order_mark);
    tcase_add_test(tests, every_text_with_a_low_limit_of_a_record);
    tcase_add_test(tests, every_text_with_a_NUL);
    tcase_add_test(tests, every_text_over_a_word_border_with_every_kernel);
    return run_tests("csv texts", tests);
}
