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

/* Two states, a step apart, go on two steps at a time: a step waits for the
 * product of the one before it, but not for that of the other. More of them do
 * not fit the registers. */
void
pcg64_fill(struct pcg64 *stream, uint64_t *outputs, size_t count)
{
    enum { LANES = 2 };
    struct pcg64 jump = {0, stream->increment};
    uint128 lanes[LANES], factor = 1;
    size_t done = 0;

    pcg64_advance(&jump, LANES); /* from 0, which leaves the term */
    for (unsigned k = 0; k < LANES; k++)
        factor *= PCG64_MULTIPLIER;
    lanes[0] = stream->state * PCG64_MULTIPLIER + stream->increment;
    for (unsigned k = 1; k < LANES; k++)
        lanes[k] = lanes[k - 1] * PCG64_MULTIPLIER + stream->increment;
    for (; count - done >= LANES; done += LANES) {
        stream->state = lanes[LANES - 1];
        for (unsigned k = 0; k < LANES; k++) {
            outputs[done + k] = pcg64_output(lanes[k]);
            lanes[k] = lanes[k] * factor + jump.state;
        }
    }
    for (; done < count; done++)
        outputs[done] = pcg64_next(stream);
}
