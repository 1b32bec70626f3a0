/* SPDX-License-Identifier: MIT */
/* deal.h - which chunk a record belongs to.
 *
 * Purpose    Binds the keys of a plan to a header and gives every record of a
 *            batch the number of its chunk.
 * Units      Records and chunks counted from 0.
 * Ownership  dealer_new() makes, dealer_free() frees; names and labels are
 *            valid until then.
 * Errors     ST_USAGE for keys, levels and labels that cannot be; ST_DATA, said
 *            with record, line and column, for a cell that is not what its key
 *            reads, missing, or outside the levels, where that is an error, and
 *            for more chunks than allowed. ST_NOMEM.
 * Method     A chunk is a combination of labels, one a key; a new combination
 *            is a new chunk. Where a key has levels, all its levels are there
 *            for every combination of the others. A group is the u of the unit
 *            (prn.h, purpose "split"), times the number of groups, over 2^64.
 *            Without keys a chunk is a run of records.
 */
#ifndef DESIGN_DEAL_H
#define DESIGN_DEAL_H

#include "design/split_plan.h"

struct dealer;

/* The number of a record that goes nowhere. */
#define DEAL_DROPPED UINT32_MAX

/* Binds the plan to the header of READER and tells the reader which columns are
 * looked at. */
enum status dealer_new(const struct split_plan *plan, struct reader *reader,
                       struct trouble *trouble, struct dealer **dealer);

/* Frees; NULL is fine. */
void dealer_free(struct dealer *dealer);

/* For parts: the bytes of the input, its header included. */
void dealer_set_bytes(struct dealer *dealer, uint64_t bytes);

/* Deals the records of READER's current batch. */
enum status deal(struct dealer *dealer, const struct reader *reader,
                 const struct record_batch *batch, struct trouble *trouble,
                 uint32_t numbers[RECORD_BATCH]);

/* Judges, after the last record, what was let pass, and adds the chunks that
 * the levels promise. */
enum status dealer_finish(struct dealer *dealer, const char *input,
                          struct trouble *trouble);

/* The chunks so far. */
uint32_t dealer_chunks(const struct dealer *dealer);

/* The keys, their names, and the labels of a chunk, one a key. */
size_t dealer_keys(const struct dealer *dealer);
const struct slice *dealer_names(const struct dealer *dealer);
void dealer_labels(const struct dealer *dealer, uint32_t chunk,
                   struct slice *labels);

/* The order in which chunks are counted: by their levels, and where a key has
 * none, by the bytes of its label. */
int dealer_compare(const struct dealer *dealer, uint32_t a, uint32_t b);

/* Whether a key is an outcome, and whether the chunk holds outcomes. */
bool dealer_has_outcome(const struct dealer *dealer);
bool dealer_is_outcome(const struct dealer *dealer, uint32_t chunk);

/* Whether key K is an outcome or a rule, the column it looks at and the rule as
 * it was given, and whether it is true of the records of a chunk. */
bool dealer_is_binary(const struct dealer *dealer, size_t k);
struct slice dealer_column(const struct dealer *dealer, size_t k);
struct slice dealer_rule(const struct dealer *dealer, size_t k);
bool dealer_is_true(const struct dealer *dealer, uint32_t chunk, size_t k);

/* What became of the cells of key K that have no label of their own. */
struct deal_odd {
    uint64_t missing;
    uint64_t invalid;
    uint64_t other;
};
struct deal_odd dealer_odd(const struct dealer *dealer, size_t k);

/* Whether missing outcomes of key K are no events. */
bool dealer_takes_for_no_event(const struct dealer *dealer, size_t k);

/* What became of these cells, for the end of a line. */
enum deal_odd_kind { DEAL_MISSING, DEAL_INVALID, DEAL_OTHER };
const char *dealer_odd_text(const struct dealer *dealer, size_t k,
                            enum deal_odd_kind kind);

/* Whether all chunks that there can be were known before the first record. */
bool dealer_knows_chunks(const struct dealer *dealer);

/* How many labels key K has. */
uint32_t dealer_label_count(const struct dealer *dealer, size_t k);

/* Records that went nowhere. */
uint64_t dealer_dropped(const struct dealer *dealer);

#endif
