/* SPDX-License-Identifier: MIT */
#include "io/sink.h"

#include <errno.h>
#include <sys/wait.h>

#include "run_tests.h"
#include "scratch.h"
#include "write_all.h"

/* Whether PATH cannot be opened, and with what message. */
static void
expect_refused(const char *path, const struct source *input, enum status status,
               const char *text)
{
    struct trouble trouble = {0};
    struct sink *sink = NULL;

    ck_assert_int_eq(sink_open(path, input, &trouble, &sink), status);
    ck_assert_str_eq(trouble.text, text);
    ck_assert_ptr_null(sink);
}

static unsigned
mode_of(const char *name)
{
    struct stat stat;

    ck_assert_int_eq(lstat(name, &stat), 0);
    return stat.st_mode & 07777;
}

/* The only file of the current folder whose name has TEXT in it. */
static void
find_name(const char *text, char name[256])
{
    DIR *const folder = opendir(".");
    int found = 0;

    ck_assert_ptr_nonnull(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (strstr(entry->d_name, text) != NULL) {
            snprintf(name, 256, "%s", entry->d_name);
            found++;
        }
    closedir(folder);
    ck_assert_int_eq(found, 1);
}

START_TEST(a_file_appears_when_it_is_published_and_not_before)
{
    struct trouble trouble = {0};
    struct sink *sink;
    char name[256], wanted[64];
    mode_t mask = umask(022);

    sink = open_or_fail("o.csv");
    snprintf(wanted, sizeof wanted, ".o.csv.sampler-%ld-0.tmp", (long)getpid());
    find_name("sampler", name);
    ck_assert_str_eq(name, wanted);
    ck_assert_uint_eq(mode_of(name), 0600);
    ck_assert(!sink_write(sink, "a,b\n", 4, &trouble));
    ck_assert(!sink_finish(sink, &trouble));
    ck_assert_uint_eq(mode_of(name), 0600);
    ck_assert_int_eq(access("o.csv", F_OK), -1);
    ck_assert(!sink_publish(sink, &trouble));
    sink_free(sink);
    ck_assert(scratch_holds("o.csv", "a,b\n"));
    ck_assert_uint_eq(mode_of("o.csv"), 0644);
    ck_assert_int_eq(scratch_count("."), 1);
    umask(mask);
}
END_TEST

START_TEST(the_umask_says_the_mode_also_if_an_older_file_had_another)
{
    const mode_t mask = umask(077);

    scratch_write("o", "old", 3);
    ck_assert_int_eq(chmod("o", 0666), 0);
    write_all("o", "new", 3, 3);
    ck_assert_uint_eq(mode_of("o"), 0600);
    ck_assert_uint_eq(umask(mask), 077);
}
END_TEST

START_TEST(an_older_file_stays_until_the_new_one_is_published)
{
    struct trouble trouble = {0};
    struct sink *sink;

    scratch_write("o", "precious", 8);
    sink = open_or_fail("o");
    ck_assert(!sink_write(sink, "x", 1, &trouble));
    sink_free(sink);
    ck_assert(scratch_holds("o", "precious"));
    sink = open_or_fail("o");
    ck_assert(!sink_finish(sink, &trouble));
    sink_free(sink);
    ck_assert(scratch_holds("o", "precious"));
    ck_assert_int_eq(scratch_count("."), 1);
    write_all("o", "x", 1, 1);
    ck_assert(scratch_holds("o", "x"));
}
END_TEST

START_TEST(an_output_that_is_the_input_is_refused)
{
    struct trouble trouble = {0};
    struct source *input;

    scratch_write("in", "a,b\n", 4);
    ck_assert_int_eq(link("in", "link"), 0);
    ck_assert_int_eq(symlink("in", "symlink"), 0);
    ck_assert(!source_open("in", &trouble, &input));
    expect_refused("in", input, ST_USAGE, "in: the output is the input in");
    expect_refused("./link", input, ST_USAGE,
                   "./link: the output is the input in");
    expect_refused("symlink", input, ST_USAGE,
                   "symlink: the output is a symbolic link; name the file "
                   "itself");
    source_free(input);
    ck_assert_int_eq(scratch_count("."), 3);
}
END_TEST

/* The process's own standard output, for the time of a test. */
static int
replace_stdout(const char *name, int flags)
{
    const int saved = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
    const int fd = open(name, flags, 0600);

    ck_assert_int_eq(dup2(fd, STDOUT_FILENO), STDOUT_FILENO);
    close(fd);
    return saved;
}

static void
restore_stdout(int saved)
{
    dup2(saved, STDOUT_FILENO);
    close(saved);
}

START_TEST(standard_output_that_is_the_input_is_refused_unless_it_is_empty)
{
    struct trouble trouble = {0};
    struct source *input;
    struct sink *sink;
    int saved;

    scratch_write("in", "a,b\n", 4);
    saved = replace_stdout("in", O_WRONLY | O_APPEND);
    ck_assert(!source_open("in", &trouble, &input));
    expect_refused("-", input, ST_USAGE,
                   "standard output: the output is the input in");
    source_free(input);
    ck_assert_int_eq(truncate("in", 0), 0);
    ck_assert(!source_open("in", &trouble, &input));
    ck_assert(!sink_open("-", input, &trouble, &sink));
    sink_free(sink);
    source_free(input);
    restore_stdout(saved);
}
END_TEST

START_TEST(a_standard_output_that_cannot_be_written_is_refused_at_once)
{
    const int saved = replace_stdout("/dev/null", O_RDONLY);

    expect_refused("-", NULL, ST_SYSTEM,
                   "standard output: cannot write: Bad file descriptor");
    restore_stdout(saved);
}
END_TEST

START_TEST(standard_output_and_a_link_to_it_are_written_as_they_are)
{
    const int saved = replace_stdout("x", O_WRONLY | O_CREAT);

    ck_assert_int_eq(symlink("/proc/self/fd/1", "so"), 0);
    write_all("-", "a,b\n", 4, 1);
    write_all("so", "1,2\n", 4, 4);
    ck_assert_int_ne(fcntl(STDOUT_FILENO, F_GETFD), -1);
    restore_stdout(saved);
    ck_assert(scratch_holds("x", "a,b\n1,2\n"));
    ck_assert_int_eq(scratch_count("."), 2);
    ck_assert_uint_eq(mode_of("so"), 0777);
}
END_TEST

START_TEST(a_symbolic_link_to_a_file_or_to_nothing_is_refused)
{
    scratch_write("file", "old", 3);
    ck_assert_int_eq(symlink("file", "a"), 0);
    ck_assert_int_eq(symlink("victim", "b"), 0);
    ck_assert_int_eq(symlink("c", "c"), 0);
    for (const char *name = "abc"; *name != '\0'; name++) {
        const char path[] = {*name, '\0'};
        char text[100];
        snprintf(text, sizeof text,
                 "%s: the output is a symbolic link; name the file itself",
                 path);
        expect_refused(path, NULL, ST_USAGE, text);
    }
    ck_assert(scratch_holds("file", "old"));
    ck_assert_int_eq(access("victim", F_OK), -1);
}
END_TEST

START_TEST(what_cannot_be_an_output_is_refused)
{
    ck_assert_int_eq(mkdir("d", 0700), 0);
    scratch_write("f", "", 0);
    expect_refused("d", NULL, ST_SYSTEM, "d: cannot open: Is a directory");
    expect_refused("new/", NULL, ST_SYSTEM,
                   "new/: cannot open: No such file or directory");
    expect_refused("f/", NULL, ST_SYSTEM, "f/: cannot open: Not a directory");
    expect_refused("f/o", NULL, ST_SYSTEM, "f/o: cannot open: Not a directory");
    expect_refused("none/o", NULL, ST_SYSTEM,
                   "none/o: cannot open: No such file or directory");
    expect_refused("", NULL, ST_SYSTEM,
                   ": cannot open: No such file or directory");
}
END_TEST

/* Makes a folder that others than its owner have the permissions of. */
static void
make_folder(const char *name, mode_t mode)
{
    ck_assert_int_eq(chmod(".", 0755), 0);
    ck_assert_int_eq(mkdir(name, mode), 0);
    ck_assert_int_eq(chmod(name, mode), 0);
}

START_TEST(a_folder_that_takes_no_files_is_refused_at_once)
{
    make_folder("ro", 0555);
    if (getuid() == 0)
        ck_assert_int_eq(seteuid(65534), 0);
    expect_refused("ro/o", NULL, ST_SYSTEM,
                   "ro/o: cannot make a file in its folder: Permission "
                   "denied");
    if (getuid() == 0)
        ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

START_TEST(a_folder_to_drop_files_into_need_not_be_readable)
{
    make_folder("drop", 0333);
    if (getuid() == 0)
        ck_assert_int_eq(seteuid(65534), 0);
    write_all("drop/o", "x", 1, 1);
    if (getuid() == 0)
        ck_assert_int_eq(seteuid(0), 0);
    ck_assert_int_eq(chmod("drop", 0700), 0);
    ck_assert(scratch_holds("drop/o", "x"));
    ck_assert_int_eq(scratch_count("drop"), 1);
}
END_TEST

START_TEST(a_name_may_be_as_long_as_the_system_allows)
{
    char name[257], temporary[256];
    struct sink *sink;

    memset(name, 'n', sizeof name);
    name[255] = '\0';
    write_all(name, "x", 1, 1);
    ck_assert(scratch_holds(name, "x"));
    /* Characters of two bytes: the temporary name ends behind one of them. */
    for (size_t i = 0; i + 1 < 255; i += 2)
        memcpy(name + i + 1, "\xc3\xa9", 2);
    sink = open_or_fail(name);
    find_name(".tmp", temporary);
    ck_assert_uint_le(strlen(temporary), 255);
    ck_assert_uint_ge(strlen(temporary), 254);
    ck_assert_ptr_nonnull(strstr(temporary, "\xc3\xa9.sampler-"));
    sink_free(sink);
    name[255] = 'n';
    name[256] = '\0';
    ck_assert_int_eq(sink_open(name, NULL, &(struct trouble){0}, &sink),
                     ST_SYSTEM);
}
END_TEST

START_TEST(a_temporary_file_that_a_killed_job_left_is_not_in_the_way)
{
    char left[64];

    snprintf(left, sizeof left, ".o.sampler-%ld-0.tmp", (long)getpid());
    scratch_write(left, "left", 4);
    write_all("o", "x", 1, 1);
    ck_assert(scratch_holds("o", "x"));
    ck_assert(scratch_holds(left, "left"));
    ck_assert_int_eq(scratch_count("."), 2);
}
END_TEST

START_TEST(a_full_device_is_an_error_of_the_output)
{
    struct trouble trouble = {0};
    struct sink *const sink = open_or_fail("/dev/full");

    ck_assert(!sink_write(sink, "x", 1, &trouble));
    ck_assert_int_eq(sink_finish(sink, &trouble), ST_SYSTEM);
    ck_assert_str_eq(trouble.text,
                     "/dev/full: cannot write: No space left on device");
    sink_free(sink);
}
END_TEST

START_TEST(a_fifo_is_written_in_place_also_through_a_link)
{
    static const char *const paths[] = {"fifo", "link"};

    ck_assert_int_eq(mkfifo("fifo", 0600), 0);
    ck_assert_int_eq(symlink("fifo", "link"), 0);
    for (size_t i = 0; i < 2; i++) {
        const pid_t reader = fork();
        if (reader == 0)
            _exit(system("cat fifo >got") != 0);
        write_all(paths[i], "a,b\n", 4, 2);
        ck_assert_int_eq(waitpid(reader, NULL, 0), reader);
        ck_assert(scratch_holds("got", "a,b\n"));
        ck_assert_int_eq(unlink("got"), 0);
    }
    ck_assert_int_eq(scratch_count("."), 2);
}
END_TEST

START_TEST(a_folder_that_is_removed_is_an_error)
{
    struct trouble trouble = {0};
    struct sink *sink;

    ck_assert_int_eq(mkdir("d", 0700), 0);
    sink = open_or_fail("d/o");
    ck_assert_int_eq(system("rm -r d"), 0);
    ck_assert(!sink_write(sink, "x", 1, &trouble));
    ck_assert(!sink_finish(sink, &trouble));
    ck_assert_int_eq(sink_publish(sink, &trouble), ST_SYSTEM);
    ck_assert_str_eq(trouble.text, "d/o: cannot give the file its name: No "
                                   "such file or directory");
    sink_free(sink);
    ck_assert_int_eq(scratch_count("."), 0);
}
END_TEST

START_TEST(a_folder_that_is_moved_keeps_its_file)
{
    struct trouble trouble = {0};
    struct sink *sink;

    ck_assert_int_eq(mkdir("d", 0700), 0);
    sink = open_or_fail("d/o");
    ck_assert_int_eq(rename("d", "e"), 0);
    ck_assert(!sink_finish(sink, &trouble));
    ck_assert(!sink_publish(sink, &trouble));
    sink_free(sink);
    ck_assert(scratch_holds("e/o", ""));
    ck_assert_int_eq(scratch_count("e"), 1);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("sink");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, a_file_appears_when_it_is_published_and_not_before);
    tcase_add_test(tests,
                   the_umask_says_the_mode_also_if_an_older_file_had_another);
    tcase_add_test(tests, an_older_file_stays_until_the_new_one_is_published);
    tcase_add_test(tests, an_output_that_is_the_input_is_refused);
    tcase_add_test(
        tests, standard_output_that_is_the_input_is_refused_unless_it_is_empty);
    tcase_add_test(tests,
                   a_standard_output_that_cannot_be_written_is_refused_at_once);
    tcase_add_test(tests,
                   standard_output_and_a_link_to_it_are_written_as_they_are);
    tcase_add_test(tests, a_symbolic_link_to_a_file_or_to_nothing_is_refused);
    tcase_add_test(tests, what_cannot_be_an_output_is_refused);
    tcase_add_test(tests, a_folder_that_takes_no_files_is_refused_at_once);
    tcase_add_test(tests, a_folder_to_drop_files_into_need_not_be_readable);
    tcase_add_test(tests, a_name_may_be_as_long_as_the_system_allows);
    tcase_add_test(tests,
                   a_temporary_file_that_a_killed_job_left_is_not_in_the_way);
    tcase_add_test(tests, a_full_device_is_an_error_of_the_output);
    tcase_add_test(tests, a_fifo_is_written_in_place_also_through_a_link);
    tcase_add_test(tests, a_folder_that_is_removed_is_an_error);
    tcase_add_test(tests, a_folder_that_is_moved_keeps_its_file);
    return run_tests("sink", tests);
}
