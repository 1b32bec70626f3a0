/* SPDX-License-Identifier: MIT */
/* draw_state.h - the inside of a draw, for the files that make it up.
 *
 * Purpose    Shares struct draw among the stages: draw.c runs them,
 *            draw_count.c counts, draw_select.c selects, draw_settle.c weighs,
 *            draw_check.c checks, draw_tell.c tells, draw_write.c writes;
 *            what is different for units is in draw_scattered.c and
 *            draw_sorted.c.
 * Units      As in draw.h.
 * Ownership  draw.c owns everything in it.
 * Errors     Each stage says its own in the draw's trouble.
 * Method     A stage is a visitor of batches; draw_pass() reads the frame and
 *            shows it every one.
 */
#ifndef DESIGN_DRAW_STATE_H
#define DESIGN_DRAW_STATE_H

#include "base/known.h"
#include "base/members.h"
#include "design/candidates.h"
#include "design/draw.h"
#include "design/picks.h"
#include "design/pps.h"
#include "design/sample_writer.h"
#include "design/sizes.h"
#include "design/walk.h"
#include "stats/moments.h"

/* What a reading has met of scattered units, in whatever order. */
struct draw_met {
    uint64_t kept_rows;
    uint64_t other_rows;
    uint64_t sum; /* of what a row is mixed to */
};

/* The rows of one unit, where they come one after the other. */
struct draw_group {
    bool is_open;
    bool is_kept;
    struct hash128 id;
    uint32_t stratum;
    struct selection_unit unit;
};

/* Units that the last reading met. */
struct draw_written {
    uint64_t kept;
    uint64_t drawn;
    uint64_t rest;
};

struct draw {
    const struct plan *plan;
    struct source *source; /* NULL where shards are pooled */
    const char *name;      /* of the input, for messages */
    struct sink *sink;
    struct trouble *trouble;
    struct draw_result *result;
    struct strata *strata; /* NULL before the first pass */
    uint32_t sized;        /* strata that know their size */
    struct header header;  /* of the frame, for as long as the draw */
    struct sizes *sizes;
    struct moments *moments; /* one for each stratum, or NULL */
    size_t moments_room;
    uint32_t moments_count;
    struct moments base_weights; /* of all eligible records */
    struct members units; /* scattered: labelled by strata, flagged if kept */
    size_t kept_units;
    struct known kept;       /* those, when the table is gone */
    struct draw_torn *torn;  /* those that are in two strata, if any */
    struct draw_met counted; /* by the reading that counted them, */
    struct draw_met met;     /* and by the last one */
    struct draw_group group;
    struct draw_waiting *waiting; /* rows of the group */
    struct picks *picks;          /* NULL: all rows of a unit leave */
    struct pcg64 row_stream;      /* what they are picked with */
    struct sample_writer *writer;
    struct draw_written written;
    uint32_t *order;                  /* of the strata in the result */
    struct walk *walk;                /* the present pass, or the last one */
    struct candidates *candidates;    /* NULL if the frame is read once more */
    struct share_threshold threshold; /* of a Bernoulli draw */
    struct pps *pps;                  /* or NULL */
    bool is_counted;                  /* every N_h is known */
    bool is_settled;                  /* and so is the sample */
};

typedef enum status draw_visitor(struct draw *draw,
                                 const struct walk_batch *batch);

/* Reads the frame from its begin to its end. */
enum status draw_pass(struct draw *draw, draw_visitor *visit);

/* Counts every stratum, and gives it its size. */
enum status draw_count(struct draw *draw);

/* Adds up what the probabilities are proportional to; sizes are known. */
enum status draw_count_sizes(struct draw *draw);

/* Selects, with all sizes known. */
enum status draw_select(struct draw *draw);

/* Gives new strata their size. */
enum status draw_size_strata(struct draw *draw);

/* Whether a pass must count the frame before anything is selected. */
bool draw_needs_counts(const struct draw *draw);

/* Shows an eligible row of sorted units: when the unit changes, and after the
 * last row, the one before is closed. */
typedef enum status draw_closer(struct draw *draw);
enum status draw_group_row(struct draw *draw, const struct walk_batch *batch,
                           size_t r, draw_closer *close);
enum status draw_end_groups(struct draw *draw, draw_closer *close);

/* Says that a further reading met something else than the first. */
enum status draw_say_changed(struct draw *draw);

/* How a scattered unit is told apart, and the other way round: by its random
 * number and what breaks ties, 128 bits of hash together. In their order units
 * are drawn. */
static inline struct hash128
draw_key(struct selection_unit unit)
{
    return (struct hash128){unit.prn, unit.position};
}

static inline struct selection_unit
draw_unit(struct hash128 key)
{
    return (struct selection_unit){key.high, key.low};
}

/* Scattered units: enters them in the table and counts them, offers them, and
 * writes their rows. */
enum status draw_count_scattered(struct draw *draw);
enum status draw_select_scattered(struct draw *draw);
enum status draw_write_scattered(struct draw *draw);

/* Offers a unit of stratum H, by the method of the plan. */
enum status draw_offer(struct draw *draw, uint32_t h,
                       struct selection_unit unit, bool *taken);

/* Says that record R is of a unit which was in another stratum before. */
enum status draw_say_two_strata(struct draw *draw, size_t r);

/* Finds out what the sample is. */
enum status draw_settle(struct draw *draw);

/* How many units of a stratum leave with its weight. */
uint64_t draw_leaving(const struct plan *plan, const struct stratum *stratum);

/* Checks that everything adds up. */
enum status draw_check(struct draw *draw);

/* Fills in the result, and warns. */
enum status draw_sum_up(struct draw *draw);
enum status draw_warn(struct draw *draw);

/* Writes the rows. */
enum status draw_write(struct draw *draw);

/* The same for sorted units. */
enum status draw_write_sorted(struct draw *draw);

/* Fills in what the result says of rows, which have been written. */
void draw_tell_rows(struct draw *draw);

/* Counts a unit that was met, and writes a row if it leaves. */
void draw_count_unit(struct draw *draw, const struct sample_row *row);
enum status draw_write_row(struct draw *draw, const struct sample_row *row);

/* Record R of the batch as a row, its unit being KEPT or not. */
static inline struct sample_row
draw_row(const struct draw *draw, const struct walk_batch *batch, size_t r,
         bool is_kept)
{
    const struct record_row bytes = record_row(batch->records, r);
    const struct stratum *const stratum = &draw->strata->list[batch->strata[r]];
    const bool is_below = stratum_takes(stratum, batch->units[r]);

    return (struct sample_row){
        .content = bytes.content,
        .ending_bytes = bytes.ending_bytes,
        .stratum = batch->strata[r],
        .is_kept = is_kept,
        .is_selected = is_kept || is_below,
        .is_below = is_below,
        .prn = batch->units[r].prn,
        .id = draw->plan->unit.len > 0 ? batch->ids[r] : (struct hash128){0},
    };
}

#endif
