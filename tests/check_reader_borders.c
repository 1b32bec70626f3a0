/* SPDX-License-Identifier: MIT */
/* Where readers of CSV go wrong: records over the borders of words, blocks and
 * batches, at the limit of their length, very long and very wide. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bytes.h"
#include "csv_oracle.h"
#include "csv_trial.h"
#include "memory_source.h"
#include "run_tests.h"

static const struct dialect comma = {','};

/* A text, and what the naive reader says of it. */
struct subject {
    struct bytes text;
    struct naive_csv naive;
    size_t max_record;
};

static void
add(struct subject *subject, const char *text)
{
    append(&subject->text, text, strlen(text));
}

static void
add_times(struct subject *subject, size_t times, const char *text)
{
    for (size_t i = 0; i < times; i++)
        add(subject, text);
}

/* The text is complete. */
static void
judge(struct subject *subject)
{
    const struct slice text = {subject->text.bytes, subject->text.len};

    if (subject->max_record == 0)
        subject->max_record = READER_MAX_RECORD;
    naive_read(&subject->naive, text, comma, subject->max_record);
    csv_oracle_compare(&subject->naive, text, comma);
}

static unsigned rounds;

static void
read_with_every_kernel(const struct subject *subject, size_t block_bytes,
                       enum csv_want want)
{
    struct csv_trial trial = {
        .text = {subject->text.bytes, subject->text.len},
        .naive = &subject->naive,
        .setup = {NULL, comma, block_bytes, subject->max_record, 1},
        .want = want};

    for (size_t k = 0; scan_kernels[k] != NULL; k++) {
        struct source source = {trial.text, 0, false};
        trial.setup.kernel = scan_kernels[k];
        if (scan_kernels[k]->usable())
            csv_trial_run(&trial, &source);
    }
    /* Threads divide the work in other ways each time. */
    if (rounds++ % 64 == 0) {
        struct source source = {trial.text, 0, rounds % 128 == 1};
        trial.setup.kernel = scan_kernel_choose(NULL);
        trial.setup.threads = 3;
        csv_trial_run(&trial, &source);
    }
}

/* Begins again with an empty text. */
static void
clear(struct subject *subject)
{
    subject->text.len = 0;
    subject->max_record = 0;
}

static void
release(struct subject *subject)
{
    free(subject->text.bytes);
    naive_free(&subject->naive);
}

/* The first one is plain CSV to the fast scanner, the second one is not. */
static const char *const tricky[] = {
    "\"a \"\"b\"\", c\r\n\",\"\",x,\"\"\"\"\r\n",
    "\"a \"\"b\"\", c\r\n\",x\"y\"\",5\",\"\"\"\"\r\n",
};

START_TEST(a_tricky_record_lies_over_every_block_border_at_every_offset)
{
    static const size_t sizes[] = {16, 63, 64, 100, 128, 192};
    struct subject subject = {0};

    for (size_t t = 0; t < 2; t++) {
        for (size_t shift = 0; shift < 240; shift++) {
            clear(&subject);
            add(&subject, "h,i,j,k\n");
            add_times(&subject, shift, "p");
            add(&subject, ",,,\r\n");
            add(&subject, tricky[t]);
            add(&subject, "1,2,3,4\n\n");
            add(&subject, tricky[t]);
            judge(&subject);
            ck_assert_int_eq(subject.naive.fault, NAIVE_FINE);
            ck_assert_uint_eq(subject.naive.count, 4);
            for (size_t b = 0; b < sizeof sizes / sizeof *sizes; b++)
                read_with_every_kernel(&subject, sizes[b],
                                       (enum csv_want)(shift % WANTS));
        }
    }
    release(&subject);
}
END_TEST

/* Records of 1 to 140 bytes bring their CRLF, and the quote in front of it, to
 * every place in a word. */
START_TEST(CR_and_LF_stand_on_both_sides_of_every_border)
{
    static const size_t sizes[] = {1, 2, 63, 64, 65, 128, 1000, 1 << 15};
    static const char *const ends[] = {"\r\n", "\"\r\n"};
    struct subject subject = {0};

    for (size_t e = 0; e < 2; e++) {
        clear(&subject);
        add(&subject, "h\r\n");
        for (size_t len = 1; len <= 140; len++) {
            add(&subject, e == 1 ? "\"" : "");
            add_times(&subject, len, "x");
            add(&subject, ends[e]);
        }
        judge(&subject);
        ck_assert_uint_eq(subject.naive.count, 140);
        for (size_t b = 0; b < sizeof sizes / sizeof *sizes; b++)
            read_with_every_kernel(&subject, sizes[b], WANT_ALL);
    }
    release(&subject);
}
END_TEST

/* Words with and without a stray quote take turns, and so do blocks. */
START_TEST(blocks_for_the_exact_machine_stand_among_the_others)
{
    struct subject subject = {0};

    add(&subject, "size,said\n");
    for (size_t i = 0; i < 60; i++) {
        add_times(&subject, i % 7, "\"a, \"\"b\"\"\r\n\",2\r\n");
        add(&subject, i % 3 == 0 ? "6\" pipe,\"x\"\n" : "6 inches,\"x\"\n");
        add_times(&subject, i % 5, "\"\",\n");
    }
    judge(&subject);
    ck_assert_int_eq(subject.naive.fault, NAIVE_FINE);
    for (size_t block = 1; block < 400; block++)
        read_with_every_kernel(&subject, block, WANT_ALL);
    read_with_every_kernel(&subject, subject.text.len, WANT_LAST);
    release(&subject);
}
END_TEST

