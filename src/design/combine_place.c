/* SPDX-License-Identifier: MIT */
/* The stage that puts the shards in their places: none twice, none missing. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/table.h"
#include "design/combine_state.h"

static enum status
name_tasks(struct combine_state *state, const char *manifest)
{
    enum status st = tasks_read(manifest, &state->combine->plan.reader,
                                state->draw.trouble, &state->tasks);

    if (st != ST_OK)
        return st;
    state->shards = calloc(state->tasks.count, sizeof *state->shards);
    if (state->shards == NULL)
        return trouble_nomem(state->draw.trouble);
    for (; state->count < state->tasks.count && st == ST_OK; state->count++) {
        char *const name =
            task_output(&state->tasks.list[state->count], "shard");
        state->shards[state->count].name = name;
        if (name == NULL)
            st = trouble_nomem(state->draw.trouble);
        else if (access(name, F_OK) != 0)
            st = trouble_say(state->draw.trouble, ST_DATA,
                             "%s: missing: task %zu of %s is not done", name,
                             state->count + 1, manifest);
    }
    return st;
}

enum status
combine_name(struct combine_state *state, const struct combine_files *files)
{
    if (files->manifest != NULL)
        return name_tasks(state, files->manifest);
    state->shards = calloc(files->count + 1, sizeof *state->shards);
    if (state->shards == NULL)
        return trouble_nomem(state->draw.trouble);
    for (; state->count < files->count; state->count++) {
        state->shards[state->count].name = strdup(files->shards[state->count]);
        if (state->shards[state->count].name == NULL)
            return trouble_nomem(state->draw.trouble);
    }
    return ST_OK;
}

static bool
are_one_file(const char *a, const char *b)
{
    struct stat left, right;

    return stat(a, &left) == 0 && stat(b, &right) == 0 &&
           left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

/* No two shards have one label. */
static enum status
check_labels(struct combine_state *state)
{
    struct table labels = {0};
    enum status st = ST_OK;

    for (size_t s = 0; s < state->count && st == ST_OK; s++) {
        const struct slice label = state->shards[s].file.label;
        uint32_t before;
        bool is_new;
        if (table_add(&labels, hash128_of(label), &before, &is_new) != ST_OK)
            st = trouble_nomem(state->draw.trouble);
        else if (!is_new && are_one_file(state->shards[before].name,
                                         state->shards[s].name))
            st = trouble_say(state->draw.trouble, ST_DATA, "%s: given twice",
                             state->shards[s].name);
        else if (!is_new)
            st = combine_refuse(state, before, s,
                                "two shards with the same label", NULL);
    }
    table_free(&labels);
    return st;
}

/* Whether nothing that is known of both chunks tells them apart. */
static bool
is_same_content(const struct task_content *a, const struct task_content *b)
{
    return (!a->has_bytes || !b->has_bytes || a->bytes == b->bytes) &&
           (!a->has_digest || !b->has_digest ||
            (a->digest.high == b->digest.high &&
             a->digest.low == b->digest.low));
}

/* Whether a shard was drawn from what the manifest says. */
static enum status
check_task(struct combine_state *state, size_t s)
{
    const struct task *const task = &state->tasks.list[s];
    const struct combine_shard *const shard = &state->shards[s];

    if (is_same_content(&shard->file.input, &task->content) &&
        shard->file.task == s + 1 && shard->file.tasks == state->tasks.count &&
        shard->file.records == task->content.records &&
        shard->file.first == (shard->file.is_part ? task->first : 0))
        return ST_OK;
    return trouble_say(state->draw.trouble, ST_DATA,
                       "%s: not drawn from line %zu of the manifest as it is "
                       "now; run this shard again",
                       shard->name, s + 1);
}

