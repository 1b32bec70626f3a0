/* SPDX-License-Identifier: MIT */
/* The log of candidates against a list of them: whatever the sizes of rows and
 * the memory, those that are left come back in order with their own bytes. */
#include <string.h>

#include "bytes.h"
#include "design/candidates.h"
#include "io/sink.h"
#include "run_tests.h"
#include "scratch.h"
#include "stats/prn.h"

/* How long rows are. */
enum sizes {
    SIZES_EMPTY, /* 0 bytes, sometimes 1 */
    SIZES_SMALL, /* up to 300 */
    SIZES_EQUAL, /* 96 */
    SIZES_MIXED, /* up to 120, some of 5,000, a few of 300,000 */
    SIZES        /* how many there are */
};

/* A file of rows, some of which are candidates. */
struct frame {
    struct pcg64 stream;
    struct bytes text;
    struct candidate *candidates; /* by their number in the log */
    size_t count;
    bool *alive; /* by position; false once it has left the sample */
    uint64_t rows;
    unsigned threads; /* that the log may have */
};

static uint64_t
chance(struct frame *frame, uint64_t below)
{
    return pcg64_next(&frame->stream) % below; /* fair enough for a test */
}

static size_t
row_length(struct frame *frame, enum sizes sizes)
{
    if (sizes == SIZES_EMPTY)
        return chance(frame, 10) == 0;
    if (sizes == SIZES_SMALL)
        return (size_t)chance(frame, 301);
    if (sizes == SIZES_EQUAL)
        return 96;
    if (chance(frame, 50) == 0)
        return chance(frame, 3) == 0 ? 300000 : 5000;
    return (size_t)chance(frame, 121);
}

/* Appends a row with its line ending; the last one may have none, but no row
 * is without any byte. */
static void
append_row(struct frame *frame, enum sizes sizes, struct candidate *candidate)
{
    static const char *const endings[] = {"", "\n", "\r\n"};
    const size_t len = row_length(frame, sizes);
    const bool last = candidate->position + 1 == frame->rows && len > 0;
    const size_t ending =
        (size_t)(last ? chance(frame, 3) : 1 + chance(frame, 2));

    candidate->offset = frame->text.len;
    candidate->content_bytes = (uint32_t)len;
    candidate->ending_bytes = (unsigned)ending & 3;
    char *const row = malloc(len + 1);
    ck_assert_ptr_nonnull(row);
    for (size_t i = 0; i < len; i++)
        row[i] = (char)('!' + chance(frame, 90));
    append(&frame->text, row, len);
    append(&frame->text, endings[ending], ending);
    free(row);
}

/* Rows, of which one in ONE_IN is a candidate; a log of them has two threads
 * where the seed is odd. */
static struct frame
frame_of(uint64_t seed, enum sizes sizes, uint64_t rows, uint64_t one_in)
{
    struct frame frame = {.rows = rows, .threads = 1 + (unsigned)seed % 2};

    ck_assert_int_eq(
        prn_stream("test", seed, slice_of("candidates"), &frame.stream), ST_OK);
    append(&frame.text, "header\n", 7);
    frame.candidates = calloc(rows, sizeof *frame.candidates);
    frame.alive = calloc(rows, sizeof *frame.alive);
    ck_assert(frame.candidates != NULL && frame.alive != NULL);
    for (uint64_t i = 0; i < rows; i++) {
        struct candidate candidate = {.position = i};
        append_row(&frame, sizes, &candidate);
        candidate.prn = pcg64_next(&frame.stream);
        candidate.certainty = chance(&frame, 5) == 0;
        if (chance(&frame, one_in) == 0)
            frame.candidates[frame.count++] = candidate;
    }
    scratch_write("rows", frame.text.bytes, frame.text.len);
    return frame;
}

static void
frame_free(struct frame *frame)
{
    free(frame->text.bytes);
    free(frame->candidates);
    free(frame->alive);
}

static bool
is_alive(const void *context, const struct candidate *candidate)
{
    return ((const struct frame *)context)->alive[candidate->position];
}

/* A source that can be read again, or one that cannot. */
static struct source *
source_that(bool can_fetch)
{
    struct trouble trouble = {0};
    struct source *source = NULL;
    struct sink *sink = NULL;

    if (!can_fetch) {
        ck_assert(!sink_open("none.gz", NULL, &trouble, &sink) &&
                  !sink_write(sink, "x\n", 2, &trouble) &&
                  !sink_finish(sink, &trouble) &&
                  !sink_publish(sink, &trouble));
        sink_free(sink);
    }
    ck_assert_msg(
        !source_open(can_fetch ? "rows" : "none.gz", &trouble, &source), "%s",
        trouble.text);
    ck_assert(source_can_fetch(source) == can_fetch);
    return source;
}

