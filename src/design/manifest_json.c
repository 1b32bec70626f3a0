/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "design/json_text.h"
#include "design/manifest.h"

static json_t *
json_count(uint64_t count)
{
    return json_integer((json_int_t)count);
}

static json_t *
json_hash(struct hash128 hash)
{
    char text[HASH128_DIGITS + 1];

    hash128_text(hash, text);
    return json_string(text);
}

/* The labels of a chunk, as an object: a key may be called anything. */
static json_t *
json_labels(const struct split *split, uint32_t number)
{
    const size_t keys = dealer_keys(split->dealer);
    struct slice *const labels = calloc(keys + 1, sizeof *labels);
    json_t *object = labels == NULL ? NULL : json_object();

    if (labels != NULL)
        dealer_labels(split->dealer, number, labels);
    for (size_t k = 0; k < keys && object != NULL; k++) {
        const struct slice name = dealer_names(split->dealer)[k];
        json_t *const text = json_text_of(name);
        object = text == NULL ? NULL
                              : json_text_put(object, json_string_value(text),
                                              json_text_of(labels[k]));
        json_decref(text);
    }
    free(labels);
    return object;
}

/* The chunk that is counted as number K, from 0; BEFORE is the number of
 * records of those in front of it. */
static json_t *
json_chunk(const struct split *split, uint32_t k, uint64_t before)
{
    const uint32_t number = split->order[k];
    const struct chunk *const chunk = &split->chunks[number];
    json_t *object = json_object();

    object = json_text_put(object, "index", json_count((uint64_t)k + 1));
    object = json_text_put(object, "file", json_text_of(slice_of(chunk->name)));
    object = json_text_put(object, "labels", json_labels(split, number));
    object = json_text_put(object, "records", json_count(chunk->records));
    object = json_text_put(object, "bytes", json_count(chunk->bytes));
    if (dealer_has_outcome(split->dealer))
        object = json_text_put(
            object, "outcome_records",
            json_count(dealer_is_outcome(split->dealer, number) ? chunk->records
                                                                : 0));
    if (dealer_keys(split->dealer) == 0)
        object = json_text_put(object, "first_record", json_count(before));
    return json_text_put(object, "xxh3",
                         json_hash(bundle_file_hash(chunk->file)));
}

enum status
manifest_write_json(const struct split *split, struct sink *sink,
                    struct trouble *trouble)
{
    json_t *list = json_array();
    uint64_t before = 0;

    for (uint32_t k = 0; k < split->count && list != NULL; k++) {
        list = json_text_append(list, json_chunk(split, k, before));
        before += split->chunks[split->order[k]].records;
    }
    const enum status st = json_text_write(list, JSON_INDENT(2), sink, trouble);
    return st == ST_OK ? sink_finish(sink, trouble) : st;
}
