/* SPDX-License-Identifier: MIT */
/* The file beside a shard's sample, on its way out. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "design/json_memory.h"
#include "design/json_text.h"
#include "design/shard_design.h"
#include "design/shard_file.h"
#include "design/shard_format.h"

char *
shard_file_name(const char *sample)
{
    char *name = NULL;

    return asprintf(&name, "%s.json", sample) < 0 ? NULL : name;
}

static json_t *
json_words(const uint64_t *words, size_t count)
{
    json_t *list = json_array();

    for (size_t k = 0; k < count; k++)
        list = json_text_append(list, json_text_count(words[k]));
    return list;
}

/* As xxhsum prints it. */
static json_t *
json_digest(struct hash128 digest)
{
    char text[HASH128_DIGITS + 1];

    hash128_text(digest, text);
    return json_string(text);
}

/* Where the shard is among the others. */
static json_t *
json_place(const struct plan_shard *shard)
{
    json_t *object = json_object();

    object = json_text_put(object, "task", json_text_count(shard->task));
    object = json_text_put(object, "tasks", json_text_count(shard->tasks));
    object = json_text_put(object, "first_record",
                           shard->is_part ? json_text_count(shard->first)
                                          : json_null());
    if (shard->task > 0 && shard->content.has_bytes)
        object = json_text_put(object, "bytes",
                               json_text_count(shard->content.bytes));
    if (shard->task > 0 && shard->content.has_digest)
        object =
            json_text_put(object, "xxh3", json_digest(shard->content.digest));
    return json_text_put(object, "at_most", json_text_count(shard->at_most));
}

static json_t *
json_units(const struct plan *plan, const struct unit_list *list)
{
    json_t *object;

    if (!plan->shard.has_units)
        return json_null();
    object =
        json_text_put(json_object(), "count", json_text_count(list->count));
    return json_text_put(object, "xxh3", json_digest(list->digest));
}

static json_t *
json_sample(const struct sample_bytes *sample)
{
    json_t *object = json_object();

    object = json_text_put(object, "rows", json_text_count(sample->rows));
    object = json_text_put(object, "bytes", json_text_count(sample->bytes));
    return json_text_put(object, "xxh3", json_digest(sample->digest));
}

static json_t *
json_counts(const struct draw_result *result)
{
    json_t *object = json_object();

    for (size_t k = 0; k < SHARD_COUNTS; k++) {
        uint64_t count;
        memcpy(&count, (const char *)result + shard_counts[k].in_result,
               sizeof count);
        object =
            json_text_put(object, shard_counts[k].name, json_text_count(count));
    }
    return object;
}

static json_t *
json_rule(const struct draw_rule *rule)
{
    const struct rule_seen *const seen = &rule->seen;
    json_t *object = json_object();

    object = json_text_put(object, "column",
                           json_text_bytes(slice_of(rule->column)));
    object = json_text_put(object, "truth", json_boolean(seen->truth));
    object = json_text_put(object, "date", json_boolean(seen->date));
    object = json_text_put(object, "compares_date",
                           json_boolean(seen->compares_date));
    object =
        json_text_put(object, "satisfied", json_text_count(seen->satisfied));
    object = json_text_put(object, "missing", json_text_count(seen->missing));
    return json_text_put(object, "first_missing",
                         json_text_count(seen->first_missing));
}

static json_t *
json_moments(const struct moments *moments)
{
    json_t *object = json_object();

    object = json_text_put(object, "units", json_text_count(moments->pop_size));
    object = json_text_put(object, "sum",
                           json_words(moments->sum, MOMENTS_SUM_LIMBS));
    return json_text_put(object, "squares",
                         json_words(moments->squares, MOMENTS_SQUARE_LIMBS));
}