static struct candidates *
log_of(const struct frame *frame, const struct source *source, size_t budget)
{
    const struct candidates_setup setup = {.source = source,
                                           .folder = ".",
                                           .budget = budget,
                                           .filter = is_alive,
                                           .filter_context = frame,
                                           .threads = frame->threads};
    struct trouble trouble = {0};
    struct candidates *log = NULL;

    ck_assert_int_eq(candidates_new(&setup, &trouble, &log), ST_OK);
    return log;
}

/* Adds all candidates; chance lets others leave until MOST are alive. */
static void
fill(struct candidates *log, struct frame *frame, size_t most)
{
    size_t *const alive = calloc(frame->count + 1, sizeof *alive);
    struct trouble trouble = {0};
    size_t count = 0;

    ck_assert_ptr_nonnull(alive);
    for (size_t k = 0; k < frame->count; k++) {
        const struct candidate *const candidate = &frame->candidates[k];
        frame->alive[candidate->position] = true;
        if (candidates_add(log, candidate,
                           frame->text.bytes + candidate->offset, &trouble))
            ck_abort_msg("%s", trouble.text);
        alive[count++] = k;
        while (count > most) {
            const size_t leaves = (size_t)chance(frame, count);
            frame->alive[frame->candidates[alive[leaves]].position] = false;
            alive[leaves] = alive[--count];
        }
    }
    ck_assert_uint_eq(candidates_count(log), frame->count);
    free(alive);
}

/* What a walk over the log has to see next. */
struct expected {
    const struct frame *frame;
    bool with_rows;
    size_t next;
    size_t seen;
    size_t stop_after; /* the visitor ends the walk then */
};

static void
step_over_the_dead(struct expected *expected)
{
    const struct frame *const frame = expected->frame;

    while (expected->next < frame->count &&
           !frame->alive[frame->candidates[expected->next].position])
        expected->next++;
}

/* Whether all is the same but the offset, which is that of a spool, maybe. */
static bool
is_same(const struct candidate *a, const struct candidate *b)
{
    return a->position == b->position && a->prn == b->prn &&
           a->certainty == b->certainty &&
           a->content_bytes == b->content_bytes &&
           a->ending_bytes == b->ending_bytes;
}

/* A visitor. An assertion of Check is a write(2), too slow for each row. */
static enum status
compare(void *context, const struct candidate *candidate, const char *row,
        struct trouble *trouble)
{
    struct expected *const expected = context;
    const struct frame *const frame = expected->frame;
    const struct candidate *want;

    step_over_the_dead(expected);
    if (expected->next == frame->count)
        ck_abort_msg("a candidate too many: %zu", (size_t)candidate->position);
    want = &frame->candidates[expected->next++];
    if (!is_same(candidate, want) || expected->with_rows != (row != NULL))
        ck_abort_msg("not the candidate of position %zu",
                     (size_t)want->position);
    if (row != NULL && memcmp(row, frame->text.bytes + want->offset,
                              (size_t)want->content_bytes + want->ending_bytes))
        ck_abort_msg("not the row of position %zu", (size_t)want->position);
    if (++expected->seen == expected->stop_after)
        return trouble_say(trouble, ST_DATA, "enough");
    return ST_OK;
}

static void
check_walk(const struct candidates *log, const struct frame *frame,
           bool with_rows)
{
    struct expected expected = {.frame = frame, .with_rows = with_rows};
    struct trouble trouble = {0};

    ck_assert_msg(
        !candidates_each(log, with_rows, compare, &expected, &trouble), "%s",
        trouble.text);
    step_over_the_dead(&expected);
    ck_assert_uint_eq(expected.next, frame->count);
}

/* One log from begin to end; how many bytes of it are on disk. */
static uint64_t
check_log(struct frame *frame, bool can_fetch, size_t budget, size_t most)
{
    struct source *const source = source_that(can_fetch);
    struct candidates *const log = log_of(frame, source, budget);
    uint64_t on_disk;

    memset(frame->alive, false, frame->rows * sizeof *frame->alive);
    fill(log, frame, most);
    check_walk(log, frame, false);
    check_walk(log, frame, true);
    check_walk(log, frame, true); /* a walk changes nothing */
    on_disk = candidates_bytes_on_disk(log);
    candidates_free(log);
    source_free(source);
    return on_disk;
}

static const size_t budgets[] = {0,    1,    32,   33,      40,     100,
                                 1000, 5000, 7777, 1 << 16, 400000, 2 << 20};
enum { BUDGETS = sizeof budgets / sizeof budgets[0] };

