/* SPDX-License-Identifier: MIT */
/* draw_state.h - the inside of a draw, for the files that make it up.
 *
 * Purpose    Shares struct draw among the stages: draw.c runs them,
 *            draw_pass.c reads the frame for each of them, draw_count.c counts,
 *            draw_foresee.c does both where it can, by a guess, draw_select.c
 *            selects, by the rations of draw_ration.c, draw_settle.c weighs,
 *            draw_check.c checks, draw_tell.c tells, draw_write.c writes; what
 *            is different for units is in draw_scattered.c and draw_sorted.c.
 * Units      As in draw.h.
 * Ownership  draw.c owns everything in it.
 * Errors     Each stage says its own in the draw's trouble.
 * Method     A stage is a visitor of batches; draw_pass() reads the frame and
 *            shows it every one.
 */
#ifndef DESIGN_DRAW_STATE_H
#define DESIGN_DRAW_STATE_H

#include <math.h>

#include "base/digest.h"
#include "base/known.h"
#include "base/members.h"
#include "design/candidates.h"
#include "design/draw.h"
#include "design/numbers.h"
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
    bool has_numbers;
    uint32_t stratum;
    struct selection_unit unit;
    struct unit_numbers numbers;
};

/* What a reading that counts holds of the strata, so as to spare another. */
struct foresight {
    bool is_on;
    uint32_t strata;      /* those that were started */
    uint64_t held;        /* units of all together, */
    uint64_t most_held;   /* and at most */
    uint64_t next_review; /* of their sizes, after so many records */
};

/* Strata that come later hold what they want, no more and no less: of so many
 * what is held beyond would be much. */
enum { DRAW_STRATA_WATCHED = 1024 };

/* How many units a stratum holds that may want as many as RANKS: somewhat more
 * than chance will ask for, by their square root. */
static inline double
draw_hold(double ranks)
{
    return ranks + 8 * sqrt(ranks) + 64;
}

/* Where in the file a reading is that gives rations. */
struct rations {
    bool were_short; /* in a reading that came to nothing */
    bool are_given;
    double bytes;   /* of the file; */
    double part;    /* of them, with the batch that is looked at, */
    double watched; /* and in front of the one when strata were looked at */
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
    bool has_numbers;     /* units have some that the design looks at */
    struct members sized_units; /* the same, labelled by their numbers */
    struct numbers numbers;
    size_t kept_units;
    uint64_t reach; /* no larger random number is drawn, as far as is known */
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
    uint32_t *order;       /* of the strata in the result */
    struct tally *tally;   /* of a pass that counts what is going to leave */
    struct digest *digest; /* of a chunk, by its manifest; or NULL */
    struct walk *walk;     /* the present pass, or the last one */
    struct candidates *candidates;    /* NULL if the frame is read once more */
    struct share_threshold threshold; /* of a Bernoulli draw */
    struct pps *pps;                  /* or NULL */
    struct foresight foresight;
    struct rations rations;
    bool is_counted;         /* every N_h is known */
    bool is_settled;         /* and so is the sample, */
    uint32_t settled_strata; /* of so many strata */
};

typedef enum status draw_visitor(struct draw *draw,
                                 const struct walk_batch *batch);

/* Has the first reading hold the frame against its line of a manifest, and says
 * so, at its end, if it is another. */
enum status draw_begin_manifest(struct draw *draw);
enum status draw_check_manifest(struct draw *draw);

/* Bounds the tables of units by the memory that there is. If one of them is
 * full, says how large it is, and how large it would have to be. */
void draw_bound_tables(struct draw *draw);
enum status draw_say_table_full(struct draw *draw);

uint64_t draw_table_bytes(struct draw *draw);

/* How many records may be held while it is not known how many are drawn. */
uint64_t draw_most_held(const struct draw *draw);

/* Whether there is memory for all that are to be drawn, every size being known,
 * and OTHER_BYTES besides. */
enum status draw_check_room(struct draw *draw, uint64_t other_bytes);

/* Whether one reading is enough, whatever the frame has. */
bool draw_reads_once(const struct plan *plan);

