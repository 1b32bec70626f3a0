/* SPDX-License-Identifier: MIT */
/* split_plan.h - how a frame is to be dealt: the options as plain data.
 *
 * Purpose    Carries the configuration from the program to the split.
 * Units      Memory and limits in bytes; rows_each in records.
 * Ownership  Everything belongs to the program and outlives the split.
 * Errors     None.
 * Method     None.
 */
#ifndef DESIGN_SPLIT_PLAN_H
#define DESIGN_SPLIT_PLAN_H

#include "csv/reader.h"
#include "design/key.h"
#include "design/plan.h"

/* How far the split is. */
struct split_progress {
    uint64_t bytes_read;    /* of the input, before decoding */
    uint64_t bytes_total;   /* 0 if it is not known */
    uint64_t bytes_decoded; /* what has been scanned */
};

struct split;

/* The values of an option that may be repeated. */
struct split_texts {
    const char **list;
    size_t count;
};

struct split_plan {
    struct split_texts by; /* [NAME=]KEY */
    uint32_t groups;       /* random ones; 0: none */
    const char *unit;      /* the column that tells whole units */
    uint64_t seed;
    uint64_t rows_each; /* consecutive records; 0: no */
    uint32_t parts;     /* consecutive parts of equal bytes; 0: no */

    struct split_texts levels;  /* NAME=a,b,c */
    struct split_texts missing; /* [NAME=]WHAT */
    struct split_texts invalid; /* [NAME=]LABEL */
    struct split_texts other;   /* [NAME=]LABEL */
    struct key_setup key_setup;

    enum plan_sdc sdc;     /* of the summary */
    uint64_t sdc_suppress; /* the largest count that is not shown */
    const char *output;    /* the template */
    bool force;
    bool dry_run;
    uint32_t max_chunks;
    size_t memory;
    unsigned threads; /* that read or compress */
    struct reader_setup reader;
    const char *tmpdir; /* for a copy of a pipe; NULL: where chunks go */
    bool show_values;   /* messages may show cells */
    void (*on_progress)(void *context, const struct split_progress *progress);
    void *progress_context;
    /* Called when all is written and nothing public yet, which stays so if it
     * fails; NULL: nobody. */
    enum status (*on_publish)(void *context, const struct split *split,
                              struct trouble *trouble);
    void *publish_context;
};

#endif
