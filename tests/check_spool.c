/* SPDX-License-Identifier: MIT */
#include "io/spool.h"

#include "bytes.h"
#include "io/spool_internal.h"
#include "run_tests.h"
#include "scratch.h"

/* Appends the rows in pieces that grow, and fetches ranges all over. */
static void
append_and_compare(size_t budget, const char *rows, size_t len)
{
    struct trouble trouble = {0};
    struct spool *spool;
    char *const got = malloc(len);
    size_t piece = 0;

    ck_assert_ptr_nonnull(got);
    ck_assert(!spool_new(".", budget, &trouble, &spool));
    ck_assert(!spool_append(spool, rows, 0, &trouble));
    for (size_t i = 0; i < len; i += piece) {
        piece = piece * 5 / 4 + 1;
        piece = len - i < piece ? len - i : piece;
        ck_assert(!spool_append(spool, rows + i, piece, &trouble));
        ck_assert_uint_eq(spool_bytes(spool), i + piece);
        ck_assert_uint_le(spool_bytes(spool) - spool_bytes_on_disk(spool),
                          budget);
    }
    for (size_t from = 0; from < len; from += len / 97 + 1)
        for (size_t n = 0; n <= len - from; n += len / 31 + 1) {
            if (spool_fetch(spool, from, got, n, &trouble))
                ck_abort_msg("%s", trouble.text);
            if (memcmp(got, rows + from, n) != 0)
                ck_abort_msg("%zu bytes from %zu differ", n, from);
        }
    ck_assert(!spool_fetch(spool, 0, got, len, &trouble));
    ck_assert_mem_eq(got, rows, len);
    ck_assert_int_eq(scratch_count("."), 0);
    if (budget >= len)
        ck_assert_uint_eq(spool_bytes_on_disk(spool), 0);
    spool_free(spool);
    free(got);
}

START_TEST(what_was_appended_is_fetched_with_every_budget)
{
    static const size_t budgets[] = {0,      1,      2,      1000,
                                     65535,  65536,  65537,  100000,
                                     299999, 300000, 300001, 1 << 24};
    char *const rows = make_rows(300000);

    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++)
        append_and_compare(budgets[i], rows, 300000);
    append_and_compare(7, rows, 100);
    free(rows);
}
END_TEST

START_TEST(an_empty_spool_has_no_bytes)
{
    struct trouble trouble = {0};
    struct spool *spool;
    char byte;

    ck_assert(!spool_new("none", 10, &trouble, &spool));
    ck_assert(!spool_append(spool, "", 0, &trouble));
    ck_assert(!spool_fetch(spool, 0, &byte, 0, &trouble));
    ck_assert_uint_eq(spool_bytes(spool), 0);
    ck_assert_uint_eq(spool_bytes_on_disk(spool), 0);
    spool_free(spool);
    spool_free(NULL);
}
END_TEST

START_TEST(a_folder_that_is_not_there_matters_when_the_budget_is_used_up)
{
    struct trouble trouble = {0};
    struct spool *spool;

    ck_assert(!spool_new("none", 4, &trouble, &spool));
    ck_assert(!spool_append(spool, "1234", 4, &trouble));
    ck_assert_int_eq(spool_append(spool, "5", 1, &trouble), ST_SYSTEM);
    ck_assert_str_eq(trouble.text, "none: cannot make a temporary file: No "
                                   "such file or directory");
    spool_free(spool);
}
END_TEST

START_TEST(a_file_system_without_nameless_files_gets_one_that_loses_its_name)
{
    struct stat stat;
    char got[4];
    int fd;

    ck_assert(!spool_make_unlinked(".", &fd));
    ck_assert_int_eq(scratch_count("."), 0);
    ck_assert_int_eq(fstat(fd, &stat), 0);
    ck_assert_uint_eq(stat.st_mode & 07777, 0600);
    ck_assert_uint_eq(stat.st_nlink, 0);
    ck_assert_int_eq(write(fd, "1234", 4), 4);
    ck_assert_int_eq(pread(fd, got, 4, 0), 4);
    ck_assert_mem_eq(got, "1234", 4);
    ck_assert_int_ne(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
    close(fd);
    ck_assert_int_eq(spool_make_unlinked("none", &fd), ST_SYSTEM);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("spool");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, what_was_appended_is_fetched_with_every_budget);
    tcase_add_test(tests, an_empty_spool_has_no_bytes);
    tcase_add_test(
        tests, a_folder_that_is_not_there_matters_when_the_budget_is_used_up);
    tcase_add_test(
        tests,
        a_file_system_without_nameless_files_gets_one_that_loses_its_name);
    return run_tests("spool", tests);
}
