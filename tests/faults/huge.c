/* SPDX-License-Identifier: MIT */
/* huge.so, for LD_PRELOAD: a file larger than the disk. Whatever regular file
 * of at least $HUGE_HEAD bytes the program looks at is $HUGE_BYTES long: its
 * bytes behind the first $HUGE_HEAD come again and again. Only what is read at
 * an offset is so; a program that reads on from where it is finds the end of
 * the true file. */
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static off_t head, all;

__attribute__((constructor)) static void
start(void)
{
    const char *const head_text = getenv("HUGE_HEAD");
    const char *const all_text = getenv("HUGE_BYTES");

    head = head_text == NULL ? 0 : atoll(head_text);
    all = all_text == NULL ? 0 : atoll(all_text);
}

static int
real_fstat(int fd, struct stat *file)
{
    int (*real)(int, struct stat *);

    *(void **)&real = dlsym(RTLD_NEXT, "fstat");
    return real(fd, file);
}

int
fstat(int fd, struct stat *file)
{
    const int result = real_fstat(fd, file);

    if (result == 0 && S_ISREG(file->st_mode) && file->st_size > head)
        file->st_size = all;
    return result;
}

/* A read ends where the file begins again, or where all ends. */
ssize_t
pread(int fd, void *bytes, size_t len, off_t offset)
{
    ssize_t (*real)(int, void *, size_t, off_t);
    struct stat file;

    *(void **)&real = dlsym(RTLD_NEXT, "pread");
    if (real_fstat(fd, &file) != 0)
        return -1;
    if (!S_ISREG(file.st_mode) || file.st_size <= head)
        return real(fd, bytes, len, offset);
    if (offset >= all)
        return 0;
    if ((off_t)len > all - offset)
        len = (size_t)(all - offset);
    if (offset >= head)
        offset = head + (offset - head) % (file.st_size - head);
    return real(fd, bytes, len, offset);
}

ssize_t
pread64(int fd, void *bytes, size_t len, off64_t offset)
{
    return pread(fd, bytes, len, offset);
}
