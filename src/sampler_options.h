/* SPDX-License-Identifier: MIT */
/* sampler_options.h - the command line of sampler.
 *
 * Purpose    Reads the command line into a plan and the names of files.
 * Units      As in plan.h.
 * Ownership  The caller owns the struct and frees it with command_free().
 * Errors     Wrong usage ends the program with a message and exit status 2;
 *            ST_NOMEM.
 * Method     One argp table is parser and --help. Values are read as they come;
 *            what only several options together tell is checked at the end.
 */
#ifndef SAMPLER_OPTIONS_H
#define SAMPLER_OPTIONS_H

#include "design/config.h"
#include "design/job.h"
#include "design/task.h"
#include "ui/common_options.h"

struct command {
    struct shared_options shared;
    struct common_options common;
    struct plan plan;
    const char **keep;      /* room for as many rules as there are arguments */
    const char **where;     /* the same */
    struct job_files files; /* .input is NULL where no FILE is given */
    const char *tmpdir;     /* NULL: not given */
    const char *manifest;   /* the same */
    char *names[3];         /* of outputs that are made here */
    struct config_list arguments; /* with those of --config */
    struct tasks tasks;           /* of the manifest */
    bool is_heard;                /* on standard error */
    bool seed_given;
    bool sizes_given;
};

/* Reads the command line; wrong usage ends the program, but for that of
 * --config, which is said in the trouble. */
enum status command_read(struct command *command, int argc, char **argv,
                         struct trouble *trouble);

/* Takes from the manifest what is in it, and names the files of a shard; all
 * else of the plan is complete. */
enum status command_shard(struct command *command, struct trouble *trouble);

/* Frees what was made. */
void command_free(struct command *command);

/* The options there are. */
extern const struct argp command_argp;

/* What only the whole command line tells; for command_read() only. */
void command_check(struct command *command, struct argp_state *state);

#endif
