/* SPDX-License-Identifier: MIT */
/* mfail.so, for LD_PRELOAD: the allocation number $MFAIL fails, and with
 * $MFAIL_ALL all that come after it fail too. The number of allocations is
 * written to the file $MFAIL_COUNT, if there is one, at the end. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* The functions behind malloc() and the others of glibc: dlsym() would allocate
 * itself. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *bytes, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static unsigned long calls;
static unsigned long failing; /* 0: none */
static bool all_after;

__attribute__((constructor)) static void
start(void)
{
    const char *const number = getenv("MFAIL");

    all_after = getenv("MFAIL_ALL") != NULL;
    failing = number == NULL ? 0 : strtoul(number, NULL, 10);
    calls = 0;
}

__attribute__((destructor)) static void
stop(void)
{
    const char *const name = getenv("MFAIL_COUNT");
    const unsigned long count = calls;
    FILE *const file = name == NULL ? NULL : fopen(name, "w");

    if (file == NULL)
        return;
    fprintf(file, "%lu\n", count);
    fclose(file);
}

static bool
fails(void)
{
    calls++;
    if (failing == 0 || calls < failing || (calls > failing && !all_after))
        return false;
    errno = ENOMEM;
    return true;
}

void *
malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *bytes, size_t size)
{
    return fails() ? NULL : __libc_realloc(bytes, size);
}

void *
aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}
