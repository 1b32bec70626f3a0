/* SPDX-License-Identifier: MIT */
/* common_options.h - options of programs that read a CSV file and tell counts.
 *
 * Purpose    An argp child with --delimiter, --max-record, --sdc and
 *            --sdc-suppress, and one for those whose input knows its delimiter.
 * Units      Bytes, records.
 * Ownership  Values show argv.
 * Errors     As in options.h. What a delimiter may be is for the program to
 *            say.
 * Method     As in options.h. The program sets the defaults.
 */
#ifndef UI_COMMON_OPTIONS_H
#define UI_COMMON_OPTIONS_H

#include "ui/options.h"

/* Their keys, from the end of those that a program may have. */
enum {
    COMMON_DELIMITER = OPTION_KEYS - 4,
    COMMON_MAX_RECORD,
    COMMON_SDC,
    COMMON_SDC_SUPPRESS
};

struct common_options {
    struct shared_options *shared; /* knows what was given */
    const char *delimiter;         /* as it was given; NULL: not at all */
    uint64_t max_record;
    uint64_t max_record_limit; /* what it may be at most */
    int sdc;                   /* none, round5, midpoint6 */
    uint64_t sdc_suppress;
};

/* The child's parser, and that without --delimiter; the input of either is a
 * struct common_options. */
extern const struct argp common_options_argp;
extern const struct argp common_told_argp;

/* Ends the program: DELIMITER is none. */
void common_options_refuse_delimiter(struct argp_state *state,
                                     const char *delimiter);

#endif
