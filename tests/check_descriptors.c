/* SPDX-License-Identifier: MIT */
#include "io/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run_tests.h"

/* In a process where the standard streams of the bits of CLOSED were closed:
 * whether reading 0 and writing 1 fail as on a closed one, writing 2 does not
 * but is known to be heard by nobody, and the next file gets a number above
 * them. */
static bool
is_guarded(unsigned closed)
{
    char byte = 'x';
    bool good, are_heard = false;

    for (int fd = 0; fd <= 2; fd++)
        if (closed >> fd & 1)
            close(fd);
    good = descriptors_guard(&are_heard) == ST_OK &&
           are_heard == ((closed & 4) == 0);
    if (closed & 1)
        good = good && read(0, &byte, 1) == -1 && errno == EBADF;
    if (closed & 2)
        good = good && write(1, &byte, 1) == -1 && errno == EBADF;
    if (closed & 4)
        good = good && write(2, &byte, 1) == 1;
    return good && open("/dev/null", O_RDONLY) > 2;
}

START_TEST(standard_streams_that_were_closed_fail_and_are_not_reused)
{
    for (unsigned closed = 0; closed < 8; closed++) {
        int status = -1;
        const pid_t child = fork();
        if (child == 0)
            _exit(is_guarded(closed) ? 0 : 1);
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_int_eq(status, 0);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("descriptors");

    tcase_add_test(tests,
                   standard_streams_that_were_closed_fail_and_are_not_reused);
    return run_tests("descriptors", tests);
}
