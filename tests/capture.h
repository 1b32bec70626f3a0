/* SPDX-License-Identifier: MIT */
/* capture.h - what a function says on standard error, and how it ends.
 *
 * Purpose    Tests code that prints, and code that ends the program.
 * Units      None.
 * Ownership  None: a capture is a plain value.
 * Errors     A test that cannot have its child process fails.
 * Method     The function runs in a child process whose standard error is a
 *            temporary file. No assertion may be made in it.
 */
#ifndef TESTS_CAPTURE_H
#define TESTS_CAPTURE_H

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

struct capture {
    int exit_status; /* of exit(); 0 if the function returned, -1 if killed */
    char text[2048];
};

static inline struct capture
capture(void (*function)(const void *context), const void *context)
{
    struct capture capture = {.exit_status = -1};
    FILE *const file = tmpfile();
    int status;

    ck_assert_ptr_nonnull(file);
    fflush(NULL);
    const pid_t child = fork();
    ck_assert_int_ne(child, -1);
    if (child == 0) {
        dup2(fileno(file), STDERR_FILENO);
        function(context);
        fflush(NULL);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    if (WIFEXITED(status))
        capture.exit_status = WEXITSTATUS(status);
    rewind(file);
    capture.text[fread(capture.text, 1, sizeof capture.text - 1, file)] = '\0';
    fclose(file);
    return capture;
}

#endif