/* Jobs of a manifest know how many there are. */
static enum status
check_tasks(struct combine_state *state)
{
    const uint64_t tasks = state->shards[0].file.tasks;
    bool *seen;
    enum status st = ST_OK;

    for (size_t s = 1; s < state->count; s++)
        if (state->shards[s].file.tasks != tasks)
            return combine_refuse(state, 0, s, "tasks of different manifests",
                                  NULL);
    if (tasks == 0)
        return ST_OK;
    seen = calloc(state->count + 1, sizeof *seen);
    if (seen == NULL)
        return trouble_nomem(state->draw.trouble);
    for (size_t s = 0; s < state->count; s++)
        if (state->shards[s].file.task <= state->count)
            seen[state->shards[s].file.task] = true;
    for (uint64_t task = 1; task <= tasks && st == ST_OK; task++)
        if (task > state->count || !seen[task])
            st = trouble_say(state->draw.trouble, ST_DATA,
                             "the shard of task %" PRIu64 " of %" PRIu64
                             " is missing",
                             task, tasks);
    free(seen);
    return st;
}

/* Their order: of parts that in the whole, an empty one in front of the other
 * that begins with the same record; of tasks that in the manifest; else as they
 * were given. */
static int
by_place(const void *a, const void *b)
{
    const struct combine_shard *const left = a, *const right = b;
    const uint64_t places[][2] = {
        {left->file.first, right->file.first},
        {left->file.is_part ? left->file.records : 0,
         right->file.is_part ? right->file.records : 0},
        {left->file.task, right->file.task},
        {left->base, right->base},
    };

    for (size_t k = 0; k < sizeof places / sizeof places[0]; k++)
        if (places[k][0] != places[k][1])
            return places[k][0] < places[k][1] ? -1 : 1;
    return 0;
}

static void
sort(struct combine_state *state)
{
    for (size_t s = 0; s < state->count; s++)
        state->shards[s].base = s;
    qsort(state->shards, state->count, sizeof *state->shards, by_place);
}

/* Says that a part does not begin where those in front of it end, with record
 * NEXT. With disclosure control no count of records is told. */
static enum status
say_apart(const struct combine_state *state, const struct combine_shard *shard,
          uint64_t next)
{
    const bool is_behind = shard->file.first > next;

    if (state->combine->plan.sdc != PLAN_SDC_NONE)
        return trouble_say(state->draw.trouble, ST_DATA,
                           "%s: the shards in front of it end elsewhere than "
                           "it begins%s",
                           shard->name, is_behind ? ": one is missing" : "");
    return trouble_say(state->draw.trouble, ST_DATA,
                       "%s: begins with record %" PRIu64 " of the whole, but "
                       "the shards in front of it end with record %" PRIu64
                       "%s",
                       shard->name, shard->file.first + 1, next,
                       is_behind ? ": one is missing" : "");
}

/* Parts of the whole follow one another. */
static enum status
check_parts(const struct combine_state *state)
{
    uint64_t next = 0;

    for (size_t s = 0; s < state->count; s++) {
        const struct combine_shard *const shard = &state->shards[s];
        if (shard->file.first != next)
            return say_apart(state, shard, next);
        next = shard->file.first + shard->file.records;
    }
    return ST_OK;
}

enum status
combine_place(struct combine_state *state)
{
    const bool are_parts = state->shards[0].file.is_part;
    uint64_t records = 0;
    enum status st = check_labels(state);

    sort(state);
    for (size_t s = 0; s < state->count && st == ST_OK; s++) {
        struct combine_shard *const shard = &state->shards[s];
        if (shard->file.is_part != are_parts)
            st = combine_refuse(state, 0, s,
                                "one knows its place in the whole, and one "
                                "does not",
                                NULL);
        else if (state->tasks.count > 0)
            st = check_task(state, s);
        shard->base = are_parts ? shard->file.first : records;
        records += shard->file.records;
    }
    if (st == ST_OK && state->tasks.count == 0)
        st = check_tasks(state);
    return st == ST_OK && are_parts ? check_parts(state) : st;
}
