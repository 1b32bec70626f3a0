/* SPDX-License-Identifier: MIT */
#include "design/combine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/usage.h"
#include "design/combine_state.h"
#include "design/overwrite.h"
#include "design/report.h"

/* What is read first must not be what is written last. */
static enum status
check_outputs(struct combine_state *state, const struct combine_files *files)
{
    enum { OUTPUTS = 2, FILES_EACH = 3 };
    static const char shard[] = "a shard";
    struct trouble *const trouble = state->draw.trouble;
    const char *const outputs[OUTPUTS] = {files->output, files->report};
    const struct overwrite_input inputs[] = {
        {files->manifest, "the manifest"},
        {files->config, "the file of --config"},
    };
    enum status st = overwrite_check(inputs, sizeof inputs / sizeof *inputs,
                                     outputs, OUTPUTS, trouble);

    for (size_t s = 0; s < state->count && st == ST_OK; s++) {
        const char *const name = state->shards[s].name;
        char *const beside = shard_file_name(name);
        char *const units = unit_list_name(name);
        const struct overwrite_input here[FILES_EACH] = {
            {name, shard}, {beside, shard}, {units, shard}};
        st = beside == NULL || units == NULL
                 ? trouble_nomem(trouble)
                 : overwrite_check(here, FILES_EACH, outputs, OUTPUTS, trouble);
        free(beside);
        free(units);
    }
    return st;
}

static enum status
open_outputs(struct combine_state *state, const struct combine_files *files)
{
    struct combine *const combine = state->combine;
    struct trouble *const trouble = state->draw.trouble;
    enum status st = check_outputs(state, files);

    if (st == ST_OK)
        st = sink_open(files->output, NULL, trouble, &combine->sample);
    if (st == ST_OK)
        sink_set_threads(combine->sample, combine->plan.reader.threads);
    if (st == ST_OK && files->report != NULL)
        st = sink_open(files->report, NULL, trouble, &combine->report);
    if (st == ST_OK && combine->report != NULL &&
        sink_is_same_file(combine->sample, combine->report))
        st = trouble_say(trouble, ST_USAGE, "%s: the output is the report, too",
                         files->report);
    state->draw.sink = combine->sample;
    return st;
}

/* Where the random numbers of the whole come from, if it has one stream. */
static enum status
name_stream(struct combine_state *state)
{
    const struct plan *const plan = &state->combine->plan;
    struct draw_result *const result = &state->combine->result;
    const struct slice none = {"", 0};
    enum status st = prn_unit_key("draw", plan->seed, none, &result->unit_key);

    if (st == ST_OK && state->shards[0].file.is_part)
        st = prn_stream("draw", plan->seed, none, &result->stream);
    return st == ST_OK ? ST_OK : trouble_nomem(state->draw.trouble);
}

static enum status
pool(struct combine_state *state)
{
    struct draw_result *const result = &state->combine->result;
    struct draw *const draw = &state->draw;
    const double start = usage_seconds();
    double read = start;
    enum status st = combine_select(state);

    read = usage_seconds();
    if (draw->plan->method == PLAN_BERNOULLI)
        draw->threshold = share_threshold(draw->plan->share);
    result->base_weight_sum = moments_sum(&result->base_weights);
    if (st == ST_OK)
        st = name_stream(state);
    if (st == ST_OK)
        st = draw_settle(draw);
    draw->header.ending_bytes = state->ending_bytes;
    if (st == ST_OK)
        st = combine_write(state);
    result->read_seconds = read - start;
    result->write_seconds = usage_seconds() - read;
    result->reads = 2;
    result->bytes_read = state->bytes_read / 2;
    result->bytes_decoded = state->bytes_decoded / 2;
    return st;
}

/* The sample comes behind its report: where it is new, its report is too. */
static enum status
publish(struct combine *combine, struct trouble *trouble)
{
    struct sink *const sinks[] = {combine->report, combine->sample};

    return sink_publish_last(sinks, sizeof sinks / sizeof *sinks, trouble);
}

static struct combine_state *
begin(struct combine *combine, struct trouble *trouble)
{
    struct combine_state *const state = calloc(1, sizeof *state);

    if (state == NULL)
        return NULL;
    state->combine = combine;
    state->draw.plan = &combine->plan;
    state->draw.result = &combine->result;
    state->draw.trouble = trouble;
    state->draw.name = "the shards";
    combine->state = state;
    return state;
}

static enum status
tell(struct combine *combine, const struct combine_files *files,
     struct account *account, struct trouble *trouble)
{
    struct combine_state *const state = combine->state;

    snprintf(state->name, sizeof state->name, "%s shard%s",
             figure_of(state->count).text, state->count == 1 ? "" : "s");
    account->plan = &combine->plan;
    account->input = state->name;
    account->output = files->output;
    account->shards = state->count;
    account->units_compared = state->are_compared;
    account->result = &combine->result;
    account->seed_given = true;
    if (sdc_tell(&combine->plan, &combine->result, &combine->told) != ST_OK)
        return trouble_nomem(trouble);
    account->told = &combine->told;
    return combine->report == NULL
               ? ST_OK
               : report_write(combine->report, files->report, account, trouble);
}

enum status
combine_run(struct combine *combine, const struct combine_files *files,
            struct account *account, struct trouble *trouble)
{
    struct combine_state *const state = begin(combine, trouble);
    enum status st;

    if (state == NULL)
        return trouble_nomem(trouble);
    const int usage = usage_open();
    st = combine_name(state, files);
    if (st == ST_OK)
        st = combine_enclose(state, files);
    if (st == ST_OK)
        st = open_outputs(state, files);
    if (st == ST_OK)
        st = combine_agree(state);
    if (st == ST_OK)
        st = combine_place(state);
    if (st == ST_OK)
        st = combine_units(state);
    if (st == ST_OK)
        st = combine_judge(state);
    if (st == ST_OK)
        st = pool(state);
    account->peak_bytes = usage_peak_bytes(usage);
    if (st == ST_OK)
        st = tell(combine, files, account, trouble);
    return st == ST_OK ? publish(combine, trouble) : st;
}

void
combine_free(struct combine *combine)
{
    struct combine_state *const state = combine->state;

    sink_free(combine->report);
    sink_free(combine->sample);
    sdc_told_free(&combine->told);
    draw_result_free(&combine->result);
    if (state == NULL)
        return;
    for (size_t s = 0; s < state->count; s++) {
        free(state->shards[s].name);
        shard_file_free(&state->shards[s].file);
    }
    sample_writer_free(state->draw.writer);
    sizes_free(state->draw.sizes);
    header_free(&state->draw.header);
    strata_free(state->draw.strata);
    free(state->draw.order);
    free(state->draw.moments);
    table_free(&state->kept);
    free(state->kept_shards);
    tasks_free(&state->tasks);
    shard_design_free(&state->design);
    free(state->shards);
    free(state->strata);
    free(state->values);
    free(state->rules);
    free(state->row);
    free(state);
    combine->state = NULL;
}
