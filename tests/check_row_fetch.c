/* SPDX-License-Identifier: MIT */
/* Rows fetched ahead against the text that they are from: whatever the threads,
 * the lengths and the gaps, each comes once, in order, with its own bytes, up
 * to the first failure. */
#include "design/row_fetch.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "few_threads.h"
#include "run_tests.h"
#include "stats/prn.h"

/* A text of which every byte follows from its offset, and what is done to who
 * reads it. */
struct text {
    uint64_t broken_at;   /* reading this byte fails */
    uint64_t slow_one_in; /* reads, 0: none */
    pthread_mutex_t lock;
    uint64_t reads;
    size_t longest;
    unsigned at_a_time;
    unsigned most_at_a_time;
    pthread_t owner;
    uint64_t by_others;    /* reads */
    bool waits_for_others; /* the owner, until another has read, or a minute */
};

static char
byte_at(uint64_t offset)
{
    return (char)(offset * 2654435761u >> 13);
}

static enum status
read_text(const void *context, uint64_t offset, char *bytes, size_t len,
          struct trouble *trouble)
{
    struct text *const text = *(struct text *const *)context;

    pthread_mutex_lock(&text->lock);
    const bool is_owner = pthread_equal(pthread_self(), text->owner);
    text->by_others += !is_owner;
    if (++text->at_a_time > text->most_at_a_time)
        text->most_at_a_time = text->at_a_time;
    if (len > text->longest)
        text->longest = len;
    const bool is_slow =
        text->slow_one_in > 0 && text->reads++ % text->slow_one_in == 0;
    for (int k = 0; k < 60000 && is_owner && text->waits_for_others &&
                    text->by_others == 0;
         k++) {
        pthread_mutex_unlock(&text->lock);
        usleep(1000);
        pthread_mutex_lock(&text->lock);
    }
    pthread_mutex_unlock(&text->lock);
    if (is_slow)
        usleep(500);
    for (size_t i = 0; i < len; i++)
        bytes[i] = byte_at(offset + i);
    pthread_mutex_lock(&text->lock);
    text->at_a_time--;
    pthread_mutex_unlock(&text->lock);
    return offset <= text->broken_at && text->broken_at < offset + len
               ? trouble_say(trouble, ST_DATA, "byte %d is broken",
                             (int)text->broken_at)
               : ST_OK;
}

/* What comes, and where the visitor has enough. */
struct visits {
    const struct candidate *candidates;
    size_t seen;
    size_t stop_at;
};

static enum status
visit(void *context, const struct candidate *candidate, const char *row,
      struct trouble *trouble)
{
    struct visits *const visits = context;
    const struct candidate *const want = &visits->candidates[visits->seen];

    if (memcmp(candidate, want, sizeof *want) != 0)
        ck_abort_msg("not candidate %zu", visits->seen);
    for (size_t i = 0; i < candidate_row_bytes(want); i++)
        if (row[i] != byte_at(want->offset + i))
            ck_abort_msg("not the row of candidate %zu", visits->seen);
    if (visits->seen == visits->stop_at)
        return trouble_say(trouble, ST_SYSTEM, "enough");
    visits->seen++;
    return ST_OK;
}

/* Rows behind each other, their lengths and the gaps below these bounds; one in
 * LONG_ONE_IN is of 300,000 bytes. */
struct shape {
    uint64_t lengths;
    uint64_t gaps;
    uint64_t long_one_in;
};

static const struct shape shapes[] = {
    {1, 1, UINT64_MAX},         /* no byte at all */
    {300, 1, UINT64_MAX},       /* neighbours */
    {300, 9000, UINT64_MAX},    /* some of them are */
    {300, 1000000, UINT64_MAX}, /* none is */
    {9000, 8, UINT64_MAX},      /* few to a chunk */
    {300, 20, 100},             /* and some longer than one */
    {300, 20, 1},               /* all are */
};
enum { SHAPES = sizeof shapes / sizeof *shapes, MOST = 6000 };

static struct candidate *
candidates_of(const struct shape *shape, size_t count)
{
    struct candidate *const candidates = calloc(count + 1, sizeof *candidates);
    struct pcg64 stream;
    uint64_t offset = 0;

    ck_assert_ptr_nonnull(candidates);
    ck_assert(!prn_stream("test", count, slice_of("row_fetch"), &stream));
    for (size_t k = 0; k < count; k++) {
        const bool is_long = pcg64_next(&stream) % shape->long_one_in == 0 &&
                             shape->long_one_in != UINT64_MAX;
        offset += pcg64_next(&stream) % shape->gaps;
        candidates[k] = (struct candidate){
            .position = k,
            .offset = offset,
            .content_bytes =
                is_long ? 300000
                        : (uint32_t)(pcg64_next(&stream) % shape->lengths),
            .ending_bytes = shape->lengths > 1,
        };
        offset += candidate_row_bytes(&candidates[k]);
    }
    return candidates;
}

static struct text
text_that(uint64_t broken_at, uint64_t slow_one_in)
{
    return (struct text){.broken_at = broken_at,
                         .slow_one_in = slow_one_in,
                         .lock = PTHREAD_MUTEX_INITIALIZER,
                         .owner = pthread_self()};
}