/* Reads the text with its LONGEST record one byte over the limit, at it, and
 * one under, in blocks of every size. */
static void
try_limits(struct subject *subject, size_t longest, bool refused)
{
    for (size_t over = 0; over <= 2; over++) {
        subject->max_record = longest - 1 + over;
        judge(subject);
        ck_assert_int_eq(subject->naive.fault,
                         over == 0 && refused ? NAIVE_TOO_LONG : NAIVE_FINE);
        for (size_t block = 1; block <= subject->text.len + 2; block++)
            read_with_every_kernel(subject, block, WANT_ALL);
    }
}

START_TEST(a_record_at_the_limit_passes_and_one_over_it_does_not)
{
    static const struct {
        const char *text;
        size_t longest; /* its line feed does not count, its CR does */
    } cases[] = {
        {"h,i\n12345,7890\n1,2\n", 10},
        {"h,i\n12345,7890\r\n1,2\n", 11},
        {"h,i\n12345,7890", 10},
        {"h,i\n1,2\n1,2\n\n1,2\n12345,7890\n", 10},
        {"h,i\n1,\"a\nb\n,\"\"\n\"\n1,2\n", 12},
        {"h,i\n1,2\n1,6\" 789\n\n\n", 8},
        {"a long name,i\n1,2\n", 13},
        {"\n\n\r\n\na long name,i\r\n1,2\n", 14},
        {"\xef\xbb\xbf\na long name,i", 16},
        {"h\n\n\n\n123\n\n12345\n", 5},
    };
    struct subject subject = {0};

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        clear(&subject);
        add(&subject, cases[c].text);
        try_limits(&subject, cases[c].longest, true);
    }
    release(&subject);
}
END_TEST

START_TEST(a_fault_behind_the_limit_is_not_the_first_thing_wrong)
{
    static const struct {
        const char *text;
        size_t limit;
        enum naive_fault fault;
    } cases[] = {
        {"h,i\n1,234567\n1,\"2\"x\n", 8, NAIVE_AFTER_QUOTE},
        {"h,i\n1,\"23456\"x\n", 9, NAIVE_AFTER_QUOTE},
        {"h,i\n1,\"23456\"x\n", 8, NAIVE_TOO_LONG},
        {"h,i\n1,2345\r6\n", 7, NAIVE_LONE_CR},
        {"h,i\n1,2345\r6\n", 6, NAIVE_TOO_LONG},
        {"h,i\n1,2,3,4,5\n", 9, NAIVE_RAGGED},
        {"h,i\n1,2,3,4,5\n", 8, NAIVE_TOO_LONG},
        {"h,i\n1,\"2\n3\n4", 9, NAIVE_UNCLOSED},
        {"h,i\n1,\"2\n3\n4", 7, NAIVE_TOO_LONG},
        {"\n\n\n\n\n\nh,\"i\"x", 7, NAIVE_AFTER_QUOTE},
    };
    struct subject subject = {0};

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        clear(&subject);
        add(&subject, cases[c].text);
        subject.max_record = cases[c].limit;
        judge(&subject);
        ck_assert_int_eq(subject.naive.fault, cases[c].fault);
        for (size_t block = 1; block <= subject.text.len + 2; block++)
            read_with_every_kernel(&subject, block, WANT_ALL);
    }
    release(&subject);
}
END_TEST

static const size_t spread[] = {1,    2,    3,    63,    64,        65,
                                1000, 1024, 4096, 10000, 256 * 1024};

static void
read_in_a_spread_of_sizes(const struct subject *subject)
{
    for (size_t block = 1; block <= 130; block++)
        read_with_every_kernel(subject, block, (enum csv_want)(block % WANTS));
    for (size_t b = 0; b < sizeof spread / sizeof *spread; b++)
        read_with_every_kernel(subject, spread[b], WANT_ALL);
}

START_TEST(thousands_of_blank_lines_are_skipped_and_counted)
{
    struct subject subject = {0};

    add_times(&subject, 1500, "\n");
    add(&subject, "h,i\r\n");
    add_times(&subject, 3000, "\r\n");
    add_times(&subject, 40, "1,2\n\n\r\n");
    add_times(&subject, 2500, "\n");
    judge(&subject);
    ck_assert_uint_eq(subject.naive.blank_lines, 1500 + 3000 + 80 + 2500);
    ck_assert_uint_eq(subject.naive.count, 40);
    read_in_a_spread_of_sizes(&subject);
    release(&subject);
}
END_TEST

