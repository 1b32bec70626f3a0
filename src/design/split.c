/* SPDX-License-Identifier: MIT */
#include "design/split.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/usage.h"
#include "design/chunks.h"
#include "design/manifest.h"
#include "design/split_publish.h"
#include "io/sandbox.h"

/* The folder that every name begins with: the text in front of the first
 * placeholder, up to its last slash; new memory. */
static char *
common_folder(const struct template *template)
{
    char *const text = template_begin(template);
    char *const slash = text == NULL ? NULL : strrchr(text, '/');

    if (text != NULL)
        *(slash == NULL ? text : slash + 1) = '\0';
    return text;
}

static bool
is_file(const char *name)
{
    struct stat file;

    return strcmp(name, "-") != 0 && lstat(name, &file) == 0 &&
           S_ISREG(file.st_mode);
}

/* A manifest of this name may not be there, like a chunk. */
static enum status
open_manifest(struct split *split, const char *name, struct trouble *trouble,
              struct sink **sink)
{
    enum status st;

    if (name == NULL)
        return ST_OK;
    if (!split->plan->force && is_file(name))
        return trouble_say(trouble, ST_USAGE,
                           "%s: exists already; --force replaces it", name);
    st = bundle_make_folders(split->bundle, name, trouble);
    if (st == ST_OK)
        st = sink_open(name, split->source, trouble, sink);
    if (st == ST_OK && !split->plan->force)
        sink_refuse_older(*sink);
    return st;
}

static enum status
open_outputs(struct split *split, const struct split_files *files,
             struct trouble *trouble)
{
    const struct split_plan *const plan = split->plan;
    const struct bundle_setup setup = {
        .folder = split->folder,
        .shown = plan->output,
        .coding = template_coding(&split->template),
        .memory = plan->memory,
        .threads = plan->threads,
        .replace = plan->force,
        .show_names = split_may_show(split),
        .input = split->source,
    };
    enum status st = ST_OK;

    if (plan->dry_run)
        return ST_OK;
    st = bundle_open(&setup, trouble, &split->bundle); /* makes the folder */
    if (st == ST_OK)
        st = open_manifest(split, files->manifest, trouble, &split->manifest);
    if (st == ST_OK)
        st = open_manifest(split, files->json, trouble, &split->json);
    if (st == ST_OK && split->json != NULL && split->manifest != NULL &&
        sink_is_same_file(split->manifest, split->json))
        st = trouble_say(trouble, ST_USAGE, "%s: two manifests of one name",
                         files->json);
    return st;
}

/* Where a pipe is kept that has to be read twice. */
static const char *
spool_folder(const struct split_plan *plan)
{
    const char *const from_environment = getenv("TMPDIR");

    if (plan->tmpdir != NULL)
        return plan->tmpdir;
    return from_environment != NULL && *from_environment != '\0'
               ? from_environment
               : ".";
}

/* Reads the input to its end to learn how long it is. */
static enum status
count_bytes(struct source *source, struct trouble *trouble, uint64_t *bytes)
{
    enum { BLOCK_BYTES = 256 << 10 };
    char *const block = malloc(BLOCK_BYTES);
    size_t len = BLOCK_BYTES;
    enum status st = block == NULL ? trouble_nomem(trouble) : ST_OK;

    *bytes = 0;
    while (st == ST_OK && len == BLOCK_BYTES) {
        st = source_read(source, block, BLOCK_BYTES, trouble, &len);
        if (st == ST_OK)
            *bytes += len;
    }
    free(block);
    return st == ST_OK ? source_rewind(source, trouble) : st;
}

/* Parts need to know how long the input is. A pipe or a compressed input is
 * read for that. */
static enum status
measure_input(const struct split *split, struct trouble *trouble,
              uint64_t *bytes)
{
    enum status st;

    *bytes = source_bytes_total(split->source);
    if (split->plan->parts == 0 || source_can_fetch(split->source))
        return ST_OK;
    st = source_keep(split->source, spool_folder(split->plan), trouble);
    return st == ST_OK ? count_bytes(split->source, trouble, bytes) : st;
}

static void
tell_progress(const struct split *split)
{
    const struct split_plan *const plan = split->plan;
    const struct split_progress progress = {
        .bytes_read = source_bytes_read(split->source),
        .bytes_total = source_bytes_total(split->source),
        .bytes_decoded = reader_bytes(split->reader),
    };

    if (plan->on_progress != NULL)
        plan->on_progress(plan->progress_context, &progress);
}

bool
split_may_show(const struct split *split)
{
    return split->plan->show_values || !split->template.has_keys ||
           dealer_knows_chunks(split->dealer);
}

/* Says which record would have begun a chunk with the name of another. */
static void
say_record(const struct split *split, const struct record_batch *batch,
           const uint32_t *numbers, struct trouble *trouble)
{
    for (size_t r = 0; r < batch->count && split->shared > 0; r++)
        if (numbers[r] == split->shared - 1) {
            trouble_more(trouble,
                         "the second of them begins with record %" PRIu64,
                         batch->first_record + r + 1);
            return;
        }
}

