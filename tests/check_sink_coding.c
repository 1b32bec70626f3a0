/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/thread.h"
#include "bytes.h"
#include "io/sink_internal.h"
#include "run_tests.h"
#include "scratch.h"
#include "slurp.h"
#include "write_all.h"

/* gzip(1) and the reader of zstd, tested elsewhere, say what was written. */
START_TEST(the_ending_of_the_name_chooses_the_compression)
{
    static const size_t lens[] = {0,         1,     1000, (256 << 10) - 1,
                                  256 << 10, 900000};
    char *const rows = make_rows(900000);

    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
        write_all("plain", rows, lens[i], 1000);
        write_all("o.gz", rows, lens[i], 1000);
        write_all("o.zst", rows, lens[i], 1000);
        slurp_and_compare("plain", 4096, rows, lens[i]);
        ck_assert_int_eq(system("gzip -dc o.gz | cmp - plain"), 0);
        slurp_and_compare("o.zst", 4096, rows, lens[i]);
    }
    free(rows);
}
END_TEST

START_TEST(compressed_bytes_do_not_depend_on_how_they_were_written)
{
    static const char *const names[] = {"a.gz", "a.zst"};
    char *const rows = make_rows(600000);

    for (size_t i = 0; i < 2; i++) {
        size_t len_1, len_2;
        write_all(names[i], rows, 600000, 600000);
        char *const at_once = scratch_read(names[i], &len_1);
        write_all(names[i], rows, 600000, 17);
        char *const piecemeal = scratch_read(names[i], &len_2);
        ck_assert_uint_eq(len_1, len_2);
        ck_assert_mem_eq(at_once, piecemeal, len_1);
        if (i == 0) /* no time in the header */
            ck_assert_mem_eq(at_once, "\x1f\x8b\x08\0\0\0\0\0", 8);
        free(at_once);
        free(piecemeal);
    }
    free(rows);
}
END_TEST

/* Writes the rows with so many threads. */
static enum status
write_with_threads(const char *path, const char *rows, size_t len,
                   unsigned threads, struct trouble *trouble)
{
    struct sink *const sink = open_or_fail(path);
    enum status st;

    sink_set_threads(sink, threads);
    st = sink_write(sink, rows, len, trouble);
    if (st == ST_OK)
        st = sink_finish(sink, trouble);
    if (st == ST_OK)
        st = sink_publish(sink, trouble);
    sink_free(sink);
    return st;
}

START_TEST(bytes_do_not_depend_on_the_threads)
{
    static const char *const names[] = {"o.gz", "o.zst", "o"};
    /* Less than a block, whole blocks, and more than can be under way. */
    static const size_t lens[] = {1000, 256 << 10, 1 << 20, 6000000};
    char *const rows = make_rows(6000000);

    for (size_t i = 0; i < 12; i++) {
        const char *const name = names[i % 3];
        const size_t len = lens[i / 3];
        struct trouble trouble = {0};
        size_t len_1, len_2;
        write_with_threads(name, rows, len, 1, &trouble);
        char *const alone = scratch_read(name, &len_1);
        slurp_and_compare(name, 4096, rows, len);
        for (unsigned threads = 2; threads <= 9; threads++) {
            write_with_threads(name, rows, len, threads, &trouble);
            char *const shared = scratch_read(name, &len_2);
            ck_assert_uint_eq(len_1, len_2);
            ck_assert_mem_eq(alone, shared, len_1);
            free(shared);
        }
        ck_assert_int_eq(trouble.status, ST_OK);
        free(alone);
    }
    free(rows);
}
END_TEST

static enum status
keep(void *context, const char *bytes, size_t len, struct trouble *trouble)
{
    (void)trouble;
    append(context, bytes, len);
    return ST_OK;
}

/* The library takes its first steps by an address, unless it is kept from it:
 * then one of some 8,000 texts comes out otherwise, of the 25,000 here three.
 */
START_TEST(a_text_is_packed_in_one_way_wherever_it_is_done)
{
    enum { PLACES = 50, TEXTS = 500, LEN = 4000 };
    char *const rows = make_rows(TEXTS * 997 + LEN);
    struct sink_encoder *encoders[PLACES];
    struct trouble trouble = {0};
    int others = 0;

    for (int p = 0; p < PLACES; p++)
        ck_assert(!sink_encoder_new(CODING_GZIP, &trouble, &encoders[p]));
    for (int t = 0; t < TEXTS; t++) {
        struct bytes first = {0};
        for (int p = 0; p < PLACES; p++) {
            struct bytes coded = {0};
            const struct sink_outlet outlet = {keep, &coded};
            ck_assert(!encoders[p]->write(encoders[p], &outlet, rows + t * 997,
                                          LEN, true, &trouble));
            if (p == 0) {
                first = coded;
                continue;
            }
            if (coded.len != first.len ||
                memcmp(coded.bytes, first.bytes, first.len) != 0)
                others++;
            free(coded.bytes);
        }
        free(first.bytes);
    }
    for (int p = 0; p < PLACES; p++)
        encoders[p]->free(encoders[p]);
    ck_assert_int_eq(others, 0);
    free(rows);
}
END_TEST

/* gzip(1) tells the length of the last member, zstd(1) the number of frames. */
START_TEST(an_output_is_one_member_or_frame)
{
    char *const rows = make_rows(900000);
    struct trouble trouble = {0};

    write_with_threads("o.gz", rows, 900000, 4, &trouble);
    write_with_threads("o.zst", rows, 900000, 4, &trouble);
    ck_assert_int_eq(system("gzip -l o.gz | grep -q ' 900000 '"), 0);
    ck_assert_int_eq(system("zstd -l o.zst | grep -q '^ *1 '"), 0);
    free(rows);
}
END_TEST

