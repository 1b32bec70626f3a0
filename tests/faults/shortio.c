/* SPDX-License-Identifier: MIT */
/* shortio.so, for LD_PRELOAD: reads and writes move fewer bytes than asked,
 * as they may, or are interrupted before they move any. */
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

/* Calls so far; the programs that this is for have one thread. */
static unsigned calls;

static void *
next_function(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* Every fifth call is interrupted. */
static int
is_interrupted(void)
{
    if (++calls % 5 != 0)
        return 0;
    errno = EINTR;
    return 1;
}

/* From one byte, so that nothing fits, to about a page; never nothing. */
static size_t
less_than(size_t len)
{
    const size_t some = 1 + calls * 2654435761U % 5000;

    return some < len ? some : len;
}

ssize_t
read(int fd, void *bytes, size_t len)
{
    ssize_t (*real)(int, void *, size_t);

    *(void **)&real = next_function("read");
    return is_interrupted() ? -1 : real(fd, bytes, less_than(len));
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
    ssize_t (*real)(int, const void *, size_t);

    *(void **)&real = next_function("write");
    return is_interrupted() ? -1 : real(fd, bytes, less_than(len));
}

ssize_t
pread(int fd, void *bytes, size_t len, off_t offset)
{
    ssize_t (*real)(int, void *, size_t, off_t);

    *(void **)&real = next_function("pread");
    return is_interrupted() ? -1 : real(fd, bytes, less_than(len), offset);
}

ssize_t
pread64(int fd, void *bytes, size_t len, off64_t offset)
{
    ssize_t (*real)(int, void *, size_t, off64_t);

    *(void **)&real = next_function("pread64");
    return is_interrupted() ? -1 : real(fd, bytes, less_than(len), offset);
}
