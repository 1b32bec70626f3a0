/* SPDX-License-Identifier: MIT */
/* The decoder inside is one of ours: it counts from 0 to a given number of
 * bytes, a byte's value being its offset modulo 251, and ends there as it is
 * told to. */
#include <unistd.h>

#include "io/source_internal.h"
#include "run_tests.h"

enum { BLOCK = SOURCE_AHEAD_BLOCK };

struct counter {
    struct source_decoder decoder; /* first: a pointer to it is one to us */
    size_t at;
    size_t end;
    enum status st;             /* at the end */
    struct source_input *input; /* read at the end, if it has a file */
    bool *is_freed;
};

static enum status
counter_read(struct source_decoder *decoder, char *bytes, size_t room,
             struct trouble *trouble, size_t *len)
{
    struct counter *const counter = (struct counter *)decoder;
    size_t have = 0, more;
    char byte;

    for (; have < room && counter->at < counter->end; have++)
        bytes[have] = (char)(counter->at++ % 251);
    if (have == 0 && counter->input->fd != -1)
        return source_input_read(counter->input, &byte, 1, trouble, &more);
    if (have < room && counter->st != ST_OK)
        return trouble_say(trouble, counter->st, "input: 100%% damaged");
    *len = have;
    return ST_OK;
}

static void
counter_free(struct source_decoder *decoder)
{
    struct counter *const counter = (struct counter *)decoder;

    *counter->is_freed = true;
    free(counter);
}

static struct source_decoder *
counter_ahead(size_t end, enum status st, struct source_input *input,
              bool *is_freed)
{
    struct counter *const counter = malloc(sizeof *counter);
    struct source_decoder *decoder = &counter->decoder;

    ck_assert_ptr_nonnull(counter);
    *counter = (struct counter){
        {counter_read, counter_free}, 0, end, st, input, is_freed};
    *is_freed = false;
    source_ahead(input, &decoder);
    ck_assert_ptr_ne(decoder, &counter->decoder);
    return decoder;
}

/* Reads up to the end or to trouble; how many bytes came, each of them right.
 */
static size_t
read_all(struct source_decoder *decoder, size_t room, struct trouble *trouble)
{
    char *const bytes = malloc(room);
    size_t all = 0, len = room;
    bool right = true;

    ck_assert_ptr_nonnull(bytes);
    while (len == room && !decoder->read(decoder, bytes, room, trouble, &len))
        for (size_t i = 0; i < len; i++, all++)
            right = right && bytes[i] == (char)(all % 251);
    ck_assert(right);
    free(bytes);
    return all;
}

START_TEST(the_bytes_are_the_same_for_any_room)
{
    static const size_t rooms[] = {1,     100,       4096,      BLOCK - 1,
                                   BLOCK, BLOCK + 1, 4 * BLOCK, 3000000};
    static const size_t ends[] = {
        0,         1,         BLOCK - 1,     BLOCK,
        BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 1, 7 * BLOCK / 2};
    struct source_input input = {.fd = -1, .stop_fd = -1};
    struct trouble trouble = {0};
    bool is_freed;
    char byte;
    size_t len;

    for (size_t r = 0; r < sizeof rooms / sizeof rooms[0]; r++)
        for (size_t e = 0; e < sizeof ends / sizeof ends[0]; e++) {
            struct source_decoder *const decoder =
                counter_ahead(ends[e], ST_OK, &input, &is_freed);
            ck_assert_uint_eq(read_all(decoder, rooms[r], &trouble), ends[e]);
            ck_assert(!decoder->read(decoder, &byte, 1, &trouble, &len));
            ck_assert_uint_eq(len, 0);
            decoder->free(decoder);
            ck_assert(is_freed);
        }
}
END_TEST

START_TEST(trouble_comes_with_its_text_and_stays)
{
    static const size_t ends[] = {0, 100, BLOCK, 7 * BLOCK / 2};
    struct source_input input = {.fd = -1, .stop_fd = -1};
    bool is_freed;
    char byte;
    size_t len;

    for (size_t e = 0; e < sizeof ends / sizeof ends[0]; e++) {
        struct trouble trouble = {0}, again = {0};
        struct source_decoder *const decoder =
            counter_ahead(ends[e], ST_DATA, &input, &is_freed);
        /* Whole blocks in front of it are handed out. */
        ck_assert_uint_eq(read_all(decoder, 1, &trouble),
                          ends[e] / BLOCK * BLOCK);
        ck_assert_int_eq(trouble.status, ST_DATA);
        ck_assert_str_eq(trouble.text, "input: 100% damaged");
        ck_assert_int_eq(decoder->read(decoder, &byte, 1, &again, &len),
                         ST_DATA);
        ck_assert_str_eq(again.text, trouble.text);
        decoder->free(decoder);
        ck_assert(is_freed);
    }
}
END_TEST

/* The thread waits for room in the first round, for the pipe in the second;
 * without an end of either this test would run into its time limit. */
START_TEST(freeing_does_not_wait_for_the_input)
{
    struct source_input input = {.stop_fd = -1};
    int ends[2];
    struct trouble trouble = {0};
    bool is_freed;
    char byte;
    size_t len;

    ck_assert_int_eq(pipe(ends), 0);
    input.fd = ends[0];
    for (int round = 0; round < 2; round++) {
        struct source_decoder *const decoder = counter_ahead(
            round == 0 ? SIZE_MAX : BLOCK + 30000, ST_OK, &input, &is_freed);
        ck_assert(!decoder->read(decoder, &byte, 1, &trouble, &len));
        ck_assert_uint_eq(len, 1);
        usleep(20000);
        decoder->free(decoder);
        ck_assert(is_freed);
    }
    close(ends[0]);
    close(ends[1]);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("source_ahead");

    tcase_add_test(tests, the_bytes_are_the_same_for_any_room);
    tcase_add_test(tests, trouble_comes_with_its_text_and_stays);
    tcase_add_test(tests, freeing_does_not_wait_for_the_input);
    return run_tests("source_ahead", tests);
}
