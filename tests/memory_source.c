/* SPDX-License-Identifier: MIT */
#include "memory_source.h"

#include <string.h>

enum status
source_read(struct source *source, char *bytes, size_t room,
            struct trouble *trouble, size_t *len)
{
    const size_t left = source->text.len - source->at;

    (void)trouble;
    *len = left < room ? left : room;
    if (*len > 0)
        memcpy(bytes, source->text.bytes + source->at, *len);
    source->at += *len;
    return ST_OK;
}

bool
source_share(struct source *source)
{
    return !source->in_order;
}

enum status
source_read_at(struct source *source, uint64_t offset, char *bytes, size_t room,
               struct trouble *trouble, size_t *len)
{
    const size_t all = source->text.len;
    const size_t left = offset < all ? all - (size_t)offset : 0;

    (void)trouble;
    *len = left < room ? left : room;
    if (*len > 0)
        memcpy(bytes, source->text.bytes + offset, *len);
    return ST_OK;
}

const char *
source_name(const struct source *source)
{
    (void)source;
    return "memory";
}
