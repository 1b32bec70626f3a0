/* SPDX-License-Identifier: MIT */
/* picks.h - one row of each unit that is in the sample.
 *
 * Purpose    Finds, for every unit drawn or kept, the row that stands for it,
 *            and counts its rows.
 * Units      Positions count records from 0.
 * Ownership  picks_new() makes, picks_free() frees.
 * Errors     ST_NOMEM.
 * Method     Every record has a random number of its own for this, output of
 *            the stream for the purpose "row" at its position; the row with the
 *            smallest is picked, ties by position. Of a unit that is kept only
 *            rows that satisfy --keep are looked at.
 */
#ifndef DESIGN_PICKS_H
#define DESIGN_PICKS_H

#include "base/hash.h"
#include "stats/selection.h"

/* What is picked of a unit. */
struct pick {
    bool has_row;
    struct selection_unit row; /* the smallest number so far, and where */
    uint64_t rows;             /* all eligible ones */
};

/* Looks at one more row of the unit; MAY_STAND for it. */
static inline void
pick_offer(struct pick *pick, struct selection_unit row, bool may_stand)
{
    pick->rows++;
    if (may_stand && (!pick->has_row || selection_before(row, pick->row))) {
        pick->row = row;
        pick->has_row = true;
    }
}

struct picks;

/* Starts without units; NULL if there is no memory. */
struct picks *picks_new(void);

/* Frees; NULL is fine. */
void picks_free(struct picks *picks);

/* The pick of the unit ID, added if it is new; NULL if there is no memory. It
 * is valid until the next call. */
struct pick *picks_of(struct picks *picks, struct hash128 id);

#endif
