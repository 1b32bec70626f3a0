/* SPDX-License-Identifier: MIT */
#include <argp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "design/candidates.h"
#include "design/job.h"
#include "io/cleanup.h"
#include "io/descriptors.h"
#include "io/entropy.h"
#include "stats/prn.h"
#include "ui/message.h"
#include "ui/options.h"

enum exit_status { EXIT_TROUBLE = 1, EXIT_USAGE = 2 };

enum {
    OPTION_KEEP = OPTION_OWN,
    OPTION_KEEP_MISSING,
    OPTION_SEED,
    OPTION_SHARD,
    OPTION_WEIGHT_NAME,
    OPTION_DELIMITER,
    OPTION_MAX_RECORD,
    OPTION_REPORT,
    OPTION_STRICT,
    OPTION_TMPDIR
};

/* The command line, read. */
struct command {
    struct shared_options shared;
    struct plan plan;
    const char **keep;      /* room for as many rules as there are arguments */
    struct job_files files; /* .input is NULL where no FILE is given */
    const char *tmpdir;     /* NULL: not given */
    bool delimiter_given;
    char *folder; /* for temporary files */
};

static const char description[] =
    "Draw a sample of the records of a CSV file and write their weights.\v"
    "FILE is a CSV file with a header, plain or compressed with gzip or zstd; "
    "without FILE, or if FILE is -, it is standard input.";

static const struct argp_option option_table[] = {
    {NULL, 0, NULL, 0, "What is drawn:", 1},
    {"keep", OPTION_KEEP, "RULE", 0,
     "keep every record that satisfies RULE, with weight 1: a column of "
     "outcomes, or COL=VALUE, !=, <, <=, >, >= (may be repeated; any rule "
     "that holds keeps the record)",
     1},
    {"keep-missing", OPTION_KEEP_MISSING, "WHAT", 0,
     "take a missing cell of --keep for an error, no, yes, or drop its record",
     1},
    {"n", 'n', "N", 0, "draw N of the other records", 1},
    {"seed", OPTION_SEED, "S", 0,
     "draw with seed S, below 2^64 (default: one chosen by chance)", 1},
    {"shard", OPTION_SHARD, "LABEL", 0,
     "use another stream of the seed, one for each LABEL", 1},
    {NULL, 0, NULL, 0, "Input:", 2},
    {"delimiter", OPTION_DELIMITER, "C", 0,
     "fields are separated by C, or by a tab for \\t or tab (default: comma, "
     "and tab if FILE is a .tsv)",
     2},
    {"max-record", OPTION_MAX_RECORD, "SIZE", 0,
     "refuse records longer than SIZE (default 64M)", 2},
    {NULL, 0, NULL, 0, "Output:", 3},
    {"out", 'o', "FILE", 0,
     "write the sample to FILE, compressed if it ends in .gz or .zst (default: "
     "standard output)",
     3},
    {"weight-name", OPTION_WEIGHT_NAME, "NAME", 0,
     "call the column of weights NAME (default weight)", 3},
    {"report", OPTION_REPORT, "FILE.json", 0,
     "write what was done to FILE.json, for machines", 3},
    {"strict", OPTION_STRICT, NULL, 0,
     "treat warnings as errors, and write nothing then", 3},
    {"tmpdir", OPTION_TMPDIR, "FOLDER", 0,
     "put temporary files into FOLDER (default: the output's folder, else "
     "$TMPDIR, else the current folder)",
     3},
    {0},
};

static const struct argp_child option_children[] = {
    {&options_argp, 0, NULL, 0},
    {0},
};

static void
read_file_name(struct command *command, const char *name,
               struct argp_state *state)
{
    if (command->files.input != NULL)
        argp_error(state, "one FILE only; join files first, with one header: "
                          "(cat A; tail -n +2 B) | sampler ...");
    command->files.input = name;
}

static void
read_report_name(struct command *command, const char *name,
                 struct argp_state *state)
{
    if (!slice_ends_with(slice_of(name), slice_of(".json")))
        argp_error(state, "--report '%s': the name must end in .json", name);
    command->files.report = name;
}

