/* SPDX-License-Identifier: MIT */
/* limbs.h - unsigned integers of several 64-bit limbs.
 *
 * Purpose    Sums and products that must lose nothing, and their quotient as
 *            the nearest double.
 * Units      Lengths in limbs; the lowest limb comes first.
 * Ownership  None: the limbs are the caller's.
 * Errors     None: the caller sees to it that results fit.
 * Method     Schoolbook arithmetic. A quotient is one digit to the base 2^64
 *            (Knuth 1981, "The art of computer programming", 2, 4.3.1), of
 *            63 bits or more, with a lowest bit that says whether anything
 *            follows: it is rounded once, when it becomes a double.
 */
#ifndef BASE_LIMBS_H
#define BASE_LIMBS_H

#include <stddef.h>
#include <stdint.h>

enum { LIMBS_MOST = 8 }; /* of a number in limbs_ratio() */

/* Adds OTHER to SUM, which is as long or longer, modulo 2^(64 LEN). */
void limbs_add(uint64_t *sum, size_t len, const uint64_t *other,
               size_t other_len);

/* Subtracts OTHER from REST, which is as long or longer, modulo 2^(64 LEN). */
void limbs_subtract(uint64_t *rest, size_t len, const uint64_t *other,
                    size_t other_len);

/* A times B: A_LEN + B_LEN limbs, which are neither of the factors'. */
void limbs_multiply(const uint64_t *a, size_t a_len, const uint64_t *b,
                    size_t b_len, uint64_t *product);

/* Negative, 0 or positive as A is less than, equal to or greater than B. */
int limbs_compare(const uint64_t *a, const uint64_t *b, size_t len);

/* The double that is nearest to A / B; B is not 0. */
double limbs_ratio(const uint64_t *a, size_t a_len, const uint64_t *b,
                   size_t b_len);

#endif
