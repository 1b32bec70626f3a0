/* SPDX-License-Identifier: MIT */
/* The k-th allocation fails, or the k-th read, for k = 1, 2, ... until a run is
 * through without: what csv and stats do ends with the status of that failure,
 * and the sanitizers and Valgrind see that nothing is lost or used again. The
 * program itself, with all that it does, is tried in tests/faults. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "csv/blocks.h"
#include "csv/cut.h"
#include "csv/reader.h"
#include "failing.h"
#include "run_tests.h"
#include "stats/allocation.h"
#include "stats/pareto.h"
#include "stats/prn.h"
#include "stats/selection.h"

/* Check allocates in every assertion, through us: while calls are counted only
 * what has failed may call one. */
static void
must(bool holds, const char *what)
{
    if (!holds)
        ck_abort_msg("%s", what);
}

#define FRAME                                                                 \
    "\xef\xbb\xbf"                                                            \
    "a,\"b \"\"x\"\"\",c\r\n1,\"2,\n\"\"2\",3\n\n"                            \
    "a long field that needs room,\"and another one with a line\nbreak\",4\n" \
    "4,5,6"
static char frame[1000];
static const struct dialect comma = {','};
static unsigned threads;
static bool in_order; /* like a pipe */

/* A frame of three records, the last without a line end and with MORE bytes. */
static void
make_frame(size_t more)
{
    strcpy(frame, FRAME);
    memset(frame + strlen(frame), 'x', more);
    frame[sizeof FRAME - 1 + more] = '\0';
}

static void
visit(void *context, unsigned who, struct record_batch *batch)
{
    (void)context;
    *(unsigned *)batch->facts = who;
}

/* Reads the frame to its end, in blocks that cut records. */
static enum status
read_frame(struct trouble *trouble)
{
    static const size_t columns[] = {0, 2};
    static const struct block_visitor visitor = {visit, NULL, sizeof(unsigned)};
    struct source source = {.text = slice_of(frame), .in_order = in_order};
    const struct reader_setup setup = {scan_kernel_choose(NULL), comma, 20,
                                       READER_LIMIT, threads};
    const struct record_batch *batch;
    struct reader *reader = NULL;
    enum status st = reader_open(&source, &setup, trouble, &reader);

    if (st == ST_OK)
        st = reader_want(reader, columns, 2, &visitor, trouble);
    while (st == ST_OK)
        st = reader_next(reader, trouble, &batch);
    if (st == ST_END)
        must(reader_records(reader) == 3, "another number of records");
    reader_free(reader);
    must(trouble->status == (st == ST_END ? ST_OK : st), "another trouble");
    return st == ST_END ? ST_OK : st;
}

/* A header, copied, some of whose columns are taken out of a row. */
static enum status
cut_frame(struct trouble *trouble)
{
    static const char names[] = "\xef\xbb\xbf"
                                "a,\"b \"\"c\",d";
    char *const raw = strdup(names); /* not among what fails */
    struct header header, copy = {0};
    struct cut select = {0}, drop = {0};
    struct slice content;

    enum status st = header_init(&header, comma, raw, sizeof names - 1, 3, 0);
    if (st == ST_OK)
        st = header_copy(&header, &copy);
    if (st == ST_OK)
        st = cut_select(&copy, slice_of("\"b \"\"c\",a"), trouble, &select);
    if (st == ST_OK)
        st = cut_drop(&copy, slice_of("a"), trouble, &drop);
    if (st == ST_OK)
        st = cut_header(&select, &content);
    if (st == ST_OK)
        st = cut_row(&drop, slice_of("1,\"2\"\"\",3"), &content);
    if (st == ST_OK)
        must(slice_equal(content, slice_of("\"2\"\"\",3")), "another row");
    cut_free(&select);
    cut_free(&drop);
    header_free(&copy);
    header_free(&header);
    return st;
}

