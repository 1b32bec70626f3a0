/* SPDX-License-Identifier: MIT */
#include "io/transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>
#include <unistd.h>

int
transfer_open(int folder, const char *name, int flags)
{
    int fd;

    do
        fd = openat(folder, name, flags, 0600);
    while (fd == -1 && errno == EINTR);
    return fd;
}

int
transfer_open_folder(const char *name)
{
    const int flags = O_DIRECTORY | O_CLOEXEC;
    const int fd = transfer_open(AT_FDCWD, name, O_RDONLY | flags);

    /* A folder to drop things into may not be open for reading. */
    return fd == -1 && errno == EACCES
               ? transfer_open(AT_FDCWD, name, O_PATH | flags)
               : fd;
}

/* Whether a call that failed with errno can be repeated, now or after the
 * wait for EVENTS that is done here. */
static bool
may_repeat(int fd, short events)
{
    struct pollfd wanted = {.fd = fd, .events = events};

    if (errno == EINTR)
        return true;
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        return false;
    return poll(&wanted, 1, -1) >= 0 || errno == EINTR;
}

/* Waits until FD can be read, or STOP_FD; false with ECANCELED if that can. */
static bool
wait_unless_stopped(int fd, int stop_fd)
{
    struct pollfd wanted[] = {{.fd = fd, .events = POLLIN},
                              {.fd = stop_fd, .events = POLLIN}};

    while (poll(wanted, 2, -1) == -1)
        if (errno != EINTR)
            return false;
    if (wanted[1].revents == 0)
        return true;
    errno = ECANCELED;
    return false;
}

enum status
transfer_read(int fd, int stop_fd, char *bytes, size_t room, size_t *len)
{
    size_t have = 0;

    while (have < room) {
        if (stop_fd != -1 && !wait_unless_stopped(fd, stop_fd))
            return ST_SYSTEM;
        const ssize_t got = read(fd, bytes + have, room - have);
        if (got == 0)
            break;
        if (got > 0)
            have += (size_t)got;
        else if (!may_repeat(fd, POLLIN))
            return ST_SYSTEM;
    }
    *len = have;
    return ST_OK;
}

enum status
transfer_read_at(int fd, uint64_t offset, char *bytes, size_t room, size_t *len)
{
    size_t have = 0;

    while (have < room) {
        const ssize_t got =
            pread(fd, bytes + have, room - have, (off_t)(offset + have));
        if (got == 0)
            break;
        if (got > 0)
            have += (size_t)got;
        else if (!may_repeat(fd, POLLIN))
            return ST_SYSTEM;
    }
    *len = have;
    return ST_OK;
}

enum status
transfer_fetch(int fd, uint64_t offset, char *bytes, size_t len)
{
    size_t have = 0;
    const enum status st = transfer_read_at(fd, offset, bytes, len, &have);

    return st == ST_OK && have < len ? ST_END : st;
}

enum status
transfer_write(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        const ssize_t put = write(fd, bytes, len);
        if (put > 0) {
            bytes += put;
            len -= (size_t)put;
        } else if (put == 0) {
            errno = ENOSPC; /* a device that takes nothing and says nothing */
            return ST_SYSTEM;
        } else if (!may_repeat(fd, POLLOUT)) {
            return ST_SYSTEM;
        }
    }
    return ST_OK;
}

enum status
transfer_sync(int fd)
{
    int result;

    do
        result = fsync(fd);
    while (result == -1 && errno == EINTR);
    return result == 0 ? ST_OK : ST_SYSTEM;
}

enum status
transfer_close(int fd)
{
    /* Linux has closed it also where it says that it was interrupted. */
    return close(fd) == 0 || errno == EINTR ? ST_OK : ST_SYSTEM;
}
