/* SPDX-License-Identifier: MIT */
#include "csv/scan_exact.h"

/* Bytes that are not special: they begin a field or go on with one, or they
 * stand where only the end of a field may. */
static enum scan_fault
step_over(enum scan_state *state)
{
    switch (*state) {
    case SCAN_START:
        *state = SCAN_PLAIN;
        return SCAN_FINE;
    case SCAN_CLOSED:
        return SCAN_AFTER_QUOTE;
    case SCAN_CR:
        return SCAN_LONE_CR;
    case SCAN_PLAIN:
    case SCAN_QUOTED:
        break;
    }
    return SCAN_FINE;
}

static enum scan_state
after_quote(enum scan_state before)
{
    switch (before) {
    case SCAN_QUOTED:
        return SCAN_CLOSED;
    case SCAN_START:
    case SCAN_CLOSED: /* the second of two quotes: one that is data */
        return SCAN_QUOTED;
    case SCAN_PLAIN:
    case SCAN_CR:
        break;
    }
    return SCAN_PLAIN; /* a quote inside the field is data */
}

/* Takes the special byte at BIT of the masks. */
static void
step_on(struct scan_masks masks, uint64_t bit, struct scan_word *word)
{
    const bool is_lf = (masks.lf & bit) != 0;

    if (word->after == SCAN_CR && !is_lf) {
        word->fault = SCAN_LONE_CR;
    } else if ((masks.nul & bit) != 0) {
        word->fault = SCAN_NUL;
    } else if ((masks.quote & bit) != 0) {
        word->after = after_quote(word->after);
    } else if (word->after != SCAN_QUOTED && (masks.cr & bit) != 0) {
        word->after = SCAN_CR;
    } else if (word->after != SCAN_QUOTED) {
        word->after = SCAN_START;
        word->separators |= bit;
        word->ends |= is_lf ? bit : 0;
    }
}

struct scan_word
scan_exact(struct scan_masks masks, unsigned len, enum scan_state before)
{
    const uint64_t valid = UINT64_MAX >> (64 - len);
    uint64_t special =
        (masks.quote | masks.delimiter | masks.lf | masks.cr | masks.nul) &
        valid;
    struct scan_word word = {.after = before};
    unsigned at = 0;

    while (at < len && word.fault == SCAN_FINE) {
        const unsigned next =
            special == 0 ? len : (unsigned)__builtin_ctzll(special);
        word.fault_at = at;
        if (at < next)
            word.fault = step_over(&word.after);
        if (word.fault == SCAN_FINE && next < len) {
            word.fault_at = next;
            step_on(masks, (uint64_t)1 << next, &word);
            special &= special - 1;
        }
        at = next + 1;
    }
    return word;
}

size_t
scan_last_opening(struct dialect dialect, struct slice block)
{
    enum scan_state state = SCAN_START;
    size_t opening = block.len;

    for (size_t i = 0; i < block.len; i++) {
        const char byte = block.bytes[i];
        const struct scan_masks masks = {.quote = byte == '"',
                                         .delimiter = byte == dialect.delimiter,
                                         .lf = byte == '\n',
                                         .cr = byte == '\r'};
        const enum scan_state before = state;
        state = scan_exact(masks, 1, before).after;
        if (before == SCAN_START && state == SCAN_QUOTED)
            opening = i;
    }
    return opening;
}
