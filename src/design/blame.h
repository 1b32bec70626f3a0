/* SPDX-License-Identifier: MIT */
/* blame.h - which cell of which record is the matter.
 *
 * Purpose    One way to say that a cell cannot be used.
 * Units      None.
 * Ownership  None.
 * Errors     They are what it is for: ST_DATA, said with input, record, line
 *            and column.
 * Method     The cell itself is shown only where the plan allows it; long names
 *            and cells are cut.
 */
#ifndef DESIGN_BLAME_H
#define DESIGN_BLAME_H

#include "design/plan.h"

/* As much of a name or a text as messages show, for "%.*s". */
enum { BLAME_NAME = 60, BLAME_TEXT = 120 };
int blame_shown(struct slice text, int limit);

/* "1,234 records", or as much of that as may be told. */
struct blame_records {
    char text[48];
};
struct blame_records blame_records(const struct plan *plan, uint64_t count);

/* Says that record R of READER's batch has a CELL in the column NAME that
 * cannot be used, and why: FAULT. */
enum status blame_cell(const struct plan *plan, const struct reader *reader,
                       size_t r, struct slice name, struct slice cell,
                       const char *fault, struct trouble *trouble);

#endif
