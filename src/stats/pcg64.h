/* SPDX-License-Identifier: MIT */
/* pcg64.h - the random number generator PCG64.
 *
 * Purpose    A stream of uniform 64-bit integers that can jump to any place.
 * Units      Steps and outputs, counted from 0.
 * Ownership  The caller owns the struct; it holds no memory.
 * Errors     None: drawing cannot fail.
 * Method     PCG XSL-RR 128/64 with a stream (O'Neill 2014, "PCG: A family of
 *            simple fast space-efficient statistically good algorithms for
 *            random number generation", HMC-CS-2014-0905): the state is
 *            stepped first, the output is a function of the new state, as in
 *            the authors' library and in NumPy's PCG64. Jumps follow Brown
 *            1994, "Random number generation with arbitrary strides".
 */
#ifndef STATS_PCG64_H
#define STATS_PCG64_H

#include <stddef.h>
#include <stdint.h>

#include "base/uint128.h"

struct pcg64 {
    uint128 state;
    uint128 increment; /* odd: it selects one of 2^127 streams */
};

/* The multiplier of the linear congruential generator underneath. */
#define PCG64_MULTIPLIER \
    ((uint128)2549297995355413924U << 64 | (uint128)4865540595714422341U)

/* Moves the stream DELTA steps ahead, in time logarithmic in DELTA. */
void pcg64_advance(struct pcg64 *stream, uint128 delta);

/* The output that belongs to a state. */
static inline uint64_t
pcg64_output(uint128 state)
{
    const uint64_t folded = (uint64_t)(state >> 64) ^ (uint64_t)state;
    const unsigned turn = (unsigned)(state >> 122);

    return folded >> turn | folded << (-turn & 63);
}

/* Steps the stream and returns its next output. */
static inline uint64_t
pcg64_next(struct pcg64 *stream)
{
    stream->state = stream->state * PCG64_MULTIPLIER + stream->increment;
    return pcg64_output(stream->state);
}

/* The next COUNT outputs. */
void pcg64_fill(struct pcg64 *stream, uint64_t *outputs, size_t count);

#endif
