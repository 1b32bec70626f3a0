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

/* OBJECT with one more label; in HEX those that JSON has no letters for. */
static json_t *
put_label(json_t *object, struct slice name, struct slice label, json_t **hex)
{
    json_t *const key = json_text_of(name);
    json_t *const text = json_text_of(label);
    const char *const member = json_string_value(key);

    if (text != NULL && !json_text_is_exact(text, label)) {
        if (*hex == NULL)
            *hex = json_object();
        *hex = json_text_put(*hex, member, json_text_hex(label));
        if (*hex == NULL) {
            json_decref(object);
            object = NULL;
        }
    }
    object = json_text_put(object, member, text);
    json_decref(key);
    return object;
}

/* The labels of a chunk, as an object: a key may be called anything. HEX is
 * NULL where all of them are text. */
static json_t *
json_labels(const struct split *split, uint32_t number, json_t **hex)
{
    const size_t keys = dealer_keys(split->dealer);
    struct slice *const labels = calloc(keys + 1, sizeof *labels);
    json_t *object = labels == NULL ? NULL : json_object();

    *hex = NULL;
    if (labels != NULL)
        dealer_labels(split->dealer, number, labels);
    for (size_t k = 0; k < keys && object != NULL; k++)
        object =
            put_label(object, dealer_names(split->dealer)[k], labels[k], hex);
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
    json_t *hex, *object = json_object();
    json_t *const labels = json_labels(split, number, &hex);

    object = json_text_put(object, "index", json_count((uint64_t)k + 1));
    object = json_text_put(object, "file", json_text_of(slice_of(chunk->name)));
    object = json_text_put(object, "labels", labels);
    if (hex != NULL)
        object = json_text_put(object, "labels_hex", hex);
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
