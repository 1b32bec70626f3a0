/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "base/hash.h"
#include "csv/field.h"
#include "design/account.h"
#include "io/library.h"
#include "stats/prn.h"

/* Text that may be no UTF-8, which JSON demands: its bytes are then taken for
 * ISO 8859-1, so that every text has a form. */
static json_t *
json_text(struct slice text)
{
    json_t *const whole = json_stringn(text.bytes, text.len);
    size_t len = 0;

    if (whole != NULL)
        return whole;
    char *const converted = malloc(2 * text.len + 1);
    if (converted == NULL)
        return NULL;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];
        if (byte < 0x80) {
            converted[len++] = (char)byte;
        } else {
            converted[len++] = (char)(0xc0 | byte >> 6);
            converted[len++] = (char)(0x80 | (byte & 0x3f));
        }
    }
    json_t *const text_of_latin = json_stringn(converted, len);
    free(converted);
    return text_of_latin;
}

/* OBJECT with one more member, or NULL if that or anything before it failed. */
static json_t *
put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) == 0)
        return object;
    json_decref(object);
    return NULL;
}

/* The same for an array. */
static json_t *
append(json_t *list, json_t *value)
{
    if (json_array_append_new(list, value) == 0)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *
json_count(uint64_t count)
{
    return json_integer((json_int_t)count);
}

/* A number of up to 128 bits is a string: JSON readers round large numbers. */
static json_t *
json_number_text(uint128 number)
{
    char text[PRN_TEXT_BYTES];

    prn_text(number, text);
    return json_string(text);
}

static json_t *
json_arguments(const struct account *account)
{
    json_t *list = json_array();

    for (int k = 0; k < account->argument_count; k++)
        list = append(list, json_text(slice_of(account->arguments[k])));
    return list;
}

static json_t *
json_stream(const struct pcg64 *stream)
{
    json_t *object = json_object();

    object = put(object, "generator", json_string("PCG64"));
    object = put(object, "state", json_number_text(stream->state));
    object = put(object, "increment", json_number_text(stream->increment));
    return object;
}

static json_t *
json_input(const struct account *account)
{
    const struct draw_result *const result = account->result;
    const struct source *const source = account->source;
    json_t *object = json_object();

    object = put(object, "name", json_text(slice_of(source_name(source))));
    object =
        put(object, "coding", json_string(format_text(source_coding(source))));
    object = put(object, "bytes", json_count(result->bytes_read));
    object = put(object, "bytes_decoded", json_count(result->bytes_decoded));
    object = put(object, "columns", json_count(result->columns));
    object = put(object, "records", json_count(result->records));
    object = put(object, "dropped", json_count(result->excluded));
    object = put(object, "blank_lines", json_count(result->blank_lines));
    return object;
}

static json_t *
json_stratum(const char *name, const struct draw_stratum *stratum)
{
    json_t *object = json_object();

    object = put(object, "stratum", json_string(name));
    object = put(object, "pop_size", json_count(stratum->pop_size));
    object = put(object, "sample_size", json_count(stratum->sample_size));
    object = put(object, "design_weight",
                 stratum->sample_size > 0 ? json_real(stratum->design_weight)
                                          : json_null());
    object = put(object, "sum_of_weights", json_real(stratum->weight_sum));
    return object;
}

static json_t *
json_strata(const struct account *account)
{
    json_t *list = json_array();

    if (account->plan->keep_count > 0)
        list = append(list, json_stratum("kept", &account->result->kept));
    list = append(list, json_stratum("drawn", &account->result->drawn));
    return list;
}

static json_t *
json_missing(const struct account *account)
{
    const struct draw_result *const result = account->result;
    json_t *list = json_array();

    for (size_t k = 0; k < result->missing_count; k++) {
        const struct draw_missing *const missing = &result->missing[k];
        json_t *object = json_object();
        object = put(object, "column", json_text(slice_of(missing->column)));
        object = put(object, "records", json_count(missing->records));
        object =
            put(object, "meaning",
                json_string(account_missing_text(account->plan->keep_missing)));
        list = append(list, object);
    }
    return list;
}

static json_t *
json_warnings(const struct warnings *warnings)
{
    json_t *list = json_array();

    for (size_t k = 0; k < warnings->count; k++)
        list = append(list, json_text(slice_of(warnings->list[k].text)));
    return list;
}

static json_t *
json_cost(const struct account *account)
{
    json_t *object = json_object();

    object =
        put(object, "read_seconds", json_real(account->result->read_seconds));
    object =
        put(object, "write_seconds", json_real(account->result->write_seconds));
    object = put(object, "peak_memory_bytes", json_count(account->peak_bytes));
    return object;
}

static json_t *
json_libraries(void)
{
    json_t *list = json_array();

    for (int k = 0; account_library(k) != NULL; k++)
        list = append(list, json_string(account_library(k)));
    return list;
}

static json_t *
json_account(const struct account *account)
{
    const struct plan *const plan = account->plan;
    const struct draw_result *const result = account->result;
    json_t *object = json_object();

    object = put(object, "program", json_string(account->program));
    object = put(object, "version", json_string(account->version));
    object = put(object, "algorithm", json_integer(PRN_ALGORITHM));
    object = put(object, "arguments", json_arguments(account));
    object = put(object, "seed", json_number_text(plan->seed));
    object = put(object, "seed_given", json_boolean(account->seed_given));
    object = put(object, "shard",
                 plan->label.len > 0 ? json_text(plan->label) : json_null());
    object = put(object, "stream", json_stream(&result->stream));
    object = put(object, "input", json_input(account));
    object = put(object, "strata", json_strata(account));
    object = put(object, "weight_name", json_text(plan->weight_name));
    object = put(object, "missing", json_missing(account));
    object = put(object, "warnings", json_warnings(&result->warnings));
    object = put(object, "cost", json_cost(account));
    object = put(object, "libraries", json_libraries());
    return object;
}

/* Where the text goes; it keeps the first failure, because Jansson forgets one
 * that happens in the name of a member. */
struct json_out {
    struct sink *sink;
    struct trouble *trouble;
    enum status st;
};

static int
write_text(const char *bytes, size_t len, void *context)
{
    struct json_out *const out = context;

    if (out->st == ST_OK)
        out->st = sink_write(out->sink, bytes, len, out->trouble);
    return out->st == ST_OK ? 0 : -1;
}

enum status
account_write_json(struct sink *sink, const struct account *account,
                   struct trouble *trouble)
{
    json_t *const object = json_account(account);
    struct json_out out = {sink, trouble, ST_OK};
    enum status st;

    if (json_dump_callback(object, write_text, &out,
                           JSON_INDENT(2) | JSON_REAL_PRECISION(17)) != 0 &&
        out.st == ST_OK)
        out.st = trouble_nomem(trouble);
    st = out.st;
    if (st == ST_OK)
        st = sink_write(sink, "\n", 1, trouble);
    if (st == ST_OK)
        st = sink_finish(sink, trouble);
    json_decref(object);
    return st;
}