/* Whether rows of scattered units are logged when they are counted, which may
 * spare another reading. */
bool draw_logs_scattered(const struct plan *plan);

/* Starts the log of rows that may leave. */
enum status draw_begin_log(struct draw *draw);

/* Opens another walk in the place of the one that there is, if any. */
enum status draw_open_walk(struct draw *draw);

/* Reads the frame from its begin to its end, or until a visitor returns other
 * than ST_OK, and returns that. */
enum status draw_pass(struct draw *draw, draw_visitor *visit);

/* Counts every stratum, and gives it its size. */
enum status draw_count(struct draw *draw);

/* Counts the records of the batch from R on. */
enum status draw_count_records(struct draw *draw,
                               const struct walk_batch *batch, size_t r);

/* Whether a reading that counts may select, too; counts so; and, when the sizes
 * are known, takes what was selected, unless it is less than they want. */
bool draw_may_foresee(const struct draw *draw);
enum status draw_foresee(struct draw *draw);
bool draw_accept_foreseen(struct draw *draw);

/* Adds up what the probabilities are proportional to; sizes are known. */
enum status draw_count_sizes(struct draw *draw);

/* Whether another reading may hang on what the frame has. */
bool draw_may_guess(const struct plan *plan);

/* Has the next reading give rations, if they may be given. */
void draw_begin_rations(struct draw *draw);

/* How many units stratum H, which is new, is to hold; and gives one that is
 * full of its ration the present one. */
uint64_t draw_first_ration(struct draw *draw, uint32_t h);
void draw_raise_ration(struct draw *draw, uint32_t h);

/* Notes how far the file is read with the batch, and looks at the strata now
 * and then; gives all of them what they want, behind the last batch. ST_END,
 * with nothing said, if the draw has to begin anew. */
enum status draw_watch_rations(struct draw *draw,
                               const struct walk_batch *batch);
enum status draw_end_rations(struct draw *draw);

/* Selects, with all sizes known. */
enum status draw_select(struct draw *draw);

/* How many ranks of a stratum the draw has to know, if so many are WANTED. */
uint64_t draw_ranks(const struct plan *plan, uint64_t wanted);

/* Counts the records from R on that are drawn from and lie behind the bound of
 * their stratum, as nearly all do; returns the first that does not, or the
 * number of all. Records are selected by their random numbers. */
size_t draw_pass_refused(struct draw *draw, const struct walk_batch *batch,
                         size_t r);

/* Logs record R of the batch as a candidate. */
enum status draw_log_record(struct draw *draw, const struct walk_batch *batch,
                            size_t r, uint64_t prn, bool certainty);

/* Gives new strata their size; or those alone that the batch has met, which
 * ends in front of the first that the sizes do not know. */
enum status draw_size_strata(struct draw *draw);
void draw_size_met(struct draw *draw, const struct walk_batch *batch);

/* Whether a pass must count the frame before anything is selected. */
bool draw_needs_counts(const struct draw *draw);

/* Shows an eligible row of sorted units: when the unit changes, and after the
 * last row, the one before is closed. */
typedef enum status draw_closer(struct draw *draw);
enum status draw_group_row(struct draw *draw, const struct walk_batch *batch,
                           size_t r, draw_closer *close);
enum status draw_group_rows(struct draw *draw, const struct walk_batch *batch,
                            draw_closer *close);
enum status draw_end_groups(struct draw *draw, draw_closer *close);

/* Says that a further reading met something else than the first. */
enum status draw_say_changed(struct draw *draw);

/* Whether the design looks at numbers of units. */
bool draw_has_numbers(const struct plan *plan);

/* Reads those of record R, which is not kept. One that cannot be used is 0; the
 * pass ends with the count of these. */
enum status draw_numbers(struct draw *draw, size_t r,
                         struct unit_numbers *numbers);

/* Says so if record R has other numbers than the FIRST of its unit. */
enum status draw_same_numbers(struct draw *draw, size_t r,
                              const struct unit_numbers *first,
                              const struct unit_numbers *numbers);

/* What the allocation looks at in stratum H, until there is another stratum. */
enum status draw_moments(struct draw *draw, uint32_t h,
                         struct moments **moments);

