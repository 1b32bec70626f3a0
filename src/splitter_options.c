/* SPDX-License-Identifier: MIT */
#include "splitter_options.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/hash.h"
#include "csv/blocks.h"
#include "csv/field.h"
#include "design/split_sdc.h"
#include "io/library.h"
#include "io/sandbox.h"
#include "splitter_table.h"
#include "stats/prn.h"

static const uint64_t MAX_CHUNKS = 10000, MOST_CHUNKS = 10000000;
static const uint64_t SDC_SUPPRESS = 7;
static const uint64_t MEMORY = 32 << 20, MOST_MEMORY = (uint64_t)1 << 40;

static const char description[] =
    "Deal the records of a CSV file into chunks, for independent jobs.\v"
    "FILE is a CSV file with a header, plain or compressed with gzip or zstd; "
    "without FILE, or if FILE is -, it is standard input.";

static const struct argp_child option_children[] = {
    {&options_argp, 0, NULL, 0},
    {&common_options_argp, 0, NULL, 0},
    {0},
};

/* Adds VALUE to a list of the plan, which has room for all arguments. */
static void
add_text(struct split_texts *texts, const char *value)
{
    texts->list[texts->count++] = value;
}

/* Options that may be repeated; false if KEY is none of them. */
static bool
parse_repeated(int key, const char *value, struct split_plan *plan)
{
    switch (key) {
    case OPTION_BY:
        add_text(&plan->by, value);
        return true;
    case OPTION_LEVELS:
        add_text(&plan->levels, value);
        return true;
    case OPTION_MISSING:
        add_text(&plan->missing, value);
        return true;
    case OPTION_INVALID:
        add_text(&plan->invalid, value);
        return true;
    case OPTION_OTHER:
        add_text(&plan->other, value);
        return true;
    default:
        return false;
    }
}

/* Other options that say how records are dealt; false if KEY is none. */
static bool
parse_deal_option(int key, const char *value, struct argp_state *state)
{
    struct splitter_command *const command = state->input;
    struct split_plan *const plan = &command->plan;

    switch (key) {
    case OPTION_GROUPS:
        options_once(state, &command->shared, key, "groups");
        plan->groups =
            (uint32_t)options_positive(state, "groups", value, MOST_CHUNKS);
        return true;
    case OPTION_UNIT:
        options_once(state, &command->shared, key, "unit");
        plan->unit = value;
        return true;
    case OPTION_SEED:
        options_once(state, &command->shared, key, "seed");
        plan->seed = options_count(state, "seed", value, UINT64_MAX);
        command->seed_given = true;
        return true;
    case OPTION_ROWS:
        options_once(state, &command->shared, key, "rows");
        plan->rows_each = options_positive(state, "rows", value, INT64_MAX);
        return true;
    case OPTION_PARTS:
        options_once(state, &command->shared, key, "parts");
        plan->parts =
            (uint32_t)options_positive(state, "parts", value, MOST_CHUNKS);
        return true;
    case OPTION_DATE_FORMAT:
        options_once(state, &command->shared, key, "date-format");
        if (!date_format_has_date(value))
            argp_error(state,
                       "--date-format '%s': does not read year, month and day "
                       "of a date",
                       value);
        plan->key_setup.date_format = value;
        return true;
    case OPTION_YEAR_START:
        options_once(state, &command->shared, key, "year-start");
        if (date_day_read(slice_of(value), &plan->key_setup.year_start) !=
            ST_OK)
            argp_error(state, "--year-start '%s': not a day MM-DD", value);
        return true;
    default:
        return false;
    }
}

/* Options of input; false if KEY is none of them. */
static bool
parse_input_option(int key, const char *value, struct argp_state *state)
{
    struct splitter_command *const command = state->input;
    struct split_plan *const plan = &command->plan;

    switch (key) {
    case OPTION_THREADS:
        options_once(state, &command->shared, key, "threads");
        plan->threads =
            (unsigned)options_positive(state, "threads", value, BLOCK_THREADS);
        return true;
    case OPTION_TMPDIR:
        options_once(state, &command->shared, key, "tmpdir");
        if (access(value, W_OK | X_OK) != 0)
            argp_error(state, "--tmpdir '%s': cannot use it", value);
        plan->tmpdir = value;
        return true;
    default:
        return false;
    }
}

static void
read_manifest_name(struct argp_state *state, struct split_files *files,
                   const char *value)
{
    const bool is_json = slice_ends_with(slice_of(value), slice_of(".json"));
    const char **const name = is_json ? &files->json : &files->manifest;

    if (*name != NULL)
        argp_error(state, "--manifest '%s': there is one already", value);
    *name = value;
}

/* Options of output; false if KEY is none of them. */
static bool
parse_output_option(int key, const char *value, struct argp_state *state)
{
    struct splitter_command *const command = state->input;
    struct split_plan *const plan = &command->plan;

    switch (key) {
    case 'o':
        options_once(state, &command->shared, key, "out");
        plan->output = value;
        return true;
    case OPTION_MANIFEST:
        read_manifest_name(state, &command->files, value);
        return true;
    case OPTION_FORCE:
        plan->force = true;
        return true;
    case OPTION_DRY_RUN:
        plan->dry_run = true;
        return true;
    case OPTION_MAX_CHUNKS:
        options_once(state, &command->shared, key, "max-chunks");
        plan->max_chunks =
            (uint32_t)options_positive(state, "max-chunks", value, MOST_CHUNKS);
        return true;
    case OPTION_MEMORY:
        options_once(state, &command->shared, key, "memory");
        plan->memory = options_size(state, "memory", value, MOST_MEMORY);
        if (plan->memory < SPLITTER_LEAST_MEMORY)
            argp_error(state, "--memory '%s': must be 1M at least", value);
        return true;
    default:
        return false;
    }
}