/* Options that say what is drawn; false if KEY is none of them. */
static bool
parse_draw_option(int key, const char *value, struct argp_state *state)
{
    static const char *const meanings[] = {"error", "no", "yes", "drop", NULL};
    struct command *const command = state->input;
    struct plan *const plan = &command->plan;

    switch (key) {
    case OPTION_KEEP:
        command->keep[plan->keep_count++] = value;
        return true;
    case OPTION_KEEP_MISSING:
        options_once(state, &command->shared, key, "keep-missing");
        plan->keep_missing =
            KEEP_MISSING_ERROR +
            (unsigned)options_word(state, "keep-missing", value, meanings);
        return true;
    case 'n':
        options_once(state, &command->shared, key, "n");
        plan->sample_size = options_count(state, "n", value, INT64_MAX);
        return true;
    case OPTION_SEED:
        options_once(state, &command->shared, key, "seed");
        plan->seed = options_count(state, "seed", value, UINT64_MAX);
        return true;
    case OPTION_SHARD:
        options_once(state, &command->shared, key, "shard");
        plan->label = slice_of(value);
        if (plan->label.len == 0)
            argp_error(state, "--shard '': a label has one letter at least");
        return true;
    default:
        return false;
    }
}

/* Options of input and output; false if KEY is none of them. */
static bool
parse_file_option(int key, char *value, struct argp_state *state)
{
    struct command *const command = state->input;
    struct plan *const plan = &command->plan;

    switch (key) {
    case OPTION_DELIMITER:
        options_once(state, &command->shared, key, "delimiter");
        if (dialect_read(slice_of(value), &plan->reader.dialect) != ST_OK)
            argp_error(state,
                       "--delimiter '%s': not one byte that can separate "
                       "fields",
                       value);
        command->delimiter_given = true;
        return true;
    case OPTION_MAX_RECORD:
        options_once(state, &command->shared, key, "max-record");
        plan->reader.max_record =
            options_size(state, "max-record", value, READER_LIMIT);
        return true;
    case 'o':
        options_once(state, &command->shared, key, "out");
        command->files.output = value;
        return true;
    case OPTION_WEIGHT_NAME:
        options_once(state, &command->shared, key, "weight-name");
        plan->weight_name = slice_of(value);
        if (plan->weight_name.len == 0)
            argp_error(state, "--weight-name '': a column needs a name");
        return true;
    case OPTION_REPORT:
        options_once(state, &command->shared, key, "report");
        read_report_name(command, value, state);
        return true;
    case OPTION_STRICT:
        plan->strict = true;
        return true;
    case OPTION_TMPDIR:
        options_once(state, &command->shared, key, "tmpdir");
        command->tmpdir = value;
        return true;
    default:
        return false;
    }
}

/* What only the whole command line tells. */
static void
check_command(const struct command *command, struct argp_state *state)
{
    if (!command->shared.given['n'])
        argp_error(state, "--n is missing: how many records are to be drawn?");
    if (command->plan.keep_count == 0 &&
        command->plan.keep_missing != KEEP_MISSING_UNSAID)
        argp_error(state, "--keep-missing goes with --keep");
    if (command->files.input == NULL && isatty(STDIN_FILENO))
        argp_error(state, "no FILE, and standard input is a terminal");
}

static error_t
parse_option(int key, char *value, struct argp_state *state)
{
    struct command *const command = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &command->shared;
        return 0;
    case ARGP_KEY_ARG:
        read_file_name(command, value, state);
        return 0;
    case ARGP_KEY_END:
        check_command(command, state);
        return 0;
    default:
        return parse_draw_option(key, value, state) ||
                       parse_file_option(key, value, state)
                   ? 0
                   : ARGP_ERR_UNKNOWN;
    }
}

static void
print_version(FILE *stream, struct argp_state *state)
{
    (void)state;
    fprintf(stream, "%s\n", PACKAGE_STRING);
    fprintf(stream, "algorithm %d\n", PRN_ALGORITHM);
    for (int k = 0; account_library(k) != NULL; k++)
        fprintf(stream, "%s\n", account_library(k));
}

/* Wrong usage ends the program; what is left to fail is memory. */
static enum status
parse_command(int argc, char **argv, struct command *command)
{
    static const struct argp argp = {option_table, parse_option,    "[FILE]",
                                     description,  option_children, NULL,
                                     NULL};

    argp_program_version_hook = print_version;
    argp_err_exit_status = EXIT_USAGE;
    return argp_parse(&argp, argc, argv, 0, NULL, command) == 0 ? ST_OK
                                                                : ST_NOMEM;
}

