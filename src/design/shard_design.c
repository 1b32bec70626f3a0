/* SPDX-License-Identifier: MIT */
#include "design/shard_design.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/json_text.h"

enum kind { TEXT, RULES, FLAG, COUNT, SHARE, WORD };

/* A member of the object, and where it is in a plan. */
struct member {
    const char *name;
    enum kind kind;
    size_t offset;
    const char *const *words;
};

#define AT(field) offsetof(struct plan, field)

static const char *const keep_missing_words[] = {"unsaid", "error", "no",
                                                 "yes",    "drop",  NULL};
static const char *const method_words[] = {"srs", "bernoulli", "pps", NULL};
static const char *const size_words[] = {"n",     "n-per-stratum", "fraction",
                                         "ratio", "sizes",         NULL};
static const char *const sizes_missing_words[] = {"error", "all", "none", NULL};
static const char *const allocation_words[] = {"proportional", "equal",
                                               "neyman", NULL};

static const struct member members[] = {
    {"where", RULES, AT(where), NULL},
    {"keep", RULES, AT(keep), NULL},
    {"keep-missing", WORD, AT(keep_missing), keep_missing_words},
    {"strata", TEXT, AT(strata), NULL},
    {"unit", TEXT, AT(unit), NULL},
    {"unit-missing=own", FLAG, AT(unit_missing_own), NULL},
    {"one-per-unit", FLAG, AT(one_per_unit), NULL},
    {"row-weights", FLAG, AT(row_weights), NULL},
    {"method", WORD, AT(method), method_words},
    {"size", WORD, AT(size), size_words},
    {"n", COUNT, AT(sample_size), NULL},
    {"share", SHARE, AT(share), NULL},
    {"sizes-missing", WORD, AT(sizes_missing), sizes_missing_words},
    {"allocation", WORD, AT(allocation), allocation_words},
    {"allocation-column", TEXT, AT(allocation_column), NULL},
    {"min-per-stratum", COUNT, AT(min_per_stratum), NULL},
    {"min-given", FLAG, AT(min_given), NULL},
    {"replicate", COUNT, AT(shard.replicate), NULL},
    {"weights=inverse-probability", FLAG, AT(inverse_probability), NULL},
    {"base-weight", TEXT, AT(base_weight), NULL},
    {"weight-name", TEXT, AT(weight_name), NULL},
    {"add stratum", TEXT, AT(add[PLAN_COLUMN_STRATUM]), NULL},
    {"add prob", TEXT, AT(add[PLAN_COLUMN_PROB]), NULL},
    {"add N", TEXT, AT(add[PLAN_COLUMN_POP_SIZE]), NULL},
    {"add n", TEXT, AT(add[PLAN_COLUMN_SAMPLE_SIZE]), NULL},
    {"add prn", TEXT, AT(add[PLAN_COLUMN_PRN]), NULL},
    {"add subcohort", TEXT, AT(add[PLAN_COLUMN_SUBCOHORT]), NULL},
};

enum { MEMBERS = sizeof members / sizeof members[0] };

/* Rules come with their number behind them. */
static size_t
count_of_rules(const struct plan *plan, const struct member *member)
{
    return member->offset == AT(where) ? plan->where_count : plan->keep_count;
}

static json_t *
json_rules(const struct plan *plan, const struct member *member,
           const char *const *rules)
{
    json_t *list = json_array();

    for (size_t k = 0; k < count_of_rules(plan, member); k++)
        list = json_text_append(list, json_text_bytes(slice_of(rules[k])));
    return list;
}

/* All enums of a plan are as wide as an unsigned int. */
static unsigned
word_at(const void *at)
{
    unsigned word;

    memcpy(&word, at, sizeof word);
    return word;
}

json_t *
shard_share_json(struct share share)
{
    json_t *const list =
        json_text_append(json_array(), json_text_count(share.numerator));

    return json_text_append(list, json_integer(share.places));
}

