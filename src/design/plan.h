/* SPDX-License-Identifier: MIT */
/* plan.h - what is to be drawn, and how: the options as plain data.
 *
 * Purpose    Carries the configuration from the program to the draw.
 * Units      Sizes count units; memory and limits are in bytes. A text that was
 *            not given is empty.
 * Ownership  Everything belongs to the program and outlives the draw.
 * Errors     None.
 * Method     None.
 */
#ifndef DESIGN_PLAN_H
#define DESIGN_PLAN_H

#include "base/memory.h"
#include "csv/reader.h"
#include "design/task.h"
#include "stats/share.h"

/* What a missing cell means to --keep. */
enum keep_missing {
    KEEP_MISSING_UNSAID, /* an error, but no event in a column of dates */
    KEEP_MISSING_ERROR,
    KEEP_MISSING_NO,
    KEEP_MISSING_YES,
    KEEP_MISSING_DROP
};

/* How many are drawn. */
enum plan_size {
    PLAN_N,          /* size in all, shared out among strata */
    PLAN_N_EACH,     /* size in every stratum */
    PLAN_FRACTION,   /* share of the units, stratum by stratum */
    PLAN_RATIO,      /* share of the kept units, stratum by stratum */
    PLAN_SIZES_FILE, /* as the file says */
};

enum plan_allocation {
    PLAN_PROPORTIONAL,
    PLAN_EQUAL,
    PLAN_NEYMAN /* by the standard deviation of a column */
};

/* What happens to strata that the file of sizes does not name. */
enum plan_sizes_missing {
    PLAN_SIZES_MISSING_ERROR,
    PLAN_SIZES_MISSING_ALL,
    PLAN_SIZES_MISSING_NONE
};

enum plan_method { PLAN_SRS, PLAN_BERNOULLI, PLAN_PPS };

enum plan_output {
    PLAN_DRAWN, /* kept and drawn */
    PLAN_REST,  /* eligible, and neither */
    PLAN_ALL    /* eligible, with a column that says which are in the sample */
};

/* Columns of the design, in the order in which they are written. */
enum plan_column {
    PLAN_COLUMN_SELECTED, /* in front of the weight */
    PLAN_COLUMN_STRATUM,
    PLAN_COLUMN_PROB,
    PLAN_COLUMN_POP_SIZE,
    PLAN_COLUMN_SAMPLE_SIZE,
    PLAN_COLUMN_PRN,
    PLAN_COLUMN_SUBCOHORT,
    PLAN_COLUMNS_ASKED, /* above: by --add; below: what a shard leaves */
    PLAN_COLUMN_SHARD_STRATUM = PLAN_COLUMNS_ASKED, /* as strata are sorted */
    PLAN_COLUMN_SHARD_KEPT,
    PLAN_COLUMN_SHARD_PRN,
    PLAN_COLUMN_SHARD_UNIT, /* the hash of its identifier */
    PLAN_COLUMN_SHARD_ROWS, /* of the unit */
    PLAN_COLUMNS
};

/* Disclosure control of all that is told (sdc.h). */
enum plan_sdc { PLAN_SDC_NONE, PLAN_SDC_ROUND5, PLAN_SDC_MIDPOINT6 };

/* How far the draw is. */
struct plan_progress {
    uint64_t bytes_read;    /* of the input, before decoding */
    uint64_t bytes_total;   /* 0 if it is not known */
    uint64_t bytes_decoded; /* what has been scanned */
};

/* The part of one job in a draw that several jobs make together. */
struct plan_shard {
    bool is_out;        /* the sample is for combiner and has no weights */
    bool has_units;     /* a list of all units goes with it */
    bool is_part;       /* a run of records of the whole, the first of which */
    uint64_t first;     /* is this one, from 0 */
    uint64_t at_most;   /* units that leave of a stratum; 0: as the sizes ask */
    uint64_t replicate; /* of the whole; a shard leaves all ranks up to it */
    uint64_t task;      /* its line in the manifest, from 1; 0: none */
    uint64_t tasks;     /* and how many lines there are */
    struct task_content content; /* of the input, as that line has it */
};

struct plan {
    const char *const *where; /* the rules; all that hold make it eligible */
    size_t where_count;
    const char *const *keep; /* the rules; any that holds keeps a record */
    size_t keep_count;
    enum keep_missing keep_missing;

    struct slice strata;   /* KEYs, separated by commas */
    struct slice unit;     /* the column of identifiers */
    bool unit_missing_own; /* a record without one is a unit of its own */
    bool unit_sorted;
    bool one_per_unit;
    bool row_weights;

    enum plan_method method;
    struct slice method_column; /* of the sizes, for PLAN_PPS */
    enum plan_size size;
    uint64_t sample_size;
    struct share share;
    const char *sizes_file;
    enum plan_sizes_missing sizes_missing;
    enum plan_allocation allocation;
    struct slice allocation_column;
    uint64_t min_per_stratum;
    bool min_given;
    uint64_t replicate; /* which ranks are taken, from 1 */
    uint64_t seed;
    struct slice label; /* of the shard */
    struct plan_shard shard;

    enum plan_output output;
    bool inverse_probability; /* weights 1/P and not N_h/n_h */
    struct slice base_weight; /* column of weights to multiply by */
    struct slice weight_name;
    struct slice add[PLAN_COLUMNS]; /* names of those that are wanted */
    struct slice select;            /* columns that stay, or */
    struct slice drop;              /* columns that do not */
    bool count_only;                /* draw nothing */

    enum plan_sdc sdc;
    uint64_t sdc_suppress; /* the largest count that is not shown */

    struct reader_setup reader;
    const char *folder;         /* for temporary files */
    struct memory_limit memory; /* that there is; 0 bytes: not known */
    size_t candidates_budget;   /* memory for rows that may leave */
    bool strict;                /* a warning is an error */
    bool show_values;           /* messages may show cells */
    void (*on_progress)(void *context, const struct plan_progress *progress);
    void *progress_context;
};

/* Whether it is known how many records there are of whom; --plan looks at units
 * no longer than it takes to count them. */
static inline bool
plan_counts_rows(const struct plan *plan)
{
    return plan->unit.len == 0 || !plan->count_only;
}

/* The label of the stream that units have their random numbers from: a shard
 * whose units are told apart by identifier, or that knows its place in the
 * whole, has those of the whole. */
static inline struct slice
plan_stream_label(const struct plan *plan)
{
    const bool of_whole =
        plan->shard.is_out && (plan->unit.len > 0 || plan->shard.is_part);

    return of_whole ? (struct slice){"", 0} : plan->label;
}

#endif
