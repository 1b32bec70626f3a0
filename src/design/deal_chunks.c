/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/figure.h"
#include "design/deal_internal.h"

enum status
deal_say_too_many(const struct dealer *dealer, struct trouble *trouble)
{
    return trouble_say(trouble, ST_DATA, "more than %s chunks (--max-chunks)",
                       figure_of(dealer->plan->max_chunks).text);
}

enum status
deal_chunk_of(struct dealer *dealer, const uint32_t *labels, uint32_t *chunk)
{
    const size_t count = dealer->key_count;
    const struct hash128 hash = hash128_of(
        (struct slice){(const char *)labels, count * sizeof *labels});
    bool is_new;

    if (table_find(&dealer->chunks, hash, chunk))
        return ST_OK;
    if (dealer->chunk_count >= dealer->plan->max_chunks)
        return ST_END;
    if (array_reserve(&dealer->labels, &dealer->labels_room,
                      ((size_t)dealer->chunk_count + 1) * count,
                      sizeof *labels) != ST_OK ||
        table_add(&dealer->chunks, hash, chunk, &is_new) != ST_OK)
        return ST_NOMEM;
    memcpy(dealer->labels + *chunk * count, labels, count * sizeof *labels);
    dealer->chunk_count++;
    return ST_OK;
}

/* The next combination of levels; false behind the last one. */
static bool
next_levels(const struct dealer *dealer, uint32_t *labels)
{
    for (size_t k = dealer->key_count; k-- > 0;) {
        if (!dealer->keys[k].has_levels)
            continue;
        if (++labels[k] < dealer->keys[k].labels.count)
            return true;
        labels[k] = 0;
    }
    return false;
}

enum status
deal_complete(struct dealer *dealer, struct trouble *trouble)
{
    const size_t count = dealer->key_count;
    const uint32_t seen = dealer->chunk_count;
    uint32_t *const labels = calloc(count + 1, sizeof *labels);
    enum status st = labels == NULL ? ST_NOMEM : ST_OK;
    uint32_t chunk;

    for (uint32_t c = 0; c < seen && st == ST_OK; c++) {
        for (size_t k = 0; k < count; k++)
            labels[k] =
                dealer->keys[k].has_levels ? 0 : dealer->labels[c * count + k];
        do
            st = deal_chunk_of(dealer, labels, &chunk);
        while (st == ST_OK && next_levels(dealer, labels));
    }
    free(labels);
    if (st == ST_END)
        return deal_say_too_many(dealer, trouble);
    return st == ST_OK ? ST_OK : trouble_nomem(trouble);
}
