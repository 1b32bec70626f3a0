/* SPDX-License-Identifier: MIT */
/* pareto.h - drawing with probabilities proportional to size.
 *
 * Purpose    Settles which units are certainties and what the target
 *            probabilities of the others are, and turns a random number and a
 *            size into a rank: the units with the n smallest ranks are drawn.
 * Units      Sizes in any unit; pop_size and sample_size count sampling units.
 * Ownership  The caller owns the struct and frees it with pareto_free().
 * Errors     ST_NOMEM from pareto_offer(), which then changed nothing. Sizes
 *            are positive, which the caller sees to.
 * Method     Pareto order sampling (Rosen 1997, "On sampling with probability
 *            proportional to size"). Let X be the sum of all sizes. While the
 *            largest size x that is left has n x >= X, its unit is a certainty
 *            and is taken out: n becomes n - 1 and X becomes X - x. Every unit
 *            that is left has the target probability p = n x / X, below 1, and
 *            is ranked by
 *
 *                Q = u / (2^64 - u) * ((X - n x) / (n x))
 *
 *            which is u (1 - p) / (p (1 - u)) with u between 0 and 1: a random
 *            number of 0 is taken for 1. The inclusion probabilities
 *            come near the targets as samples grow; they are not the same.
 *            Sizes are quantities and their sums exact: who is a certainty
 *            depends on no rounding and on no order. A probability, a weight
 *            and (X - n x) / (n x) are each rounded once; Q is the product of
 *            two such quotients. Its bits, those of a positive double, are the
 *            rank: as integers they have the order of Q. Certainties have the
 *            rank 0 and come first.
 *            The largest sizes so far, as many as can be drawn, are kept in a
 *            binary heap with the least of them at its root: 24 bytes each,
 *            with room for half as many more.
 */
#ifndef STATS_PARETO_H
#define STATS_PARETO_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/quantity.h"

enum { PARETO_LIMBS = QUANTITY_LIMBS + 1 };

struct pareto_size {
    uint64_t limbs[QUANTITY_LIMBS];
};

struct pareto {
    uint64_t most;            /* what is drawn at most */
    struct pareto_size *heap; /* the largest sizes, the least of them first */
    size_t held;
    size_t room;
    uint64_t pop_size;            /* units offered */
    uint64_t total[PARETO_LIMBS]; /* of their sizes */
    /* Settled: */
    uint64_t certainties;      /* how many units are */
    struct pareto_size least;  /* if there are any: the smallest of them */
    uint64_t rest_sample_size; /* n without certainties */
    uint64_t rest_total[PARETO_LIMBS];
};

/* Starts the count of units of which MOST at most will be drawn. */
void pareto_init(struct pareto *pareto, uint64_t most);

/* Frees what the count holds. */
void pareto_free(struct pareto *pareto);

/* Counts a unit of this SIZE. */
enum status pareto_offer(struct pareto *pareto, const struct quantity *size);

/* Ends the count: SAMPLE_SIZE units will be drawn, which is not more than the
 * most there can be. What was kept for it is freed. */
void pareto_settle(struct pareto *pareto, uint64_t sample_size);

/* The double that is nearest to the sum of all sizes. */
double pareto_total(const struct pareto *pareto);

/* What follows holds for a unit that was counted, once the count is settled for
 * a sample of 1 or more. */

/* Whether the unit is drawn for certain. */
bool pareto_is_certainty(const struct pareto *pareto,
                         const struct quantity *size);

/* The target probability: the double that is nearest to it, 1 for a certainty.
 */
double pareto_target(const struct pareto *pareto, const struct quantity *size);

/* The double that is nearest to 1 over the target probability. */
double pareto_weight(const struct pareto *pareto, const struct quantity *size);

/* What a unit with this random number is ranked by, the smallest first. */
uint64_t pareto_rank(const struct pareto *pareto, const struct quantity *size,
                     uint64_t prn);

#endif