/* Takes over what was given of the common options. */
static void
take_common(struct splitter_command *command, struct argp_state *state)
{
    const struct common_options *const common = &command->common;
    struct split_plan *const plan = &command->plan;

    if (common->delimiter != NULL &&
        dialect_read(slice_of(common->delimiter), &plan->reader.dialect) !=
            ST_OK)
        common_options_refuse_delimiter(state, common->delimiter);
    plan->reader.max_record = common->max_record;
    plan->sdc = (enum plan_sdc)common->sdc;
    plan->sdc_suppress = common->sdc_suppress;
}

/* What only the whole command line tells. */
static void
check_command(const struct splitter_command *command, struct argp_state *state)
{
    const struct split_plan *const plan = &command->plan;
    const int ways = (plan->by.count > 0 || plan->groups > 0) +
                     (plan->rows_each > 0) + (plan->parts > 0);

    if (ways == 0)
        argp_error(state, "one of --by, --groups, --rows and --parts is "
                          "needed: which chunk does a record go to?");
    if (ways > 1)
        argp_error(state, "only one of these: --by and --groups, or --rows, or "
                          "--parts");
    if ((plan->groups > 0) != (plan->unit != NULL))
        argp_error(state, "--groups and --unit go together");
    if (command->seed_given && plan->groups == 0)
        argp_error(state, "--seed goes with --groups");
    if (plan->by.count == 0 && plan->groups == 0 &&
        plan->levels.count + plan->missing.count + plan->invalid.count +
                plan->other.count >
            0)
        argp_error(state, "--levels, --missing, --invalid and --other go with "
                          "--by and --groups");
    if (plan->sdc == PLAN_SDC_NONE &&
        command->shared.given[COMMON_SDC_SUPPRESS])
        argp_error(state, "--sdc-suppress goes with --sdc");
    if (plan->rows_each > 0 && plan->rows_each < split_least_rows(plan))
        argp_error(state,
                   "--rows %" PRIu64 ": with --sdc it is %" PRIu64 " at least, "
                   "for the number of chunks tells how many records there are",
                   plan->rows_each, split_least_rows(plan));
    if (plan->output == NULL)
        argp_error(state, "--out is missing: what are the chunks called?");
    if (command->files.input == NULL && isatty(STDIN_FILENO))
        argp_error(state, "no FILE, and standard input is a terminal");
}

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    struct splitter_command *const command = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &command->shared;
        state->child_inputs[1] = &command->common;
        return 0;
    case ARGP_KEY_ARG:
        if (command->files.input != NULL)
            options_refuse_file(state, "splitter", command->files.input, value);
        command->files.input = value;
        return 0;
    case ARGP_KEY_END:
        take_common(command, state);
        check_command(command, state);
        return 0;
    default:
        return parse_repeated(key, value, &command->plan) ||
                       parse_deal_option(key, value, state) ||
                       parse_input_option(key, value, state) ||
                       parse_output_option(key, value, state)
                   ? 0
                   : ARGP_ERR_UNKNOWN;
    }
}

static void
print_version(FILE *stream, struct argp_state *state)
{
    (void)state;
    fprintf(stream, "splitter (%s) %s\n", PACKAGE_NAME, PACKAGE_VERSION);
    fprintf(stream, "algorithm %d\n", PRN_ALGORITHM);
    fprintf(stream, "%s\n%s\n%s\n%s\n", field_library(),
            library_of_coding(CODING_GZIP), library_of_coding(CODING_ZSTD),
            hash_library());
    fprintf(stream, "sandbox: %s\n", sandbox_text());
}

enum status
splitter_command_read(int argc, char **argv, struct splitter_command *command)
{
    static const struct argp argp = {option_table, parse_option,    "[FILE]",
                                     description,  option_children, NULL,
                                     NULL};
    struct split_plan *const plan = &command->plan;
    struct split_texts *const lists[] = {
        &plan->by, &plan->levels, &plan->missing, &plan->invalid, &plan->other};
    const size_t count = sizeof lists / sizeof lists[0];

    plan->max_chunks = (uint32_t)MAX_CHUNKS;
    command->common = (struct common_options){
        .shared = &command->shared,
        .max_record = READER_MAX_RECORD,
        .max_record_limit = READER_LIMIT,
        .sdc_suppress = SDC_SUPPRESS,
    };
    plan->memory = MEMORY;
    plan->reader.block_bytes = READER_BLOCK_BYTES;
    command->texts = calloc(count * (size_t)argc, sizeof *command->texts);
    if (command->texts == NULL)
        return ST_NOMEM;
    for (size_t k = 0; k < count; k++)
        lists[k]->list = command->texts + k * (size_t)argc;
    argp_program_version_hook = print_version;
    if (argp_parse(&argp, argc, argv, 0, NULL, command) != 0)
        return ST_NOMEM;
    if (command->files.input == NULL)
        command->files.input = "-";
    /* A cell, or how far the run is, tells of counts. */
    plan->show_values = command->shared.verbose && plan->sdc == PLAN_SDC_NONE;
    if (plan->sdc != PLAN_SDC_NONE)
        command->shared.progress = PROGRESS_NEVER;
    return ST_OK;
}

void
splitter_command_free(struct splitter_command *command)
{
    free(command->texts);
}
