/* SPDX-License-Identifier: MIT */
#include "io/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum status
descriptors_guard(bool *are_heard)
{
    /* The wrong way round, so that reading 0 and writing 1 fail. */
    static const int flags[] = {O_WRONLY, O_RDONLY, O_WRONLY};

    const bool had_stderr = fcntl(STDERR_FILENO, F_GETFD) != -1;

    for (int fd = 0; fd < (int)(sizeof flags / sizeof *flags); fd++) {
        if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
            continue;
        /* All below are open: the lowest free number is this one. */
        if (open("/dev/null", flags[fd]) != fd)
            return ST_SYSTEM;
    }
    *are_heard = had_stderr;
    return ST_OK;
}