/* Everything that was not given gets its default. */
static enum status
complete_plan(struct command *command, struct trouble *trouble)
{
    struct plan *const plan = &command->plan;
    const char *const kernel = getenv("SAMPLER_KERNEL");
    const struct slice name = slice_of(command->files.input);

    if (!command->delimiter_given)
        plan->reader.dialect = dialect_of_name(format_stem(name));
    plan->reader.kernel = scan_kernel_choose(kernel);
    if (plan->reader.kernel == NULL)
        return trouble_say(trouble, ST_USAGE,
                           "SAMPLER_KERNEL: this machine has no kernel '%s'",
                           kernel);
    plan->show_values = command->shared.verbose;
    const enum status st =
        job_folder(&command->files, command->tmpdir, trouble, &command->folder);
    if (st != ST_OK)
        return st;
    plan->folder = command->folder;
    if (command->shared.given[OPTION_SEED])
        return ST_OK;
    return entropy_number(trouble, &plan->seed);
}

static void
on_progress(void *context, const struct plan_progress *progress)
{
    progress_show(context, progress->bytes_read, progress->bytes_total,
                  progress->bytes_decoded);
}

/* What is said on standard error when all went well. */
static void
tell(const struct command *command, const struct account *account)
{
    const struct warnings *const warnings = &account->result->warnings;
    char seed[64];

    for (size_t k = 0; k < warnings->count; k++)
        message_warn(warnings->list[k].text);
    if (!command->shared.quiet) {
        account_print(stderr, account, command->shared.verbose);
    } else if (!account->seed_given) {
        snprintf(seed, sizeof seed, "seed %" PRIu64 " (chosen by chance)",
                 account->plan->seed);
        message_say(seed);
    }
}

static int
run(struct command *command, int argc, char **argv)
{
    struct trouble trouble = {0};
    struct job job = {0};
    struct progress progress;
    struct account account = {
        .program = PACKAGE_NAME,
        .version = PACKAGE_VERSION,
        .argument_count = argc,
        .arguments = argv,
        .seed_given = command->shared.given[OPTION_SEED],
        .plan = &command->plan,
    };
    enum status st = complete_plan(command, &trouble);

    if (command->shared.quiet && command->shared.progress == PROGRESS_AUTO)
        command->shared.progress = PROGRESS_NEVER;
    progress_start(&progress, command->shared.progress);
    command->plan.on_progress = on_progress;
    command->plan.progress_context = &progress;
    if (st == ST_OK)
        st = job_run(&job, &command->files, &account, &trouble);
    progress_clear(&progress);
    if (st == ST_OK)
        tell(command, &account);
    else
        message_say(trouble.text);
    /* A seed that nobody was told is lost. */
    if (st == ST_OK && !account.seed_given && ferror(stderr))
        st = ST_SYSTEM;
    job_free(&job);
    free(command->folder);
    if (st == ST_OK)
        return EXIT_SUCCESS;
    return st == ST_USAGE ? EXIT_USAGE : EXIT_TROUBLE;
}

/* --help and --version print to stdout: a full disk is an error there too. */
static void
close_stdout(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return;
    message_say("standard output: cannot write");
    _exit(EXIT_TROUBLE);
}

int
main(int argc, char **argv)
{
    struct command command = {
        .plan = {.weight_name = slice_of("weight"),
                 .reader = {.block_bytes = READER_BLOCK_BYTES,
                            .max_record = READER_MAX_RECORD},
                 .candidates_budget = CANDIDATES_BUDGET},
        .files.output = "-",
    };

    if (descriptors_guard() != ST_OK)
        return EXIT_TROUBLE;
    message_init(PACKAGE_NAME);
    cleanup_install();
    atexit(close_stdout);
    command.keep = calloc((size_t)argc, sizeof *command.keep);
    if (command.keep == NULL || parse_command(argc, argv, &command) != ST_OK) {
        message_say(status_text(ST_NOMEM));
        free(command.keep);
        return EXIT_TROUBLE;
    }
    command.plan.keep = command.keep;
    if (command.files.input == NULL)
        command.files.input = "-";
    const int status = run(&command, argc, argv);
    free(command.keep);
    return status;
}
