/* SPDX-License-Identifier: MIT */
/* account.h - everything that is to be told about a run.
 *
 * Purpose    What summary and report are made from, so that they cannot tell
 *            two stories.
 * Units      As in draw.h; peak_bytes of memory.
 * Ownership  Shows what belongs to the program.
 * Errors     None.
 * Method     None.
 */
#ifndef DESIGN_ACCOUNT_H
#define DESIGN_ACCOUNT_H

#include <argp.h>
#include <stdbool.h>
#include <stdio.h>

#include "design/sdc.h"
#include "io/format.h"

struct account {
    const char *program;
    const char *version;
    int argument_count;
    char *const *arguments;
    const struct argp *argp; /* of the arguments; NULL: no config is told */
    bool seed_given;
    bool has_begun; /* the first line was printed before */
    const struct plan *plan;
    const char *input; /* its name */
    enum coding coding;
    uint64_t shards;     /* that the input consists of; 0: it is one file */
    bool units_compared; /* no unit is in two shards */
    const char *output;  /* the name of the sample; "-": standard output */
    const struct draw_result *result;
    const struct sdc_told *told; /* of the result, and all that is printed */
    uint64_t peak_bytes;
};

/* Prints the first line of the summary, which has the seed. */
void account_begin(FILE *stream, const struct account *account);

/* Prints the summary for people, more of it if VERBOSE. */
void account_print(FILE *stream, const struct account *account, bool verbose);

/* What became of a missing cell: "taken for no", "dropped" and the like. */
const char *account_missing_text(enum keep_missing keep_missing);

/* Prints in a phrase whom the plan draws, of how many strata, and how. */
void account_print_design(FILE *stream, const struct plan *plan,
                          uint64_t strata);

/* Prints the label of a stratum, cut where it is too long for a table; returns
 * how many columns it takes. STREAM may be NULL. */
enum { ACCOUNT_LABEL = 30 };
int account_print_label(FILE *stream, struct slice label);

/* "NAME VERSION" of library number K, from 0; NULL behind the last one. */
const char *account_library(int k);

#endif
