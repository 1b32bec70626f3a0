/* SPDX-License-Identifier: MIT */
/* block_guess.h - the state in which a block is likely to begin.
 *
 * Purpose    Lets a block be worked on before those in front of it.
 * Units      Bytes.
 * Ownership  None.
 * Errors     None: a guess may be wrong, and costs time then.
 * Method     The quotes near the begin of the block are taken to open and close
 *            fields in turn, first as if the block began outside quotes, then
 *            as if it began inside. One that opens has the end of a field in
 *            front of it, one that closes has it, or a second quote, behind
 *            itself. Where one of the two readings breaks that less often, it
 *            is the guess.
 */
#ifndef CSV_BLOCK_GUESS_H
#define CSV_BLOCK_GUESS_H

#include "csv/scan.h"

/* Guesses the state in which BLOCK begins, which has the byte BEHIND in front
 * of it. False if its quotes do not tell: STATE is then the one outside
 * quotes. */
bool block_guess(struct dialect dialect, char behind, struct slice block,
                 enum scan_state *state);

#endif
