/* SPDX-License-Identifier: MIT */
#include "design/job.h"

#include "base/usage.h"

static enum status
open_files(struct job *job, const struct job_files *files,
           struct trouble *trouble)
{
    enum status st = source_open(files->input, trouble, &job->source);

    if (st == ST_OK)
        st = sink_open(files->output, job->source, trouble, &job->sample);
    if (st == ST_OK && files->report != NULL)
        st = sink_open(files->report, job->source, trouble, &job->report);
    if (st == ST_OK && job->report != NULL &&
        sink_is_same_file(job->sample, job->report))
        st = trouble_say(trouble, ST_USAGE, "%s: the output is the report, too",
                         files->report);
    return st;
}

enum status
job_run(struct job *job, const struct job_files *files, struct account *account,
        struct trouble *trouble)
{
    enum status st = open_files(job, files, trouble);

    if (st == ST_OK)
        st = draw_run(account->plan, job->source, job->sample, trouble,
                      &job->result);
    account->source = job->source;
    account->result = &job->result;
    account->peak_bytes = usage_peak_bytes();
    if (st == ST_OK && job->report != NULL)
        st = account_write_json(job->report, account, trouble);
    if (st == ST_OK)
        st = sink_publish(job->sample, trouble);
    if (st == ST_OK && job->report != NULL)
        st = sink_publish(job->report, trouble);
    return st;
}

void
job_free(struct job *job)
{
    sink_free(job->report);
    sink_free(job->sample);
    source_free(job->source);
    draw_result_free(&job->result);
}
