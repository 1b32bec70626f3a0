/* SPDX-License-Identifier: MIT */
#include "design/draw.h"

#include <stdlib.h>

#include "base/usage.h"
#include "design/draw_state.h"
#include "design/new_columns.h"

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
        st = draw_open_walk(draw);
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

/* Has everything that a reading has found out be as it was before. */
static void
forget(struct draw *draw)
{
    walk_free(draw->walk); /* ends its threads */
    draw->walk = NULL;
    candidates_free(draw->candidates);
    draw->candidates = NULL;
    digest_free(draw->digest);
    draw->digest = NULL;
    for (uint32_t h = 0; h < draw->sized; h++) {
        struct stratum *const stratum = &draw->strata->list[h];
        selection_free(&stratum->selection);
        stratum->kept_size = stratum->pop_rows = 0;
        stratum->is_rationed = false;
    }
    draw->sized = 0;
    draw->group = (struct draw_group){.is_open = false};
    draw->base_weights = (struct moments){0};
    draw->rations = (struct rations){.were_short = true};
    draw_result_free(draw->result);
    *draw->result = (struct draw_result){0};
}

/* Decides once more, without rations: the first reading came to nothing, and
 * counts as one. Strata and sizes stay: a file of sizes may be a pipe. */
static enum status
begin_anew(struct draw *draw)
{
    forget(draw);
    enum status st = source_rewind(draw->source, draw->trouble);
    if (st == ST_OK)
        st = draw_open_walk(draw);
    if (st == ST_OK)
        st = draw_begin_manifest(draw);
    if (st == ST_OK)
        st = decide(draw);
    draw->result->reads++;
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
    if (st == ST_END && draw.rations.are_given)
        st = begin_anew(&draw);
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
