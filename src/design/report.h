/* SPDX-License-Identifier: MIT */
/* report.h - what was done, in a file.
 *
 * Purpose    Writes the account as JSON, for machines; as CSV, one row a
 *            stratum; or as Markdown, for people.
 * Units      As in sdc.h, from where all numbers come.
 * Ownership  The caller owns the sink and publishes it.
 * Errors     Those of the sink, and ST_NOMEM, said in the trouble.
 * Method     The extension of the report's name decides. No report has a cell
 *            of the frame, but the labels of strata, nor anything that tells
 *            one row from another.
 */
#ifndef DESIGN_REPORT_H
#define DESIGN_REPORT_H

#include "design/account.h"
#include "io/sink.h"

/* Whether there is a form of report for a file of this NAME. */
bool report_has_form(const char *name);

/* Whether that form has the seed; NAME may be NULL. */
bool report_has_seed(const char *name);

/* Writes the form that goes with NAME to SINK and finishes it. */
enum status report_write(struct sink *sink, const char *name,
                         const struct account *account,
                         struct trouble *trouble);

/* The forms. */
enum status report_write_json(struct sink *sink, const struct account *account,
                              struct trouble *trouble);
enum status report_write_csv(struct sink *sink, const struct account *account,
                             struct trouble *trouble);
enum status report_write_md(struct sink *sink, const struct account *account,
                            struct trouble *trouble);

/* The text of a closed memory stream goes to SINK; it is freed. */
enum status report_put(struct sink *sink, bool complete, char *bytes,
                       size_t len, struct trouble *trouble);

#endif
