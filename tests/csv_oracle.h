/* SPDX-License-Identifier: MIT */
/* csv_oracle.h - the naive reader held against libcsv.
 *
 * Purpose    A second opinion on what the fields of a text say, by a library
 *            that shares no line with us.
 * Units      As in csv_naive.h.
 * Ownership  None.
 * Errors     Fails the test where libcsv disagrees.
 * Method     libcsv parses the whole text in one go, blanks kept, and the
 *            decoded fields of the header and of every record in front of a
 *            fault are compared one by one. libcsv is not asked where it reads
 *            CSV in another way than we do:
 *              - it has no byte-order mark: it is not shown the mark;
 *              - it drops every empty line, so that those of a file with one
 *                column are left out of the comparison;
 *              - it takes a lone CR as a line end, a NUL as data, what stands
 *                behind a closing quote as part of the field, and all that
 *                follows a quote that is never closed as one field: we refuse
 *                these, and the comparison ends in front of the record;
 *              - it does not count fields: it ends there too.
 */
#ifndef TESTS_CSV_ORACLE_H
#define TESTS_CSV_ORACLE_H

#include "csv_naive.h"

void csv_oracle_compare(const struct naive_csv *csv, struct slice text,
                        struct dialect dialect);

#endif
