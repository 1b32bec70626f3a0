/* SPDX-License-Identifier: MIT */
/* mfail.so, for LD_PRELOAD: the allocation number $MFAIL fails, and with
 * $MFAIL_ALL all that come after it fail too. The number of allocations is
 * written to the file $MFAIL_COUNT, if there is one, at the end. With $TFAIL no
 * thread can be made. */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
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

static atomic_ulong calls;
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
    const unsigned long call = ++calls;

    if (failing == 0 || call < failing || (call > failing && !all_after))
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

int
pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
               void *(*run)(void *), void *context)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

    if (getenv("TFAIL") != NULL)
        return EAGAIN;
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    return real(thread, attributes, run, context);
}
