/* SPDX-License-Identifier: MIT */
/* report_code.h - the lines that analyse a sample.
 *
 * Purpose    Writes what R and Stata have to be told of this very design.
 * Units      None.
 * Ownership  None.
 * Errors     Those of the stream, which keeps them.
 * Method     Models take the weights and the strata and no finite population
 *            correction, because they speak of more than this frame. Totals and
 *            means of this frame take it: N_h for the strata, and for the kept
 *            N_1, so that they add no variance; but only where n_h of N_h units
 *            are all there is to chance: not where a size is random, nor a row
 *            of a unit. R: Lumley's survey package.
 *            Stata gives a column another name where its own is no name of a
 *            variable, and keeps it as a label, by which it is found.
 */
#ifndef DESIGN_REPORT_CODE_H
#define DESIGN_REPORT_CODE_H

#include <stdbool.h>
#include <stdio.h>

#include "design/plan.h"

/* Prints the section with the lines, which read the file OUTPUT; "sample.csv"
 * stands for standard output, "-". A sample that IS_POOLED comes from shards,
 * which are drawn again where a column is missing. */
void report_code_print(FILE *stream, const struct plan *plan,
                       const char *output, bool is_pooled);

/* Prints text as text of Markdown: nothing in it is a mark. */
void report_code_text(FILE *stream, struct slice text);

/* Prints text as code of Markdown. */
void report_code_span(FILE *stream, struct slice text);

#endif
