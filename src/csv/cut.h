/* SPDX-License-Identifier: MIT */
/* cut.h - fewer columns out than in.
 *
 * Purpose    Leaves out columns of the header and of rows, as --select and
 *            --drop ask for.
 * Units      Columns counted from 0.
 * Ownership  The caller owns the struct and frees it with cut_free(), also
 *            after a failure; what it makes of a row is valid until the next.
 * Errors     ST_USAGE, said in the trouble, for a list that is no list of
 *            names, for a name that is not in the header, is there more than
 *            once or is listed twice, and if no column is left; ST_NOMEM.
 * Method     A list is a line of CSV with commas, whatever the delimiter of the
 *            file: a name with a comma is written in quotes. Selected columns
 *            leave in the order of the list, the others of a drop in that of
 *            the file. The bytes of a field, its quotes included, leave as they
 *            came, and a byte-order mark stays in front.
 *            One column whose field is empty makes an empty row, which alone
 *            would be a blank line; the writer of rows puts a column behind it.
 */
#ifndef CSV_CUT_H
#define CSV_CUT_H

#include "csv/header.h"

struct cut {
    const struct header *header;
    size_t *columns; /* those that stay, as they leave */
    size_t count;
    struct slice *fields; /* of a row, up to the last column that stays */
    size_t field_count;
    char *bytes; /* of the row as it leaves */
    size_t room;
};

/* Keeps the columns of LIST. The header must outlive the cut. */
enum status cut_select(const struct header *header, struct slice list,
                       struct trouble *trouble, struct cut *cut);

/* Keeps all other columns than those of LIST. */
enum status cut_drop(const struct header *header, struct slice list,
                     struct trouble *trouble, struct cut *cut);

/* Frees what the cut holds. */
void cut_free(struct cut *cut);

/* The header without its line ending. */
enum status cut_header(struct cut *cut, struct slice *content);

/* The row that stands in the file as RAW, both without line ending. */
enum status cut_row(struct cut *cut, struct slice raw, struct slice *content);

#endif
