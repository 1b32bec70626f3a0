/* SPDX-License-Identifier: MIT */
/* scan_trial.h - a block scanned by every kernel, held against the naive one.
 *
 * Purpose    Whatever state a block begins in, every kernel that this machine
 *            can run finds the same separators, ends, ranks, lines, state and
 *            fault.
 * Units      Bytes from the start of the block.
 * Ownership  A scan_trial starts as zeros, is used for one block after another,
 *            and is freed with scan_trial_free().
 * Errors     Fails the test, and shows the block and the kernel.
 * Method     The naive reader is brought into the state by a text in front of
 *            the block; all that a scan tells is compared.
 */
#ifndef TESTS_SCAN_TRIAL_H
#define TESTS_SCAN_TRIAL_H

#include "csv/scan.h"
#include "csv_naive.h"

enum {
    SCAN_ROOM = 4096, /* a block is shorter by some bytes */
    SCAN_STATES = SCAN_CR + 1
};

/* What a scan of a block has to say. */
struct scan_expected {
    struct naive_csv naive;
    char text[SCAN_ROOM]; /* the block, behind the way to its state */
    char marks[SCAN_ROOM];
    const char *block_marks;
    enum scan_state after;
    enum scan_fault fault;
    size_t fault_at;
    uint64_t lines;
};

/* What a kernel made of it. */
struct scan_made {
    struct scan scan;
    struct scan_map map;
    struct scan_ends step;
    uint32_t at[2 * SCAN_ROOM]; /* all ends */
    uint32_t behind[2 * SCAN_ROOM];
    size_t ends;
};

struct scan_trial {
    struct dialect dialect;
    struct slice block;
    enum scan_state before;
    struct scan_expected expected;
    struct scan_made made; /* by the last kernel */
};

/* Scans BLOCK, which begins in the state BEFORE, with every kernel. */
void scan_trial_run(struct scan_trial *trial, struct dialect dialect,
                    enum scan_state before, struct slice block);

void scan_trial_free(struct scan_trial *trial);

#endif
