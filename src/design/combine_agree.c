/* SPDX-License-Identifier: MIT */
/* The stage that reads what lies beside the shards: whether it is one draw, and
 * what all shards have together. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/combine_state.h"
#include "design/verdict.h"

static const struct dialect LABELS = {','};

enum status
combine_refuse(struct combine_state *state, size_t a, size_t b,
               const char *what, const char *name)
{
    return trouble_say(state->draw.trouble, ST_DATA, "%s and %s: %s%s%s",
                       state->shards[a].name, state->shards[b].name, what,
                       name == NULL ? "" : " ", name == NULL ? "" : name);
}

/* Refuses shard S if it was drawn by something else than the first. */
static enum status
compare(struct combine_state *state, size_t s)
{
    const struct shard_file *const first = &state->shards[0].file;
    const struct shard_file *const file = &state->shards[s].file;
    const char *const member =
        shard_design_differs(shard_file_design(first), shard_file_design(file));

    if (first->seed != file->seed)
        return combine_refuse(state, 0, s, "drawn with different seeds", NULL);
    if (member != NULL)
        return combine_refuse(state, 0, s, "designs that differ: in", member);
    if (!slice_equal(first->header, file->header) ||
        first->delimiter != file->delimiter)
        return combine_refuse(state, 0, s, "headers that differ", NULL);
    return ST_OK;
}

/* The header of the frame, from what lies beside the first shard. */
static enum status
read_header(struct combine_state *state)
{
    const struct slice header = state->shards[0].file.header;
    const bool has_bom =
        header.len >= 3 && memcmp(header.bytes, "\xef\xbb\xbf", 3) == 0;
    char *const raw = malloc(header.len + 1);

    if (raw == NULL)
        return trouble_nomem(state->draw.trouble);
    memcpy(raw, header.bytes, header.len);
    if (header_init(&state->draw.header, state->combine->plan.reader.dialect,
                    raw, header.len, has_bom ? 3 : 0, 0) != ST_OK)
        return trouble_nomem(state->draw.trouble);
    return ST_OK;
}

/* How many keys the strata have. */
static enum status
count_keys(const struct plan *plan, struct trouble *trouble, size_t *count)
{
    struct header keys = {0};
    char *copy;

    *count = 0;
    if (plan->strata.len == 0)
        return ST_OK;
    copy = strndup(plan->strata.bytes, plan->strata.len);
    if (copy == NULL ||
        header_init(&keys, LABELS, copy, plan->strata.len, 0, 0) != ST_OK)
        return trouble_nomem(trouble);
    *count = keys.columns;
    header_free(&keys);
    return ST_OK;
}

static enum status
say_changed(struct combine_state *state, size_t s)
{
    return trouble_say(state->draw.trouble, ST_DATA,
                       "%s.json: changed: not as sampler writes it",
                       state->shards[s].name);
}

/* The design of the first shard is the plan. */
static enum status
begin(struct combine_state *state)
{
    struct trouble unsaid = {0};
    struct plan *const plan = &state->combine->plan;
    struct trouble *const trouble = state->draw.trouble;
    const struct shard_file *const file = &state->shards[0].file;
    size_t keys;
    enum status st =
        shard_design_read(shard_file_design(file), &state->design, plan);

    if (st == ST_SYNTAX)
        return say_changed(state, 0);
    if (st != ST_OK)
        return trouble_nomem(trouble);
    plan->replicate = plan->shard.replicate;
    plan->seed = file->seed;
    plan->reader.dialect = (struct dialect){file->delimiter};
    shard_row_name(plan);
    st = count_keys(plan, trouble, &keys);
    if (st == ST_OK)
        st = strata_new_plain(plan, keys, trouble, &state->draw.strata);
    if (st == ST_OK)
        st = read_header(state);
    if (st == ST_OK)
        st = strata_count_outcomes(plan, &state->draw.header, &unsaid,
                                   &state->outcome_count);
    if (st == ST_USAGE)
        return say_changed(state, 0);
    if (st != ST_OK)
        return trouble_nomem(trouble);
    state->values = calloc(keys + 1, sizeof *state->values);
    state->rules = calloc(combine_rule_count(state) + 1, sizeof *state->rules);
    return state->values == NULL || state->rules == NULL
               ? trouble_nomem(trouble)
               : ST_OK;
}

/* The labels of a stratum while they are read. */
struct labels {
    struct slice *values;
    size_t count;
    size_t most;
};

/* A label of a stratum's; an empty one is missing. */
static enum status
add_label(void *context, struct slice text)
{
    struct labels *const labels = context;
    struct slice *const value = &labels->values[labels->count];

    if (labels->count == labels->most)
        return ST_SYNTAX;
    labels->count++;
    *value = (struct slice){NULL, 0};
    if (text.len == 0)
        return ST_OK;
    value->bytes = strndup(text.bytes, text.len);
    value->len = text.len;
    return value->bytes == NULL ? ST_NOMEM : ST_OK;
}

