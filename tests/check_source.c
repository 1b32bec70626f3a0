/* SPDX-License-Identifier: MIT */
#include "io/source.h"

#include <errno.h>
#include <sys/wait.h>
#include <utime.h>

#include "run_tests.h"
#include "scratch.h"
#include "slurp.h"

enum { SOME = 3000 };

/* Bytes of which no two neighbours of a block are alike. */
static void
fill_some(char bytes[SOME])
{
    for (size_t i = 0; i < SOME; i++)
        bytes[i] = (char)('a' + i * i % 23);
}

static struct source *
open_or_fail(const char *name)
{
    struct trouble trouble = {0};
    struct source *source = NULL;

    ck_assert_msg(!source_open(name, &trouble, &source), "%s", trouble.text);
    return source;
}

START_TEST(a_file_is_read_as_it_is_with_every_room)
{
    static const size_t rooms[] = {1, 2, 511, 512, 513, 2999, 3000, 3001, 9999};
    static const size_t lens[] = {0, 1, 511, 512, 513, SOME};
    char bytes[SOME];

    fill_some(bytes);
    for (size_t l = 0; l < sizeof lens / sizeof *lens; l++) {
        scratch_write("in", bytes, lens[l]);
        for (size_t r = 0; r < sizeof rooms / sizeof *rooms; r++)
            slurp_and_compare("in", rooms[r], bytes, lens[l]);
    }
}
END_TEST

START_TEST(a_range_is_fetched_again_and_reading_stays_where_it_is)
{
    char bytes[SOME], got[SOME];
    struct trouble trouble = {0};
    struct source *source;
    size_t len;

    fill_some(bytes);
    scratch_write("in", bytes, SOME);
    source = open_or_fail("in");
    ck_assert(source_can_fetch(source));
    ck_assert_uint_eq(source_bytes_total(source), SOME);
    ck_assert(!source_read(source, got, 700, &trouble, &len));
    ck_assert_uint_eq(source_bytes_read(source), 700);
    ck_assert(!source_fetch(source, 100, got, 50, &trouble));
    ck_assert_mem_eq(got, bytes + 100, 50);
    ck_assert(!source_fetch(source, SOME - 50, got, 50, &trouble));
    ck_assert_mem_eq(got, bytes + SOME - 50, 50);
    ck_assert(!source_fetch(source, SOME, got, 0, &trouble));
    ck_assert(!source_read(source, got, SOME, &trouble, &len));
    ck_assert_uint_eq(len, SOME - 700);
    ck_assert_mem_eq(got, bytes + 700, len);
    ck_assert_uint_eq(source_bytes_read(source), SOME);
    source_free(source);
}
END_TEST

/* The process's own standard input, for the time of a test. */
static int
replace_stdin(int fd)
{
    const int saved = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10);

    ck_assert_int_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    close(fd);
    return saved;
}

static void
restore_stdin(int saved)
{
    dup2(saved, STDIN_FILENO);
    close(saved);
}

START_TEST(reading_standard_input_begins_where_it_stands)
{
    enum { SKIPPED = 1234 };
    char bytes[SOME], got[SOME];
    struct trouble trouble = {0};
    struct source *source;
    size_t len;
    int saved;

    fill_some(bytes);
    scratch_write("in", bytes, SOME);
    saved = replace_stdin(open("in", O_RDONLY));
    lseek(STDIN_FILENO, SKIPPED, SEEK_SET);
    source = open_or_fail("-");
    ck_assert_str_eq(source_name(source), "standard input");
    ck_assert_uint_eq(source_bytes_total(source), SOME - SKIPPED);
    ck_assert(!source_read(source, got, SOME, &trouble, &len));
    ck_assert_uint_eq(len, SOME - SKIPPED);
    ck_assert_mem_eq(got, bytes + SKIPPED, len);
    ck_assert(source_can_fetch(source));
    ck_assert(!source_fetch(source, 10, got, 20, &trouble));
    ck_assert_mem_eq(got, bytes + SKIPPED + 10, 20);
    ck_assert(!source_check_unchanged(source, &trouble));
    source_free(source);
    ck_assert_int_ne(fcntl(STDIN_FILENO, F_GETFD), -1);
    restore_stdin(saved);
}
END_TEST

/* Starts a process that writes the bytes to a pipe in pieces of PIECE bytes,
 * and makes the pipe standard input. */
