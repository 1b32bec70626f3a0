/* SPDX-License-Identifier: MIT */
#include "sampler_options.h"

#include <stdlib.h>
#include <string.h>

#include "csv/blocks.h"
#include "design/report.h"
#include "sampler_table.h"
#include "sampler_values.h"

static const char description[] =
    "Draw a sample of the records of a CSV file and write their weights.\v"
    "FILE is a CSV file with a header, plain or compressed with gzip or zstd; "
    "without FILE, or if FILE is -, it is standard input.";

static const struct argp_child option_children[] = {
    {&options_argp, 0, NULL, 0},
    {&common_options_argp, 0, NULL, 0},
    {0},
};

static void
read_file_name(struct command *command, const char *name,
               struct argp_state *state)
{
    if (command->files.input != NULL)
        options_refuse_file(state, "sampler", command->files.input, name);
    command->files.input = name;
}

static void
read_report_name(struct command *command, const char *name,
                 struct argp_state *state)
{
    if (!report_has_form(name))
        argp_error(state,
                   "--report '%s': the name must end in .json, .csv or .md",
                   name);
    command->files.report = name;
}

/* Only one option says how many are drawn. */
static void
choose_size(struct command *command, enum plan_size size,
            struct argp_state *state)
{
    if (command->sizes_given && command->plan.size != size)
        argp_error(state, "one of --n, --n-per-stratum, --fraction, --ratio "
                          "and --sizes, not two");
    command->sizes_given = true;
    command->plan.size = size;
}

/* Options that say what is drawn from; false if KEY is none of them. */
static bool
parse_frame_option(int key, char *value, struct argp_state *state)
{
    static const char *const meanings[] = {"error", "no", "yes", "drop", NULL};
    static const char *const units[] = {"error", "own", NULL};
    struct command *const command = state->input;
    struct plan *const plan = &command->plan;

    switch (key) {
    case OPTION_WHERE:
        command->where[plan->where_count++] = value;
        return true;
    case OPTION_KEEP:
        command->keep[plan->keep_count++] = value;
        return true;
    case OPTION_KEEP_MISSING:
        plan->keep_missing =
            KEEP_MISSING_ERROR +
            (unsigned)options_word(state, "keep-missing", value, meanings);
        return true;
    case OPTION_STRATA:
        plan->strata = value_name(state, "strata", value);
        return true;
    case OPTION_UNIT:
        plan->unit = value_name(state, "unit", value);
        return true;
    case OPTION_UNIT_MISSING:
        plan->unit_missing_own =
            options_word(state, "unit-missing", value, units) == 1;
        return true;
    case OPTION_UNIT_SORTED:
        plan->unit_sorted = true;
        return true;
    default:
        return false;
    }
}

/* Options that say how many; false if KEY is none of them. */
static bool
parse_size_option(int key, char *value, struct argp_state *state)
{
    static const char *const missing[] = {"error", "all", "none", NULL};
    struct command *const command = state->input;
    struct plan *const plan = &command->plan;

    switch (key) {
    case 'n':
        choose_size(command, PLAN_N, state);
        plan->sample_size = options_count(state, "n", value, INT64_MAX);
        return true;
    case OPTION_N_PER_STRATUM:
        choose_size(command, PLAN_N_EACH, state);
        plan->sample_size =
            options_count(state, "n-per-stratum", value, INT64_MAX);
        return true;
    case OPTION_FRACTION:
        choose_size(command, PLAN_FRACTION, state);
        plan->share = value_share(state, "fraction", value, true);
        return true;
    case OPTION_RATIO:
        choose_size(command, PLAN_RATIO, state);
        plan->share = value_share(state, "ratio", value, false);
        return true;
    case OPTION_SIZES:
        choose_size(command, PLAN_SIZES_FILE, state);
        plan->sizes_file = value;
        return true;
    case OPTION_SIZES_MISSING:
        plan->sizes_missing = (enum plan_sizes_missing)options_word(
            state, "sizes-missing", value, missing);
        return true;
    case OPTION_ALLOCATION:
        value_allocation(plan, value, state);
        return true;
    case OPTION_MIN_PER_STRATUM:
        plan->min_per_stratum =
            options_count(state, "min-per-stratum", value, INT64_MAX);
        plan->min_given = true;
        return true;
    default:
        return false;
    }
}

/* Options that say how; false if KEY is none of them. */
static bool
parse_draw_option(int key, char *value, struct argp_state *state)
{
    struct command *const command = state->input;
    struct plan *const plan = &command->plan;

    switch (key) {
    case OPTION_METHOD:
        value_method(plan, value, state);
        return true;
    case OPTION_REPLICATE:
        plan->replicate = options_count(state, "replicate", value, INT64_MAX);
        if (plan->replicate == 0)
            argp_error(state, "--replicate '%s': they are counted from 1",
                       value);
        return true;
    case OPTION_SEED:
        plan->seed = options_count(state, "seed", value, UINT64_MAX);
        command->seed_given = true;
        return true;
    case OPTION_SHARD:
        plan->label = slice_of(value);
        if (plan->label.len == 0)
            argp_error(state, "--shard '': a label has one letter at least");
        return true;
    case OPTION_PLAN:
        plan->count_only = true;
        return true;
    default:
        return false;
    }
}

/* Options of a draw by many jobs; false if KEY is none of them. */
static bool
parse_shard_option(int key, char *value, struct argp_state *state)
{
    struct command *const command = state->input;
    struct plan_shard *const shard = &command->plan.shard;

    switch (key) {
    case OPTION_SHARD_OUT:
        shard->is_out = true;
        return true;
    case OPTION_AT_MOST:
        shard->at_most = options_positive(state, "at-most", value, INT64_MAX);
        return true;
    case OPTION_CHECK_UNITS:
        shard->has_units = true;
        return true;
    case OPTION_MANIFEST:
        command->manifest = value;
        return true;
    case OPTION_TASK:
        shard->task = options_positive(state, "task", value, INT64_MAX);
        return true;
    default:
        return false;
    }
}

