/* SPDX-License-Identifier: MIT */
/* dialect.h - which kind of CSV a file is.
 *
 * Purpose    The delimiter, from an option or from the name of the file.
 * Units      None.
 * Ownership  None.
 * Errors     ST_SYNTAX for a text that cannot be a delimiter.
 * Method     A delimiter is one byte of ASCII that can stand neither in a
 *            number, a word nor a line end; the quote is always '"'.
 */
#ifndef CSV_DIALECT_H
#define CSV_DIALECT_H

#include "base/slice.h"

struct dialect {
    char delimiter;
};

/* Reads a delimiter: the byte itself, or "\t" or "tab" for a tab. */
enum status dialect_read(struct slice text, struct dialect *dialect);

/* The dialect that a file name tells: a tab for .tsv, else a comma. */
struct dialect dialect_of_name(struct slice name);

#endif
