/* SPDX-License-Identifier: MIT */
#include "failing.h"

#include <csv.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
int __real_csv_init(struct csv_parser *parser, unsigned char options);
int __wrap_csv_init(struct csv_parser *parser, unsigned char options);
int __real_csv_fini(struct csv_parser *parser,
                    void (*field)(void *, size_t, void *),
                    void (*record)(int, void *), void *context);
int __wrap_csv_fini(struct csv_parser *parser,
                    void (*field)(void *, size_t, void *),
                    void (*record)(int, void *), void *context);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *), void *context);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*run)(void *), void *context);

struct failing failing;

/* Whether this call is the one. */
static bool
fails(atomic_size_t *left)
{
    size_t now = atomic_load(left);

    while (now > 0 && !atomic_compare_exchange_weak(left, &now, now - 1))
        ;
    return now == 1;
}

void *
__wrap_malloc(size_t size)
{
    return fails(&failing.allocations) ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails(&failing.allocations) ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *memory, size_t size)
{
    return fails(&failing.allocations) ? NULL : __real_realloc(memory, size);
}

static void *
refuse(void *memory, size_t size)
{
    (void)memory;
    (void)size;
    return NULL;
}

/* Counts as two calls: a parser that cannot be had, and one that gets no
 * memory, for it asks for less where it does not get all. */
int
__wrap_csv_init(struct csv_parser *parser, unsigned char options)
{
    const int failed =
        fails(&failing.library) ? -1 : __real_csv_init(parser, options);

    if (!failed && fails(&failing.library))
        csv_set_realloc_func(parser, refuse);
    return failed;
}

int
__wrap_csv_fini(struct csv_parser *parser,
                void (*field)(void *, size_t, void *),
                void (*record)(int, void *), void *context)
{
    return fails(&failing.library)
               ? -1
               : __real_csv_fini(parser, field, record, context);
}

int
__wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                      void *(*run)(void *), void *context)
{
    return fails(&failing.threads)
               ? EAGAIN
               : __real_pthread_create(thread, attributes, run, context);
}

/* Until a read has failed, for 2 s at most, and its block has been put aside.
 */
static void
wait_for_failure(struct source *source)
{
    for (int k = 0; k < 2000 && !atomic_load(&source->has_failed); k++)
        usleep(1000);
    usleep(50000);
}

enum status
source_read_at(struct source *source, uint64_t offset, char *bytes, size_t room,
               struct trouble *trouble, size_t *len)
{
    const size_t all = source->text.len;
    const size_t left = offset < all ? all - (size_t)offset : 0;

    if (offset > 0 && offset == source->late_offset)
        wait_for_failure(source);
    if (fails(&failing.reads) || (offset == source->bad_offset && offset > 0)) {
        atomic_store(&source->has_failed, true);
        return trouble_say(trouble, ST_SYSTEM, "memory: cannot read");
    }
    *len = left < room ? left : room;
    if (*len > 0)
        memcpy(bytes, source->text.bytes + offset, *len);
    return ST_OK;
}

enum status
source_read(struct source *source, char *bytes, size_t room,
            struct trouble *trouble, size_t *len)
{
    const enum status st =
        source_read_at(source, source->at, bytes, room, trouble, len);

    if (st == ST_OK)
        source->at += *len;
    return st;
}

bool
source_share(struct source *source)
{
    return !source->in_order;
}

const char *
source_name(const struct source *source)
{
    (void)source;
    return "memory";
}