static enum status
run(struct text *text, struct visits *visits, size_t count, unsigned threads,
    struct trouble *trouble)
{
    const struct row_fetch_setup setup = {read_text, &text, visit, visits,
                                          threads};
    struct row_fetch *row_fetch = NULL;
    enum status st = row_fetch_new(&setup, trouble, &row_fetch);

    for (size_t k = 0; k < count && st == ST_OK; k++)
        st = row_fetch_put(row_fetch, &visits->candidates[k], trouble);
    if (st == ST_OK)
        st = row_fetch_finish(row_fetch, trouble);
    row_fetch_free(row_fetch);
    return st;
}

START_TEST(rows_come_in_order_with_their_bytes)
{
    static const size_t counts[] = {0, 1, 255, 256, 257, 512, 1025, MOST};
    const struct shape *const shape = &shapes[_i];
    const size_t most = shape->long_one_in == 1 ? 20 : MOST;

    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        const size_t count = counts[c] < most ? counts[c] : most;
        struct candidate *const candidates = candidates_of(shape, count);
        for (unsigned threads = 1; threads <= 4; threads++) {
            struct text text = text_that(UINT64_MAX, threads == 4 ? 20 : 0);
            struct visits visits = {candidates, 0, SIZE_MAX};
            struct trouble trouble = {0};
            threads_left = threads == 3 ? 0 : 8; /* the third time there are
                                                    none to be had */
            ck_assert(!run(&text, &visits, count, threads, &trouble));
            ck_assert_uint_eq(visits.seen, count);
            ck_assert_uint_le(text.longest,
                              shape->long_one_in <= 100 ? 300001 : 64 << 10);
            ck_assert_uint_le(text.most_at_a_time, threads % 2 ? 1 : 2);
            ck_assert(threads % 2 == 0 || text.by_others == 0);
        }
        free(candidates);
    }
}
END_TEST

START_TEST(another_thread_helps_with_more_than_a_chunk)
{
    for (size_t count = 256; count <= MOST; count += MOST - 256) {
        struct candidate *const candidates = candidates_of(&shapes[3], count);
        struct text text = text_that(UINT64_MAX, 0);
        struct visits visits = {candidates, 0, SIZE_MAX};
        struct trouble trouble = {0};
        threads_left = 8;
        text.waits_for_others = count > 256;
        ck_assert(!run(&text, &visits, count, 2, &trouble));
        ck_assert_uint_eq(threads_left, count > 256 ? 7 : 8);
        ck_assert((text.by_others > 0) == (count > 256));
        free(candidates);
    }
}
END_TEST

START_TEST(what_is_broken_is_told_when_it_is_its_turn)
{
    const struct shape *const shape = &shapes[_i];
    const size_t count = shape->long_one_in == 1 ? 20 : MOST;
    struct candidate *const candidates = candidates_of(shape, count);

    for (size_t k = 0; k < 40; k++) {
        const size_t broken = (k / 2) * (count - 1) / 19;
        const struct candidate *const first = &candidates[broken];
        struct text text = text_that(first->offset, k % 4 == 1 ? 100 : 0);
        struct visits visits = {candidates, 0, SIZE_MAX};
        struct trouble trouble = {0};
        char told[100];
        threads_left = 8;
        ck_assert_int_eq(run(&text, &visits, count, 1 + k % 2, &trouble),
                         ST_DATA);
        snprintf(told, sizeof told, "byte %d is broken", (int)first->offset);
        ck_assert_str_eq(trouble.text, told);
        /* With it those are lost that are read at once. */
        ck_assert_uint_le(visits.seen, broken);
        ck_assert_uint_ge(visits.seen + 255, broken);
        ck_assert(shape->gaps < 1000000 || visits.seen + 5 >= broken);
    }
    free(candidates);
}
END_TEST

START_TEST(a_visitor_can_have_enough)
{
    struct candidate *const candidates = candidates_of(&shapes[2], MOST);

    for (size_t stop = 0; stop < MOST; stop += 99) {
        /* What is read ahead of him and cannot be is not told. */
        struct text text = text_that(candidates[stop].offset + 2000000, 0);
        struct visits visits = {candidates, 0, stop};
        struct trouble trouble = {0};
        threads_left = 8;
        ck_assert_int_eq(run(&text, &visits, MOST, 1 + stop % 2, &trouble),
                         ST_SYSTEM);
        ck_assert_str_eq(trouble.text, "enough");
        ck_assert_uint_eq(visits.seen, stop);
    }
    free(candidates);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("row_fetch");

    tcase_add_loop_test(tests, rows_come_in_order_with_their_bytes, 0, SHAPES);
    tcase_add_test(tests, another_thread_helps_with_more_than_a_chunk);
    tcase_add_loop_test(tests, what_is_broken_is_told_when_it_is_its_turn, 1,
                        SHAPES);
    tcase_add_test(tests, a_visitor_can_have_enough);
    return run_tests("row_fetch", tests);
}
