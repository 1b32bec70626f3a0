/* SPDX-License-Identifier: MIT */
#include "csv/block_guess.h"

#include <string.h>

enum {
    LOOK_BYTES = 4 << 10, /* how far quotes are looked for, */
    LOOK_QUOTES = 32      /* and how many */
};

/* The state outside quotes; BEHIND is the byte in front of the block. */
static enum scan_state
state_outside(struct dialect dialect, char behind)
{
    if (behind == dialect.delimiter || behind == '\n')
        return SCAN_START;
    if (behind == '\r')
        return SCAN_CR;
    return behind == '"' ? SCAN_CLOSED : SCAN_PLAIN;
}

static bool
may_open_behind(struct dialect dialect, char byte)
{
    return byte == dialect.delimiter || byte == '\n' || byte == '"';
}

static bool
may_close_before(struct dialect dialect, char byte)
{
    return byte == dialect.delimiter || byte == '\n' || byte == '\r' ||
           byte == '"';
}

bool
block_guess(struct dialect dialect, char behind, struct slice block,
            enum scan_state *state)
{
    const char *const end =
        block.bytes + (block.len < LOOK_BYTES ? block.len : LOOK_BYTES);
    const char *quote = block.bytes;
    int wrong[2] = {0, 0}; /* if it began outside, and inside */

    for (unsigned k = 0; k < LOOK_QUOTES && quote < end; k++) {
        quote = memchr(quote, '"', (size_t)(end - quote));
        if (quote == NULL || quote + 1 == block.bytes + block.len)
            break;
        const char before = quote == block.bytes ? behind : quote[-1];
        wrong[k % 2] += !may_open_behind(dialect, before);
        wrong[1 - k % 2] += !may_close_before(dialect, quote[1]);
        quote++;
    }
    *state = wrong[1] < wrong[0] ? SCAN_QUOTED : state_outside(dialect, behind);
    return wrong[0] != wrong[1];
}