/* The number among all strata of the one that is called LABEL. */
static enum status
find_stratum(struct combine_state *state, struct slice label, uint32_t *h)
{
    struct strata *const strata = state->draw.strata;
    struct labels labels = {state->values, 0, strata->key_count};
    enum status st = ST_OK;

    *h = 0;
    if (strata->key_count == 0)
        return label.len == 0 ? ST_OK : ST_SYNTAX;
    if (label.len > 0)
        st = field_each(LABELS, label, add_label, &labels);
    while (st == ST_OK && label.len == 0 && labels.count < labels.most)
        st = add_label(&labels, label);
    if (st == ST_OK && labels.count != labels.most)
        st = ST_SYNTAX;
    if (st == ST_OK)
        st = strata_add(strata, labels.values, state->draw.trouble, h);
    for (size_t k = 0; k < labels.count; k++)
        free((char *)(uintptr_t)labels.values[k].bytes);
    return st;
}

static enum status
grow_strata(struct combine_state *state)
{
    const size_t count = state->draw.strata->count;

    if (array_reserve(&state->strata, &state->strata_room, count + 1,
                      sizeof *state->strata))
        return trouble_nomem(state->draw.trouble);
    while (state->strata_count < count)
        state->strata[state->strata_count++] = (struct combine_stratum){0};
    return ST_OK;
}

/* Sizes that come from a file must be the same in all shards. A shard without
 * units of a stratum may not have looked for it. */
static enum status
compare_size(struct combine_state *state, size_t s,
             const struct shard_stratum *one)
{
    struct combine_stratum *const known = &state->strata[one->h];
    struct stratum *const stratum = &state->draw.strata->list[one->h];

    if (state->combine->plan.size != PLAN_SIZES_FILE ||
        one->pop_size + one->kept_size == 0)
        return ST_OK;
    if (known->is_sized &&
        (stratum->wanted != one->wanted ||
         known->has_fraction != one->has_fraction ||
         known->fraction.numerator != one->fraction.numerator ||
         known->fraction.places != one->fraction.places))
        return combine_refuse(state, known->sizer, s,
                              "designs that differ: in the file of --sizes",
                              NULL);
    known->is_sized = true;
    known->sizer = (uint32_t)s;
    known->has_fraction = one->has_fraction;
    known->fraction = one->fraction;
    stratum->wanted = one->wanted;
    return ST_OK;
}

/* Adds up what the allocation looks at. */
static enum status
add_moments(struct combine_state *state, const struct shard_stratum *one)
{
    struct moments *moments;
    enum status st;

    if (one->has_moments != (state->combine->plan.allocation == PLAN_NEYMAN))
        return ST_SYNTAX;
    if (!one->has_moments)
        return ST_OK;
    st = draw_moments(&state->draw, one->h, &moments);
    if (st == ST_OK)
        moments_merge(moments, &one->moments);
    return st;
}

/* Adds one stratum of shard S to those of all. */
static enum status
add_stratum(struct combine_state *state, size_t s, struct shard_stratum *one)
{
    enum status st = find_stratum(state, one->label, &one->h);

    if (st == ST_OK)
        st = add_moments(state, one);
    if (st == ST_SYNTAX)
        return say_changed(state, s);
    if (st == ST_OK)
        st = grow_strata(state);
    if (st == ST_OK)
        st = compare_size(state, s, one);
    if (st != ST_OK)
        return st == ST_NOMEM ? trouble_nomem(state->draw.trouble) : st;
    struct stratum *const stratum = &state->draw.strata->list[one->h];
    stratum->pop_size += one->pop_size;
    stratum->kept_size += one->kept_size;
    stratum->pop_rows += one->pop_rows;
    free((char *)(uintptr_t)one->label.bytes);
    one->label = (struct slice){NULL, 0};
    return ST_OK;
}

static void
add_counts(struct combine_state *state, const struct shard_file *file)
{
    struct draw_result *const result = &state->combine->result;

    result->records += file->records;
    result->blank_lines += file->blank_lines;
    result->excluded += file->excluded;
    result->ineligible += file->ineligible;
    result->ineligible_missing += file->ineligible_missing;
    result->columns = file->columns;
    result->kept.pop_rows += file->kept_rows;
    moments_merge(&result->base_weights, &file->base_weights);
    state->bytes_total += 2 * file->sample.bytes;
}

static enum status
add_shard(struct combine_state *state, size_t s)
{
    struct combine_shard *const shard = &state->shards[s];
    char *const name = shard_file_name(shard->name);
    enum status st =
        name == NULL ? trouble_nomem(state->draw.trouble)
                     : shard_file_read(name, state->draw.trouble, &shard->file);

    free(name);
    if (st == ST_OK)
        st = s == 0 ? begin(state) : compare(state, s);
    for (size_t k = 0; k < shard->file.strata_count && st == ST_OK; k++)
        st = add_stratum(state, s, &shard->file.strata[k]);
    if (st == ST_OK)
        add_counts(state, &shard->file);
    if (s > 0) { /* that of the first is compared with all */
        json_decref(shard->file.json);
        shard->file.json = NULL;
    }
    return st;
}

enum status
combine_agree(struct combine_state *state)
{
    enum status st = ST_OK;

    for (size_t s = 0; s < state->count && st == ST_OK; s++)
        st = add_shard(state, s);
    return st;
}
