/* SPDX-License-Identifier: MIT */
/* shard_row.h - what a row of a shard says behind the columns of the frame.
 *
 * Purpose    Writes and reads back the columns that combiner pools by.
 * Units      Strata are numbered as they are sorted, from 0.
 * Ownership  None: plain values and the caller's text.
 * Errors     ST_SYNTAX for fields that were not written here.
 * Method     Decimal numbers and, for a unit, the 32 hexadecimal digits of its
 *            hash: no field needs quotes.
 */
#ifndef DESIGN_SHARD_ROW_H
#define DESIGN_SHARD_ROW_H

#include "base/hash.h"
#include "design/plan.h"

struct shard_row {
    uint64_t stratum;
    bool is_kept;
    uint64_t prn;
    struct hash128 id;  /* by --unit */
    uint64_t unit_rows; /* by --row-weights */
};

enum {
    SHARD_ROW_COLUMNS = PLAN_COLUMNS - PLAN_COLUMN_SHARD_STRATUM,
    SHARD_ROW_BYTES = 5 * 24 + 40
};

/* Gives the plan the names of the columns that its shards have. */
void shard_row_name(struct plan *plan);

/* Their text, with the delimiter in front of each; returns its length. */
size_t shard_row_text(const struct plan *plan, char delimiter,
                      const struct shard_row *row, char text[SHARD_ROW_BYTES]);

/* Reads one column's FIELD into ROW. */
enum status shard_row_read(enum plan_column column, struct slice field,
                           struct shard_row *row);

#endif
