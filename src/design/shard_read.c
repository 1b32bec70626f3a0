/* SPDX-License-Identifier: MIT */
/* The file beside a shard's sample, on its way back. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csv/dialect.h"
#include "design/json_memory.h"
#include "design/json_text.h"
#include "design/shard_design.h"
#include "design/shard_file.h"
#include "design/shard_format.h"
#include "stats/prn.h"

static const json_t *
member_of(const json_t *object, const char *name)
{
    return json_object_get(object, name);
}

static enum status
read_count(const json_t *object, const char *name, uint64_t *count)
{
    return json_text_count_read(member_of(object, name), count);
}

static enum status
read_flag(const json_t *object, const char *name, bool *flag)
{
    const json_t *const value = member_of(object, name);

    *flag = json_is_true(value);
    return json_is_boolean(value) ? ST_OK : ST_SYNTAX;
}

static enum status
read_text(const json_t *object, const char *name, struct slice *text)
{
    return json_text_bytes_read(member_of(object, name), text);
}

static enum status
read_digest(const json_t *object, struct hash128 *digest)
{
    const char *const text = json_string_value(member_of(object, "xxh3"));

    return text == NULL ? ST_SYNTAX : hash128_read(slice_of(text), digest);
}

/* What the manifest said of the chunk, if it did. */
static enum status
read_input(const json_t *place, struct task_content *input)
{
    enum status st = ST_OK;

    input->has_bytes = member_of(place, "bytes") != NULL;
    input->has_digest = member_of(place, "xxh3") != NULL;
    if (input->has_bytes)
        st = read_count(place, "bytes", &input->bytes);
    return st == ST_OK && input->has_digest ? read_digest(place, &input->digest)
                                            : st;
}

static enum status
read_place(const json_t *place, struct shard_file *file)
{
    enum status st = read_count(place, "task", &file->task);

    if (st == ST_OK)
        st = read_count(place, "tasks", &file->tasks);
    if (st == ST_OK)
        st = read_count(place, "at_most", &file->at_most);
    file->is_part = !json_is_null(member_of(place, "first_record"));
    if (st == ST_OK && file->is_part)
        st = read_count(place, "first_record", &file->first);
    return st == ST_OK ? read_input(place, &file->input) : st;
}

static enum status
read_units(const json_t *units, struct shard_file *file)
{
    enum status st = ST_OK;

    file->has_units = !json_is_null(units);
    if (file->has_units)
        st = read_count(units, "count", &file->units.count);
    return st == ST_OK && file->has_units
               ? read_digest(units, &file->units.digest)
               : st;
}

static enum status
read_sample(const json_t *sample, struct sample_bytes *bytes)
{
    enum status st = read_count(sample, "rows", &bytes->rows);

    if (st == ST_OK)
        st = read_count(sample, "bytes", &bytes->bytes);
    return st == ST_OK ? read_digest(sample, &bytes->digest) : st;
}

static enum status
read_counts(const json_t *counts, struct shard_file *file)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < SHARD_COUNTS && st == ST_OK; k++) {
        uint64_t count = 0;
        st = read_count(counts, shard_counts[k].name, &count);
        memcpy((char *)file + shard_counts[k].in_file, &count, sizeof count);
    }
    return st;
}

static enum status
read_words(const json_t *list, size_t count, uint64_t *words)
{
    enum status st = json_array_size(list) == count ? ST_OK : ST_SYNTAX;

    for (size_t k = 0; k < count && st == ST_OK; k++)
        st = json_text_count_read(json_array_get(list, k), &words[k]);
    return st;
}

static enum status
read_base_weights(const json_t *object, struct moments *moments)
{
    const enum status st = read_count(object, "units", &moments->pop_size);

    return st == ST_OK ? read_words(member_of(object, "sum"), MOMENTS_SUM_LIMBS,
                                    moments->sum)
                       : st;
}