/* Options of input and temporary files; false if KEY is none of them. */
static bool
parse_file_option(int key, char *value, struct argp_state *state)
{
    struct command *const command = state->input;
    struct plan *const plan = &command->plan;

    switch (key) {
    case 'o':
        command->files.output = value;
        return true;
    case OPTION_TMPDIR:
        command->tmpdir = value;
        return true;
    case OPTION_THREADS:
        plan->reader.threads =
            (unsigned)options_positive(state, "threads", value, BLOCK_THREADS);
        return true;
    case OPTION_CONFIG: /* its options are in the command line already */
        command->files.config = value;
        return true;
    default:
        return false;
    }
}

/* Options that say what is told; false if KEY is none of them. */
static bool
parse_tell_option(int key, char *value, struct argp_state *state)
{
    struct command *const command = state->input;
    struct plan *const plan = &command->plan;

    switch (key) {
    case OPTION_REPORT:
        read_report_name(command, value, state);
        return true;
    case OPTION_STRICT:
        plan->strict = true;
        return true;
    default:
        return false;
    }
}

/* Options that say what rows look like; false if KEY is none of them. */
static bool
parse_row_option(int key, char *value, struct argp_state *state)
{
    static const char *const outputs[] = {"drawn", "rest", "all", NULL};
    static const char *const weights[] = {"realised", "inverse-probability",
                                          NULL};
    struct command *const command = state->input;
    struct plan *const plan = &command->plan;

    switch (key) {
    case OPTION_OUTPUT:
        plan->output =
            (enum plan_output)options_word(state, "output", value, outputs);
        return true;
    case OPTION_ONE_PER_UNIT:
        plan->one_per_unit = true;
        return true;
    case OPTION_ROW_WEIGHTS:
        plan->row_weights = true;
        return true;
    case OPTION_WEIGHT_NAME:
        plan->weight_name = value_name(state, "weight-name", value);
        return true;
    case OPTION_WEIGHTS:
        plan->inverse_probability =
            options_word(state, "weights", value, weights) == 1;
        return true;
    case OPTION_BASE_WEIGHT:
        plan->base_weight = value_name(state, "base-weight", value);
        return true;
    case OPTION_ADD:
        value_add(plan, value, state);
        return true;
    case OPTION_SELECT:
        plan->select = value_name(state, "select", value);
        return true;
    case OPTION_DROP:
        plan->drop = value_name(state, "drop", value);
        return true;
    default:
        return false;
    }
}

/* Takes over what was given of the common options. */
static void
take_common(struct command *command, struct argp_state *state)
{
    const struct common_options *const common = &command->common;
    struct plan *const plan = &command->plan;

    if (common->delimiter != NULL &&
        dialect_read(slice_of(common->delimiter), &plan->reader.dialect) !=
            ST_OK)
        common_options_refuse_delimiter(state, common->delimiter);
    plan->reader.max_record = common->max_record;
    plan->sdc = (enum plan_sdc)common->sdc;
    plan->sdc_suppress = common->sdc_suppress;
}

static bool
may_repeat(int key)
{
    return key == OPTION_KEEP || key == OPTION_WHERE;
}

/* The name of an option of the table, for messages. */
static const char *
name_of(int key)
{
    const struct argp_option *option = option_table;

    while (option->key != key)
        option++;
    return option->name;
}

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    struct command *const command = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &command->shared;
        state->child_inputs[1] = &command->common;
        return 0;
    case ARGP_KEY_ARG:
        read_file_name(command, value, state);
        return 0;
    case ARGP_KEY_END:
        take_common(command, state);
        command_check(command, state);
        return 0;
    default:
        break;
    }
    if (!parse_frame_option(key, value, state) &&
        !parse_size_option(key, value, state) &&
        !parse_draw_option(key, value, state) &&
        !parse_shard_option(key, value, state) &&
        !parse_file_option(key, value, state) &&
        !parse_tell_option(key, value, state) &&
        !parse_row_option(key, value, state))
        return ARGP_ERR_UNKNOWN;
    if (value != NULL && !may_repeat(key))
        options_once(state, &command->shared, key, name_of(key));
    return 0;
}

const struct argp command_argp = {option_table, parse_option,    "[FILE]",
                                  description,  option_children, NULL,
                                  NULL};

enum status
command_read(struct command *command, int argc, char **argv,
             struct trouble *trouble)
{
    struct config_list *const arguments = &command->arguments;
    const enum status st =
        config_arguments(&command_argp, argc, argv, trouble, arguments);

    if (st != ST_OK)
        return st;
    command->keep = calloc(arguments->count, sizeof *command->keep);
    command->where = calloc(arguments->count, sizeof *command->where);
    if (command->keep == NULL || command->where == NULL ||
        argp_parse(&command_argp, (int)arguments->count, arguments->list, 0,
                   NULL, command) != 0)
        return trouble_nomem(trouble);
    command->plan.keep = command->keep;
    command->plan.where = command->where;
    if (command->files.input == NULL && command->manifest == NULL)
        command->files.input = "-";
    return ST_OK;
}

void
command_free(struct command *command)
{
    config_list_free(&command->arguments);
    tasks_free(&command->tasks);
    for (size_t k = 0; k < sizeof command->names / sizeof *command->names; k++)
        free(command->names[k]);
    free(command->keep);
    free(command->where);
}