static int
feed_stdin(const char *bytes, size_t len, size_t piece, int flags)
{
    int ends[2];

    ck_assert_int_eq(pipe2(ends, flags), 0);
    if (fork() == 0) {
        close(ends[0]);
        fcntl(ends[1], F_SETFL, 0);
        for (size_t i = 0; i < len; i += piece) {
            const size_t left = len - i;
            const ssize_t put =
                write(ends[1], bytes + i, left < piece ? left : piece);
            if (put < 0)
                _exit(1);
            if (i / piece % 64 == 0)
                usleep(1000);
        }
        _exit(0);
    }
    close(ends[1]);
    return replace_stdin(ends[0]);
}

START_TEST(a_pipe_gives_the_same_bytes_in_whatever_pieces_they_come)
{
    static const size_t pieces[] = {1, 7, 512, 4096};
    static const size_t rooms[] = {3, 1000, 100000};
    char bytes[SOME];

    fill_some(bytes);
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++)
        for (size_t r = 0; r < sizeof rooms / sizeof *rooms; r++) {
            const int saved = feed_stdin(bytes, SOME, pieces[p], 0);
            slurp_and_compare("-", rooms[r], bytes, SOME);
            restore_stdin(saved);
            wait(NULL);
        }
}
END_TEST

START_TEST(a_pipe_that_somebody_made_non_blocking_is_waited_for)
{
    char bytes[SOME];
    int saved;

    fill_some(bytes);
    saved = feed_stdin(bytes, SOME, 10, O_NONBLOCK);
    slurp_and_compare("-", 1000, bytes, SOME);
    restore_stdin(saved);
    wait(NULL);
}
END_TEST

START_TEST(a_pipe_cannot_be_fetched_from_and_has_no_size)
{
    struct trouble trouble = {0};
    const int saved = feed_stdin("a,b\n", 4, 4, 0);
    struct source *const source = open_or_fail("-");

    ck_assert(!source_can_fetch(source));
    ck_assert_uint_eq(source_bytes_total(source), 0);
    ck_assert(!source_check_unchanged(source, &trouble));
    source_free(source);
    restore_stdin(saved);
    wait(NULL);
}
END_TEST

START_TEST(a_file_of_proc_that_says_it_is_empty_is_read_to_its_end)
{
    const struct slurped all = slurp("/proc/self/limits", 100);
    struct source *source;

    ck_assert_int_eq(all.status, ST_OK);
    ck_assert_uint_gt(all.len, 500);
    ck_assert_ptr_nonnull(memmem(all.bytes, all.len, "Max file locks", 14));
    free(all.bytes);
    source = open_or_fail("/proc/self/limits");
    ck_assert(!source_can_fetch(source));
    source_free(source);
}
END_TEST

START_TEST(what_cannot_be_read_is_refused_with_its_name)
{
    ck_assert_int_eq(mkdir("d", 0700), 0);
    slurp_and_fail("d", ST_SYSTEM, "d: cannot read: Is a directory");
    slurp_and_fail("none.csv", ST_SYSTEM,
                   "none.csv: cannot open: No such file or directory");
    slurp_and_fail("d/none/x", ST_SYSTEM,
                   "d/none/x: cannot open: No such file or directory");
}
END_TEST

START_TEST(a_standard_input_for_writing_only_is_an_error)
{
    const int saved = replace_stdin(open("/dev/null", O_WRONLY));

    slurp_and_fail("-", ST_SYSTEM,
                   "standard input: cannot read: Bad file descriptor");
    restore_stdin(saved);
}
END_TEST

/* Opens "in" of SOME bytes and reads the first 2000. */
static struct source *
begin_to_read(void)
{
    char bytes[SOME];
    struct trouble trouble = {0};
    struct source *source;
    size_t len;

    fill_some(bytes);
    scratch_write("in", bytes, SOME);
    source = open_or_fail("in");
    ck_assert(!source_read(source, bytes, 2000, &trouble, &len));
    return source;
}

/* Reads the rest, and whether a change is noticed after it. */
static void
end_reading(struct source *source, bool is_noticed)
{
    char rest[2 * SOME];
    struct trouble trouble = {0};
    size_t len;

    ck_assert(!source_read(source, rest, sizeof rest, &trouble, &len));
    if (is_noticed) {
        ck_assert_int_eq(source_check_unchanged(source, &trouble), ST_DATA);
        ck_assert_str_eq(trouble.text,
                         "in: the file changed while it was read");
    } else {
        ck_assert_int_eq(source_check_unchanged(source, &trouble), ST_OK);
    }
    source_free(source);
}

