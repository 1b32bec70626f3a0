/* SPDX-License-Identifier: MIT */
/* plan.h - what is to be drawn, and how: the options as plain data.
 *
 * Purpose    Carries the configuration from the program to the draw.
 * Units      sample_size (n) counts units; memory and limits are in bytes.
 * Ownership  Everything belongs to the program and outlives the draw.
 * Errors     None.
 * Method     None.
 */
#ifndef DESIGN_PLAN_H
#define DESIGN_PLAN_H

#include "csv/reader.h"

/* What a missing cell means to --keep. */
enum keep_missing {
    KEEP_MISSING_UNSAID, /* an error, but no event in a column of dates */
    KEEP_MISSING_ERROR,
    KEEP_MISSING_NO,
    KEEP_MISSING_YES,
    KEEP_MISSING_DROP
};

/* How far the draw is. */
struct plan_progress {
    uint64_t bytes_read;    /* of the input, before decoding */
    uint64_t bytes_total;   /* 0 if it is not known */
    uint64_t bytes_decoded; /* what has been scanned */
};

struct plan {
    const char *const *keep; /* the rules; any that holds keeps a record */
    size_t keep_count;
    enum keep_missing keep_missing;
    uint64_t sample_size;
    uint64_t seed;
    struct slice label; /* of the shard; empty if there is none */
    struct slice weight_name;
    struct reader_setup reader;
    const char *folder;       /* for temporary files */
    size_t candidates_budget; /* memory for rows that may leave */
    bool strict;              /* a warning is an error */
    bool show_values;         /* messages may show cells */
    void (*on_progress)(void *context, const struct plan_progress *progress);
    void *progress_context;
};

#endif
