/* SPDX-License-Identifier: MIT */
/* share.h - a fraction or a multiple, taken exactly as it is written.
 *
 * Purpose    The sizes that "0.07 of N" and "2.5 times the kept" stand for, and
 *            the random numbers that a draw with probability 0.07 takes.
 * Units      Counts of sampling units.
 * Ownership  None: a share is a plain value.
 * Errors     ST_SYNTAX for a text that is no number, a negative number, one of
 *            more than 18 places or whose digits do not fit 64 bits; ST_USAGE
 *            for a count of 2^63 or more.
 * Method     A share is an integer over a power of ten, and what is made of it
 *            is computed in integers of 128 bits: no double is near 0.07, and
 *            24,000,000 times the one that stands for it is above 1,680,000.
 */
#ifndef STATS_SHARE_H
#define STATS_SHARE_H

#include "base/slice.h"

enum { SHARE_PLACES = 18 };

/* NUMERATOR / 10^PLACES, with the fewest places. */
struct share {
    uint64_t numerator;
    unsigned places; /* SHARE_PLACES at most */
};

/* The random numbers that a draw takes: all, or those below a bound. */
struct share_threshold {
    uint64_t bound;
    bool all;
};

/* Reads a share: a decimal with or without an exponent. */
enum status share_read(struct slice text, struct share *share);

/* Whether the share is 1 or less. */
bool share_is_at_most_one(struct share share);

/* The double nearest to the share, and to one over it, up to a rounding of its
 * numerator where that is above 2^53. */
double share_value(struct share share);
double share_inverse(struct share share);

/* The least integer that is not below SHARE times COUNT. */
enum status share_of(struct share share, uint64_t count, uint64_t *ceiling);

/* The threshold of a draw with probability SHARE, at most 1: floor(P 2^64) of
 * the 2^64 random numbers are taken, which for P = 1 is all of them. */
struct share_threshold share_threshold(struct share share);

/* Whether the draw takes a unit whose random number is PRN. */
static inline bool
share_takes(struct share_threshold threshold, uint64_t prn)
{
    return threshold.all || prn < threshold.bound;
}

#endif
