/* SPDX-License-Identifier: MIT */
#include "io/cleanup.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "run_tests.h"
#include "scratch.h"
#include "write_all.h"

static const int signals[] = {SIGTERM, SIGINT,  SIGHUP,  SIGQUIT, SIGPIPE,
                              SIGALRM, SIGXCPU, SIGUSR1, SIGUSR2};

enum { SIGNALS = sizeof signals / sizeof *signals, OUTPUTS = 40 };

/* What is open when a signal ends a process; a leak finder looks here. */
static struct sink *volatile still_open[OUTPUTS];

/* Begins a process that has no core to leave; 0 in the child. */
static pid_t
begin_child(void)
{
    const pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        const struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        signal(SIGALRM, SIG_DFL); /* Check has a use for it */
        signal(SIGTERM, SIG_DFL);
        signal(SIGINT, SIG_DFL);
    }
    return child;
}

static int
end_child(pid_t child)
{
    int status = 0;

    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return status;
}

/* Opens many outputs, and gives every second one up again. */
static void
open_outputs(void)
{
    for (int i = 0; i < OUTPUTS; i++) {
        char name[16];
        snprintf(name, sizeof name, "o%d", i);
        still_open[i] = open_or_fail(name);
        if (i % 2 == 0) {
            sink_free(still_open[i]);
            still_open[i] = NULL;
        }
    }
}

START_TEST(every_signal_removes_the_files_and_ends_the_process)
{
    for (size_t i = 0; i < SIGNALS; i++) {
        const pid_t child = begin_child();
        if (child == 0) {
            signal(signals[i], SIG_DFL);
            cleanup_install();
            open_outputs();
            if (scratch_count(".") == OUTPUTS / 2)
                raise(signals[i]);
            _exit(0);
        }
        const int status = end_child(child);
        ck_assert(WIFSIGNALED(status));
        ck_assert_int_eq(WTERMSIG(status), signals[i]);
        ck_assert_int_eq(scratch_count("."), 0);
    }
}
END_TEST

START_TEST(a_published_file_stays)
{
    const pid_t child = begin_child();

    if (child == 0) {
        cleanup_install();
        write_all("o", "x", 1, 1);
        still_open[0] = open_or_fail("p");
        raise(SIGTERM);
        _exit(0);
    }
    ck_assert(WIFSIGNALED(end_child(child)));
    ck_assert(scratch_holds("o", "x"));
    ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

/* A finished output that has no name yet; a process that leaves one to a leak
 * finder has it here. */
static struct sink *
finish_or_fail(const char *path)
{
    struct trouble trouble = {0};
    struct sink *const sink = open_or_fail(path);

    still_open[0] = sink;
    ck_assert_msg(!sink_write(sink, "x", 1, &trouble), "%s", trouble.text);
    ck_assert_msg(!sink_finish(sink, &trouble), "%s", trouble.text);
    return sink;
}

START_TEST(a_signal_behind_the_last_step_is_ignored)
{
    const pid_t child = begin_child();

    if (child == 0) {
        struct trouble trouble = {0};
        cleanup_install();
        struct sink *const sinks[] = {NULL, finish_or_fail("o")};
        const enum status st = sink_publish_last(sinks, 2, &trouble);
        raise(SIGTERM);
        _exit(st == ST_OK ? 7 : 1);
    }
    const int status = end_child(child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 7);
    ck_assert(scratch_holds("o", "x"));
    ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(a_signal_before_the_last_step_leaves_the_older_file)
{
    scratch_write("o", "old", 3);
    const pid_t child = begin_child();

    if (child == 0) {
        struct trouble trouble = {0};
        cleanup_install();
        struct sink *const sink = finish_or_fail("o");
        cleanup_block();
        raise(SIGTERM);
        if (sink_publish_last(&sink, 1, &trouble) == ST_SYSTEM)
            cleanup_unblock();
        _exit(0);
    }
    const int status = end_child(child);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), SIGTERM);
    ck_assert(scratch_holds("o", "old"));
    ck_assert_int_eq(scratch_count("."), 1);
}
END_TEST

START_TEST(a_last_step_that_gives_no_name_ignores_no_signal)
{
    const pid_t child = begin_child();

    if (child == 0) {
        struct trouble trouble = {0};
        struct sink *const none = NULL;
        cleanup_install();
        if (sink_publish_last(&none, 1, &trouble) == ST_OK)
            raise(SIGTERM);
        _exit(0);
    }
    ck_assert(WIFSIGNALED(end_child(child)));
}
END_TEST

START_TEST(a_signal_that_was_held_back_before_stops_no_last_step)
{
    const pid_t child = begin_child();

    if (child == 0) {
        struct trouble trouble = {0};
        sigset_t mask;
        sigemptyset(&mask);
        sigaddset(&mask, SIGUSR1);
        sigprocmask(SIG_BLOCK, &mask, NULL);
        cleanup_install();
        raise(SIGUSR1);
        struct sink *const sink = finish_or_fail("o");
        _exit(sink_publish_last(&sink, 1, &trouble) == ST_OK ? 7 : 1);
    }
    const int status = end_child(child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 7);
    ck_assert(scratch_holds("o", "x"));
}
END_TEST

