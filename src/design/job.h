/* SPDX-License-Identifier: MIT */
/* job.h - a draw from the name of a file to the name of a file.
 *
 * Purpose    Opens what a draw reads and writes, runs it, writes the report,
 *            and gives sample and report their names when both are complete.
 * Units      None.
 * Ownership  The caller owns the struct and frees it with job_free(), which
 *            also removes what was not published.
 * Errors     Those of source, sink and draw, said in the trouble.
 * Method     The outputs are opened before the first record is read, so that a
 *            folder that cannot be written costs no time.
 */
#ifndef DESIGN_JOB_H
#define DESIGN_JOB_H

#include "design/account.h"

struct job_files {
    const char *input;    /* "-": standard input */
    const char *output;   /* "-": standard output */
    const char *report;   /* NULL: none */
    const char *shard;    /* what lies beside a shard's sample; NULL: none */
    const char *units;    /* the list of a shard's units; NULL: none */
    const char *manifest; /* that the input was found in; NULL: none */
    const char *config;   /* with options, as a file or as it stands; or NULL */
};

struct job {
    struct source *source;
    struct sink *sample; /* NULL if nothing is drawn */
    struct sink *report; /* NULL if none is asked for */
    struct sink *shard;  /* the same */
    struct sink *units;  /* the same */
    struct draw_result result;
    struct sdc_told told;
};

/* The folder for temporary files, new memory for free(): TMPDIR if it is not
 * NULL, else the output's if that is a file, else that of the environment's
 * TMPDIR, else the current one. A TMPDIR that cannot be written is trouble. */
enum status job_folder(const struct job_files *files, const char *tmpdir,
                       struct trouble *trouble, char **folder);

/* Runs ACCOUNT's plan on FILES and fills in the rest of ACCOUNT, which shows
 * the job from then on. JOB must be zeroed. What is written has no name yet. */
enum status job_run(struct job *job, const struct job_files *files,
                    struct account *account, struct trouble *trouble);

/* Gives all that was written its name, or nothing. */
enum status job_publish(struct job *job, struct trouble *trouble);

/* Closes and frees what the job holds. */
void job_free(struct job *job);

#endif