static enum status
walk(struct split *split, struct trouble *trouble)
{
    const struct record_batch *batch;
    uint32_t numbers[RECORD_BATCH];
    enum status st = chunks_follow(split, trouble);

    while (st == ST_OK &&
           (st = reader_next(split->reader, trouble, &batch)) == ST_OK) {
        st = deal(split->dealer, split->reader, batch, trouble, numbers);
        if (st == ST_OK && split->count < dealer_chunks(split->dealer)) {
            st = chunks_follow(split, trouble);
            if (st != ST_OK)
                say_record(split, batch, numbers, trouble);
        }
        if (st == ST_OK)
            st = chunks_append(split, batch, numbers, trouble);
        tell_progress(split);
    }
    split->records = reader_records(split->reader);
    if (st == ST_END)
        st = source_check_unchanged(split->source, trouble);
    return st;
}

/* Every record that came in has gone out, or was dropped; nothing in the data
 * can make it otherwise. */
static enum status
check_sums(const struct split *split, struct trouble *trouble)
{
    uint64_t out = dealer_dropped(split->dealer);

    for (uint32_t k = 0; k < split->count; k++)
        out += split->chunks[k].records;
    if (out != split->records)
        return trouble_say(trouble, ST_DATA,
                           "%s: the chunks do not have the records of the "
                           "input: this is a fault of the program",
                           source_name(split->source));
    return ST_OK;
}

void
split_close_outputs(struct split *split)
{
    sink_free(split->json);
    sink_free(split->manifest);
    bundle_free(split->bundle);
    split->json = split->manifest = NULL;
    split->bundle = NULL;
}

static enum status
open_all(struct split *split, const struct split_files *files, uint64_t memory,
         struct trouble *trouble)
{
    const struct split_plan *const plan = split->plan;
    uint64_t bytes;
    enum status st = source_open(files->input, trouble, &split->source);

    if (st == ST_OK)
        source_set_memory(split->source, memory);
    if (st == ST_OK)
        st = measure_input(split, trouble, &bytes);
    if (st == ST_OK)
        st = reader_open(split->source, &plan->reader, trouble, &split->reader);
    if (st == ST_OK)
        st = dealer_new(plan, split->reader, trouble, &split->dealer);
    if (st != ST_OK)
        return st;
    dealer_set_bytes(split->dealer, bytes);
    st = template_read(slice_of(plan->output), dealer_names(split->dealer),
                       dealer_keys(split->dealer), trouble, &split->template);
    if (st != ST_OK)
        return st;
    split->folder = common_folder(&split->template);
    return split->folder == NULL ? trouble_nomem(trouble)
                                 : open_outputs(split, files, trouble);
}

/* A manifest whose folder is not there needs one above it. */
static enum sandbox_use
manifest_use(const char *name)
{
    const char *const slash = name == NULL ? NULL : strrchr(name, '/');
    char folder[PATH_MAX];
    struct stat file;

    if (slash == NULL)
        return SANDBOX_WRITE;
    snprintf(folder, sizeof folder, "%.*s", (int)(slash - name) + 1, name);
    return stat(folder, &file) != 0 && errno == ENOENT ? SANDBOX_TREE
                                                       : SANDBOX_WRITE;
}

/* Before a file is opened and a thread started. The folder of the chunks is
 * that of all names, or one above it: a brace may also stand for itself. */
static enum status
enter_sandbox(const struct split_plan *plan, const struct split_files *files,
              struct trouble *trouble)
{
    char *const folder = strndup(plan->output, strcspn(plan->output, "{"));
    char *const slash = folder == NULL ? NULL : strrchr(folder, '/');
    const char *const spool = plan->parts > 0 ? spool_folder(plan) : NULL;

    if (folder == NULL)
        return trouble_nomem(trouble);
    *(slash == NULL ? folder : slash + 1) = '\0';
    const struct sandbox_path paths[] = {
        {files->input, SANDBOX_READ},
        {plan->dry_run ? NULL : folder, SANDBOX_TREE},
        {plan->dry_run ? NULL : files->manifest, manifest_use(files->manifest)},
        {plan->dry_run ? NULL : files->json, manifest_use(files->json)},
        {spool, SANDBOX_TEMPORARY},
    };
    sandbox_enter(paths, sizeof paths / sizeof *paths);
    free(folder);
    return ST_OK;
}

enum status
split_run(struct split *split, const struct split_plan *plan,
          const struct split_files *files, struct trouble *trouble)
{
    const double started = usage_seconds();
    const int usage = usage_open();
    const uint64_t memory = source_memory(files->input);
    enum status st = enter_sandbox(plan, files, trouble);

    split->plan = plan;
    if (st == ST_OK)
        st = open_all(split, files, memory, trouble);
    if (st == ST_OK)
        st = walk(split, trouble);
    if (st == ST_OK)
        st = dealer_finish(split->dealer, source_name(split->source), trouble);
    if (st == ST_OK)
        st = chunks_follow(split, trouble);
    if (st == ST_OK)
        st = chunks_finish(split, trouble);
    if (st == ST_OK)
        st = check_sums(split, trouble);
    if (st == ST_OK && split->bundle != NULL)
        st = bundle_finish(split->bundle, trouble);
    if (st == ST_OK && split->manifest != NULL)
        st = manifest_write_csv(split, split->manifest, trouble);
    if (st == ST_OK && split->json != NULL)
        st = manifest_write_json(split, split->json, trouble);
    if (st == ST_OK && split->bundle != NULL)
        st = split_publish(split, files, trouble);
    split->seconds = usage_seconds() - started;
    split->peak_bytes = usage_peak_bytes(usage);
    return st;
}

void
split_free(struct split *split)
{
    split_close_outputs(split);
    chunks_free(split);
    free(split->folder);
    template_free(&split->template);
    dealer_free(split->dealer);
    reader_free(split->reader);
    source_free(split->source);
}
