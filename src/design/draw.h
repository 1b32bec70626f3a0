/* SPDX-License-Identifier: MIT */
/* draw.h - the sample: one pass to decide, one to fetch.
 *
 * Purpose    Runs a plan: reads the frame, selects, checks that everything
 *            adds up, and writes the sample with its weights.
 * Units      Counts of records; weights as in stats/weight.h; seconds; bytes.
 * Ownership  The caller owns source, sink and result, and frees the result
 *            with draw_result_free().
 * Errors     Whatever reading, rules and writing can meet, said in the
 *            trouble; ST_DATA if a check fails or a warning is an error under
 *            --strict. Nothing is written before every check has passed.
 * Method     DESIGN.md, sections 2 and 4: every record takes the next number
 *            of the stream, kept or not; the others' stratum is a selection;
 *            certainties and units among the smallest so far are logged. When
 *            the input is at its end the log is walked twice: to check, and to
 *            write.
 */
#ifndef DESIGN_DRAW_H
#define DESIGN_DRAW_H

#include "design/plan.h"
#include "design/rule.h"
#include "design/sample_writer.h"
#include "design/unit_list.h"
#include "design/warnings.h"
#include "io/sink.h"
#include "stats/moments.h"
#include "stats/prn.h"

/* What became of a stratum. Without --unit every record is a unit. */
struct draw_stratum {
    struct slice label;   /* as a column of strata has it (strata.h) */
    uint64_t pop_size;    /* N_h: units to draw from */
    uint64_t sample_size; /* n_h: units drawn */
    uint64_t wanted;      /* n_h as the sizes have it */
    bool has_fraction;    /* of a shard, whose file of sizes asks for this */
    struct share fraction;
    uint64_t kept_size;   /* units of this stratum that are kept */
    uint64_t pop_rows;    /* records of the N_h */
    uint64_t sample_rows; /* records of them that leave */
    double design_weight; /* 0 if nothing was drawn, or weights differ */
    double weight_sum;    /* over the units that leave */
};

/* Cells of a rule of --keep, or of an outcome that is a key, that were missing,
 * and what they were taken for. */
struct draw_missing {
    char column[64]; /* its name, cut if it is longer */
    uint64_t records;
    enum keep_missing meaning;
};

/* A rule, and what it has met. */
struct draw_rule {
    char *column; /* its name; new memory */
    struct rule_seen seen;
};

struct draw_result {
    struct pcg64 stream;     /* as it was before its first output */
    struct prn_key unit_key; /* in its place by --unit */
    struct draw_stratum kept;
    struct draw_stratum drawn; /* all that are not kept, in one */
    /* The same stratum by stratum, in order; one without a label where there
     * are no keys. */
    struct draw_stratum *strata;
    size_t strata_count;
    uint64_t excluded;           /* records dropped for a missing cell */
    uint64_t ineligible;         /* records that --where leaves out, and */
    uint64_t ineligible_missing; /* those of a missing cell, apart */
    double base_weight_sum;      /* of the eligible records, by --base-weight */
    double final_weight_sum;     /* of the rows that leave, with it */
    double size_sum;      /* of what was drawn from, and of the weights */
    double size_estimate; /* times the sizes that leave, by pps */
    struct draw_missing *missing; /* one for each rule that met any */
    size_t missing_count;
    struct draw_rule *rules; /* of a shard: as in classify.h */
    size_t rule_count;
    struct moments base_weights;      /* the exact sums behind the double */
    struct moments *moments;          /* of a shard, of what its allocation
                                         looks at: one for each stratum */
    struct sample_bytes sample_bytes; /* what was written */
    struct unit_list unit_list;       /* of a shard, if one was written */
    char *header;                     /* of a shard, without its own columns */
    size_t header_bytes;
    uint64_t records;
    uint64_t blank_lines;
    uint64_t columns;
    uint64_t reads;         /* of the input; one that was given up counts */
    uint64_t bytes_read;    /* of the input as it is stored */
    uint64_t bytes_decoded; /* the same without its compression */
    uint64_t candidates;
    uint64_t log_bytes_on_disk;
    double read_seconds;
    double write_seconds;
    struct warnings warnings;
};

/* Draws the sample of PLAN from SOURCE into SINK, which is finished and left
 * to the caller to publish, and so is UNITS, which gets a list of all scattered
 * units unless it is NULL. RESULT is filled as far as the draw came. */
enum status draw_run(const struct plan *plan, struct source *source,
                     struct sink *sink, struct sink *units,
                     struct trouble *trouble, struct draw_result *result);

/* Frees what the result holds. */
void draw_result_free(struct draw_result *result);

#endif