/* What the allocation looks at, over all units that are drawn from. */
static enum status
read_moments(const json_t *object, uint64_t pop_size, struct moments *moments)
{
    enum status st = read_base_weights(object, moments);

    if (st == ST_OK)
        st = read_words(member_of(object, "squares"), MOMENTS_SQUARE_LIMBS,
                        moments->squares);
    if (st != ST_OK)
        return st;
    return moments->pop_size == pop_size && moments_are_possible(moments)
               ? ST_OK
               : ST_SYNTAX;
}

static enum status
read_rule(const json_t *object, struct draw_rule *rule)
{
    struct rule_seen *const seen = &rule->seen;
    struct slice column = {NULL, 0};
    enum status st = read_text(object, "column", &column);

    rule->column = (char *)(uintptr_t)column.bytes;
    if (st == ST_OK)
        st = read_flag(object, "truth", &seen->truth);
    if (st == ST_OK)
        st = read_flag(object, "date", &seen->date);
    if (st == ST_OK)
        st = read_flag(object, "compares_date", &seen->compares_date);
    if (st == ST_OK)
        st = read_count(object, "satisfied", &seen->satisfied);
    if (st == ST_OK)
        st = read_count(object, "missing", &seen->missing);
    if (st == ST_OK)
        st = read_count(object, "first_missing", &seen->first_missing);
    return st;
}

static enum status
read_rules(const json_t *list, struct shard_file *file)
{
    const size_t count = json_array_size(list);
    enum status st = ST_OK;

    if (!json_is_array(list))
        return ST_SYNTAX;
    file->rules = calloc(count + 1, sizeof *file->rules);
    if (file->rules == NULL)
        return ST_NOMEM;
    for (; file->rule_count < count && st == ST_OK; file->rule_count++)
        st = read_rule(json_array_get(list, file->rule_count),
                       &file->rules[file->rule_count]);
    return st;
}

static enum status
read_stratum(const json_t *object, struct shard_stratum *stratum)
{
    enum status st = read_text(object, "stratum", &stratum->label);

    if (st == ST_OK)
        st = read_count(object, "n", &stratum->wanted);
    stratum->has_fraction = !json_is_null(member_of(object, "fraction"));
    if (st == ST_OK && stratum->has_fraction)
        st =
            shard_share_read(member_of(object, "fraction"), &stratum->fraction);
    if (st == ST_OK)
        st = read_count(object, "pop_size", &stratum->pop_size);
    if (st == ST_OK)
        st = read_count(object, "sample_size", &stratum->sample_size);
    if (st == ST_OK)
        st = read_count(object, "kept_size", &stratum->kept_size);
    if (st == ST_OK)
        st = read_count(object, "pop_rows", &stratum->pop_rows);
    if (st == ST_OK)
        st = read_count(object, "sample_rows", &stratum->sample_rows);
    stratum->has_moments = member_of(object, "moments") != NULL;
    return st == ST_OK && stratum->has_moments
               ? read_moments(member_of(object, "moments"), stratum->pop_size,
                              &stratum->moments)
               : st;
}

static enum status
read_strata(const json_t *list, struct shard_file *file)
{
    const size_t count = json_array_size(list);
    enum status st = ST_OK;

    if (!json_is_array(list))
        return ST_SYNTAX;
    file->strata = calloc(count + 1, sizeof *file->strata);
    if (file->strata == NULL)
        return ST_NOMEM;
    for (; file->strata_count < count && st == ST_OK; file->strata_count++)
        st = read_stratum(json_array_get(list, file->strata_count),
                          &file->strata[file->strata_count]);
    return st;
}

static enum status
read_delimiter(const json_t *object, char *delimiter)
{
    struct dialect dialect;
    struct slice text;
    enum status st = read_text(object, "delimiter", &text);

    if (st != ST_OK)
        return st;
    st = text.len == 1 ? dialect_read(text, &dialect) : ST_SYNTAX;
    free((char *)(uintptr_t)text.bytes);
    if (st == ST_OK)
        *delimiter = dialect.delimiter;
    return st;
}

