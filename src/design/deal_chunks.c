/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/figure.h"
#include "design/deal_internal.h"

enum status
deal_say_too_many(const struct dealer *dealer, struct trouble *trouble)
{
    return trouble_say(trouble, dealer->has_asked ? ST_DATA : ST_USAGE,
                       "%s: more than %s chunks; --max-chunks=N allows N of "
                       "them",
                       dealer->input, figure_of(dealer->plan->max_chunks).text);
}

/* Adds the chunk of these labels. */
static enum status
add_chunk(struct dealer *dealer, const uint32_t *labels, uint32_t *chunk)
{
    const size_t count = dealer->key_count;

    if (dealer->chunk_count >= dealer->plan->max_chunks)
        return ST_END;
    if (array_reserve(&dealer->labels, &dealer->labels_room,
                      ((size_t)dealer->chunk_count + 1) * count,
                      sizeof *labels) != ST_OK)
        return ST_NOMEM;
    *chunk = dealer->chunk_count++;
    memcpy(dealer->labels + *chunk * count, labels, count * sizeof *labels);
    return ST_OK;
}

/* The chunk of the only label. */
static enum status
chunk_of_label(struct dealer *dealer, const uint32_t *label, uint32_t *chunk)
{
    const size_t room = dealer->of_label_room;
    enum status st;

    if (*label < room && dealer->of_label[*label] != 0) {
        *chunk = dealer->of_label[*label] - 1;
        return ST_OK;
    }
    if (array_reserve(&dealer->of_label, &dealer->of_label_room,
                      (size_t)*label + 1, sizeof *dealer->of_label) != ST_OK)
        return ST_NOMEM;
    memset(dealer->of_label + room, 0,
           (dealer->of_label_room - room) * sizeof *dealer->of_label);
    st = add_chunk(dealer, label, chunk);
    if (st == ST_OK)
        dealer->of_label[*label] = *chunk + 1;
    return st;
}

/* Where the chunk of these labels is remembered; another may be there. */
static uint32_t *
recent_place(struct dealer *dealer, const uint32_t *labels)
{
    uint64_t mixed = 0;

    for (size_t k = 0; k < dealer->key_count; k++)
        mixed = (mixed + labels[k]) * UINT64_C(0x9e3779b97f4a7c15);
    return &dealer->recent[mixed >> (64 - RECENT_BITS)];
}

/* Whether these are the labels of a chunk. */
static bool
has_labels(const struct dealer *dealer, uint32_t chunk, const uint32_t *labels)
{
    const uint32_t *const its = dealer->labels + chunk * dealer->key_count;

    for (size_t k = 0; k < dealer->key_count; k++)
        if (its[k] != labels[k])
            return false;
    return true;
}

/* The chunk of several labels. */
static enum status
chunk_of_labels(struct dealer *dealer, const uint32_t *labels, uint32_t *chunk)
{
    const struct slice key = {(const char *)labels,
                              dealer->key_count * sizeof *labels};
    const struct hash128 hash = hash128_of(key);
    uint32_t number;
    bool is_new;
    enum status st;

    if (table_find(&dealer->chunks, hash, chunk))
        return ST_OK;
    st = add_chunk(dealer, labels, chunk);
    if (st == ST_OK && table_add(&dealer->chunks, hash, &number, &is_new))
        st = ST_NOMEM;
    return st;
}

enum status
deal_chunk_of(struct dealer *dealer, const uint32_t *labels, uint32_t *chunk)
{
    uint32_t *recent;
    enum status st;

    if (dealer->key_count == 1)
        return chunk_of_label(dealer, labels, chunk);
    recent = recent_place(dealer, labels);
    if (*recent > 0 && has_labels(dealer, *recent - 1, labels)) {
        *chunk = *recent - 1;
        return ST_OK;
    }
    st = chunk_of_labels(dealer, labels, chunk);
    if (st == ST_OK)
        *recent = *chunk + 1;
    return st;
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

    for (uint32_t c = 0; c < seen && count > 0 && st == ST_OK; c++) {
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
