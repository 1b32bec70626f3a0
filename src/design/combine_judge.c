/* SPDX-License-Identifier: MIT */
/* The stage that knows what all shards have: it judges the rules, and settles
 * the sizes. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/figure.h"
#include "design/blame.h"
#include "design/combine_state.h"
#include "design/verdict.h"

/* The number of rules in front of those of --keep. */
static size_t
keep_at(const struct combine_state *state)
{
    return state->combine->plan.where_count;
}

/* What all shards have seen of rule K; returns the shard where a cell of it was
 * first missing. */
static size_t
add_up(struct combine_state *state, size_t k)
{
    const struct plan *const plan = &state->combine->plan;
    struct verdict_rule *const all = &state->rules[k];
    struct rule_seen *const seen = &all->seen;
    size_t first = 0;

    all->column_name = slice_of(state->shards[0].file.rules[k].column);
    if (k >= plan->where_count && k < plan->where_count + plan->keep_count)
        all->text = slice_of(plan->keep[k - plan->where_count]);
    for (size_t s = 0; s < state->count; s++) {
        const struct rule_seen *const one =
            &state->shards[s].file.rules[k].seen;
        if (seen->missing == 0 && one->missing > 0) {
            first = s;
            seen->first_missing = one->first_missing;
        }
        seen->truth = seen->truth || one->truth;
        seen->date = seen->date || one->date;
        seen->compares_date = one->compares_date;
        seen->satisfied += one->satisfied;
        seen->missing += one->missing;
    }
    return first;
}

/* The outcomes that are keys of the strata. */
static enum status
judge_outcomes(struct combine_state *state)
{
    const struct plan *const plan = &state->combine->plan;
    enum status st = ST_OK;

    for (size_t k = keep_at(state) + plan->keep_count;
         k < combine_rule_count(state) && st == ST_OK; k++) {
        const struct verdict_rule *const rule = &state->rules[k];
        const size_t first = add_up(state, k);
        st = verdict_of_stratum(plan, rule, state->shards[first].name,
                                state->draw.trouble);
        if (st == ST_OK &&
            verdict_on_stratum(plan, rule, &state->combine->result.warnings) !=
                ST_OK)
            st = trouble_nomem(state->draw.trouble);
        if (st == ST_OK)
            st = draw_note_missing(&state->draw, k, rule->column_name,
                                   rule->seen.missing);
    }
    return st;
}

static enum status
judge_rules(struct combine_state *state)
{
    const struct plan *const plan = &state->combine->plan;
    struct draw_result *const result = &state->combine->result;
    const uint64_t eligible =
        result->records - result->ineligible - result->ineligible_missing;

    for (size_t k = 0; k < plan->keep_count; k++) {
        struct verdict_rule *const rule = &state->rules[keep_at(state) + k];
        const size_t first = add_up(state, keep_at(state) + k);
        enum status st = verdict_of_missing(
            plan, rule, state->shards[first].name, state->draw.trouble);
        if (st == ST_OK &&
            verdict_on_keep(plan, rule, eligible, &result->warnings) != ST_OK)
            st = trouble_nomem(state->draw.trouble);
        if (st == ST_OK)
            st = draw_note_missing(&state->draw, keep_at(state) + k,
                                   rule->column_name, rule->seen.missing);
        if (st != ST_OK)
            return st;
    }
    const enum status st = judge_outcomes(state);
    if (st != ST_OK)
        return st;
    return verdict_on_frame(plan, result->records, eligible,
                            &result->warnings) == ST_OK
               ? ST_OK
               : trouble_nomem(state->draw.trouble);
}

/* All shards must have looked at the same rules. */
static enum status
check_rules(struct combine_state *state)
{
    for (size_t s = 0; s < state->count; s++)
        if (state->shards[s].file.rule_count != combine_rule_count(state))
            return trouble_say(state->draw.trouble, ST_DATA,
                               "%s.json: changed: not as sampler writes it",
                               state->shards[s].name);
    return ST_OK;
}

/* The sizes of a file came with the shards; fractions of it are taken now. */
static enum status
settle_file(struct combine_state *state, uint32_t h)
{
    struct stratum *const stratum = &state->draw.strata->list[h];
    const struct combine_stratum *const known = &state->strata[h];

    if (stratum->pop_size + stratum->kept_size == 0)
        return trouble_say(state->draw.trouble, ST_DATA,
                           "the file of --sizes: stratum '%.*s': no record of "
                           "the frame is in it",
                           blame_shown(stratum->label, BLAME_TEXT),
                           stratum->label.bytes);
    if (known->has_fraction)
        return share_of(known->fraction, stratum->pop_size, &stratum->wanted);
    return ST_OK;
}

static enum status
settle_sizes(struct combine_state *state)
{
    struct draw *const draw = &state->draw;
    const bool by_file = draw->plan->size == PLAN_SIZES_FILE;
    enum status st = ST_OK;

    for (uint32_t h = 0; h < draw->strata->count && by_file && st == ST_OK; h++)
        st = settle_file(state, h);
    if (st != ST_OK || by_file)
        return st;
    st = sizes_new(draw->plan, draw->strata, draw->trouble, &draw->sizes);
    if (st == ST_OK && sizes_need_counts(draw->plan, draw->sizes))
        return sizes_settle(draw->sizes, draw->strata, draw->moments,
                            draw->trouble);
    for (uint32_t h = 0; h < draw->strata->count && st == ST_OK; h++)
        st = sizes_of_new(draw->sizes, draw->strata, h, draw->trouble);
    return st;
}

/* What tables of units take: of all that are kept, and of the largest shard. */
static uint64_t
table_bytes(const struct combine_state *state)
{
    enum { BYTES_UNIT = 70 };
    uint64_t kept = 0, most = 0;

    if (state->combine->plan.unit.len == 0)
        return 0;
    for (size_t s = 0; s < state->count; s++) {
        const struct shard_file *const file = &state->shards[s].file;
        uint64_t units = 0;
        for (size_t k = 0; k < file->strata_count; k++) {
            kept += file->strata[k].kept_size;
            units += file->strata[k].kept_size + file->strata[k].sample_size;
        }
        most = units > most ? units : most;
    }
    return (kept + most) * BYTES_UNIT;
}

enum status
combine_judge(struct combine_state *state)
{
    enum status st = check_rules(state);

    if (st == ST_OK)
        st = judge_rules(state);
    if (st == ST_OK)
        st = settle_sizes(state);
    return st == ST_OK ? draw_check_room(&state->draw, table_bytes(state)) : st;
}
