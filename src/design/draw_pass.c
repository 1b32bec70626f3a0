/* SPDX-License-Identifier: MIT */
/* A reading of the frame, and what the first one alone looks at. */
#include <stdlib.h>
#include <string.h>

#include "design/draw_state.h"

static void
tell_progress(const struct draw *draw)
{
    const struct plan_progress progress = {
        .bytes_read = source_bytes_read(draw->source),
        .bytes_total = source_bytes_total(draw->source),
        .bytes_decoded = reader_bytes(walk_reader(draw->walk)),
    };

    if (draw->plan->on_progress != NULL)
        draw->plan->on_progress(draw->plan->progress_context, &progress);
}

/* The classes that leave no other trace. */
static void
count_excluded(struct draw_result *result, const struct walk_batch *batch)
{
    for (size_t r = 0; r < batch->records->count; r++) {
        result->excluded += batch->classes[r] == UNIT_EXCLUDED;
        result->ineligible += batch->classes[r] == UNIT_INELIGIBLE;
        result->ineligible_missing +=
            batch->classes[r] == UNIT_INELIGIBLE_MISSING;
    }
}

/* Adds up the weights that the rows have already. */
static void
sum_base_weights(struct draw *draw, const struct walk_batch *batch)
{
    struct trouble fault = {0};

    for (size_t r = 0; r < batch->records->count; r++) {
        struct decimal weight;
        enum status st;
        if (batch->classes[r] >= UNIT_EXCLUDED)
            continue;
        st = walk_number(draw->walk, r, WALK_BASE_WEIGHT, &fault, &weight);
        if (st == ST_OK && moments_add(&draw->base_weights, &weight) != ST_OK)
            st = walk_blame_number(draw->walk, r, WALK_BASE_WEIGHT, &fault);
        if (st != ST_OK && st != ST_END) /* the pass ends with their number */
            walk_cut(draw->walk, r, &fault);
    }
}

/* What only the first pass looks at. */
static void
look_first(struct draw *draw, const struct walk_batch *batch)
{
    const struct plan *const plan = draw->plan;

    if (plan->where_count > 0 || plan->keep_missing == KEEP_MISSING_DROP)
        count_excluded(draw->result, batch);
    if (plan->base_weight.len > 0)
        sum_base_weights(draw, batch);
}

/* Keeps what the account tells of missing cells. */
static enum status
note_missing(struct draw *draw)
{
    const struct classifier *const classifier = walk_classifier(draw->walk);
    enum status st = ST_OK;

    for (size_t k = draw->plan->where_count;
         k < classifier_rules(classifier) && st == ST_OK; k++) {
        struct slice name;
        const struct rule_seen seen = classifier_seen(classifier, k, &name);
        st = draw_note_missing(draw, k, name, seen.missing);
    }
    return st;
}

/* Keeps what a shard tells of its rules: combiner judges them. */
static enum status
note_rules(struct draw *draw)
{
    const struct classifier *const classifier = walk_classifier(draw->walk);
    const size_t count = classifier_rules(classifier);
    struct draw_result *const result = draw->result;

    if (!draw->plan->shard.is_out)
        return ST_OK;
    result->rules = calloc(count + 1, sizeof *result->rules);
    if (result->rules == NULL)
        return trouble_nomem(draw->trouble);
    for (; result->rule_count < count; result->rule_count++) {
        struct draw_rule *const rule = &result->rules[result->rule_count];
        struct slice name;
        rule->seen = classifier_seen(classifier, result->rule_count, &name);
        rule->column = strndup(name.bytes, name.len);
        if (rule->column == NULL)
            return trouble_nomem(draw->trouble);
    }
    return ST_OK;
}

/* Judges missing cells. A rule that nothing in a shard satisfies is no warning:
 * it may be satisfied elsewhere. */
static enum status
judge_rules(struct draw *draw)
{
    struct warnings unsaid = {0};
    enum status st = classifier_finish(
        walk_classifier(draw->walk), source_name(draw->source), draw->trouble,
        draw->plan->shard.is_out ? &unsaid : &draw->result->warnings);

    warnings_free(&unsaid);
    return st == ST_OK ? note_rules(draw) : st;
}

/* What the first pass alone has to say of the frame. */
static enum status
finish_first_pass(struct draw *draw)
{
    struct draw_result *const result = draw->result;
    const struct reader *const reader = walk_reader(draw->walk);
    enum status st;

    result->stream = walk_stream(draw->walk);
    result->unit_key = walk_unit_key(draw->walk);
    result->columns = reader_header(reader)->columns;
    result->records = reader_records(reader);
    result->blank_lines = reader_blank_lines(reader);
    result->bytes_decoded = reader_bytes(reader);
    result->bytes_read = source_bytes_read(draw->source);
    result->base_weights = draw->base_weights;
    result->base_weight_sum = moments_sum(&draw->base_weights);
    st = walk_finish(draw->walk, draw->trouble);
    if (st == ST_OK)
        st = draw_check_manifest(draw);
    if (st == ST_OK)
        st = judge_rules(draw);
    return st == ST_OK ? note_missing(draw) : st;
}

enum status
draw_open_walk(struct draw *draw)
{
    walk_free(draw->walk);
    draw->walk = NULL;
    return walk_open(draw->plan, draw->source, draw->trouble, &draw->strata,
                     &draw->walk);
}

enum status
draw_pass(struct draw *draw, draw_visitor *visit)
{
    const bool is_first = draw->result->reads == 0;
    const struct walk_batch *batch;
    enum status st = ST_OK;

    if (!is_first)
        st = source_rewind(draw->source, draw->trouble);
    if (st == ST_OK && !is_first)
        st = draw_open_walk(draw);
    if (st != ST_OK)
        return st;
    while ((st = walk_next(draw->walk, draw->trouble, &batch)) == ST_OK) {
        if (draw->is_settled && draw->strata->count > draw->settled_strata)
            return draw_say_changed(draw);
        if (is_first)
            look_first(draw, batch);
        st = visit(draw, batch);
        tell_progress(draw);
        if (st != ST_OK)
            return st;
    }
    if (st != ST_END)
        return st;
    draw->result->reads++;
    st = source_check_unchanged(draw->source, draw->trouble);
    if (st != ST_OK)
        return st;
    return is_first ? finish_first_pass(draw)
                    : walk_finish(draw->walk, draw->trouble);
}

enum status
draw_say_changed(struct draw *draw)
{
    return trouble_say(draw->trouble, ST_DATA,
                       "%s: the input changed while it was read",
                       source_name(draw->source));
}