/* Adds a number to it; ST_DATA, not yet said, if it cannot be summed. The same
 * for record R and for a unit, if that is asked for. */
enum status draw_add_to_moments(struct draw *draw, uint32_t h,
                                const struct decimal *number);
enum status draw_count_number(struct draw *draw, size_t r, uint32_t h);
enum status draw_count_numbers(struct draw *draw, uint32_t h,
                               const struct unit_numbers *numbers);

/* A unit of stratum H is one of those that the probabilities add up over. */
enum status draw_offer_size(struct draw *draw, uint32_t h,
                            const struct unit_numbers *numbers);

/* What a unit that is not kept is selected by, and what it weighs, which only
 * probabilities proportional to size ask for. */
struct selection_unit draw_rank(const struct draw *draw, uint32_t h,
                                struct selection_unit unit,
                                const struct unit_numbers *numbers);
struct pps_row draw_weigh(const struct draw *draw, uint32_t h,
                          const struct unit_numbers *numbers);

/* Says which is the first row that disagrees with its unit, COUNT units having
 * such rows. */
enum status draw_blame_torn(struct draw *draw, size_t count);

/* Scattered units: enters them in the table and counts them, adds up their
 * sizes, offers them, and writes their rows. */
enum status draw_count_scattered(struct draw *draw);
enum status draw_size_scattered(struct draw *draw);
enum status draw_select_scattered(struct draw *draw);
enum status draw_write_scattered(struct draw *draw);

/* Logs the rows of the batch whose units are kept or may be drawn. Between
 * batches: gives up the log if it has not all rows of the units that are kept,
 * else finds out how short it may be. */
enum status draw_log_scattered(struct draw *draw,
                               const struct walk_batch *batch);
void draw_watch_log(struct draw *draw);

/* Offers a unit of stratum H, by the method of the plan. */
enum status draw_offer(struct draw *draw, uint32_t h,
                       struct selection_unit unit, bool *taken);

/* The size of record R, which was counted before, and what the record is
 * selected by. */
enum status draw_rank_record(struct draw *draw, const struct walk_batch *batch,
                             size_t r, struct decimal *size,
                             struct selection_unit *unit);

/* Says that record R is of a unit which was in another stratum before. */
enum status draw_say_two_strata(struct draw *draw, size_t r);

/* Finds out what the sample is. */
enum status draw_settle(struct draw *draw);

/* How many units of a stratum the plan asks for, of those that there are. */
uint64_t draw_asked(const struct plan *plan, const struct stratum *stratum);

/* How many units of a stratum leave with its weight. */
uint64_t draw_leaving(const struct plan *plan, const struct stratum *stratum);

/* Checks that everything adds up. */
enum status draw_check(struct draw *draw);

/* Fills in the result, and warns. */
enum status draw_sum_up(struct draw *draw);
enum status draw_warn(struct draw *draw);

/* Writes the rows. */
enum status draw_write(struct draw *draw);

/* Sorted units: offers them, logging their rows if that spares a reading, and
 * writes their rows. */
enum status draw_select_sorted(struct draw *draw);
enum status draw_write_sorted(struct draw *draw);

/* Fills in what the result says of rows, which have been written. */
void draw_tell_rows(struct draw *draw);

/* Keeps, for the account, that so many RECORDS had no cell in COLUMN, which is
 * that of rule K (classify.h). */
enum status draw_note_missing(struct draw *draw, size_t k, struct slice column,
                              uint64_t records);

/* Whether the sample has the unit whose sorted rows have come to an end, if it
 * is not kept. */
bool draw_takes_group(const struct draw *draw);

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
    const bool is_below = stratum_takes(stratum, walk_unit(batch, r));

    return (struct sample_row){
        .content = bytes.content,
        .ending_bytes = bytes.ending_bytes,
        .stratum = batch->strata[r],
        .is_kept = is_kept,
        .is_selected = is_kept || is_below,
        .is_below = is_below,
        .prn = batch->prns[r],
        .id = draw->plan->unit.len > 0 ? batch->ids[r] : (struct hash128){0},
    };
}

#endif
