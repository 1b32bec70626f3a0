/* SPDX-License-Identifier: MIT */
#include "io/entropy.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include "io/transfer.h"

static enum status
read_device(struct trouble *trouble, uint64_t *number)
{
    static const char name[] = "/dev/urandom";
    const int descriptor = transfer_open(AT_FDCWD, name, O_RDONLY | O_CLOEXEC);
    uint64_t value;
    size_t len = 0;

    if (descriptor < 0)
        return trouble_system(trouble, errno, "no seed: cannot open %s", name);
    const enum status st =
        transfer_read(descriptor, -1, (char *)&value, sizeof value, &len);
    const int read_error = st == ST_OK ? EIO : errno;
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
