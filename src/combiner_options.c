/* SPDX-License-Identifier: MIT */
#include "combiner_options.h"

#include <stdlib.h>

#include "csv/blocks.h"
#include "design/report.h"

static const char description[] =
    "Pool the samples of shards, drawn by independent jobs, into the sample "
    "that one job would have drawn.\v"
    "SHARD is what sampler --shard-out has written, with the file beside it "
    "that ends in .json. What was drawn, and how, is said there.";

enum option_key {
    OPTION_MANIFEST = OPTION_OWN,
    OPTION_REPORT,
    OPTION_STRICT,
    OPTION_THREADS,
    OPTION_CONFIG
};

static const struct argp_option option_table[] = {
    {"manifest", OPTION_MANIFEST, "FILE", 0,
     "pool the shards of all chunks in the manifest FILE of splitter, as "
     "sampler --manifest FILE --task I --shard-out has called them",
     1},
    {"out", 'o', "FILE", 0,
     "write the sample to FILE, compressed if it ends in .gz or .zst (default: "
     "standard output)",
     1},
    {"report", OPTION_REPORT, "FILE", 0,
     "write what was done to FILE: .json for machines, .csv with a row for "
     "each stratum, .md for people",
     1},
    {"strict", OPTION_STRICT, NULL, 0,
     "treat warnings as errors, and write nothing then", 1},
    {"threads", OPTION_THREADS, "T", 0,
     "read a plain file, and compress, with T threads, up to 8 (default: as "
     "many as there are processors for it)",
     1},
    {"config", OPTION_CONFIG, "FILE.json", 0,
     "take options from a JSON object, in a file or as it stands here; those "
     "of the command line come first",
     1},
    {0},
};

static const struct argp_child option_children[] = {
    {&options_argp, 0, NULL, 0},
    {&common_told_argp, 0, NULL, 0},
    {0},
};

/* Options of what is told; false if KEY is none of them. */
static bool
parse_tell_option(int key, char *value, struct argp_state *state)
{
    struct combiner_command *const command = state->input;

    switch (key) {
    case OPTION_REPORT:
        if (!report_has_form(value))
            argp_error(state,
                       "--report '%s': the name must end in .json, .csv or .md",
                       value);
        command->files.report = value;
        return true;
    case OPTION_STRICT:
        command->plan.strict = true;
        return true;
    default:
        return false;
    }
}

/* Options of files; false if KEY is none of them. */
static bool
parse_file_option(int key, char *value, struct argp_state *state)
{
    struct combiner_command *const command = state->input;

    switch (key) {
    case OPTION_MANIFEST:
        command->files.manifest = value;
        return true;
    case 'o':
        command->files.output = value;
        return true;
    case OPTION_THREADS:
        command->plan.reader.threads =
            (unsigned)options_positive(state, "threads", value, BLOCK_THREADS);
        return true;
    case OPTION_CONFIG: /* its options are in the command line already */
        command->files.config = value;
        return true;
    default:
        return false;
    }
}

/* Takes over what was given of the common options. */
static void
take_common(struct combiner_command *command)
{
    struct plan *const plan = &command->plan;

    plan->reader.max_record = command->common.max_record;
    plan->sdc = (enum plan_sdc)command->common.sdc;
    plan->sdc_suppress = command->common.sdc_suppress;
}

static void
check(const struct combiner_command *command, struct argp_state *state)
{
    const struct combine_files *const files = &command->files;

    if (files->count == 0 && files->manifest == NULL)
        argp_error(state, "no SHARD, and no --manifest that names them");
    if (files->count > 0 && files->manifest != NULL)
        argp_error(state, "--manifest names the shards and does not go with "
                          "SHARD");
    if (command->shared.given[COMMON_SDC_SUPPRESS] &&
        command->plan.sdc == PLAN_SDC_NONE)
        argp_error(state, "--sdc-suppress goes with --sdc");
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
    struct combiner_command *const command = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &command->shared;
        state->child_inputs[1] = &command->common;
        return 0;
    case ARGP_KEY_ARG:
        command->shards[command->files.count++] = value;
        return 0;
    case ARGP_KEY_END:
        take_common(command);
        check(command, state);
        return 0;
    default:
        break;
    }
    if (!parse_tell_option(key, value, state) &&
        !parse_file_option(key, value, state))
        return ARGP_ERR_UNKNOWN;
    if (value != NULL)
        options_once(state, &command->shared, key, name_of(key));
    return 0;
}

const struct argp combiner_argp = {
    option_table, parse_option,    "SHARD...\n--manifest FILE",
    description,  option_children, NULL,
    NULL};

enum status
combiner_command_read(struct combiner_command *command, int argc, char **argv,
                      struct trouble *trouble)
{
    struct config_list *const arguments = &command->arguments;
    const enum status st =
        config_arguments(&combiner_argp, argc, argv, trouble, arguments);

    if (st != ST_OK)
        return st;
    command->shards = calloc(arguments->count, sizeof *command->shards);
    if (command->shards == NULL ||
        argp_parse(&combiner_argp, (int)arguments->count, arguments->list, 0,
                   NULL, command) != 0)
        return trouble_nomem(trouble);
    command->files.shards = command->shards;
    return ST_OK;
}

void
combiner_command_free(struct combiner_command *command)
{
    config_list_free(&command->arguments);
    free(command->shards);
}
