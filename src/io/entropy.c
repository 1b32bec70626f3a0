/* SPDX-License-Identifier: MIT */
#include "io/entropy.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

static enum status
read_device(struct trouble *trouble, uint64_t *number)
{
    static const char name[] = "/dev/urandom";
    const int descriptor = open(name, O_RDONLY | O_CLOEXEC);
    uint64_t value;
    ssize_t len;

    if (descriptor < 0)
        return trouble_system(trouble, errno, "no seed: cannot open %s", name);
    do
        len = read(descriptor, &value, sizeof value);
    while (len < 0 && errno == EINTR);
    const int read_error = len < 0 ? errno : EIO;
    close(descriptor);
    if (len != sizeof value)
        return trouble_system(trouble, read_error, "no seed: cannot read %s",
                              name);
    *number = value;
    return ST_OK;
}

enum status
entropy_number(struct trouble *trouble, uint64_t *number)
{
    uint64_t value;
    ssize_t len;

    do
        len = getrandom(&value, sizeof value, 0);
    while (len < 0 && errno == EINTR);
    if (len != sizeof value)
        return read_device(trouble, number);
    *number = value;
    return ST_OK;
}
