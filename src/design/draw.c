/* SPDX-License-Identifier: MIT */
#include "design/draw.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/usage.h"
#include "design/draw_state.h"
#include "design/new_columns.h"

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
    struct draw_result *const result = draw->result;
    size_t room = 0;

    for (size_t k = 0; k < draw->plan->keep_count; k++) {
        const struct classifier_missing missing =
            classifier_missing(walk_classifier(draw->walk), k);
        if (missing.records == 0)
            continue;
        if (array_reserve(&result->missing, &room, draw->plan->keep_count,
                          sizeof *result->missing))
            return trouble_nomem(draw->trouble);
        struct draw_missing *const note =
            &result->missing[result->missing_count++];
        const size_t len = missing.column_name.len < sizeof note->column
                               ? missing.column_name.len
                               : sizeof note->column - 1;
        memcpy(note->column, missing.column_name.bytes, len);
        note->column[len] = '\0';
        note->records = missing.records;
    }
    return ST_OK;
}

/* Keeps what a shard tells of its rules: combiner judges them. */
static enum status
note_rules(struct draw *draw)
{
    const size_t count = draw->plan->where_count + draw->plan->keep_count;
    struct draw_result *const result = draw->result;

    if (!draw->plan->shard.is_out)
        return ST_OK;
    result->rules = calloc(count + 1, sizeof *result->rules);
    if (result->rules == NULL)
        return trouble_nomem(draw->trouble);
    for (; result->rule_count < count; result->rule_count++) {
        struct draw_rule *const rule = &result->rules[result->rule_count];
        struct slice name;
        rule->seen = classifier_seen(walk_classifier(draw->walk),
                                     result->rule_count, &name);
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

static enum status
open_walk(struct draw *draw)
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
        st = open_walk(draw);
    while (st == ST_OK) {
        st = walk_next(draw->walk, draw->trouble, &batch);
        if (st != ST_OK)
            break;
        if (draw->is_settled && draw->strata->count > draw->settled_strata)
            return draw_say_changed(draw);
        if (is_first)
            look_first(draw, batch);
        st = visit(draw, batch);
        tell_progress(draw);
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

/* How many scattered units come first is known only if they are drawn from as a
 * whole. */
bool
draw_logs_scattered(const struct plan *plan)
{
    return plan->unit.len > 0 && !plan->unit_sorted && plan->size == PLAN_N &&
           plan->strata.len == 0 && plan->method == PLAN_SRS &&
           plan->output == PLAN_DRAWN && !plan->one_per_unit &&
           !plan->count_only && !plan->shard.is_out; /* its rows have ids */
}

/* Sorted units are complete one by one. Scattered ones are, for the sample, if
 * none can be kept for a row that comes later. */
bool
draw_reads_once(const struct plan *plan)
{
    const bool is_whole = plan->size == PLAN_N && plan->strata.len == 0;
    const bool is_known = plan->size == PLAN_N_EACH || is_whole ||
                          plan->method == PLAN_BERNOULLI || plan->shard.is_out;

    if (!is_known || plan->count_only || plan->method == PLAN_PPS ||
        plan->output != PLAN_DRAWN || plan->one_per_unit ||
        (plan->shard.is_out && plan->unit.len > 0)) /* its rows have ids */
        return false;
    return plan->unit.len == 0 || plan->unit_sorted ||
           (plan->keep_count == 0 && draw_logs_scattered(plan));
}

/* A file of fractions asks for a part of what all shards have. */
static enum status
check_shard_sizes(const struct draw *draw)
{
    const struct plan *const plan = draw->plan;

    if (!plan->shard.is_out || plan->shard.at_most > 0 ||
        !sizes_need_counts(plan, draw->sizes))
        return ST_OK;
    return trouble_say(draw->trouble, ST_USAGE,
                       "%s: how many are drawn depends on all shards: "
                       "--shard-out goes with --at-most here",
                       plan->sizes_file);
}

/* Everything that can be wrong with the options, before the first record. */
static enum status
prepare(struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    enum status st = ST_OK;

    if (plan->method == PLAN_BERNOULLI)
        draw->threshold = share_threshold(plan->share);
    if (!draw_reads_once(plan))
        st = source_keep(draw->source, plan->folder, draw->trouble);
    if (st == ST_OK)
        st = open_walk(draw);
    if (st == ST_OK)
        st = draw_begin_manifest(draw);
    if (st == ST_OK)
        st = sizes_new(plan, draw->strata, draw->trouble, &draw->sizes);
    if (st == ST_OK)
        st = check_shard_sizes(draw);
    if (st == ST_OK && header_copy(reader_header(walk_reader(draw->walk)),
                                   &draw->header) != ST_OK)
        st = trouble_nomem(draw->trouble);
    if (st == ST_OK)
        st = new_columns_check(plan, &draw->header, source_name(draw->source),
                               draw->trouble);
    return st;
}

/* From the counts that the sizes need to the units that are drawn. */
static enum status
decide(struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    enum status st = ST_OK;

    if (draw_needs_counts(draw))
        st = draw_count(draw);
    if (st == ST_OK && plan->method == PLAN_PPS)
        st = draw_count_sizes(draw);
    if (st == ST_OK && !plan->count_only && !draw_accept_foreseen(draw))
        st = draw_select(draw);
    if (st == ST_OK && !plan->shard.is_out) /* a stratum may be elsewhere */
        st = sizes_finish(draw->sizes, draw->strata, draw->trouble);
    return st;
}

enum status
draw_run(const struct plan *plan, struct source *source, struct sink *sink,
         struct sink *units, struct trouble *trouble,
         struct draw_result *result)
{
    struct draw draw = {.plan = plan,
                        .source = source,
                        .name = source_name(source),
                        .sink = sink,
                        .trouble = trouble,
                        .result = result,
                        .has_numbers = draw_has_numbers(plan)};
    const double start = usage_seconds();
    double read = start;

    *result = (struct draw_result){0};
    enum status st = prepare(&draw);
    if (st == ST_OK)
        st = decide(&draw);
    read = usage_seconds();
    if (st == ST_OK)
        st = draw_settle(&draw);
    if (st == ST_OK && units != NULL) /* the table goes when rows are written */
        st = unit_list_write(&draw.units, units, trouble, &result->unit_list);
    if (st == ST_OK && !plan->count_only)
        st = draw_write(&draw);
    result->read_seconds = read - start;
    result->write_seconds = usage_seconds() - read;

    candidates_free(draw.candidates);
    walk_free(draw.walk);
    digest_free(draw.digest);
    sizes_free(draw.sizes);
    members_free(&draw.units);
    members_free(&draw.sized_units);
    numbers_free(&draw.numbers);
    known_free(&draw.kept);
    picks_free(draw.picks);
    pps_free(draw.pps);
    sample_writer_free(draw.writer);
    header_free(&draw.header);
    free(draw.order);
    free(draw.moments);
    strata_free(draw.strata);
    return st;
}

void
draw_result_free(struct draw_result *result)
{
    warnings_free(&result->warnings);
    for (size_t h = 0; h < result->strata_count; h++)
        free((char *)(uintptr_t)result->strata[h].label.bytes);
    for (size_t k = 0; k < result->rule_count; k++)
        free(result->rules[k].column);
    free(result->rules);
    free(result->moments);
    free(result->header);
    result->header = NULL;
    free(result->missing);
    free(result->strata);
    result->rules = NULL;
    result->moments = NULL;
    result->rule_count = 0;
    result->missing = NULL;
    result->strata = NULL;
    result->strata_count = 0;
}
