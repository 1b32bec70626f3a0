/* SPDX-License-Identifier: MIT */
/* facts.h - what can be found out of a batch of records without the others.
 *
 * Purpose    Gives every record its class, its stratum if that has been met
 *            before, and its unit, on whatever thread has the batch.
 * Units      Records counted from 0 in the batch.
 * Ownership  A finder belongs to one thread; the caller owns it and frees it
 *            with finder_free(). Facts are in the batch's memory.
 * Errors     ST_NOMEM from finder_init(). What is wrong with a record is not
 *            said here: facts end in front of it, and who has the records
 *            before it, in order, says what the matter is (walk.h).
 * Method     None of it depends on a record's position; what does is left to
 *            the walk.
 */
#ifndef DESIGN_FACTS_H
#define DESIGN_FACTS_H

#include "design/classify.h"
#include "design/strata_view.h"
#include "stats/prn.h"

enum { FACTS_NO_STRATUM = STRATA_MOST }; /* not known yet */

/* What the facts are found with; one for all threads. */
struct facts_setup {
    const struct classifier *classifier;
    const struct columns *columns;
    struct dialect dialect;
    struct strata *strata;
    bool has_unit;
    size_t unit_place; /* the place of its column */
    struct prn_key unit_key;
};

/* The units of a batch, by identifier only. */
struct facts_units {
    uint64_t prns[RECORD_BATCH];
    struct hash128 ids[RECORD_BATCH];
    size_t missing_count;
    uint16_t missing[RECORD_BATCH]; /* records without an identifier */
};

struct facts {
    size_t known;  /* records in front of the first that something is wrong with
                    */
    bool has_open; /* strata that are not known */
    struct facts_units *units;           /* NULL if there are none */
    unsigned char classes[RECORD_BATCH]; /* enum unit_class */
    uint32_t strata[RECORD_BATCH];       /* of eligible records; else 0 */
    struct classify_tally tally;         /* with one for each rule behind it */
};

struct finder {
    const struct facts_setup *setup;
    struct field_decoder decoder;
    struct strata_view strata;
};

/* The bytes of facts. */
size_t facts_bytes(const struct facts_setup *setup);

/* Starts a finder; the columns are bound. */
enum status finder_init(struct finder *finder, const struct facts_setup *setup);

/* Frees what the finder holds. */
void finder_free(struct finder *finder);

/* Fills in the facts of a batch. */
void finder_look(struct finder *finder, struct record_batch *batch);

#endif
