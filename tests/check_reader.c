/* SPDX-License-Identifier: MIT */
#include "csv/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csv_oracle.h"
#include "csv_trial.h"
#include "run_tests.h"

/* The files of tests/data, and what was found in each by eye. */
struct fixture {
    const char *name;
    char delimiter;
    size_t columns;
    size_t records;
    size_t blank_lines;
    const char *message; /* behind the name of the file; NULL if good */
};

#define EMPTY ": empty input: no header"
#define UNCLOSED ": a quoted field begins here and is never closed"
#define AFTER_QUOTE ": a quoted field goes on after its closing quote"
#define LONE_CR ": a carriage return without a line feed behind it"
#define NUL ": a NUL byte; is this text?"

static const struct fixture fixtures[] = {
    {"good-lf.csv", ',', 3, 3, 0, NULL},
    {"good-crlf.csv", ',', 3, 3, 0, NULL},
    {"good-mixed-ends.csv", ',', 2, 4, 1, NULL},
    {"good-bom.csv", ',', 2, 2, 0, NULL},
    {"good-bom-quoted.csv", ',', 2, 2, 0, NULL},
    {"good-bom-blank.csv", ',', 2, 1, 2, NULL},
    {"good-quoted.csv", ',', 3, 5, 0, NULL},
    {"good-line-breaks.csv", ',', 3, 4, 0, NULL},
    {"good-no-last-end.csv", ',', 2, 2, 0, NULL},
    {"good-no-last-end-empty.csv", ',', 2, 2, 0, NULL},
    {"good-stray-quotes.csv", ',', 3, 6, 0, NULL},
    {"good-blank-lines.csv", ',', 2, 2, 7, NULL},
    {"good-one-column.csv", ',', 1, 6, 0, NULL},
    {"good-header-only.csv", ',', 2, 0, 0, NULL},
    {"good-header-only-no-end.csv", ',', 2, 0, 0, NULL},
    {"good-header-no-name.csv", ',', 3, 1, 0, NULL},
    {"good-no-name-at-all.csv", ',', 1, 1, 0, NULL},
    {"good-empty-cells.csv", ',', 3, 3, 0, NULL},
    {"good-semicolons.csv", ';', 3, 2, 0, NULL},
    {"good-tabs.tsv", '\t', 3, 2, 0, NULL},
    {"good-any-byte.csv", ',', 2, 4, 0, NULL},
    {"good-long-cells.csv", ',', 2, 3, 0, NULL},
    {"bad-empty.csv", ',', 0, 0, 0, EMPTY},
    {"bad-blank.csv", ',', 0, 0, 0, EMPTY},
    {"bad-bom-alone.csv", ',', 0, 0, 0, EMPTY},
    {"bad-short.csv", ',', 3, 1, 0,
     ": record 2, line 4: 2 fields, but the header has 3"},
    {"bad-long.csv", ',', 2, 1, 0,
     ": record 2, line 4: 3 fields, but the header has 2"},
    {"bad-blank-cells.csv", ',', 2, 1, 0,
     ": record 2, line 3: 1 field, but the header has 2"},
    {"bad-delimiter.csv", ',', 1, 1, 0,
     ": record 2, line 3: 2 fields, but the header has 1"
     "; did you mean --delimiter ';'?"},
    {"bad-delimiter-tab.csv", ',', 1, 1, 0,
     ": record 2, line 3: 2 fields, but the header has 1"
     "; did you mean --delimiter tab?"},
    {"bad-unclosed.csv", ',', 2, 1, 0, ": record 2, line 3" UNCLOSED},
    {"bad-unclosed-later.csv", ',', 3, 0, 0, ": record 1, line 3" UNCLOSED},
    {"bad-unclosed-header.csv", ',', 0, 0, 0, ": header, line 1" UNCLOSED},
    {"bad-unclosed-bom.csv", ',', 0, 0, 0, ": header, line 1" UNCLOSED},
    {"bad-after-quote.csv", ',', 2, 0, 0, ": record 1, line 2" AFTER_QUOTE},
    {"bad-after-quote-lines.csv", ',', 2, 0, 0,
     ": record 1, line 4" AFTER_QUOTE},
    {"bad-after-quote-header.csv", ',', 0, 0, 0,
     ": header, line 2" AFTER_QUOTE},
    {"bad-lone-cr.csv", ',', 2, 0, 0, ": record 1, line 2" LONE_CR},
    {"bad-lone-cr-end.csv", ',', 2, 0, 0, ": record 1, line 3" LONE_CR},
    {"bad-old-mac.csv", ',', 0, 0, 0, ": header, line 1" LONE_CR},
    {"bad-nul.csv", ',', 2, 1, 0, ": record 2, line 4" NUL},
    {"bad-nul-header.csv", ',', 0, 0, 0, ": header, line 1" NUL},
};