START_TEST(a_file_that_nobody_touches_is_unchanged)
{
    end_reading(begin_to_read(), false);
}
END_TEST

START_TEST(a_file_that_shrinks_is_noticed)
{
    struct source *const source = begin_to_read();

    ck_assert_int_eq(truncate("in", 2500), 0);
    end_reading(source, true);
}
END_TEST

START_TEST(a_file_that_grows_is_noticed)
{
    struct source *const source = begin_to_read();

    ck_assert_int_eq(truncate("in", SOME + 1), 0);
    end_reading(source, true);
}
END_TEST

START_TEST(a_file_that_is_written_over_is_noticed)
{
    struct source *const source = begin_to_read();
    const struct utimbuf then = {0, 86400};

    ck_assert_int_eq(utime("in", &then), 0);
    end_reading(source, true);
}
END_TEST

START_TEST(another_mode_name_or_file_in_its_place_is_no_change)
{
    struct source *const source = begin_to_read();

    ck_assert_int_eq(chmod("in", 0400), 0);
    ck_assert_int_eq(link("in", "copy"), 0);
    scratch_write("other", "x", 1);
    ck_assert_int_eq(rename("other", "in"), 0);
    end_reading(source, false);
}
END_TEST

START_TEST(fetching_past_the_end_says_that_the_file_changed)
{
    char got[100];
    struct trouble trouble = {0};
    struct source *const source = begin_to_read();

    ck_assert_int_eq(truncate("in", 500), 0);
    ck_assert_int_eq(source_fetch(source, 450, got, 100, &trouble), ST_DATA);
    ck_assert_str_eq(trouble.text, "in: the file changed while it was read");
    source_free(source);
}
END_TEST

START_TEST(a_source_knows_whether_it_is_a_file)
{
    struct stat in, other;
    struct source *const source = begin_to_read();

    scratch_write("other", "x", 1);
    ck_assert_int_eq(link("in", "link"), 0);
    ck_assert_int_eq(stat("link", &in), 0);
    ck_assert_int_eq(stat("other", &other), 0);
    ck_assert(source_is_file(source, in.st_dev, in.st_ino));
    ck_assert(!source_is_file(source, other.st_dev, other.st_ino));
    source_free(source);
}
END_TEST

START_TEST(a_format_that_is_not_csv_is_refused_by_name)
{
    scratch_write("in.csv", "PK\3\4\x14\0\0\0", 8);
    slurp_and_fail("in.csv", ST_DATA,
                   "in.csv: the format is zip or xlsx, not CSV");
    scratch_write("in.csv.gz", "a,b\n1,2\n", 8);
    slurp_and_compare("in.csv.gz", 5, "a,b\n1,2\n", 8);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("source");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, a_file_is_read_as_it_is_with_every_room);
    tcase_add_test(tests,
                   a_range_is_fetched_again_and_reading_stays_where_it_is);
    tcase_add_test(tests, reading_standard_input_begins_where_it_stands);
    tcase_add_test(tests,
                   a_pipe_gives_the_same_bytes_in_whatever_pieces_they_come);
    tcase_add_test(tests, a_pipe_that_somebody_made_non_blocking_is_waited_for);
    tcase_add_test(tests, a_pipe_cannot_be_fetched_from_and_has_no_size);
    tcase_add_test(tests,
                   a_file_of_proc_that_says_it_is_empty_is_read_to_its_end);
    tcase_add_test(tests, what_cannot_be_read_is_refused_with_its_name);
    tcase_add_test(tests, a_standard_input_for_writing_only_is_an_error);
    tcase_add_test(tests, a_file_that_nobody_touches_is_unchanged);
    tcase_add_test(tests, a_file_that_shrinks_is_noticed);
    tcase_add_test(tests, a_file_that_grows_is_noticed);
    tcase_add_test(tests, a_file_that_is_written_over_is_noticed);
    tcase_add_test(tests, another_mode_name_or_file_in_its_place_is_no_change);
    tcase_add_test(tests, fetching_past_the_end_says_that_the_file_changed);
    tcase_add_test(tests, a_source_knows_whether_it_is_a_file);
    tcase_add_test(tests, a_format_that_is_not_csv_is_refused_by_name);
    return run_tests("source", tests);
}
