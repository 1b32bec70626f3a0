/* SPDX-License-Identifier: MIT */
/* pools.h - ready-made texts for the cells of a cohort file.
 *
 * Purpose    Says what may stand in a cell, so that writing a record is a
 *            matter of drawing and copying.
 * Units      Lengths in bytes.
 * Ownership  The caller owns the pools and frees them with pools_free().
 * Errors     ST_NOMEM from pools_fill(); the pools must be freed then, too.
 * Method     A pool is the list of all texts of one kind. Its first text is
 *            the common one: the missing value, or the 0 of a flag.
 */
#ifndef BENCH_POOLS_H
#define BENCH_POOLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

enum kind {
    K_AGE,
    K_SEX,
    K_REGION,
    K_ETHNICITY,
    K_DECILE,
    K_PRACTICE,
    K_SMOKING,
    K_DATE,
    K_BMI,
    K_PRESSURE,
    K_CHOLESTEROL,
    K_FLAG,
    KINDS
};

enum {
    TEXT_BYTES = 63, /* the longest text */
    SHORT_BYTES = 32 /* no text without quotes is longer */
};

struct text {
    char bytes[TEXT_BYTES]; /* as it stands in the file; a comma ends it */
    unsigned char len;
};

struct pool {
    struct text *texts;
    size_t count;
    size_t room;
};

struct pools {
    struct pool of[KINDS];
    bool quoted;        /* every string is in quotes */
    bool hostile;       /* some strings are hard to read */
    enum status status; /* of all additions so far */
};

/* Fills POOLS, whose flags are set and whose other members are 0. */
enum status pools_fill(struct pools *pools);

/* Frees the texts. */
void pools_free(struct pools *pools);

#endif
