/* SPDX-License-Identifier: MIT */
/* weight.h - design weights, as numbers, as text, and their sum.
 *
 * Purpose    The weight of a drawn unit, its decimal text, and the check that
 *            the weights of a stratum add up to its population.
 * Units      pop_size (N_h) and sample_size (n_h) count sampling units.
 * Ownership  None: texts and sums are plain values.
 * Errors     None from arithmetic; weight_sum_agrees() answers no.
 * Method     w = N_h / n_h, the inverse of the inclusion probability as
 *            achieved (Horvitz and Thompson 1952). The text is the shortest
 *            decimal that reads back to the same double, without an exponent.
 *            Sums are compensated (Neumaier 1974).
 */
#ifndef STATS_WEIGHT_H
#define STATS_WEIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WEIGHT_TEXT_BYTES = 328 }; /* the smallest double needs 326 and a NUL */

struct weight_text {
    char text[WEIGHT_TEXT_BYTES];
    size_t len;
};

/* A running sum and what rounding has kept from it; start from {0, 0}. */
struct weight_sum {
    double sum;
    double lost;
};

/* N_h / n_h, the nearest double to it if both are below 2^53; sample_size is at
 * least 1 and at most pop_size. */
double design_weight(uint64_t pop_size, uint64_t sample_size);

/* The text of a finite weight that is not negative. */
struct weight_text weight_text_of(double weight);

/* Adds one weight to the sum. */
void weight_sum_add(struct weight_sum *sum, double weight);

/* The sum. */
double weight_sum_value(const struct weight_sum *sum);

/* Whether the sum is POP_SIZE up to 1e-12 of it. */
bool weight_sum_agrees(const struct weight_sum *sum, uint64_t pop_size);

#endif
