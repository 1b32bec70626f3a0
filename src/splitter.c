/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/processors.h"
#include "csv/blocks.h"
#include "design/manifest.h"
#include "design/split_account.h"
#include "design/split_warn.h"
#include "io/cleanup.h"
#include "io/descriptors.h"
#include "io/entropy.h"
#include "io/sandbox.h"
#include "splitter_options.h"
#include "ui/message.h"
#include "ui/program.h"

static const char program[] = "splitter";

/* A run, for those who are called back. */
struct run {
    const struct splitter_command *command;
    struct progress progress;
    struct split_account account;
};

static bool
seed_is_ours(const struct splitter_command *command)
{
    return command->plan.groups > 0 && !command->seed_given;
}

/* Everything that was not given gets its default. */
static enum status
complete_plan(struct splitter_command *command, struct trouble *trouble)
{
    struct split_plan *const plan = &command->plan;
    const char *const kernel = getenv("SAMPLER_KERNEL");
    const struct slice name = slice_of(command->files.input);

    if (command->common.delimiter == NULL)
        plan->reader.dialect = dialect_of_name(format_stem(name));
    plan->reader.kernel = scan_kernel_choose(kernel);
    if (plan->reader.kernel == NULL)
        return trouble_say(trouble, ST_USAGE,
                           "SAMPLER_KERNEL: this machine has no kernel '%s'",
                           kernel);
    if (plan->threads == 0)
        plan->threads = processors_usable(BLOCK_THREADS);
    /* One more appends to the chunks. */
    plan->reader.threads = plan->threads > 2 ? plan->threads - 1 : 1;
    if (!seed_is_ours(command))
        return ST_OK;
    /* A seed that nobody will be told: better no chunk at all. */
    return command->is_heard ? entropy_number(trouble, &plan->seed)
                             : program_say_seed_untold(trouble);
}

static void
on_progress(void *context, const struct split_progress *progress)
{
    progress_show(context, progress->bytes_read, progress->bytes_total,
                  progress->bytes_decoded);
}

/* A dry run's list of chunks. */
static enum status
print_chunks(const struct split *split, struct trouble *trouble)
{
    struct sink *sink = NULL;
    enum status st = sink_open("-", split->source, trouble, &sink);

    if (st == ST_OK)
        st = manifest_write_csv(split, sink, trouble);
    sink_free(sink);
    return st;
}

/* A seed that was chosen by chance is told before a chunk is made public: one
 * that nobody was told is lost. */
static enum status
tell_seed(void *context, const struct split *split, struct trouble *trouble)
{
    struct run *const run = context;

    progress_clear(&run->progress);
    if (!seed_is_ours(run->command))
        return ST_OK;
    split_warn(split, message_warn);
    if (run->command->shared.quiet)
        program_tell_seed(split->plan->seed);
    else
        split_account_begin(stderr, &run->account);
    run->account.has_begun = true;
    return program_check_seed_told(trouble);
}

/* What is said on standard error when all went well. */
static void
tell(struct run *run, const struct split *split)
{
    const struct splitter_command *const command = run->command;

    if (!run->account.has_begun)
        split_warn(split, message_warn);
    if (!command->shared.quiet)
        split_account_print(stderr, &run->account, command->shared.verbose);
    else if (seed_is_ours(command) && !run->account.has_begun)
        program_tell_seed(command->plan.seed);
}

static int
run_command(struct splitter_command *command)
{
    struct split_plan *const plan = &command->plan;
    struct trouble trouble = {0};
    struct split split = {0};
    struct run run = {.command = command,
                      .account = {.program = program,
                                  .version = PACKAGE_VERSION,
                                  .seed_given = command->seed_given,
                                  .split = &split}};
    enum status st = complete_plan(command, &trouble);

    if (command->shared.quiet && command->shared.progress == PROGRESS_AUTO)
        command->shared.progress = PROGRESS_NEVER;
    progress_start(&run.progress, command->shared.progress);
    plan->on_progress = on_progress;
    plan->progress_context = &run.progress;
    plan->on_publish = tell_seed;
    plan->publish_context = &run;
    if (st == ST_OK)
        st = split_run(&split, plan, &command->files, &trouble);
    progress_clear(&run.progress);
    if (st == ST_OK && plan->dry_run)
        st = print_chunks(&split, &trouble);
    if (st == ST_NOMEM && plan->memory > SPLITTER_LEAST_MEMORY)
        trouble_more(&trouble, "--memory=1M takes less");
    if (st == ST_OK)
        tell(&run, &split);
    else
        message_say(trouble.text);
    if (st == ST_OK && plan->dry_run && seed_is_ours(command) && ferror(stderr))
        st = ST_SYSTEM;
    split_free(&split);
    return program_exit_status(st);
}

int
main(int argc, char **argv)
{
    struct splitter_command command = {0};

    sandbox_hide_memory();
    if (descriptors_guard(&command.is_heard) != ST_OK)
        return PROGRAM_TROUBLE;
    program_begin(program);
    cleanup_install();
    if (splitter_command_read(argc, argv, &command) != ST_OK) {
        message_say(status_text(ST_NOMEM));
        splitter_command_free(&command);
        return PROGRAM_TROUBLE;
    }
    const int status = run_command(&command);
    splitter_command_free(&command);
    return status;
}
