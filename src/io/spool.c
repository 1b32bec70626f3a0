/* SPDX-License-Identifier: MIT */
#include "io/spool.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "io/cleanup.h"
#include "io/spool_internal.h"
#include "io/transfer.h"

enum { FIRST_ROOM = 64 << 10 };

struct spool {
    const char *folder;
    size_t budget;
    int fd;           /* -1 as long as all is in memory */
    uint64_t on_disk; /* bytes in the file, followed by those in the buffer */
    char *buffer;
    size_t len;
    size_t room;
};

enum status
spool_new(const char *folder, size_t budget, struct trouble *trouble,
          struct spool **spool)
{
    struct spool *const made = malloc(sizeof *made);

    if (made == NULL)
        return trouble_nomem(trouble);
    *made = (struct spool){.folder = folder, .budget = budget, .fd = -1};
    *spool = made;
    return ST_OK;
}

void
spool_free(struct spool *spool)
{
    if (spool == NULL)
        return;
    if (spool->fd != -1)
        close(spool->fd);
    free(spool->buffer);
    free(spool);
}

enum status
spool_make_unlinked(const char *folder, int *fd)
{
    char *path;
    int made, error_number;

    if (asprintf(&path, "%s/.sampler-%ld-XXXXXX", folder, (long)getpid()) == -1)
        return ST_NOMEM;
    cleanup_block();
    made = mkostemp(path, O_CLOEXEC);
    error_number = errno;
    if (made != -1)
        unlink(path);
    cleanup_unblock();
    free(path);
    errno = error_number;
    if (made == -1)
        return ST_SYSTEM;
    *fd = made;
    return ST_OK;
}

static enum status
say_system(const struct spool *spool, struct trouble *trouble, const char *what)
{
    return trouble_system(trouble, errno, "%s: cannot %s a temporary file",
                          spool->folder, what);
}

static enum status
make_file(struct spool *spool, struct trouble *trouble)
{
    const int flags = O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC;
    enum status st;

    spool->fd = transfer_open(AT_FDCWD, spool->folder, flags);
    if (spool->fd != -1)
        return ST_OK;
    /* What file systems and kernels without O_TMPFILE say. */
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)
        return say_system(spool, trouble, "make");
    st = spool_make_unlinked(spool->folder, &spool->fd);
    if (st == ST_NOMEM)
        return trouble_nomem(trouble);
    return st == ST_OK ? ST_OK : say_system(spool, trouble, "make");
}

static enum status
write_out(struct spool *spool, const char *bytes, size_t len,
          struct trouble *trouble)
{
    if (len == 0)
        return ST_OK;
    if (spool->fd == -1) {
        const enum status st = make_file(spool, trouble);
        if (st != ST_OK)
            return st;
    }
    if (transfer_write(spool->fd, bytes, len))
        return say_system(spool, trouble, "write");
    spool->on_disk += len;
    return ST_OK;
}

/* Makes room for LEN more bytes, which the budget has. The buffer grows in
 * steps of four up to half the budget, and then to all of it: a step of half
 * its size, as arrays take it, would go past the budget. */
static enum status
make_room(struct spool *spool, size_t len, struct trouble *trouble)
{
    const size_t want = spool->len + len;
    size_t room = spool->room > 0 ? spool->room : FIRST_ROOM / 4;

    if (want <= spool->room)
        return ST_OK;
    do
        room = room <= spool->budget / 8 ? 4 * room : spool->budget;
    while (room < want);
    if (array_reserve(&spool->buffer, &spool->room, room, 1))
        return trouble_nomem(trouble);
    return ST_OK;
}

enum status
spool_append(struct spool *spool, const void *bytes, size_t len,
             struct trouble *trouble)
{
    enum status st = ST_OK;

    if (len > spool->budget - spool->len) {
        st = write_out(spool, spool->buffer, spool->len, trouble);
        if (st != ST_OK)
            return st;
        spool->len = 0;
    }
    if (len > spool->budget)
        return write_out(spool, bytes, len, trouble);
    st = make_room(spool, len, trouble);
    if (st != ST_OK || len == 0)
        return st;
    memcpy(spool->buffer + spool->len, bytes, len);
    spool->len += len;
    return ST_OK;
}

enum status
spool_fetch(const struct spool *spool, uint64_t offset, char *bytes, size_t len,
            struct trouble *trouble)
{
    size_t from_disk = 0;

    assert(len <= spool_bytes(spool) && offset <= spool_bytes(spool) - len);
    if (offset < spool->on_disk) {
        const uint64_t there = spool->on_disk - offset;
        from_disk = there < len ? (size_t)there : len;
        const enum status st =
            transfer_fetch(spool->fd, offset, bytes, from_disk);
        if (st == ST_END)
            errno = EIO; /* the file lost what was written */
        if (st != ST_OK)
            return say_system(spool, trouble, "read");
    }
    if (from_disk < len)
        memcpy(bytes + from_disk,
               spool->buffer + (offset + from_disk - spool->on_disk),
               len - from_disk);
    return ST_OK;
}

uint64_t
spool_bytes(const struct spool *spool)
{
    return spool->on_disk + spool->len;
}

uint64_t
spool_bytes_on_disk(const struct spool *spool)
{
    return spool->on_disk;
}
