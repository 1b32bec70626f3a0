/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/processors.h"
#include "csv/blocks.h"
#include "design/candidates.h"
#include "design/job.h"
#include "design/report.h"
#include "io/cleanup.h"
#include "io/descriptors.h"
#include "io/entropy.h"
#include "io/sandbox.h"
#include "sampler_options.h"
#include "stats/prn.h"
#include "ui/message.h"
#include "ui/program.h"

static void
print_version(FILE *stream, struct argp_state *state)
{
    (void)state;
    fprintf(stream, "%s\n", PACKAGE_STRING);
    fprintf(stream, "algorithm %d\n", PRN_ALGORITHM);
    for (int k = 0; account_library(k) != NULL; k++)
        fprintf(stream, "%s\n", account_library(k));
    fprintf(stream, "sandbox: %s\n", sandbox_text());
}

/* A seed by chance that nobody will be told: better no sample at all. */
static enum status
choose_seed(struct command *command, struct trouble *trouble)
{
    if (!command->is_heard && !command->plan.count_only &&
        !report_has_seed(command->files.report))
        return program_say_seed_untold(trouble);
    return entropy_number(trouble, &command->plan.seed);
}

/* Everything that was not given gets its default. */
static enum status
complete_plan(struct command *command, struct trouble *trouble, char **folder)
{
    struct plan *const plan = &command->plan;
    const char *const kernel = getenv("SAMPLER_KERNEL");
    enum status st;

    plan->reader.kernel = scan_kernel_choose(kernel);
    if (plan->reader.kernel == NULL)
        return trouble_say(trouble, ST_USAGE,
                           "SAMPLER_KERNEL: this machine has no kernel '%s'",
                           kernel);
    if (plan->reader.threads == 0)
        plan->reader.threads = processors_usable(BLOCK_THREADS);
    plan->memory = memory_limit(NULL);
    st = command_shard(command, trouble);
    if (st != ST_OK)
        return st;
    if (command->common.delimiter == NULL)
        plan->reader.dialect =
            dialect_of_name(format_stem(slice_of(command->files.input)));
    /* A cell, or how far the run is, tells of counts. */
    plan->show_values = command->shared.verbose && plan->sdc == PLAN_SDC_NONE;
    if (plan->sdc != PLAN_SDC_NONE ||
        (command->shared.quiet && command->shared.progress == PROGRESS_AUTO))
        command->shared.progress = PROGRESS_NEVER;
    st = job_folder(&command->files, command->tmpdir, trouble, folder);
    if (st != ST_OK)
        return st;
    plan->folder = *folder;
    return command->seed_given ? ST_OK : choose_seed(command, trouble);
}

static void
on_progress(void *context, const struct plan_progress *progress)
{
    progress_show(context, progress->bytes_read, progress->bytes_total,
                  progress->bytes_decoded);
}

static void
warn(const struct account *account)
{
    const struct warnings *const warnings = &account->told->warnings;

    for (size_t k = 0; k < warnings->count; k++)
        message_warn(account->input, warnings->list[k].text);
}

/* A seed that was chosen by chance is told before the sample is made public:
 * one that nobody was told is lost. */
static enum status
tell_seed(const struct command *command, struct account *account,
          struct trouble *trouble)
{
    if (account->seed_given || command->plan.count_only)
        return ST_OK;
    warn(account);
    if (command->shared.quiet)
        program_tell_seed(command->plan.seed);
    else
        account_begin(stderr, account);
    account->has_begun = true;
    return program_check_seed_told(trouble);
}

/* A plan is told while a reader of it who goes away still ends the process:
 * once a report has its name, signals no longer do. Without the plan there is
 * no report. */
static enum status
tell_plan(const struct command *command, const struct account *account,
          struct trouble *trouble)
{
    if (!command->plan.count_only)
        return ST_OK;
    warn(account);
    account_print(stdout, account, command->shared.verbose);
    return program_check_printed(trouble);
}

/* What is said when all went well. */
static void
tell(const struct command *command, const struct account *account)
{
    if (command->plan.count_only)
        return;
    if (!account->has_begun)
        warn(account);
    if (!command->shared.quiet)
        account_print(stderr, account, command->shared.verbose);
}

static int
run(struct command *command)
{
    struct trouble trouble = {0};
    struct job job = {0};
    struct progress progress;
    char *folder = NULL;
    struct account account = {
        .program = PACKAGE_NAME,
        .version = PACKAGE_VERSION,
        .argument_count = (int)command->arguments.count,
        .arguments = command->arguments.list,
        .argp = &command_argp,
        .seed_given = command->seed_given,
        .plan = &command->plan,
    };
    enum status st = complete_plan(command, &trouble, &folder);

    progress_start(&progress, command->shared.progress);
    command->plan.on_progress = on_progress;
    command->plan.progress_context = &progress;
    if (st == ST_OK)
        st = job_run(&job, &command->files, &account, &trouble);
    progress_clear(&progress);
    if (st == ST_OK)
        st = tell_seed(command, &account, &trouble);
    if (st == ST_OK)
        st = tell_plan(command, &account, &trouble);
    if (st == ST_OK)
        st = job_publish(&job, &trouble);
    if (st == ST_OK)
        tell(command, &account);
    else
        message_say(trouble.text);
    job_free(&job);
    free(folder);
    return program_exit_status(st);
}

int
main(int argc, char **argv)
{
    struct command command = {
        .plan = {.weight_name = slice_of("weight"),
                 .min_per_stratum = 1,
                 .replicate = 1,
                 .reader.block_bytes = READER_BLOCK_BYTES,
                 .candidates_budget = CANDIDATES_BUDGET},
        .common = {.shared = &command.shared,
                   .max_record = READER_MAX_RECORD,
                   .max_record_limit = READER_LIMIT,
                   .sdc_suppress = 7},
        .files.output = "-",
    };
    struct trouble trouble = {0};
    int status;

    sandbox_hide_memory();
    if (descriptors_guard(&command.is_heard) != ST_OK)
        return PROGRAM_TROUBLE;
    program_begin(PACKAGE_NAME);
    cleanup_install();
    argp_program_version_hook = print_version;
    if (command_read(&command, argc, argv, &trouble) != ST_OK) {
        message_say(trouble.text);
        status = program_exit_status(trouble.status);
    } else {
        status = run(&command);
    }
    command_free(&command);
    return status;
}
