/* SPDX-License-Identifier: MIT */
/* account_table.h - the table of the summary: who is where, with what weight.
 *
 * Purpose    One line for the kept, for each stratum if they are few, for the
 *            drawn, for those who do not take part, and for all.
 * Units      Units, and records beside them where a unit is no record.
 * Ownership  None.
 * Errors     Those of the stream, which keeps them.
 * Method     More strata than ACCOUNT_STRATA are one line that tells between
 *            which bounds their weights are, unless the table is all that was
 *            asked for.
 */
#ifndef DESIGN_ACCOUNT_TABLE_H
#define DESIGN_ACCOUNT_TABLE_H

#include <stdio.h>

#include "design/sdc.h"

enum { ACCOUNT_STRATA = 12 };

/* Prints the table. */
void account_table_print(FILE *stream, const struct plan *plan,
                         const struct sdc_told *told);

/* The sum of all weights, to the nearest whole number. */
struct figure account_table_sum(const struct sdc_told *told);

#endif
