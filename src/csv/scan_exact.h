/* SPDX-License-Identifier: MIT */
/* scan_exact.h - what 64 bytes mean where the fast rule does not hold.
 *
 * Purpose    Reads a word of a block the slow way: a quote inside a field that
 *            does not begin with one, or a fault.
 * Units      One bit for each byte of the word, the lowest first.
 * Ownership  None: plain values.
 * Errors     A fault of the CSV is part of the answer.
 * Method     The machine of RFC 4180 with the five states of scan.h. It steps
 *            from one special byte to the next; the bytes between them are all
 *            alike to it.
 */
#ifndef CSV_SCAN_EXACT_H
#define CSV_SCAN_EXACT_H

#include "csv/scan.h"

/* Where the special bytes of a word are. */
struct scan_masks {
    uint64_t quote;
    uint64_t delimiter;
    uint64_t lf;
    uint64_t cr;
    uint64_t nul;
};

struct scan_word {
    uint64_t separators; /* outside quotes, in front of a fault */
    uint64_t ends;
    enum scan_state after;
    enum scan_fault fault;
    unsigned fault_at;
};

/* Reads the first LEN bytes of a word, which begins in the state BEFORE. */
struct scan_word scan_exact(struct scan_masks masks, unsigned len,
                            enum scan_state before);

#endif