/* Threads of the process, as the system counts them. */
static int
threads_now(void)
{
    return scratch_count("/proc/self/task");
}

/* Whether there are so many; one that has ended is counted a little longer. */
static bool
threads_are(int count)
{
    for (int k = 0; k < 1000 && threads_now() != count; k++)
        usleep(1000);
    return threads_now() == count;
}

static void *
do_nothing(void *context)
{
    return context;
}

/* How many threads there are while NAME is written, besides those BEFORE: none
 * until the second block, then HELPERS. */
static void
check_threads(const char *name, unsigned threads, int before, int helpers)
{
    char *const rows = make_rows(600000);
    struct trouble trouble = {0};
    struct sink *const sink = open_or_fail(name);

    sink_set_threads(sink, threads);
    ck_assert(!sink_write(sink, rows, 200000, &trouble));
    ck_assert(threads_are(before));
    ck_assert(!sink_write(sink, rows + 200000, 400000, &trouble));
    ck_assert(threads_are(before + helpers));
    sink_free(sink);
    ck_assert(threads_are(before));
    free(rows);
}

START_TEST(threads_are_there_from_the_second_block_on_and_if_asked_for)
{
    pthread_t first; /* with it comes that of a sanitizer */
    int before;

    ck_assert(thread_start(&first, do_nothing, NULL));
    pthread_join(first, NULL);
    usleep(10000);
    before = threads_now();
    for (unsigned threads = 1; threads <= 3; threads++) {
        const int helpers = (int)threads - 1;
        check_threads("o.gz", threads, before, helpers);
        check_threads("o.zst", threads, before, helpers > 0);
        check_threads("o", threads, before, helpers > 0);
        /* What may wait for a reader is written by who makes it. */
        check_threads("/dev/null", threads, before, 0);
        ck_assert_int_eq(scratch_count("."), 0);
    }
}
END_TEST

START_TEST(a_failing_write_is_told_and_leaves_nothing)
{
    static const char *const names[] = {"o.gz", "o.zst", "o"};
    static const struct rlimit limit = {100000, 100000};
    char *const rows = make_rows(6000000);

    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (unsigned i = 0; i < 12; i++) {
        struct trouble trouble = {0};
        ck_assert_int_eq(write_with_threads(names[i % 3], rows, 6000000,
                                            1 + i / 3, &trouble),
                         ST_SYSTEM);
        ck_assert_ptr_nonnull(strstr(trouble.text, ": File too large"));
        ck_assert_int_eq(scratch_count("."), 0);
    }
    free(rows);
}
END_TEST

/* An outlet that fails once and would take what comes after it. */
struct once {
    size_t before; /* bytes that it takes before */
    bool has_failed;
    struct bytes taken;
};

static enum status
fail_once(void *context, const char *bytes, size_t len, struct trouble *trouble)
{
    struct once *const once = context;

    if (!once->has_failed && once->taken.len + len > once->before) {
        once->has_failed = true;
        return trouble_say(trouble, ST_SYSTEM, "full, once");
    }
    append(&once->taken, bytes, len);
    return ST_OK;
}

/* Gives blocks of the rows until the end or a failure. */
static enum status
write_blocks(struct sink_crew *crew, const char *rows, size_t count,
             char *block, struct trouble *trouble)
{
    for (size_t k = 0; k + 1 < count; k++) {
        memcpy(block, rows + k * SINK_BLOCK, SINK_BLOCK);
        const enum status st = sink_crew_put(crew, SINK_BLOCK, trouble, &block);
        if (st != ST_OK)
            return st;
    }
    memcpy(block, rows + (count - 1) * SINK_BLOCK, SINK_BLOCK);
    return sink_crew_finish(crew, SINK_BLOCK, trouble);
}

START_TEST(nothing_is_written_behind_a_failure_which_is_told_at_the_end_at_last)
{
    enum { BLOCKS = 12 };
    char *const rows = make_rows(BLOCKS * SINK_BLOCK);

    for (size_t k = 0; k < 4 * BLOCKS; k++) {
        const size_t good = k % BLOCKS;
        struct once once = {.before = good * SINK_BLOCK + 1000};
        const struct sink_outlet outlet = {fail_once, &once};
        struct trouble trouble = {0};
        struct sink_crew *crew;
        char *block;
        ck_assert(
            !sink_crew_new(CODING_PLAIN, &outlet, &trouble, &crew, &block));
        sink_crew_threads(crew, 1 + (unsigned)(k / BLOCKS));
        ck_assert_int_eq(write_blocks(crew, rows, BLOCKS, block, &trouble),
                         ST_SYSTEM);
        ck_assert_str_eq(trouble.text, "full, once");
        sink_crew_free(crew);
        ck_assert_uint_eq(once.taken.len, good * SINK_BLOCK);
        ck_assert(good == 0 ||
                  memcmp(once.taken.bytes, rows, once.taken.len) == 0);
        free(once.taken.bytes);
    }
    free(rows);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("sink_coding");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, the_ending_of_the_name_chooses_the_compression);
    tcase_add_test(tests,
                   compressed_bytes_do_not_depend_on_how_they_were_written);
    tcase_add_test(tests, bytes_do_not_depend_on_the_threads);
    tcase_add_test(tests, a_text_is_packed_in_one_way_wherever_it_is_done);
    tcase_add_test(tests, an_output_is_one_member_or_frame);
    tcase_add_test(tests,
                   threads_are_there_from_the_second_block_on_and_if_asked_for);
    tcase_add_test(tests, a_failing_write_is_told_and_leaves_nothing);
    tcase_add_test(
        tests,
        nothing_is_written_behind_a_failure_which_is_told_at_the_end_at_last);
    return run_tests("sink_coding", tests);
}
