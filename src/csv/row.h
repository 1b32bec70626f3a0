/* SPDX-License-Identifier: MIT */
/* row.h - the fields of one row.
 *
 * Purpose    Finds where the fields of a row begin and end, for the rows that
 *            leave: the scanner finds the wanted columns of those that come in.
 * Units      Fields.
 * Ownership  Fields show the bytes of the row.
 * Errors     None: the scanner has seen that the row is whole.
 * Method     memchr(): a field ends at the next delimiter, one that begins with
 *            a quote at the next delimiter behind its closing quote.
 */
#ifndef CSV_ROW_H
#define CSV_ROW_H

#include "csv/dialect.h"

/* Finds the first ROOM fields of a row without its line ending, as they stand
 * there, quotes included. Returns how many there are: an empty row is one empty
 * field. */
size_t row_fields(struct dialect dialect, struct slice content, size_t room,
                  struct slice *fields);

#endif
