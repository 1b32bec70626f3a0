/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/processors.h"
#include "combiner_options.h"
#include "csv/blocks.h"
#include "io/cleanup.h"
#include "io/descriptors.h"
#include "io/sandbox.h"
#include "stats/prn.h"
#include "ui/message.h"
#include "ui/program.h"

static const char program[] = "combiner";

static void
print_version(FILE *stream, struct argp_state *state)
{
    (void)state;
    fprintf(stream, "%s (%s) %s\nalgorithm %d\n", program, PACKAGE_NAME,
            PACKAGE_VERSION, PRN_ALGORITHM);
    for (int k = 0; account_library(k) != NULL; k++)
        fprintf(stream, "%s\n", account_library(k));
    fprintf(stream, "sandbox: %s\n", sandbox_text());
}

/* Everything that was not given gets its default. */
static enum status
complete_plan(struct combiner_command *command, struct trouble *trouble)
{
    struct plan *const plan = &command->plan;
    const char *const kernel = getenv("SAMPLER_KERNEL");

    plan->reader.kernel = scan_kernel_choose(kernel);
    if (plan->reader.kernel == NULL)
        return trouble_say(trouble, ST_USAGE,
                           "SAMPLER_KERNEL: this machine has no kernel '%s'",
                           kernel);
    if (plan->reader.threads == 0)
        plan->reader.threads = processors_usable(BLOCK_THREADS);
    plan->memory = memory_limit(NULL);
    /* How far the run is tells of counts. */
    if (plan->sdc != PLAN_SDC_NONE ||
        (command->shared.quiet && command->shared.progress == PROGRESS_AUTO))
        command->shared.progress = PROGRESS_NEVER;
    return ST_OK;
}

static void
on_progress(void *context, const struct plan_progress *progress)
{
    progress_show(context, progress->bytes_read, progress->bytes_total,
                  progress->bytes_decoded);
}

/* What is said on standard error when all went well. */
static void
tell(const struct combiner_command *command, const struct account *account)
{
    const struct warnings *const warnings = &account->told->warnings;

    for (size_t k = 0; k < warnings->count; k++)
        message_warn(NULL, warnings->list[k].text);
    if (!command->shared.quiet)
        account_print(stderr, account, command->shared.verbose);
}

static int
run(struct combiner_command *command)
{
    struct trouble trouble = {0};
    struct combine combine = {0};
    struct progress progress;
    struct account account = {
        .program = program,
        .version = PACKAGE_VERSION,
        .argument_count = (int)command->arguments.count,
        .arguments = command->arguments.list,
        .argp = &combiner_argp,
    };
    enum status st = complete_plan(command, &trouble);

    progress_start(&progress, command->shared.progress);
    command->plan.on_progress = on_progress;
    command->plan.progress_context = &progress;
    combine.plan = command->plan;
    if (st == ST_OK)
        st = combine_run(&combine, &command->files, &account, &trouble);
    progress_clear(&progress);
    if (st == ST_OK)
        tell(command, &account);
    else
        message_say(trouble.text);
    combine_free(&combine);
    return program_exit_status(st);
}

int
main(int argc, char **argv)
{
    struct combiner_command command = {
        .plan = {.replicate = 1, .reader.block_bytes = READER_BLOCK_BYTES},
        .common = {.shared = &command.shared,
                   .max_record = READER_MAX_RECORD,
                   .max_record_limit = READER_LIMIT,
                   .sdc_suppress = 7},
        .files.output = "-",
    };
    struct trouble trouble = {0};
    bool are_heard;
    int status;

    sandbox_hide_memory();
    if (descriptors_guard(&are_heard) != ST_OK)
        return PROGRAM_TROUBLE;
    program_begin(program);
    cleanup_install();
    argp_program_version_hook = print_version;
    if (combiner_command_read(&command, argc, argv, &trouble) != ST_OK) {
        message_say(trouble.text);
        status = program_exit_status(trouble.status);
    } else {
        status = run(&command);
    }
    combiner_command_free(&command);
    return status;
}