static json_t *
json_member(const struct plan *plan, const struct member *member)
{
    const void *const at = (const char *)plan + member->offset;

    switch (member->kind) {
    case TEXT:
        return json_text_bytes(*(const struct slice *)at);
    case RULES:
        return json_rules(plan, member, *(const char *const *const *)at);
    case FLAG:
        return json_boolean(*(const bool *)at);
    case COUNT:
        return json_text_count(*(const uint64_t *)at);
    case SHARE:
        return shard_share_json(*(const struct share *)at);
    case WORD:
        return json_string(member->words[word_at(at)]);
    }
    return NULL;
}

json_t *
shard_design_json(const struct plan *plan)
{
    json_t *object = json_object();

    for (size_t k = 0; k < MEMBERS; k++)
        object = json_text_put(object, members[k].name,
                               json_member(plan, &members[k]));
    return object;
}

/* A text that the design keeps. */
static enum status
keep_text(struct shard_design *design, const json_t *value, struct slice *text)
{
    enum status st;

    if (array_reserve(&design->texts, &design->room, design->count + 1,
                      sizeof *design->texts))
        return ST_NOMEM;
    st = json_text_bytes_read(value, text);
    if (st == ST_OK)
        design->texts[design->count++] = (char *)(uintptr_t)text->bytes;
    return st;
}

static enum status
read_rules(const json_t *list, struct shard_design *design, const char ***rules,
           size_t *count)
{
    const size_t wanted = json_array_size(list);
    enum status st = ST_OK;

    if (!json_is_array(list) || *rules != NULL)
        return ST_SYNTAX;
    *rules = calloc(wanted + 1, sizeof **rules);
    if (*rules == NULL)
        return ST_NOMEM;
    for (*count = 0; *count < wanted && st == ST_OK; ++*count) {
        struct slice text;
        st = keep_text(design, json_array_get(list, *count), &text);
        if (st == ST_OK)
            (*rules)[*count] = text.bytes;
    }
    return st;
}

enum status
shard_share_read(const json_t *list, struct share *share)
{
    const json_int_t places = json_integer_value(json_array_get(list, 1));

    if (json_array_size(list) != 2 || places < 0 || places > SHARE_PLACES)
        return ST_SYNTAX;
    share->places = (unsigned)places;
    return json_text_count_read(json_array_get(list, 0), &share->numerator);
}

static enum status
read_word(const json_t *value, const char *const *words, void *at)
{
    const char *const text = json_string_value(value);

    for (unsigned k = 0; text != NULL && words[k] != NULL; k++)
        if (strcmp(text, words[k]) == 0) {
            memcpy(at, &k, sizeof k);
            return ST_OK;
        }
    return ST_SYNTAX;
}

static enum status
read_member(const struct member *member, const json_t *value,
            struct shard_design *design, struct plan *plan)
{
    void *const at = (char *)plan + member->offset;
    enum status st;

    switch (member->kind) {
    case TEXT:
        return keep_text(design, value, at);
    case RULES:
        if (member->offset != AT(where)) {
            st = read_rules(value, design, &design->keep, &plan->keep_count);
            plan->keep = design->keep;
            return st;
        }
        st = read_rules(value, design, &design->where, &plan->where_count);
        plan->where = design->where;
        return st;
    case FLAG:
        *(bool *)at = json_is_true(value);
        return json_is_boolean(value) ? ST_OK : ST_SYNTAX;
    case COUNT:
        return json_text_count_read(value, at);
    case SHARE:
        return shard_share_read(value, at);
    case WORD:
        return read_word(value, member->words, at);
    }
    return ST_SYNTAX;
}

enum status
shard_design_read(const json_t *object, struct shard_design *design,
                  struct plan *plan)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < MEMBERS && st == ST_OK; k++)
        st = read_member(&members[k], json_object_get(object, members[k].name),
                         design, plan);
    return st;
}

void
shard_design_free(struct shard_design *design)
{
    for (size_t k = 0; k < design->count; k++)
        free(design->texts[k]);
    free(design->texts);
    free(design->where);
    free(design->keep);
    *design = (struct shard_design){0};
}

const char *
shard_design_differs(const json_t *a, const json_t *b)
{
    for (size_t k = 0; k < MEMBERS; k++)
        if (!json_equal(json_object_get(a, members[k].name),
                        json_object_get(b, members[k].name)))
            return members[k].name;
    return NULL;
}
