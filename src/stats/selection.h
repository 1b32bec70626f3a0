/* SPDX-License-Identifier: MIT */
/* selection.h - the n_h units of a stratum with the smallest random numbers.
 *
 * Purpose    Decides, unit by unit, who is in the sample of one stratum so far.
 *            Holds random numbers and positions; the caller keeps the rows.
 * Units      pop_size (N_h) and sample_size (n_h) count sampling units.
 * Ownership  The caller owns the struct and frees it with selection_free().
 * Errors     ST_NOMEM from selection_offer(), which then changed nothing.
 *            Memory follows the units taken, never the sample size asked for.
 * Method     Sequential simple random sampling with permanent random numbers
 *            (Ohlsson 1995, "Coordination of samples using permanent random
 *            numbers"): the sample is the n_h smallest, so that every unit has
 *            inclusion probability min(1, n_h/N_h). Ties in prn are broken by
 *            position, which makes the order total and the sample independent
 *            of the order in which units are offered. The smallest so far are
 *            kept in a binary heap with the largest of them at its root.
 */
#ifndef STATS_SELECTION_H
#define STATS_SELECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct selection_unit {
    uint64_t prn;
    uint64_t position;
};

struct selection {
    struct selection_unit *heap; /* the taken ones, the last in order first */
    size_t taken;
    size_t room;
    uint64_t pop_size;    /* units offered so far */
    uint64_t sample_size; /* units wanted */
};

/* Starts an empty selection of SAMPLE_SIZE units. */
void selection_init(struct selection *selection, uint64_t sample_size);

/* Frees what the selection holds and leaves it empty. */
void selection_free(struct selection *selection);

/* Whether A comes before B in the order that the sample is taken in. */
static inline bool
selection_before(struct selection_unit a, struct selection_unit b)
{
    return a.prn != b.prn ? a.prn < b.prn : a.position < b.position;
}

/* Whether UNIT, once offered, is in the sample as it stands now. */
static inline bool
selection_holds(const struct selection *selection, struct selection_unit unit)
{
    return selection->taken > 0 && !selection_before(selection->heap[0], unit);
}

/* Takes in a unit that the sample has a place for: it is not complete, or its
 * last unit, which leaves, comes after UNIT. For selection_offer() only. */
enum status selection_take(struct selection *selection,
                           struct selection_unit unit);

/* Offers a unit and says whether it is among the smallest so far. It is here,
 * to be inlined, because nearly every unit of a large frame is refused. */
static inline enum status
selection_offer(struct selection *selection, struct selection_unit unit,
                bool *taken)
{
    if (selection->taken == selection->sample_size &&
        (selection->taken == 0 ||
         !selection_before(unit, selection->heap[0]))) {
        selection->pop_size++;
        *taken = false;
        return ST_OK;
    }
    const enum status st = selection_take(selection, unit);
    if (st == ST_OK)
        *taken = true;
    return st;
}

#endif