static enum status
read_all(struct shard_file *file)
{
    const json_t *const json = file->json;
    enum status st = read_count(json, "seed", &file->seed);

    if (st == ST_OK)
        st = read_text(json, "shard", &file->label);
    if (st == ST_OK)
        st = read_text(json, "header", &file->header);
    if (st == ST_OK)
        st = read_delimiter(json, &file->delimiter);
    if (st == ST_OK)
        st = read_place(member_of(json, "place"), file);
    if (st == ST_OK)
        st = read_sample(member_of(json, "sample"), &file->sample);
    if (st == ST_OK)
        st = read_units(member_of(json, "units"), file);
    if (st == ST_OK)
        st = read_counts(member_of(json, "counts"), file);
    if (st == ST_OK)
        st = read_base_weights(member_of(json, "base_weights"),
                               &file->base_weights);
    if (st == ST_OK)
        st = read_rules(member_of(json, "rules"), file);
    return st == ST_OK ? read_strata(member_of(json, "strata"), file) : st;
}

/* A version of its own would be read wrong, an algorithm drawn wrong. */
static enum status
check_versions(const char *name, const json_t *json, struct trouble *trouble)
{
    const char *const format = json_string_value(member_of(json, "format"));

    if (format == NULL || strcmp(format, SHARD_FORMAT) != 0)
        return trouble_say(trouble, ST_DATA,
                           "%s: not what this version of sampler --shard-out "
                           "writes beside a sample",
                           name);
    if (json_integer_value(member_of(json, "algorithm")) != PRN_ALGORITHM)
        return trouble_say(trouble, ST_DATA,
                           "%s: drawn by another algorithm than %d", name,
                           PRN_ALGORITHM);
    return ST_OK;
}

/* Whether the file is as it was written. */
static bool
has_right_seal(const json_t *json)
{
    struct hash128 written, seal;
    json_t *copy;
    bool is_known;

    if (read_digest(json, &written) != ST_OK)
        return false;
    copy = json_copy((json_t *)(uintptr_t)json);
    json_object_del(copy, "xxh3");
    is_known = copy != NULL && shard_seal_of(copy, &seal);
    json_decref(copy);
    return is_known && seal.high == written.high && seal.low == written.low;
}

enum status
shard_file_read(const char *name, struct trouble *trouble,
                struct shard_file *file)
{
    enum status st;

    if (access(name, F_OK) != 0 && errno == ENOENT)
        return trouble_say(trouble, ST_SYSTEM,
                           "%s: there is no such file, which sampler "
                           "--shard-out writes beside a shard",
                           name);
    st = json_text_load(name, trouble, &file->json);
    if (st == ST_OK)
        st = check_versions(name, file->json, trouble);
    if (st == ST_OK && !has_right_seal(file->json))
        st = json_memory_failed() ? ST_NOMEM : ST_SYNTAX;
    if (st == ST_OK)
        st = read_all(file);
    if (st == ST_NOMEM)
        return trouble_nomem(trouble);
    if (st == ST_SYNTAX)
        return trouble_say(trouble, ST_DATA,
                           "%s: changed: not as sampler writes it", name);
    return st;
}

const json_t *
shard_file_design(const struct shard_file *file)
{
    return member_of(file->json, "design");
}

void
shard_file_free(struct shard_file *file)
{
    json_decref(file->json);
    free((char *)(uintptr_t)file->label.bytes);
    free((char *)(uintptr_t)file->header.bytes);
    for (size_t k = 0; k < file->rule_count; k++)
        free(file->rules[k].column);
    for (size_t k = 0; k < file->strata_count; k++)
        free((char *)(uintptr_t)file->strata[k].label.bytes);
    free(file->rules);
    free(file->strata);
    *file = (struct shard_file){0};
}