START_TEST(in_one_column_thousands_of_blank_lines_are_records)
{
    struct subject subject = {0};

    add_times(&subject, 1500, "\r\n");
    add(&subject, "h\n");
    add_times(&subject, 3000, "\n");
    add_times(&subject, 40, "1\n\r\n\"\"\n");
    judge(&subject);
    ck_assert_uint_eq(subject.naive.blank_lines, 1500);
    ck_assert_uint_eq(subject.naive.count, 3000 + 120);
    read_in_a_spread_of_sizes(&subject);
    release(&subject);
}
END_TEST

/* Batches hold 1024 records: the fault is the first, the last, or behind. */
START_TEST(all_records_in_front_of_a_fault_come_first)
{
    static const size_t places[] = {0,    1,    959,  960, 961,
                                    1023, 1024, 1025, 3000};
    struct subject subject = {0};

    for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
        clear(&subject);
        add(&subject, "h,i\n");
        add_times(&subject, places[p], "\"a\nb\",2\r\n");
        add(&subject, "1,2,3\n1,\"2\"x\n");
        judge(&subject);
        ck_assert_int_eq(subject.naive.fault, NAIVE_RAGGED);
        ck_assert_uint_eq(subject.naive.count, places[p]);
        for (size_t b = 0; b < sizeof spread / sizeof *spread; b++)
            read_with_every_kernel(&subject, spread[b], WANT_LAST);
    }
    release(&subject);
}
END_TEST

/* 20 480 blocks, all of one field: were the piece scanned or copied anew for
 * each, 200 GB would be touched, which takes minutes. */
START_TEST(a_field_of_20_MB_takes_linear_time)
{
    enum { FIELD_BYTES = 20 << 20, LINES = FIELD_BYTES / 16 };
    struct subject subject = {0};
    const clock_t start = clock();

    add(&subject, "h,i,j\n1,\"");
    add_times(&subject, LINES, "a, \"\"b\"\" and c\n");
    add(&subject, "\",3\r\n1,2,3\n");
    judge(&subject);
    ck_assert_uint_eq(subject.naive.count, 2);
    read_with_every_kernel(&subject, 1024, WANT_ALL);
    read_with_every_kernel(&subject, READER_BLOCK_BYTES, WANT_ALL);
    subject.text.len -= sizeof "\",3\r\n1,2,3\n" - 1;
    judge(&subject);
    ck_assert_int_eq(subject.naive.fault, NAIVE_UNCLOSED);
    ck_assert_uint_eq(subject.naive.fault_line, 2);
    read_with_every_kernel(&subject, 1024, WANT_ALL);
    subject.max_record = FIELD_BYTES / 2;
    judge(&subject);
    ck_assert_int_eq(subject.naive.fault, NAIVE_TOO_LONG);
    read_with_every_kernel(&subject, 1024, WANT_ALL);
    release(&subject);
    ck_assert_int_lt((clock() - start) / CLOCKS_PER_SEC, 60);
}
END_TEST

static void
add_wide_record(struct subject *subject, size_t columns, const char *cell)
{
    for (size_t j = 0; j < columns; j++) {
        add(subject, j > 0 ? "," : "");
        add(subject, cell);
    }
    add(subject, "\n");
}

START_TEST(a_hundred_thousand_columns_are_counted)
{
    enum { COLUMNS = 100000 };
    static const size_t sizes[] = {64, 4096, 65536, 1 << 20};
    static const enum csv_want wants[] = {WANT_FIRST, WANT_MIDDLE, WANT_LAST,
                                          WANT_NONE};
    struct subject subject = {0};

    for (size_t last = COLUMNS - 1; last <= COLUMNS + 1; last++) {
        clear(&subject);
        add_wide_record(&subject, COLUMNS, "name");
        add_wide_record(&subject, COLUMNS, "");
        add_wide_record(&subject, COLUMNS, "\"1,2\"");
        add_wide_record(&subject, last, "3");
        judge(&subject);
        ck_assert_int_eq(subject.naive.fault,
                         last == COLUMNS ? NAIVE_FINE : NAIVE_RAGGED);
        ck_assert_uint_eq(subject.naive.count, last == COLUMNS ? 3 : 2);
        for (size_t b = 0; b < sizeof sizes / sizeof *sizes; b++)
            read_with_every_kernel(&subject, sizes[b], wants[b]);
    }
    release(&subject);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("reader borders");

    tcase_add_test(
        tests, a_tricky_record_lies_over_every_block_border_at_every_offset);
    tcase_add_test(tests, CR_and_LF_stand_on_both_sides_of_every_border);
    tcase_add_test(tests, blocks_for_the_exact_machine_stand_among_the_others);
    tcase_add_test(tests,
                   a_record_at_the_limit_passes_and_one_over_it_does_not);
    tcase_add_test(tests,
                   a_fault_behind_the_limit_is_not_the_first_thing_wrong);
    tcase_add_test(tests, thousands_of_blank_lines_are_skipped_and_counted);
    tcase_add_test(tests, in_one_column_thousands_of_blank_lines_are_records);
    tcase_add_test(tests, all_records_in_front_of_a_fault_come_first);
    tcase_add_test(tests, a_field_of_20_MB_takes_linear_time);
    tcase_add_test(tests, a_hundred_thousand_columns_are_counted);
    return run_tests("reader borders", tests);
}
