/* SPDX-License-Identifier: MIT */
/* splitter_options.h - the command line of splitter.
 *
 * Purpose    Reads the options into a plan.
 * Units      None.
 * Ownership  The caller owns the struct and frees it with
 *            splitter_command_free(); values show argv.
 * Errors     Wrong usage ends the program with exit status 2; ST_NOMEM.
 * Method     One argp table is parser, --help and manual.
 */
#ifndef SPLITTER_OPTIONS_H
#define SPLITTER_OPTIONS_H

#include "design/split.h"
#include "ui/common_options.h"

enum { SPLITTER_LEAST_MEMORY = 1 << 20 };

/* The command line, read. */
struct splitter_command {
    struct shared_options shared;
    struct common_options common;
    struct split_plan plan;
    struct split_files files;
    bool is_heard; /* on standard error */
    bool seed_given;
    const char **texts; /* what the plan's lists are made of */
};

/* Reads the command line. */
enum status splitter_command_read(int argc, char **argv,
                                  struct splitter_command *command);

/* Frees what is not argv. */
void splitter_command_free(struct splitter_command *command);

#endif