static enum status
decode_and_write(struct trouble *trouble)
{
    struct field_decoder decoder;
    static const char number[] = "12345678901234567890123456789012345678901234"
                                 "567890123456789012345678901234567890";
    struct slice text;
    char *written = NULL;
    double value;
    size_t len;

    (void)trouble;
    field_decoder_init(&decoder, comma);
    enum status st =
        field_text(&decoder, slice_of("\"a \"\"quoted\"\" word\""), &text);
    if (st == ST_OK)
        st = field_written(comma, text, &written, &len);
    if (st == ST_OK)
        st = field_number(&decoder, slice_of(number), &value);
    if (st == ST_OK)
        st = field_number(&decoder, slice_of("\"1\"\"\""), &value);
    free(written);
    field_decoder_free(&decoder);
    return st;
}

static enum status
draw_some(struct trouble *trouble)
{
    struct selection selection;
    struct pcg64 stream = {1, 1};
    struct prn_key key = {7};
    bool taken;

    (void)trouble;
    selection_init(&selection, 40);
    enum status st = prn_stream("draw", 1, slice_of("x"), &stream);
    must(st == ST_OK || stream.state == 1, "another stream");
    if (st == ST_OK)
        st = prn_unit_key("draw", 1, slice_of("x"), &key);
    for (uint64_t i = 0; i < 60 && st == ST_OK; i++)
        st = selection_offer(&selection, (struct selection_unit){i, i}, &taken);
    if (st == ST_OK)
        st = selection_trim(&selection);
    selection_free(&selection);
    return st;
}

static enum status
allocate(struct trouble *trouble)
{
    struct allocation_stratum strata[] = {{10, 10, 77}, {20, 20, 77}};

    (void)trouble;
    const enum status st = allocation_share(strata, 2, 6, 1);
    if (st != ST_OK)
        must(strata[0].sample_size == 77 && strata[1].sample_size == 77,
             "a failure changes the strata");
    return st;
}

static enum status
count_sizes(struct trouble *trouble)
{
    const struct quantity one = {{1, 0, 0}, 1};
    struct pareto pareto;
    enum status st = ST_OK;

    (void)trouble;
    pareto_init(&pareto, 40);
    for (uint64_t i = 0; i < 60 && st == ST_OK; i++) {
        st = pareto_offer(&pareto, &one);
        must(pareto.pop_size == i + (st == ST_OK), "another count");
    }
    pareto_free(&pareto);
    return st;
}

/* Runs with the k-th call failing for all k; returns how many failed. A worker
 * that is ahead may fail behind the end of the input, where nobody asks. */
static size_t
fail_each(enum status (*run)(struct trouble *trouble), atomic_size_t *left,
          enum status expected)
{
    for (size_t k = 1;; k++) {
        struct trouble trouble = {0};
        atomic_store(left, k);
        const enum status st = run(&trouble);
        const bool failed = atomic_exchange(left, 0) == 0;
        ck_assert_msg(st == (failed ? expected : ST_OK) ||
                          (threads > 1 && st == ST_OK),
                      "call %zu: status %d, %s", k, (int)st, trouble.text);
        if (!failed)
            return k - 1;
    }
}

START_TEST(an_allocation_that_fails_is_told)
{
    static enum status (*const runs[])(struct trouble * trouble) = {
        cut_frame, decode_and_write, draw_some, allocate, count_sizes};

    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++)
        ck_assert_uint_gt(fail_each(runs[k], &failing.allocations, ST_NOMEM),
                          1);
    for (int way = 0; way < 2; way++) {
        in_order = way > 0;
        make_frame(0);
        threads = 3;
        ck_assert_uint_gt(fail_each(read_frame, &failing.allocations, ST_NOMEM),
                          10);
        threads = 1;
        for (size_t more = 0; more < 200; more++) {
            make_frame(more);
            ck_assert_uint_gt(
                fail_each(read_frame, &failing.allocations, ST_NOMEM), 10);
        }
    }
}
END_TEST

/* The library that decodes fields cannot begin or end. */
START_TEST(a_library_that_fails_is_told)
{
    make_frame(0);
    threads = 1;
    ck_assert_uint_gt(fail_each(read_frame, &failing.library, ST_NOMEM), 1);
    ck_assert_uint_gt(fail_each(cut_frame, &failing.library, ST_NOMEM), 1);
    ck_assert_uint_gt(fail_each(decode_and_write, &failing.library, ST_NOMEM),
                      1);
}
END_TEST

START_TEST(a_thread_that_cannot_be_had_is_done_without)
{
    make_frame(0);
    threads = 4;
    ck_assert_uint_eq(fail_each(read_frame, &failing.threads, ST_OK), 3);
}
END_TEST

