/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/processors.h"
#include "csv/blocks.h"
#include "design/manifest.h"
#include "design/split_account.h"
#include "io/cleanup.h"
#include "io/descriptors.h"
#include "io/entropy.h"
#include "io/sandbox.h"
#include "splitter_options.h"
#include "ui/message.h"
#include "ui/program.h"

static const char program[] = "splitter";

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
    if (plan->groups == 0 || command->seed_given)
        return ST_OK;
    return entropy_number(trouble, &plan->seed);
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

/* What is said on standard error when all went well. */
static void
tell(const struct splitter_command *command, const struct split *split)
{
    const struct split_account account = {
        .program = program,
        .version = PACKAGE_VERSION,
        .seed_given = command->seed_given,
        .split = split,
    };

    if (split->count == 0)
        message_warn("no record, no chunk; --levels makes them all the same");
    else if (split->records == 0)
        message_warn("no record behind the header: nor in any chunk");
    if (!command->shared.quiet) {
        split_account_print(stderr, &account, command->shared.verbose);
    } else if (command->plan.groups > 0 && !command->seed_given) {
        program_tell_seed(command->plan.seed);
    }
}

static int
run(struct splitter_command *command)
{
    struct split_plan *const plan = &command->plan;
    struct trouble trouble = {0};
    struct split split = {0};
    struct progress progress;
    enum status st = complete_plan(command, &trouble);

    if (command->shared.quiet && command->shared.progress == PROGRESS_AUTO)
        command->shared.progress = PROGRESS_NEVER;
    progress_start(&progress, command->shared.progress);
    plan->on_progress = on_progress;
    plan->progress_context = &progress;
    if (st == ST_OK)
        st = split_run(&split, plan, &command->files, &trouble);
    progress_clear(&progress);
    if (st == ST_OK && plan->dry_run)
        st = print_chunks(&split, &trouble);
    if (st == ST_OK)
        tell(command, &split);
    else
        message_say(trouble.text);
    /* A seed that nobody was told is lost. */
    if (st == ST_OK && plan->groups > 0 && !command->seed_given &&
        ferror(stderr))
        st = ST_SYSTEM;
    split_free(&split);
    return program_exit_status(st);
}

int
main(int argc, char **argv)
{
    struct splitter_command command = {0};

    sandbox_hide_memory();
    if (descriptors_guard() != ST_OK)
        return PROGRAM_TROUBLE;
    program_begin(program);
    cleanup_install();
    if (splitter_command_read(argc, argv, &command) != ST_OK) {
        message_say(status_text(ST_NOMEM));
        splitter_command_free(&command);
        return PROGRAM_TROUBLE;
    }
    const int status = run(&command);
    splitter_command_free(&command);
    return status;
}
