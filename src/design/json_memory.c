/* SPDX-License-Identifier: MIT */
#include "design/json_memory.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>

enum { RESERVE = 4 << 20, ALIGNMENT = 16 };

static _Alignas(ALIGNMENT) char reserve[RESERVE];
static size_t used;
static bool failed;

static void *
take(size_t bytes)
{
    void *const memory = malloc(bytes);
    const size_t left = RESERVE - used;

    if (memory != NULL)
        return memory;
    failed = true;
    if (bytes > left - left % ALIGNMENT)
        return NULL;
    char *const place = reserve + used;
    used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return place;
}

void
json_memory_free(void *text)
{
    const uintptr_t at = (uintptr_t)text, begin = (uintptr_t)reserve;

    if (at < begin || at >= begin + RESERVE)
        free(text);
}

void
json_memory_watch(void)
{
    json_set_alloc_funcs(take, json_memory_free);
    failed = false;
}

bool
json_memory_failed(void)
{
    return failed;
}
