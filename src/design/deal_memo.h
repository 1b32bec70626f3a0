/* SPDX-License-Identifier: MIT */
/* deal_memo.h - the labels of cells that were seen a moment ago.
 *
 * Purpose    Spares a key to read a cell that it has read before: few keys have
 *            more than some thousand different cells.
 * Units      Bytes.
 * Ownership  A memo is a plain array that starts zeroed.
 * Errors     None.
 * Method     A cell of up to 16 bytes, as it stands in the file, is two
 *            integers, which tell it, with its length, from all others; a hash
 *            of them is the one place where it may stand, and the last one to
 *            come is remembered. A cell that would need its quotes taken off is
 *            another one than without.
 */
#ifndef DESIGN_DEAL_MEMO_H
#define DESIGN_DEAL_MEMO_H

#include <string.h>

#include "base/slice.h"

enum { MEMO_BITS = 14, MEMO_PLACES = 1 << MEMO_BITS, MEMO_CELL = 16 };

struct memo_place {
    uint64_t first; /* the cell's first 8 bytes, */
    uint64_t last;  /* and its last 8, which may be some of the first */
    uint32_t label;
    uint32_t len_plus_1; /* 0: nobody is here */
};

/* What the cell is, and where it belongs. */
struct memo_cell {
    uint64_t first;
    uint64_t last;
    size_t place;
};

/* A cell of up to MEMO_CELL bytes; pieces of it may lie over each other. */
static inline struct memo_cell
memo_cell(struct slice cell)
{
    struct memo_cell made = {0, 0, 0};
    uint32_t first = 0, last = 0;

    if (cell.len >= sizeof made.first) {
        memcpy(&made.first, cell.bytes, sizeof made.first);
        memcpy(&made.last, cell.bytes + cell.len - sizeof made.last,
               sizeof made.last);
    } else if (cell.len >= sizeof first) {
        memcpy(&first, cell.bytes, sizeof first);
        memcpy(&last, cell.bytes + cell.len - sizeof last, sizeof last);
        made.first = (uint64_t)first << 32 | last;
    } else if (cell.len > 0) {
        made.first = (uint64_t)(unsigned char)cell.bytes[0] << 16 |
                     (uint64_t)(unsigned char)cell.bytes[cell.len / 2] << 8 |
                     (unsigned char)cell.bytes[cell.len - 1];
    }
    const uint64_t mixed = (made.first ^ (made.last << 29 | made.last >> 35)) *
                           UINT64_C(0x9e3779b97f4a7c15);
    made.place = mixed >> (64 - MEMO_BITS);
    return made;
}

/* The LABEL of a cell, if it is remembered. */
static inline bool
memo_find(const struct memo_place *memo, struct slice cell,
          struct memo_cell made, uint32_t *label)
{
    const struct memo_place *const place = &memo[made.place];

    if (place->first != made.first || place->last != made.last ||
        place->len_plus_1 != cell.len + 1)
        return false;
    *label = place->label;
    return true;
}

/* Remembers the label of a cell. */
static inline void
memo_put(struct memo_place *memo, struct slice cell, struct memo_cell made,
         uint32_t label)
{
    memo[made.place] = (struct memo_place){made.first, made.last, label,
                                           (uint32_t)cell.len + 1};
}

#endif
