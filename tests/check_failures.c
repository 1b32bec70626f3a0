/* SPDX-License-Identifier: MIT */
/* The k-th allocation fails, or the k-th read, for k = 1, 2, ... until a run is
 * through without: what csv and stats do ends with the status of that failure,
 * and the sanitizers and Valgrind see that nothing is lost or used again. The
 * program itself, with all that it does, is tried in tests/faults. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "csv/cut.h"
#include "csv/reader.h"
#include "run_tests.h"
#include "stats/allocation.h"
#include "stats/pareto.h"
#include "stats/prn.h"
#include "stats/selection.h"

/* The linker puts these in the place of the functions without the prefix, in
 * our own code (--wrap, in local.mk). */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

/* How many calls are good before one fails; 0: none fails. */
static atomic_size_t allocations_left, reads_left;

/* Whether this call is the one. */
static bool
fails(atomic_size_t *left)
{
    size_t now = atomic_load(left);

    while (now > 0 && !atomic_compare_exchange_weak(left, &now, now - 1))
        ;
    return now == 1;
}

void *
__wrap_malloc(size_t size)
{
    return fails(&allocations_left) ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails(&allocations_left) ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *memory, size_t size)
{
    return fails(&allocations_left) ? NULL : __real_realloc(memory, size);
}

/* Check allocates in every assertion, through us: while calls are counted only
 * what has failed may call one. */
static void
must(bool holds, const char *what)
{
    if (!holds)
        ck_abort_msg("%s", what);
}

/* A source of its own: a text whose reads may fail. */
struct source {
    struct slice text;
    size_t at;
};

enum status
source_read_at(struct source *source, uint64_t offset, char *bytes, size_t room,
               struct trouble *trouble, size_t *len)
{
    const size_t all = source->text.len;
    const size_t left = offset < all ? all - (size_t)offset : 0;

    if (fails(&reads_left))
        return trouble_say(trouble, ST_SYSTEM, "memory: cannot read");
    *len = left < room ? left : room;
    if (*len > 0)
        memcpy(bytes, source->text.bytes + offset, *len);
    return ST_OK;
}

enum status
source_read(struct source *source, char *bytes, size_t room,
            struct trouble *trouble, size_t *len)
{
    const enum status st =
        source_read_at(source, source->at, bytes, room, trouble, len);

    if (st == ST_OK)
        source->at += *len;
    return st;
}

bool
source_share(struct source *source)
{
    (void)source;
    return true;
}

const char *
source_name(const struct source *source)
{
    (void)source;
    return "memory";
}

static const char frame[] =
    "\xef\xbb\xbf"
    "a,\"b \"\"x\"\"\",c\r\n1,\"2,\n\"\"2\",3\n\n"
    "a long field that needs room,\"and another one with a line\nbreak\",4\n"
    "4,5,6";
static const struct dialect comma = {','};
static unsigned threads;

/* Reads the frame to its end, in blocks that cut records. */
static enum status
read_frame(struct trouble *trouble)
{
    static const size_t columns[] = {0, 2};
    struct source source = {slice_of(frame), 0};
    const struct reader_setup setup = {scan_kernel_choose(NULL), comma, 20,
                                       READER_LIMIT, threads};
    const struct record_batch *batch;
    struct reader *reader = NULL;
    enum status st = reader_open(&source, &setup, trouble, &reader);

    if (st == ST_OK)
        st = reader_want(reader, columns, 2, NULL, trouble);
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
    static const char names[] = "a,\"b, c\",d";
    char *const raw = __real_malloc(sizeof names);
    struct header header, copy = {0};
    struct cut select = {0}, drop = {0};
    struct slice content;

    memcpy(raw, names, sizeof names);
    enum status st = header_init(&header, comma, raw, sizeof names - 1, 0, 0);
    if (st == ST_OK)
        st = header_copy(&header, &copy);
    if (st == ST_OK)
        st = cut_select(&copy, slice_of("\"b, c\",a"), trouble, &select);
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
    struct slice text;
    char *written = NULL;
    size_t len;

    (void)trouble;
    field_decoder_init(&decoder, comma);
    enum status st =
        field_text(&decoder, slice_of("\"a \"\"quoted\"\" word\""), &text);
    if (st == ST_OK)
        st = field_written(comma, text, &written, &len);
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
        ck_assert_uint_gt(fail_each(runs[k], &allocations_left, ST_NOMEM), 1);
    threads = 1;
    ck_assert_uint_gt(fail_each(read_frame, &allocations_left, ST_NOMEM), 10);
    threads = 3;
    ck_assert_uint_gt(fail_each(read_frame, &allocations_left, ST_NOMEM), 10);
}
END_TEST

/* A worker that reads ahead may fail where nobody has asked yet: the verdict is
 * that of the block, when it is asked for. */
START_TEST(a_read_that_fails_is_told)
{
    threads = 1;
    ck_assert_uint_gt(fail_each(read_frame, &reads_left, ST_SYSTEM), 5);
    threads = 3;
    ck_assert_uint_gt(fail_each(read_frame, &reads_left, ST_SYSTEM), 5);
}
END_TEST

/* 2^20 names are taken, one more is not: they are kept in memory. */
START_TEST(more_columns_than_a_header_may_have_are_refused)
{
    for (size_t columns = HEADER_COLUMNS; columns <= HEADER_COLUMNS + 1;
         columns++) {
        char *const text = malloc(columns);
        struct source source = {{text, columns}, 0};
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
    tcase_add_test(tests, more_columns_than_a_header_may_have_are_refused);
    return run_tests("failures", tests);
}
