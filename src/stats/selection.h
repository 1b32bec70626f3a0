/* SPDX-License-Identifier: MIT */
/* selection.h - the n_h units of a stratum with the smallest random numbers.
 *
 * Purpose    Decides, unit by unit, who is in the sample of one stratum so far.
 *            Holds random numbers and positions; the caller keeps the rows.
 * Units      pop_size (N_h) and sample_size (n_h) count sampling units.
 * Ownership  The caller owns the struct and frees it with selection_free().
 * Errors     ST_NOMEM from selection_offer(), which then changed nothing, and
 *            from selection_trim().
 *            Memory follows the units taken, never the sample size asked for.
 * Method     Sequential simple random sampling with permanent random numbers
 *            (Ohlsson 1995, "Coordination of samples using permanent random
 *            numbers"): the sample is the n_h smallest, so that every unit has
 *            inclusion probability min(1, n_h/N_h). Ties in prn are broken by
 *            position, which makes the order total and the sample independent
 *            of the order in which units are offered. Units are held in no
 *            order until there are a quarter more than the sample wants; then
 *            those that are not among its n_h smallest are dropped (Hoare 1961,
 *            "Algorithm 65: Find"), and the largest that is left bounds what is
 *            taken from then on. A unit costs a few steps, where a heap took
 *            the logarithm of n_h, each a wait for memory. The size may change
 *            while units come, where it depends on how many they are or how far
 *            the frame was read: what was refused is gone, and the bound tells
 *            whether that was too much.
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
    struct selection_unit *units; /* the sample so far, and a few more */
    size_t held;                  /* how many they are */
    size_t room;
    struct selection_unit bound; /* none behind it is in the sample, */
    bool is_bounded;             /* if this is set */
    uint64_t pop_size;           /* units offered so far */
    uint64_t sample_size;        /* units wanted */
    uint64_t taken;              /* units in the sample so far */
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

/* Drops what is not in the sample as it stands now: it is then the first TAKEN
 * of the units, and its last unit, if there is one, the bound. */
void selection_settle(struct selection *selection);

/* Settles it, and gives back the memory of those it drops; ST_NOMEM, settled,
 * if that cannot be done. */
enum status selection_trim(struct selection *selection);

/* Wants another SAMPLE_SIZE from now on; whoever was refused stays refused. A
 * sample of none has no bound to tell who was, so a size of 0 must be the last.
 */
void selection_resize(struct selection *selection, uint64_t sample_size);

/* Whether units that the sample wants were refused when it wanted fewer. */
bool selection_is_short(const struct selection *selection);

/* Whether it holds so many units more than it wants that it drops some before
 * it takes another. */
bool selection_is_full(const struct selection *selection);

/* Whether UNIT, once offered, is in the sample as it stands now, as far as is
 * known: for certain if the selection is settled. One that is in it, is. */
static inline bool
selection_holds(const struct selection *selection, struct selection_unit unit)
{
    return selection->taken > 0 &&
           !(selection->is_bounded && selection_before(selection->bound, unit));
}

/* Counts so many units that were found to lie behind the bound, as
 * selection_offer() does. */
static inline void
selection_pass(struct selection *selection, uint64_t count)
{
    selection->pop_size += count;
}

/* Takes in a unit that the bound does not exclude. For selection_offer() only.
 */
enum status selection_take(struct selection *selection,
                           struct selection_unit unit, bool *taken);

/* Offers a unit and says whether it may be in the sample as it stands now. It
 * is here, to be inlined, because nearly every unit of a large frame is
 * refused. */
static inline enum status
selection_offer(struct selection *selection, struct selection_unit unit,
                bool *taken)
{
    if (selection->is_bounded && selection_before(selection->bound, unit)) {
        selection->pop_size++;
        *taken = false;
        return ST_OK;
    }
    return selection_take(selection, unit, taken);
}

#endif
