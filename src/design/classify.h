/* SPDX-License-Identifier: MIT */
/* classify.h - which records are certainties, and which are drawn from.
 *
 * Purpose    Binds the rules of --where and --keep to a header and gives every
 *            record of a batch its class; looks at the outcomes among the keys
 *            of --strata.
 * Units      Records; positions counted from 0.
 * Ownership  classifier_new() makes, classifier_free() frees.
 * Errors     ST_USAGE for a rule that cannot be bound; ST_DATA, said with
 *            record, line and column, for a cell that a rule does not
 *            understand or that is missing where that is an error.
 * Method     Every rule of --where is asked about every record, and every rule
 *            of --keep about every eligible one, so that neither the order of
 *            the rules nor a rule that holds hides a bad cell of another.
 *            Batches may be classified in any order by several threads, each
 *            into a tally of its own; tallies are added in the order of the
 *            input, and a record that no rule can be asked about is blamed
 *            then.
 *            Without --keep-missing a missing cell is no event for now, and in
 *            a key outcome:COL it always is; classifier_finish() refuses it if
 *            the column held anything but dates. Such a key is a rule behind
 *            those of --keep, asked about the records that have a stratum; it
 *            gives no class.
 */
#ifndef DESIGN_CLASSIFY_H
#define DESIGN_CLASSIFY_H

#include "design/columns.h"
#include "design/plan.h"
#include "design/rule.h"
#include "design/strata.h"
#include "design/warnings.h"

enum unit_class {
    UNIT_OTHER,             /* to be drawn from */
    UNIT_KEPT,              /* taken with certainty */
    UNIT_EXCLUDED,          /* dropped for a missing cell of --keep */
    UNIT_INELIGIBLE,        /* a rule of --where does not hold */
    UNIT_INELIGIBLE_MISSING /* the same, and only for missing cells */
};

struct classifier;

/* Binds the plan's rules, and the keys of STRATA, to the header of READER, and
 * adds their columns to COLUMNS, which are bound before the first batch and
 * outlive the classifier. */
enum status classifier_new(const struct plan *plan, const struct reader *reader,
                           const struct strata *strata, struct columns *columns,
                           struct trouble *trouble,
                           struct classifier **classifier);

/* Frees; NULL is fine. */
void classifier_free(struct classifier *classifier);

/* To be called when the columns are bound. */
void classifier_place(struct classifier *classifier);

/* What the records of a batch were like to one rule. */
struct rule_tally {
    uint32_t satisfied;
    uint32_t missing;
    uint32_t first_missing; /* in the batch */
    bool saw_truth;
    bool saw_date;
};

struct classify_tally {
    uint32_t eligible;
    struct rule_tally rules[];
};

/* The size of a tally. */
size_t classify_tally_bytes(const struct classifier *classifier);

/* Classifies the records of a batch, up to the first that it cannot, and says
 * how many. */
size_t classify(const struct classifier *classifier,
                struct field_decoder *decoder, const struct record_batch *batch,
                struct classify_tally *tally,
                unsigned char classes[RECORD_BATCH]);

/* Adds the tally of the next batch. */
void classifier_add(struct classifier *classifier,
                    const struct classify_tally *tally,
                    const struct record_batch *batch);

/* Says what is the matter with record R of READER's current batch; ST_OK if
 * nothing is. */
enum status classifier_blame(const struct classifier *classifier,
                             struct field_decoder *decoder,
                             const struct reader *reader,
                             const struct record_batch *batch, size_t r,
                             struct trouble *trouble);

/* How many rules there are, those of --where in front of those of --keep and
 * these in front of the outcomes; what rule K has met, and what its column is
 * called. */
size_t classifier_rules(const struct classifier *classifier);
struct rule_seen classifier_seen(const struct classifier *classifier, size_t k,
                                 struct slice *column_name);

/* Judges, after the last record, the missing cells that were let pass, and
 * warns of rules that nothing satisfies. */
enum status classifier_finish(const struct classifier *classifier,
                              const char *input, struct trouble *trouble,
                              struct warnings *warnings);

#endif
