/* SPDX-License-Identifier: MIT */
#include "stats/pcg64.h"

/* A step is x -> a x + c, and so are 2, 4, 8 ... steps, with other a and c:
 * a step done twice is x -> a^2 x + (a + 1) c. The jump is made of those that
 * the bits of DELTA name (Brown 1994). All arithmetic is modulo 2^128. */
void
pcg64_advance(struct pcg64 *stream, uint128 delta)
{
    uint128 factor = PCG64_MULTIPLIER, term = stream->increment;
    uint128 jump_factor = 1, jump_term = 0;

    for (; delta > 0; delta >>= 1) {
        if (delta & 1) {
            jump_factor *= factor;
            jump_term = jump_term * factor + term;
        }
        term *= factor + 1;
        factor *= factor;
    }
    stream->state = stream->state * jump_factor + jump_term;
}
