/* SPDX-License-Identifier: MIT */
#include "design/job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/usage.h"
#include "design/overwrite.h"
#include "design/report.h"
#include "design/shard_file.h"
#include "io/sandbox.h"

/* The folder part of a path, new memory: "a/b/c" is in "a/b", "c" in ".". */
static char *
folder_of(const char *path)
{
    const char *const slash = strrchr(path, '/');

    if (slash == NULL)
        return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

/* Whether an output is, or is going to be, a file in a folder. A device is
 * not, nor a link to one: what lies beside it is no place for rows. */
static bool
is_file(const char *output)
{
    struct stat file;

    if (strcmp(output, "-") == 0)
        return false;
    return lstat(output, &file) != 0 || S_ISREG(file.st_mode);
}

enum status
job_folder(const struct job_files *files, const char *tmpdir,
           struct trouble *trouble, char **folder)
{
    const char *const from_environment = getenv("TMPDIR");
    char *chosen;

    if (tmpdir != NULL && access(tmpdir, W_OK | X_OK) != 0)
        return trouble_system(trouble, errno, "--tmpdir %s: cannot use it",
                              tmpdir);
    if (tmpdir != NULL)
        chosen = strdup(tmpdir);
    else if (is_file(files->output))
        chosen = folder_of(files->output);
    else if (from_environment != NULL && *from_environment != '\0')
        chosen = strdup(from_environment);
    else
        chosen = strdup(".");
    if (chosen == NULL)
        return trouble_nomem(trouble);
    *folder = chosen;
    return ST_OK;
}

/* What is read first must not be what is written last. */
static enum status
check_outputs(const struct job_files *files, const struct plan *plan,
              struct trouble *trouble)
{
    const char *const outputs[] = {files->output, files->report, files->shard,
                                   files->units};
    const struct overwrite_input inputs[] = {
        {plan->sizes_file, "the file of sizes"},
        {files->manifest, "the manifest"},
        {files->config, "the file of --config"},
    };

    return overwrite_check(inputs, sizeof inputs / sizeof *inputs, outputs,
                           sizeof outputs / sizeof *outputs, trouble);
}

static enum status
open_files(struct job *job, const struct job_files *files,
           const struct plan *plan, uint64_t memory, struct trouble *trouble)
{
    enum status st = source_open(files->input, trouble, &job->source);

    if (st == ST_OK)
        source_set_memory(job->source, memory);
    if (st == ST_OK)
        st = check_outputs(files, plan, trouble);
    if (st == ST_OK && !plan->count_only)
        st = sink_open(files->output, job->source, trouble, &job->sample);
    if (st == ST_OK && job->sample != NULL)
        sink_set_threads(job->sample, plan->reader.threads);
    if (st == ST_OK && files->report != NULL)
        st = sink_open(files->report, job->source, trouble, &job->report);
    if (st == ST_OK && files->shard != NULL)
        st = sink_open(files->shard, job->source, trouble, &job->shard);
    if (st == ST_OK && files->units != NULL)
        st = sink_open(files->units, job->source, trouble, &job->units);
    if (st == ST_OK && job->shard != NULL && job->report != NULL &&
        sink_is_same_file(job->shard, job->report))
        st = trouble_say(trouble, ST_USAGE,
                         "%s: what lies beside the sample is the report, too",
                         files->report);
    if (st == ST_OK && job->sample != NULL && job->report != NULL &&
        sink_is_same_file(job->sample, job->report))
        st = trouble_say(trouble, ST_USAGE, "%s: the output is the report, too",
                         files->report);
    return st;
}

/* Before a file is opened and a thread started. */
static void
enter_sandbox(const struct job_files *files, const struct plan *plan)
{
    const struct sandbox_path paths[] = {
        {files->input, SANDBOX_READ},
        {plan->sizes_file, SANDBOX_READ},
        {plan->count_only ? NULL : files->output, SANDBOX_WRITE},
        {files->report, SANDBOX_WRITE},
        {files->shard, SANDBOX_WRITE},
        {files->units, SANDBOX_WRITE},
        {plan->folder, SANDBOX_TEMPORARY},
    };

    sandbox_enter(paths, sizeof paths / sizeof *paths);
}

enum status
job_run(struct job *job, const struct job_files *files, struct account *account,
        struct trouble *trouble)
{
    const int usage = usage_open();
    const uint64_t memory = source_memory(files->input);
    enum status st;

    enter_sandbox(files, account->plan);
    st = open_files(job, files, account->plan, memory, trouble);
    if (st == ST_OK)
        st = draw_run(account->plan, job->source, job->sample, job->units,
                      trouble, &job->result);
    if (job->source != NULL) {
        account->input = source_name(job->source);
        account->coding = source_coding(job->source);
    }
    account->output = files->output;
    account->result = &job->result;
    account->peak_bytes = usage_peak_bytes(usage);
    if (st == ST_OK && sdc_tell(account->plan, &job->result, &job->told))
        st = trouble_nomem(trouble);
    account->told = &job->told;
    if (st == ST_OK && job->report != NULL)
        st = report_write(job->report, files->report, account, trouble);
    if (st == ST_OK && job->shard != NULL)
        st = shard_file_write(job->shard, account->plan, &job->result, trouble);
    return st;
}

/* The sample comes behind its report: where it is new, its report is too. What
 * lies beside a shard's sample comes last: where it is, all is done. */
enum status
job_publish(struct job *job, struct trouble *trouble)
{
    struct sink *const sinks[] = {job->report, job->sample, job->units,
                                  job->shard};

    return sink_publish_last(sinks, sizeof sinks / sizeof *sinks, trouble);
}

void
job_free(struct job *job)
{
    sink_free(job->shard);
    sink_free(job->units);
    sink_free(job->report);
    sink_free(job->sample);
    source_free(job->source);
    sdc_told_free(&job->told);
    draw_result_free(&job->result);
}
