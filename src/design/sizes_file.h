/* SPDX-License-Identifier: MIT */
/* sizes_file.h - the sizes of strata, read from a CSV file.
 *
 * Purpose    Reads --sizes FILE: for each stratum the units to draw from it, as
 *            a number or as a fraction.
 * Units      Sizes count units.
 * Ownership  The caller owns the struct and frees it with sizes_file_free().
 * Errors     ST_USAGE for a column that is not there, ST_DATA with record and
 *            column for a size that is none or a stratum that is there twice,
 *            ST_SYSTEM and ST_NOMEM; said with the file's name.
 * Method     The strata of the file are added first, so that row h is that of
 *            stratum h.
 */
#ifndef DESIGN_SIZES_FILE_H
#define DESIGN_SIZES_FILE_H

#include "design/strata.h"

struct sizes_row {
    uint64_t sample_size;  /* by the column n, */
    struct share fraction; /* or by the column fraction */
};

struct sizes_file {
    struct sizes_row *rows;
    uint32_t count;
    size_t room;
    bool has_fractions;
};

/* Reads the plan's file for the keys of STRATA, which is empty. */
enum status sizes_file_read(const struct plan *plan, struct strata *strata,
                            struct trouble *trouble, struct sizes_file *file);

/* Frees the rows. */
void sizes_file_free(struct sizes_file *file);

/* What the file says of stratum H; NULL: nothing. */
const struct sizes_row *sizes_file_row(const struct sizes_file *file,
                                       uint32_t h);

#endif
