/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "design/config.h"
#include "design/json_text.h"
#include "design/report.h"
#include "stats/prn.h"

/* What is not told is null. */
static json_t *
json_count(struct sdc_count count)
{
    return count.state == SDC_TOLD ? json_integer((json_int_t)count.count)
                                   : json_null();
}

static json_t *
json_sum(struct sdc_real real)
{
    return real.state == SDC_TOLD ? json_real(real.value) : json_null();
}

static json_t *
json_figure(uint64_t count)
{
    return json_integer((json_int_t)count);
}

/* An option that may not be there. */
static json_t *
json_option(struct slice text)
{
    return text.len > 0 ? json_text_of(text) : json_null();
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
        list = json_text_append(list,
                                json_text_of(slice_of(account->arguments[k])));
    return list;
}

/* Where random numbers come from: by position, or by identifier. */
static json_t *
json_stream(const struct account *account)
{
    const struct sdc_told *const told = account->told;
    const struct pcg64 *const stream = &told->stream;
    json_t *object = json_object();

    if (account->plan->unit.len > 0) {
        object = json_text_put(object, "generator", json_string("XXH3"));
        return json_text_put(object, "key", json_number_text(told->unit_key.k));
    }
    if (stream->increment == 0) { /* every shard has one of its own */
        json_decref(object);
        return json_null();
    }
    object = json_text_put(object, "generator", json_string("PCG64"));
    object = json_text_put(object, "state", json_number_text(stream->state));
    object =
        json_text_put(object, "increment", json_number_text(stream->increment));
    return object;
}

static json_t *
json_input(const struct account *account)
{
    const struct sdc_told *const told = account->told;
    const char *const coding = format_text(account->coding);
    json_t *object = json_object();

    object =
        json_text_put(object, "name", json_text_of(slice_of(account->input)));
    if (account->shards > 0)
        object = json_text_put(object, "shards", json_figure(account->shards));
    object = json_text_put(object, "coding", json_string(coding));
    object = json_text_put(object, "bytes", json_count(told->bytes_read));
    object =
        json_text_put(object, "bytes_decoded", json_count(told->bytes_decoded));
    object = json_text_put(object, "columns", json_figure(told->columns));
    object = json_text_put(object, "reads", json_figure(told->reads));
    object = json_text_put(object, "records", json_count(told->records));
    object = json_text_put(object, "dropped", json_count(told->excluded));
    object =
        json_text_put(object, "not_eligible", json_count(told->ineligible));
    object = json_text_put(object, "not_eligible_missing",
                           json_count(told->ineligible_missing));
    object =
        json_text_put(object, "blank_lines", json_count(told->blank_lines));
    return object;
}

/* What is drawn, in words. */
static json_t *
json_design_text(const struct account *account)
{
    char *text = NULL;
    size_t len = 0;
    json_t *json = NULL;
    FILE *const stream = open_memstream(&text, &len);

    if (stream == NULL)
        return NULL;
    account_print_design(stream, account->plan, account->told->strata_count);
    const bool complete = !ferror(stream);
    /* fclose() is silent where it has no memory for the end of a text. */
    if (fclose(stream) == 0 && complete && text != NULL)
        json = json_text_of((struct slice){text, len});
    free(text);
    return json;
}

static json_t *
json_design(const struct account *account)
{
    const struct plan *const plan = account->plan;
    json_t *object = json_object();

    object = json_text_put(object, "text", json_design_text(account));
    object = json_text_put(object, "keys", json_option(plan->strata));
    object = json_text_put(object, "unit", json_option(plan->unit));
    object =
        json_text_put(object, "base_weight", json_option(plan->base_weight));
    object = json_text_put(object, "replicate", json_figure(plan->replicate));
    return object;
}

static json_t *
json_sdc(const struct sdc_told *told)
{
    static const char *const rules[] = {"none", "round5", "midpoint6"};
    json_t *object = json_object();

    object = json_text_put(object, "rule", json_string(rules[told->sdc]));
    object =
        json_text_put(object, "suppressed_up_to", json_figure(told->limit));
    return object;
}

static json_t *
json_stratum(struct slice label, const struct sdc_stratum *stratum)
{
    json_t *const text = json_text_of(label);
    const bool is_exact = json_text_is_exact(text, label);
    json_t *object = json_text_put(json_object(), "stratum", text);

    if (!is_exact)
        object = json_text_put(object, "stratum_hex", json_text_hex(label));
    object = json_text_put(object, "pop_size", json_count(stratum->pop_size));
    object =
        json_text_put(object, "sample_size", json_count(stratum->sample_size));
    object = json_text_put(object, "design_weight",
                           json_sum(stratum->design_weight));
    object =
        json_text_put(object, "sum_of_weights", json_sum(stratum->weight_sum));
    object = json_text_put(object, "kept_size", json_count(stratum->kept_size));
    object = json_text_put(object, "pop_rows", json_count(stratum->pop_rows));
    object =
        json_text_put(object, "sample_rows", json_count(stratum->sample_rows));
    return object;
}