enum {
    FIXTURES = sizeof fixtures / sizeof *fixtures,
    TEXT_ROOM = 4096,
    NAME_ROOM = 4096
};

/* The path of a fixture, and its bytes. */
static struct slice
load(const struct fixture *fixture, char name[NAME_ROOM], char text[TEXT_ROOM])
{
    const char *const folder = getenv("srcdir");

    snprintf(name, NAME_ROOM, "%s/tests/data/%s", folder != NULL ? folder : ".",
             fixture->name);
    FILE *const file = fopen(name, "rb");
    ck_assert_msg(file != NULL, "no file %s", name);
    const size_t len = fread(text, 1, TEXT_ROOM, file);
    ck_assert(len < TEXT_ROOM && !ferror(file));
    fclose(file);
    return (struct slice){text, len};
}

static struct source *
open_source(const char *name)
{
    struct trouble trouble = {.status = ST_OK};
    struct source *source = NULL;

    if (source_open(name, &trouble, &source))
        ck_abort_msg("%s", trouble.text);
    return source;
}

static struct reader_setup
usual_setup(char delimiter)
{
    return (struct reader_setup){scan_kernel_choose(NULL),
                                 {delimiter},
                                 READER_BLOCK_BYTES,
                                 READER_MAX_RECORD,
                                 1};
}

START_TEST(every_fixture_is_read_as_the_eye_reads_it)
{
    char name[NAME_ROOM], text[TEXT_ROOM], message[TROUBLE_BYTES + NAME_ROOM];

    for (size_t f = 0; f < FIXTURES; f++) {
        const struct fixture *const fixture = &fixtures[f];
        const struct reader_setup setup = usual_setup(fixture->delimiter);
        struct trouble trouble = {.status = ST_OK};
        struct reader *reader = NULL;
        const struct record_batch *batch;
        load(fixture, name, text);
        struct source *const source = open_source(name);
        enum status st = reader_open(source, &setup, &trouble, &reader);
        if (st == ST_OK) {
            ck_assert_uint_eq(reader_header(reader)->columns, fixture->columns);
            st = reader_want(reader, NULL, 0, NULL, &trouble);
        }
        while (st == ST_OK)
            st = reader_next(reader, &trouble, &batch);
        if (reader != NULL)
            ck_assert_uint_eq(reader_records(reader), fixture->records);
        if (fixture->message == NULL) {
            ck_assert_msg(st == ST_END, "%s", trouble.text);
            ck_assert_uint_eq(reader_blank_lines(reader), fixture->blank_lines);
        } else {
            ck_assert_int_eq(st, ST_DATA);
            snprintf(message, sizeof message, "%s%s", name, fixture->message);
            ck_assert_str_eq(trouble.text, message);
        }
        reader_free(reader);
        source_free(source);
    }
}
END_TEST

/* Reads a fixture for every choice of columns. */
static void
read_every_column(struct csv_trial *trial, const char *name)
{
    for (int want = 0; want < WANTS; want++) {
        struct source *const source = open_source(name);
        trial->want = (enum csv_want)want;
        csv_trial_run(trial, source);
        source_free(source);
    }
}

START_TEST(every_fixture_reads_alike_in_blocks_of_any_size_with_every_kernel)
{
    char name[NAME_ROOM], text[TEXT_ROOM];
    struct naive_csv naive = {0};

    for (size_t f = 0; f < FIXTURES; f++) {
        struct csv_trial trial = {.text = load(&fixtures[f], name, text),
                                  .naive = &naive,
                                  .setup = usual_setup(fixtures[f].delimiter)};
        naive_read(&naive, trial.text, trial.setup.dialect,
                   trial.setup.max_record);
        csv_oracle_compare(&naive, trial.text, trial.setup.dialect);
        for (size_t k = 0; scan_kernels[k] != NULL; k++) {
            trial.setup.kernel = scan_kernels[k];
            trial.setup.block_bytes = trial.text.len + 2;
            if (!scan_kernels[k]->usable())
                continue;
            for (; trial.setup.block_bytes > 0; trial.setup.block_bytes--)
                read_every_column(&trial, name);
        }
    }
    naive_free(&naive);
}
END_TEST