START_TEST(any_mix_of_sizes_comes_back_at_any_budget)
{
    static const size_t mosts[] = {0, 30, 1000000};

    for (uint64_t seed = 0; seed < 2; seed++) {
        for (enum sizes sizes = 0; sizes < SIZES; sizes++) {
            struct frame frame = frame_of(seed, sizes, 250, 1 + seed * 2);
            for (size_t b = 0; b < BUDGETS; b++)
                for (size_t m = 0; m < sizeof mosts / sizeof mosts[0]; m++) {
                    check_log(&frame, true, budgets[b], mosts[m]);
                    check_log(&frame, false, budgets[b], mosts[m]);
                }
            frame_free(&frame);
        }
    }
}
END_TEST

/* 60,000 candidates are 1.92 MB of log, their rows of 97.5 bytes 5.85 MB; each
 * of the two spools has 1 MiB of memory. */
START_TEST(what_memory_does_not_hold_goes_to_disk)
{
    struct frame frame = frame_of(7, SIZES_EQUAL, 60000, 1);

    ck_assert_uint_eq(check_log(&frame, true, 24 << 20, 60000), 0);
    ck_assert_uint_eq(check_log(&frame, true, 2 << 20, 100), 0);
    ck_assert_uint_eq(check_log(&frame, false, 2 << 20, 100), 0);
    ck_assert_uint_ge(check_log(&frame, true, 0, 60000), 800000);
    ck_assert_uint_lt(check_log(&frame, true, 0, 60000), 1920001);
    ck_assert_uint_ge(check_log(&frame, false, 0, 60000), 800000 + 4500000);
    ck_assert_uint_ge(check_log(&frame, false, 1 << 20, 60000), 4000000);
    frame_free(&frame);
    ck_assert_int_eq(scratch_count("."), 2); /* rows, none.gz */
}
END_TEST

START_TEST(a_log_without_candidates_is_empty)
{
    struct frame frame = frame_of(1, SIZES_SMALL, 10, UINT64_MAX);

    ck_assert_uint_eq(frame.count, 0);
    ck_assert_uint_eq(check_log(&frame, true, 0, 10), 0);
    ck_assert_uint_eq(check_log(&frame, false, 2 << 20, 10), 0);
    frame_free(&frame);
}
END_TEST

START_TEST(a_visitor_can_end_the_walk)
{
    struct frame frame = frame_of(2, SIZES_SMALL, 2000, 1);
    struct source *const source = source_that(true);

    for (size_t budget = 0; budget <= 2 << 20; budget += 2 << 20) {
        struct candidates *const log = log_of(&frame, source, budget);
        struct expected expected = {
            .frame = &frame, .with_rows = true, .stop_after = 1500};
        struct trouble trouble = {0};
        fill(log, &frame, 2000);
        ck_assert_int_eq(
            candidates_each(log, true, compare, &expected, &trouble), ST_DATA);
        ck_assert_uint_eq(expected.seen, 1500);
        ck_assert_str_eq(trouble.text, "enough");
        candidates_free(log);
    }
    source_free(source);
    frame_free(&frame);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_trouble_once_it_is_needed)
{
    struct frame frame = frame_of(4, SIZES_EQUAL, 30000, 1);
    struct source *const source = source_that(false);
    const struct candidates_setup setup = {.source = source,
                                           .folder = "none/such",
                                           .filter = is_alive,
                                           .filter_context = &frame};
    struct trouble trouble = {0};
    struct candidates *log = NULL;
    enum status st = candidates_new(&setup, &trouble, &log);
    size_t k = 0;

    ck_assert_int_eq(st, ST_OK);
    for (; k < frame.count && st == ST_OK; k++) {
        frame.alive[frame.candidates[k].position] = true;
        st = candidates_add(log, &frame.candidates[k],
                            frame.text.bytes + frame.candidates[k].offset,
                            &trouble);
    }
    ck_assert_int_eq(st, ST_SYSTEM);
    ck_assert_uint_gt(k, 10000); /* a spool has 1 MiB of memory */
    ck_assert_ptr_nonnull(strstr(trouble.text, "none/such"));
    candidates_free(log);
    source_free(source);
    frame_free(&frame);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("candidates");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, any_mix_of_sizes_comes_back_at_any_budget);
    tcase_add_test(tests, what_memory_does_not_hold_goes_to_disk);
    tcase_add_test(tests, a_log_without_candidates_is_empty);
    tcase_add_test(tests, a_visitor_can_end_the_walk);
    tcase_add_test(tests,
                   a_folder_that_is_not_there_is_trouble_once_it_is_needed);
    return run_tests("candidates", tests);
}