static json_t *
json_strata(const struct account *account)
{
    const struct sdc_told *const told = account->told;
    json_t *list = json_array();

    if (account->plan->keep_count > 0)
        list =
            json_text_append(list, json_stratum(slice_of("kept"), &told->kept));
    if (account->plan->strata.len == 0)
        return json_text_append(list,
                                json_stratum(slice_of("drawn"), &told->drawn));
    for (size_t h = 0; h < told->strata_count; h++)
        list = json_text_append(
            list, json_stratum(told->strata[h].label, &told->strata[h]));
    return list;
}

/* What is told of all strata together. */
static json_t *
json_sums(const struct account *account)
{
    const struct sdc_told *const told = account->told;
    const bool based = account->plan->base_weight.len > 0;
    json_t *object = json_object();

    object =
        json_text_put(object, "pop_size", json_count(told->drawn.pop_size));
    object = json_text_put(object, "sample_size",
                           json_count(told->drawn.sample_size));
    object = json_text_put(object, "not_represented",
                           json_count(told->not_represented));
    object =
        json_text_put(object, "base_weights",
                      based ? json_sum(told->base_weight_sum) : json_null());
    object =
        json_text_put(object, "final_weights",
                      based ? json_sum(told->final_weight_sum) : json_null());
    return object;
}

static json_t *
json_missing(const struct account *account)
{
    const struct sdc_told *const told = account->told;
    json_t *list = json_array();

    for (size_t k = 0; k < told->missing_count; k++) {
        const struct sdc_missing *const missing = &told->missing[k];
        const char *const meaning = account_missing_text(missing->meaning);
        json_t *object = json_object();
        object = json_text_put(object, "column",
                               json_text_of(slice_of(missing->column)));
        object = json_text_put(object, "records", json_count(missing->records));
        object = json_text_put(object, "meaning", json_string(meaning));
        list = json_text_append(list, object);
    }
    return list;
}

static json_t *
json_warnings(const struct warnings *warnings)
{
    json_t *list = json_array();

    for (size_t k = 0; k < warnings->count; k++)
        list = json_text_append(list,
                                json_text_of(slice_of(warnings->list[k].text)));
    return list;
}

static json_t *
json_cost(const struct account *account)
{
    const struct sdc_told *const told = account->told;
    const struct sdc_count peak =
        sdc_count_untold(account->plan, account->peak_bytes);
    json_t *object = json_object();

    object =
        json_text_put(object, "read_seconds", json_sum(told->read_seconds));
    object =
        json_text_put(object, "write_seconds", json_sum(told->write_seconds));
    object = json_text_put(object, "peak_memory_bytes", json_count(peak));
    return object;
}

static json_t *
json_libraries(void)
{
    json_t *list = json_array();

    for (int k = 0; account_library(k) != NULL; k++)
        list = json_text_append(list, json_string(account_library(k)));
    return list;
}

/* The options that repeat the run. */
static json_t *
json_config(const struct account *account)
{
    char seed[PRN_TEXT_BYTES];

    if (account->argp == NULL)
        return json_null();
    prn_text(account->plan->seed, seed);
    return config_of_run(account->argp, account->argument_count,
                         account->arguments,
                         account->shards == 0 ? seed : NULL);
}

static json_t *
json_account(const struct account *account)
{
    const struct plan *const plan = account->plan;
    const struct sdc_told *const told = account->told;
    json_t *object = json_object();

    object = json_text_put(object, "program", json_string(account->program));
    object = json_text_put(object, "version", json_string(account->version));
    object = json_text_put(object, "algorithm", json_integer(PRN_ALGORITHM));
    object = json_text_put(object, "arguments", json_arguments(account));
    object = json_text_put(object, "config", json_config(account));
    object = json_text_put(object, "seed", json_number_text(plan->seed));
    object =
        json_text_put(object, "seed_given", json_boolean(account->seed_given));
    object = json_text_put(object, "shard", json_option(plan->label));
    object = json_text_put(object, "stream", json_stream(account));
    object = json_text_put(object, "input", json_input(account));
    object = json_text_put(object, "design", json_design(account));
    object = json_text_put(object, "strata", json_strata(account));
    object = json_text_put(object, "sums", json_sums(account));
    object =
        json_text_put(object, "weight_name", json_text_of(plan->weight_name));
    object = json_text_put(object, "missing", json_missing(account));
    object = json_text_put(object, "warnings", json_warnings(&told->warnings));
    object = json_text_put(object, "sdc", json_sdc(told));
    object = json_text_put(object, "cost", json_cost(account));
    object = json_text_put(object, "libraries", json_libraries());
    return object;
}

enum status
report_write_json(struct sink *sink, const struct account *account,
                  struct trouble *trouble)
{
    return json_text_write(json_account(account),
                           JSON_INDENT(2) | JSON_REAL_PRECISION(17), sink,
                           trouble);
}
