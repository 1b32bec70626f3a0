/* SPDX-License-Identifier: MIT */
/* split_account.h - what is told about a split.
 *
 * Purpose    The summary on standard error.
 * Units      Records, bytes before compression, seconds.
 * Ownership  Shows what belongs to the program.
 * Errors     Those of the stream, which keeps them.
 * Method     Counts and names from the command line, no label: a label is a
 *            cell's value.
 */
#ifndef DESIGN_SPLIT_ACCOUNT_H
#define DESIGN_SPLIT_ACCOUNT_H

#include <stdio.h>

#include "design/split.h"

struct split_account {
    const char *program;
    const char *version;
    bool seed_given;
    const struct split *split;
    bool has_begun; /* the first line was printed before */
};

/* Prints the first line of the summary, which has the seed. */
void split_account_begin(FILE *stream, const struct split_account *account);

/* Prints the summary for people. */
void split_account_print(FILE *stream, const struct split_account *account,
                         bool verbose);

#endif