/* MOMENTS is NULL but where the allocation asks for them. */
static json_t *
json_stratum(const struct draw_stratum *stratum, const struct moments *moments)
{
    json_t *object = json_object();

    object = json_text_put(object, "stratum", json_text_bytes(stratum->label));
    object = json_text_put(object, "n", json_text_count(stratum->wanted));
    object = json_text_put(object, "fraction",
                           stratum->has_fraction
                               ? shard_share_json(stratum->fraction)
                               : json_null());
    object =
        json_text_put(object, "pop_size", json_text_count(stratum->pop_size));
    object = json_text_put(object, "sample_size",
                           json_text_count(stratum->sample_size));
    object =
        json_text_put(object, "kept_size", json_text_count(stratum->kept_size));
    object =
        json_text_put(object, "pop_rows", json_text_count(stratum->pop_rows));
    object = json_text_put(object, "sample_rows",
                           json_text_count(stratum->sample_rows));
    return moments == NULL
               ? object
               : json_text_put(object, "moments", json_moments(moments));
}

static json_t *
json_rules(const struct draw_result *result)
{
    json_t *list = json_array();

    for (size_t k = 0; k < result->rule_count; k++)
        list = json_text_append(list, json_rule(&result->rules[k]));
    return list;
}

static json_t *
json_strata(const struct draw_result *result)
{
    json_t *list = json_array();

    for (size_t k = 0; k < result->strata_count; k++) {
        const struct moments *const moments =
            result->moments == NULL ? NULL : &result->moments[k];
        list =
            json_text_append(list, json_stratum(&result->strata[k], moments));
    }
    return list;
}

static json_t *
json_base_weights(const struct moments *moments)
{
    json_t *object = json_object();

    object = json_text_put(object, "units", json_text_count(moments->pop_size));
    return json_text_put(object, "sum",
                         json_words(moments->sum, MOMENTS_SUM_LIMBS));
}

static json_t *
json_shard(const struct plan *plan, const struct draw_result *result)
{
    const struct slice header = {result->header, result->header_bytes};
    const struct slice delimiter = {&plan->reader.dialect.delimiter, 1};
    json_t *object = json_object();

    object = json_text_put(object, "format", json_string(SHARD_FORMAT));
    object = json_text_put(object, "algorithm", json_integer(PRN_ALGORITHM));
    object = json_text_put(object, "seed", json_text_count(plan->seed));
    object = json_text_put(object, "shard", json_text_bytes(plan->label));
    object = json_text_put(object, "place", json_place(&plan->shard));
    object = json_text_put(object, "design", shard_design_json(plan));
    object = json_text_put(object, "header", json_text_bytes(header));
    object = json_text_put(object, "delimiter", json_text_bytes(delimiter));
    object =
        json_text_put(object, "sample", json_sample(&result->sample_bytes));
    object =
        json_text_put(object, "units", json_units(plan, &result->unit_list));
    object = json_text_put(object, "counts", json_counts(result));
    object = json_text_put(object, "base_weights",
                           json_base_weights(&result->base_weights));
    object = json_text_put(object, "rules", json_rules(result));
    return json_text_put(object, "strata", json_strata(result));
}

bool
shard_seal_of(const json_t *object, struct hash128 *seal)
{
    char *const text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);

    if (text == NULL)
        return false;
    *seal = hash128_of(slice_of(text));
    json_memory_free(text);
    return true;
}

/* Puts the hash of all other members in. */
static json_t *
shard_seal(json_t *object)
{
    struct hash128 seal;

    if (object == NULL || !shard_seal_of(object, &seal)) {
        json_decref(object);
        return NULL;
    }
    return json_text_put(object, "xxh3", json_digest(seal));
}

enum status
shard_file_write(struct sink *sink, const struct plan *plan,
                 const struct draw_result *result, struct trouble *trouble)
{
    const enum status st = json_text_write(shard_seal(json_shard(plan, result)),
                                           JSON_INDENT(1), sink, trouble);

    return st == ST_OK ? sink_finish(sink, trouble) : st;
}