START_TEST(a_file_in_a_folder_that_was_moved_is_removed)
{
    const pid_t child = begin_child();

    if (child == 0) {
        cleanup_install();
        mkdir("d", 0700);
        still_open[0] = open_or_fail("d/o");
        rename("d", "e");
        mkdir("d", 0700);
        raise(SIGTERM);
        _exit(0);
    }
    ck_assert(WIFSIGNALED(end_child(child)));
    ck_assert_int_eq(scratch_count("e"), 0);
}
END_TEST

START_TEST(signals_that_come_together_end_the_process_by_one_of_them)
{
    const pid_t child = begin_child();

    if (child == 0) {
        cleanup_install();
        open_outputs();
        cleanup_block();
        cleanup_block();
        for (size_t i = 0; i < SIGNALS; i++)
            raise(signals[i]);
        cleanup_unblock(); /* still held back once */
        if (scratch_count(".") != OUTPUTS / 2)
            _exit(1);
        cleanup_unblock();
        _exit(0);
    }
    ck_assert(WIFSIGNALED(end_child(child)));
    ck_assert_int_eq(scratch_count("."), 0);
}
END_TEST

START_TEST(a_signal_that_is_ignored_stays_ignored)
{
    const pid_t child = begin_child();

    if (child == 0) {
        signal(SIGHUP, SIG_IGN);
        signal(SIGPIPE, SIG_IGN);
        cleanup_install();
        raise(SIGHUP);
        raise(SIGPIPE);
        _exit(7);
    }
    const int status = end_child(child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 7);
}
END_TEST

START_TEST(a_signal_that_was_held_back_before_is_so_afterwards)
{
    const pid_t child = begin_child();

    if (child == 0) {
        sigset_t mask;
        sigemptyset(&mask);
        sigaddset(&mask, SIGUSR1);
        sigprocmask(SIG_BLOCK, &mask, NULL);
        cleanup_install();
        cleanup_block();
        cleanup_unblock();
        raise(SIGUSR1);
        _exit(7);
    }
    ck_assert(WIFEXITED(end_child(child)));
}
END_TEST

START_TEST(a_file_size_limit_is_an_error_of_write)
{
    const pid_t child = begin_child();

    if (child == 0) {
        const struct rlimit limit = {100, 100};
        struct trouble trouble = {0};
        char bytes[200] = {0};
        setrlimit(RLIMIT_FSIZE, &limit);
        cleanup_install();
        struct sink *const sink = open_or_fail("o");
        if (sink_write(sink, bytes, sizeof bytes, &trouble) ||
            sink_finish(sink, &trouble) != ST_SYSTEM ||
            strcmp(trouble.text, "o: cannot write: File too large") != 0)
            _exit(1);
        sink_free(sink);
        _exit(0);
    }
    ck_assert_int_eq(end_child(child), 0);
    ck_assert_int_eq(scratch_count("."), 0);
}
END_TEST

/* A folder that is not empty stays, and so does what is in it. */
START_TEST(folders_go_with_the_files_that_were_in_them)
{
    const pid_t child = begin_child();

    if (child == 0) {
        cleanup_install();
        cleanup_block();
        if (mkdir("a", 0777) != 0 || mkdir("a/b", 0777) != 0 ||
            mkdir("full", 0777) != 0 || mkdir("kept", 0777) != 0 ||
            cleanup_add_folder(AT_FDCWD, "a") ||
            cleanup_add_folder(AT_FDCWD, "kept") ||
            cleanup_add_folder(AT_FDCWD, "a/b") ||
            cleanup_add_folder(AT_FDCWD, "full") ||
            cleanup_add(AT_FDCWD, "a/b/c"))
            _exit(1);
        scratch_write("a/b/c", "row", 3);
        scratch_write("full/d", "row", 3);
        cleanup_forget_folder(AT_FDCWD, "kept");
        cleanup_unblock();
        raise(SIGTERM);
        _exit(7);
    }
    const int status = end_child(child);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(scratch_count("."), 2);
    ck_assert_int_eq(scratch_count("full"), 1);
    ck_assert_int_eq(scratch_count("kept"), 0);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("cleanup");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, every_signal_removes_the_files_and_ends_the_process);
    tcase_add_test(tests, a_published_file_stays);
    tcase_add_test(tests, a_signal_behind_the_last_step_is_ignored);
    tcase_add_test(tests, a_signal_before_the_last_step_leaves_the_older_file);
    tcase_add_test(tests, a_last_step_that_gives_no_name_ignores_no_signal);
    tcase_add_test(tests,
                   a_signal_that_was_held_back_before_stops_no_last_step);
    tcase_add_test(tests, a_file_in_a_folder_that_was_moved_is_removed);
    tcase_add_test(tests,
                   signals_that_come_together_end_the_process_by_one_of_them);
    tcase_add_test(tests, a_signal_that_is_ignored_stays_ignored);
    tcase_add_test(tests, a_signal_that_was_held_back_before_is_so_afterwards);
    tcase_add_test(tests, a_file_size_limit_is_an_error_of_write);
    tcase_add_test(tests, folders_go_with_the_files_that_were_in_them);
    return run_tests("cleanup", tests);
}
