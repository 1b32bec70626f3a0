/* SPDX-License-Identifier: MIT */
/* walk.h - one reading of the frame, record by record.
 *
 * Purpose    Says of every record what a draw has to know: its class, its
 *            stratum, its unit, and its random number. Whatever is done in a
 *            pass is done with that, and two passes see the same.
 * Units      Records; random numbers as in stats/prn.h.
 * Ownership  walk_open() makes, walk_free() frees; plan, source and strata stay
 *            the caller's. A batch is valid until the next call.
 * Errors     Those of reader, classifier and strata; ST_DATA, said with record
 *            and column, for a cell that is not the number that is asked for,
 *            and for an identifier that is missing or out of order.
 * Method     What depends on a record alone is found out by whoever works on
 *            its block (facts.h); the walk adds what depends on those before
 *            it, in their order. A batch ends in front of the first record that
 *            has a fault, and the next call tells it: whoever looks at batches
 *            meets what comes first, and the first record with a fault is the
 *            one that is told, however long batches are. By position every
 *            record takes the next number of the stream, whatever its class. By
 *            identifier the unit's hash and the seed give it (stats/prn.h); a
 *            record without an identifier that is a unit of its own is hashed
 *            as a NUL, which no field holds, and its position.
 */
#ifndef DESIGN_WALK_H
#define DESIGN_WALK_H

#include "design/facts.h"
#include "stats/selection.h"

struct walk;

/* Strata, units and random numbers are those of eligible records only; all
 * strata are 0 where there are no keys. */
struct walk_batch {
    const struct record_batch *records;
    const unsigned char *classes; /* enum unit_class */
    const uint32_t *strata;
    const uint64_t *prns;
    const struct hash128 *ids; /* NULL without identifiers */
};

/* What record R is selected by: its random number, and for those that have the
 * same one its position, or the hash of its identifier. */
static inline struct selection_unit
walk_unit(const struct walk_batch *batch, size_t r)
{
    return (struct selection_unit){
        batch->prns[r], batch->ids == NULL ? batch->records->first_record + r
                                           : batch->ids[r].high};
}

/* The columns of numbers that an option may name. */
enum walk_number {
    WALK_ALLOCATION, /* what Neyman's allocation looks at */
    WALK_SIZE,       /* what probabilities are proportional to */
    WALK_BASE_WEIGHT,
    WALK_NUMBERS
};

/* Begins to read SOURCE, which stands at its begin. *STRATA is made if it is
 * NULL. */
enum status walk_open(const struct plan *plan, struct source *source,
                      struct trouble *trouble, struct strata **strata,
                      struct walk **walk);

/* Closes and frees; NULL is fine. */
void walk_free(struct walk *walk);

/* The next batch; ST_END when none is left. */
enum status walk_next(struct walk *walk, struct trouble *trouble,
                      const struct walk_batch **batch);

/* Ends the batch in front of record R, with which something is wrong: the next
 * walk_next() tells FAULT, when all that comes first has been looked at. It is
 * in front of any fault that the batch ended at before, and takes its place. */
void walk_cut(struct walk *walk, size_t r, const struct trouble *fault);

/* The number that record R of the batch has in a column that the plan names.
 * ST_END if it is missing, or negative where that makes no sense: walk_finish()
 * says how many those are. The number is valid until the next call. */
enum status walk_number(struct walk *walk, size_t r, enum walk_number which,
                        struct trouble *trouble, struct decimal *number);

/* Says that this number cannot be added to others without rounding. */
enum status walk_blame_number(const struct walk *walk, size_t r,
                              enum walk_number which, struct trouble *trouble);

/* Has DIGEST get all bytes that are read (reader.h). */
void walk_digest(struct walk *walk, struct digest *digest);

/* What it reads and classifies with. */
const struct reader *walk_reader(const struct walk *walk);
const struct classifier *walk_classifier(const struct walk *walk);

/* The stream as it was before its first output, or the key of --unit. */
struct pcg64 walk_stream(const struct walk *walk);
struct prn_key walk_unit_key(const struct walk *walk);

/* After the last record: refuses identifiers that were missing, and numbers
 * that could not be used. */
enum status walk_finish(const struct walk *walk, struct trouble *trouble);

#endif
