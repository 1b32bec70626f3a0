/* SPDX-License-Identifier: MIT */
/* combiner_options.h - the command line of combiner.
 *
 * Purpose    Reads the options into a plan and the names of files.
 * Units      None.
 * Ownership  The caller owns the struct and frees it with
 *            combiner_command_free(); values show the arguments.
 * Errors     Wrong usage ends the program with exit status 2, but for that of
 *            --config, which is said in the trouble; ST_NOMEM.
 * Method     One argp table is parser, --help and manual. What was drawn, and
 *            how, is no option: the shards say it.
 */
#ifndef COMBINER_OPTIONS_H
#define COMBINER_OPTIONS_H

#include "design/combine.h"
#include "design/config.h"
#include "ui/common_options.h"

struct combiner_command {
    struct shared_options shared;
    struct common_options common;
    struct plan plan;
    struct combine_files files;
    char **shards;                /* room for as many as there are arguments */
    struct config_list arguments; /* with those of --config */
};

/* Reads the command line. */
enum status combiner_command_read(struct combiner_command *command, int argc,
                                  char **argv, struct trouble *trouble);

/* Frees what combiner_command_read() made. */
void combiner_command_free(struct combiner_command *command);

/* The options there are. */
extern const struct argp combiner_argp;

#endif
