/* SPDX-License-Identifier: MIT */
/* A log of candidates, or the file that their rows are in, that loses what was
 * there: all before that is visited, and the first loss is told. */
#include <sys/stat.h>
#include <unistd.h>

#include "bytes.h"
#include "design/candidates.h"
#include "run_tests.h"
#include "scratch.h"

/* The log takes 1.92 MB, of which 1 MiB may be in memory. */
enum { ROWS = 60000, ROW_BYTES = 10, CHUNK = 512 };

static bool
is_alive(const void *context, const struct candidate *candidate)
{
    (void)context;
    (void)candidate;
    return true;
}

static enum status
count_one(void *context, const struct candidate *candidate, const char *row,
          struct trouble *trouble)
{
    size_t *const seen = context;

    (void)trouble;
    if (candidate->position != *seen || row[0] != 'r')
        ck_abort_msg("not the candidate of position %zu", *seen);
    ++*seen;
    return ST_OK;
}

static struct source *
make_source(void)
{
    struct trouble trouble = {0};
    struct source *source = NULL;
    struct bytes text = {0};

    for (size_t i = 0; i < ROWS; i++)
        append(&text, "row,76543\n", ROW_BYTES);
    scratch_write("rows", text.bytes, text.len);
    free(text.bytes);
    ck_assert(!source_open("rows", &trouble, &source));
    return source;
}

static struct candidates *
make_log(const struct source *source, unsigned threads)
{
    const struct candidates_setup setup = {.source = source,
                                           .folder = ".",
                                           .filter = is_alive,
                                           .threads = threads};
    struct trouble trouble = {0};
    struct candidates *log = NULL;

    ck_assert(!candidates_new(&setup, &trouble, &log));
    for (uint64_t i = 0; i < ROWS; i++) {
        const struct candidate candidate = {.position = i,
                                            .offset = i * ROW_BYTES,
                                            .content_bytes = ROW_BYTES - 1,
                                            .ending_bytes = 1};
        if (candidates_add(log, &candidate, "row,76543\n", &trouble))
            ck_abort_msg("%s", trouble.text);
    }
    return log;
}

/* Leaves LEN bytes of the spool, whose file has no name but its descriptor. */
static void
cut_log(off_t len)
{
    int cut = 0;

    for (int fd = 3; fd < 100; fd++) {
        struct stat file;
        if (fstat(fd, &file) || file.st_nlink > 0 || file.st_size <= len)
            continue;
        ck_assert_int_eq(ftruncate(fd, len), 0);
        cut++;
    }
    ck_assert_int_eq(cut, 1);
}

/* Cuts the log behind so many candidates and the file behind so many rows; who
 * is visited. */
static size_t
visit(unsigned threads, size_t logged, size_t rows, enum status status,
      const char *text)
{
    struct source *const source = make_source();
    struct candidates *const log = make_log(source, threads);
    struct trouble trouble = {0};
    size_t seen = 0;

    cut_log((off_t)(logged * sizeof(struct candidate)));
    ck_assert_int_eq(truncate("rows", (off_t)rows * ROW_BYTES), 0);
    ck_assert_int_eq(candidates_each(log, true, count_one, &seen, &trouble),
                     status);
    ck_assert_str_eq(trouble.text, text);
    candidates_free(log);
    source_free(source);
    return seen;
}

static const char log_is_cut[] =
    ".: cannot read a temporary file: Input/output error";
static const char rows_are_cut[] = "rows: the file changed while it was read";

START_TEST(all_in_front_of_a_cut_are_visited)
{
    for (unsigned threads = 1; threads <= 2; threads++) {
        ck_assert_uint_eq(visit(threads, 15600, ROWS, ST_SYSTEM, log_is_cut),
                          15600 / CHUNK * CHUNK);
        ck_assert_uint_eq(visit(threads, 20000, 15600, ST_DATA, rows_are_cut),
                          15600 / CHUNK * CHUNK);
    }
}
END_TEST

START_TEST(of_two_cuts_the_first_is_told)
{
    for (unsigned threads = 1; threads <= 2; threads++) {
        /* 300 candidates that can be looked at are behind the rows. */
        ck_assert_uint_eq(
            visit(threads, 10 * CHUNK, 10 * CHUNK - 300, ST_DATA, rows_are_cut),
            9 * CHUNK);
        ck_assert_uint_eq(
            visit(threads, 10 * CHUNK, 10 * CHUNK, ST_SYSTEM, log_is_cut),
            10 * CHUNK);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("candidates_cut");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, all_in_front_of_a_cut_are_visited);
    tcase_add_test(tests, of_two_cuts_the_first_is_told);
    return run_tests("candidates_cut", tests);
}
