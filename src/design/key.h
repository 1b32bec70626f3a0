/* SPDX-License-Identifier: MIT */
/* key.h - what part of a cell puts a record into its stratum or chunk.
 *
 * Purpose    Reads KEYs such as sex or year:admission_date, and gives the label
 *            that a cell has under a key.
 * Units      Columns counted from 0.
 * Ownership  A key shows the text it was read from, which must outlive it; a
 *            label shows the cell or the caller's scratch.
 * Errors     ST_USAGE, said in the trouble, for a key that names no column.
 * Method     COL and value:COL are the cell as it is, without its quotes.
 *            year:COL, quarter:COL and month:COL of a date are 2014, 2014Q1 and
 *            2014-01. All spellings of a missing cell (rule.h) are one. A
 *            column whose name is the whole text of the key is meant first.
 */
#ifndef DESIGN_KEY_H
#define DESIGN_KEY_H

#include "csv/header.h"

enum key_kind { KEY_VALUE, KEY_YEAR, KEY_QUARTER, KEY_MONTH };

enum { KEY_SCRATCH = 16 }; /* what a label of a date needs */

struct key {
    enum key_kind kind;
    struct slice text; /* as it was given */
    struct slice column_name;
    size_t column;
};

enum key_answer {
    KEY_LABEL,
    KEY_MISSING, /* the cell is missing; there is no label */
    KEY_NO_DATE  /* the cell is not a date that exists */
};

/* Reads TEXT as a key on the columns of HEADER. */
enum status key_read(struct slice text, const struct header *header,
                     struct trouble *trouble, struct key *key);

/* The LABEL of a cell that is given without its quotes. */
enum key_answer key_label(const struct key *key, struct slice cell,
                          char scratch[KEY_SCRATCH], struct slice *label);

#endif