/* A worker that reads ahead may fail where nobody has asked yet: the verdict is
 * that of the block, when it is asked for. */
START_TEST(a_read_that_fails_is_told)
{
    make_frame(0);
    for (int way = 0; way < 2; way++) {
        in_order = way > 0;
        threads = 1;
        ck_assert_uint_gt(fail_each(read_frame, &failing.reads, ST_SYSTEM), 5);
        threads = 3;
        ck_assert_uint_gt(fail_each(read_frame, &failing.reads, ST_SYSTEM), 5);
    }
}
END_TEST

/* Nothing in the third block tells how it begins, and it is read when the one
 * in front of it has failed. */
START_TEST(a_block_that_failed_says_nothing_of_the_next)
{
    enum { BYTES = 16 };
    struct source source = {.text = slice_of("plain text without any special "
                                             "byte, three blocks of it, and "
                                             "a few words more"),
                            .bad_offset = BYTES - 1,
                            .late_offset = 2 * BYTES - 1};
    const struct blocks_setup setup = {
        .block = {.kernel = scan_kernel_choose(NULL),
                  .dialect = comma,
                  .layout = {.columns = 1, .max_bytes = 100}},
        .block_bytes = BYTES,
        .threads = 3,
        .is_shared = true};
    struct trouble trouble = {0};
    const struct block *block;
    struct blocks *blocks;

    ck_assert(!blocks_new(&source, &setup, &trouble, &blocks));
    ck_assert(!blocks_next(blocks, SCAN_START, &trouble, &block));
    ck_assert_int_eq(blocks_next(blocks, block->after, &trouble, &block),
                     ST_SYSTEM);
    ck_assert_str_eq(trouble.text, "memory: cannot read");
    blocks_free(blocks);
}
END_TEST

START_TEST(a_header_over_the_limit_is_refused_in_front_of_many_lines)
{
    enum { LINES = 3000 };
    static char text[5 + 2 * LINES + 1] = "h5678";
    struct source source = {.text = {text, sizeof text - 1}};
    const struct reader_setup setup = {scan_kernel_choose(NULL), comma,
                                       READER_BLOCK_BYTES, 4, 1};
    struct trouble trouble = {0};
    struct reader *reader = NULL;

    memset(text + 5, '\n', 2 * LINES);
    ck_assert_int_eq(reader_open(&source, &setup, &trouble, &reader), ST_DATA);
    ck_assert_str_eq(trouble.text, "memory: header, line 1: longer than the "
                                   "limit of 4 bytes (--max-record)");
    reader_free(reader);
}
END_TEST

/* 2^20 names are taken, one more is not: they are kept in memory. */
START_TEST(more_columns_than_a_header_may_have_are_refused)
{
    for (size_t columns = HEADER_COLUMNS; columns <= HEADER_COLUMNS + 1;
         columns++) {
        char *const text = malloc(columns);
        struct source source = {.text = {text, columns}};
        const struct reader_setup setup = {scan_kernel_choose(NULL), comma,
                                           READER_BLOCK_BYTES, READER_LIMIT, 1};
        struct trouble trouble = {0};
        struct reader *reader = NULL;
        memset(text, ',', columns);
        text[columns - 1] = '\n';
        const enum status st = reader_open(&source, &setup, &trouble, &reader);
        ck_assert_int_eq(st, columns > HEADER_COLUMNS ? ST_DATA : ST_OK);
        ck_assert_str_eq(
            trouble.text,
            st == ST_OK ? "" : "memory: header: more than 1048576 columns");
        reader_free(reader);
        free(text);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("failures");

    tcase_add_test(tests, an_allocation_that_fails_is_told);
    tcase_add_test(tests, a_read_that_fails_is_told);
    tcase_add_test(tests, a_library_that_fails_is_told);
    tcase_add_test(tests, a_thread_that_cannot_be_had_is_done_without);
    tcase_add_test(tests, a_block_that_failed_says_nothing_of_the_next);
    tcase_add_test(tests,
                   a_header_over_the_limit_is_refused_in_front_of_many_lines);
    tcase_add_test(tests, more_columns_than_a_header_may_have_are_refused);
    return run_tests("failures", tests);
}