/* A pipe holds 64 KiB and more: the text is in it before it is read. */
START_TEST(a_pipe_reads_like_the_file)
{
    static const size_t sizes[] = {1, 7, 64, READER_BLOCK_BYTES};
    char name[NAME_ROOM], text[TEXT_ROOM], pipe_name[40];
    struct naive_csv naive = {0};
    int ends[2];

    for (size_t f = 0; f < FIXTURES; f++) {
        struct csv_trial trial = {.text = load(&fixtures[f], name, text),
                                  .naive = &naive,
                                  .setup = usual_setup(fixtures[f].delimiter)};
        naive_read(&naive, trial.text, trial.setup.dialect,
                   trial.setup.max_record);
        for (size_t b = 0; b < sizeof sizes / sizeof *sizes; b++) {
            trial.setup.block_bytes = sizes[b];
            ck_assert_int_eq(pipe(ends), 0);
            ck_assert_int_eq(write(ends[1], text, trial.text.len),
                             (ssize_t)trial.text.len);
            close(ends[1]);
            snprintf(pipe_name, sizeof pipe_name, "/dev/fd/%d", ends[0]);
            struct source *const source = open_source(pipe_name);
            csv_trial_run(&trial, source);
            source_free(source);
            close(ends[0]);
        }
    }
    naive_free(&naive);
}
END_TEST

START_TEST(a_byte_order_mark_stays_in_front_and_is_no_part_of_a_name)
{
    const struct fixture quoted = {.name = "good-bom-quoted.csv"};
    const struct reader_setup setup = usual_setup(',');
    struct trouble trouble = {.status = ST_OK};
    struct reader *reader = NULL;
    char name[NAME_ROOM], text[TEXT_ROOM];
    const char raw[] = "\xef\xbb\xbf\"id, new\",\"out\"\"come\"";

    load(&quoted, name, text);
    struct source *const source = open_source(name);
    ck_assert(!reader_open(source, &setup, &trouble, &reader));
    const struct header *const header = reader_header(reader);
    ck_assert(slice_equal(header->names[0], slice_of("id, new")));
    ck_assert(slice_equal(header->names[1], slice_of("out\"come")));
    ck_assert_uint_eq(header->raw_bytes, sizeof raw - 1);
    ck_assert_mem_eq(header->raw, raw, sizeof raw - 1);
    ck_assert_uint_eq(header->ending_bytes, 2);
    reader_free(reader);
    source_free(source);
}
END_TEST

/* The hash of all that is read of NAME. */
static struct hash128
hash_by_reader(const char *name, const struct reader_setup *setup)
{
    struct source *const source = open_source(name);
    struct trouble trouble = {.status = ST_OK};
    const struct record_batch *batch;
    struct reader *reader = NULL;
    struct digest *digest = NULL;
    enum status st;

    ck_assert(!digest_new(&digest));
    ck_assert(!reader_open(source, setup, &trouble, &reader));
    ck_assert(!reader_want(reader, NULL, 0, NULL, &trouble));
    reader_digest(reader, digest);
    do
        st = reader_next(reader, &trouble, &batch);
    while (st == ST_OK);
    ck_assert_int_eq(st, ST_END);
    reader_free(reader);
    source_free(source);
    const struct hash128 hash = digest_hash(digest);
    digest_free(digest);
    return hash;
}

/* Blank lines in front of the header are in no header and no block. */
START_TEST(a_digest_is_that_of_the_file)
{
    static const size_t sizes[] = {1, 7, 64, READER_BLOCK_BYTES};
    char name[NAME_ROOM], text[TEXT_ROOM];
    int files = 0;

    for (size_t f = 0; f < FIXTURES; f++) {
        const struct slice all = load(&fixtures[f], name, text);
        struct reader_setup setup = usual_setup(fixtures[f].delimiter);
        const struct hash128 whole = hash128_of(all);
        const size_t bom = memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        if (fixtures[f].message != NULL || text[bom] == '\n' ||
            text[bom] == '\r')
            continue;
        for (size_t b = 0; b < sizeof sizes / sizeof *sizes; b++)
            for (setup.threads = 1; setup.threads <= 3; setup.threads += 2) {
                setup.block_bytes = sizes[b];
                const struct hash128 hash = hash_by_reader(name, &setup);
                if (hash.high != whole.high || hash.low != whole.low)
                    ck_abort_msg("%s: another digest", fixtures[f].name);
            }
        files++;
    }
    ck_assert_int_gt(files, 10);
}
END_TEST

START_TEST(nothing_is_freed_where_nothing_is)
{
    reader_free(NULL);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("reader");

    tcase_add_test(tests, every_fixture_is_read_as_the_eye_reads_it);
    tcase_add_test(
        tests,
        every_fixture_reads_alike_in_blocks_of_any_size_with_every_kernel);
    tcase_add_test(tests, a_pipe_reads_like_the_file);
    tcase_add_test(tests,
                   a_byte_order_mark_stays_in_front_and_is_no_part_of_a_name);
    tcase_add_test(tests, a_digest_is_that_of_the_file);
    tcase_add_test(tests, nothing_is_freed_where_nothing_is);
    return run_tests("reader", tests);
}
