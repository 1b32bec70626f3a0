/* SPDX-License-Identifier: MIT */
/* One of many jobs: what the manifest says of it, and what its files are
 * called. */
#include <inttypes.h>

#include "design/shard_file.h"
#include "design/shard_row.h"
#include "sampler_options.h"

/* The job's line of the manifest. */
static enum status
take_task(struct command *command, struct trouble *trouble)
{
    struct plan *const plan = &command->plan;
    struct plan_shard *const shard = &plan->shard;
    struct tasks *const tasks = &command->tasks;
    const enum status st =
        tasks_read(command->manifest, &plan->reader, trouble, tasks);

    if (st != ST_OK)
        return st;
    if (shard->task > tasks->count)
        return trouble_say(trouble, ST_USAGE,
                           "%s: no line for --task %" PRIu64
                           ": there are %zu of them",
                           command->manifest, shard->task, tasks->count);
    const struct task *const task = &tasks->list[shard->task - 1];
    shard->tasks = tasks->count;
    shard->content = task->content;
    shard->is_part = tasks->are_parts && shard->is_out;
    shard->first = shard->is_part ? task->first : 0;
    plan->label = slice_of(task->label);
    command->files.input = task->input;
    command->files.manifest = command->manifest;
    command->names[0] = task_output(task, shard->is_out ? "shard" : "sample");
    command->files.output = command->names[0];
    return command->names[0] == NULL ? trouble_nomem(trouble) : ST_OK;
}

enum status
command_shard(struct command *command, struct trouble *trouble)
{
    struct plan *const plan = &command->plan;
    enum status st = ST_OK;

    if (command->manifest != NULL)
        st = take_task(command, trouble);
    if (st != ST_OK || !plan->shard.is_out)
        return st;
    shard_row_name(plan);
    plan->shard.replicate = plan->replicate;
    plan->replicate = 1; /* all ranks up to that leave */
    command->names[1] = shard_file_name(command->files.output);
    command->files.shard = command->names[1];
    if (plan->shard.has_units)
        command->names[2] = unit_list_name(command->files.output);
    command->files.units = command->names[2];
    return command->names[1] == NULL ||
                   (plan->shard.has_units && command->names[2] == NULL)
               ? trouble_nomem(trouble)
               : ST_OK;
}
