/* SPDX-License-Identifier: MIT */
/* header.h - the names of the columns.
 *
 * Purpose    Reads the first record and finds columns by name.
 * Units      Columns counted from 0.
 * Ownership  The caller owns the struct and frees it with header_free(); names
 *            and raw bytes are valid until then.
 * Errors     ST_NOMEM; ST_DATA for too many columns; ST_USAGE, said in the
 *            trouble, where a name is not in the header or more than once.
 * Method     Names are compared exactly, without their quotes. The nearest
 *            name is the one with the least number of edits (Levenshtein
 *            1966), letters in any case.
 */
#ifndef CSV_HEADER_H
#define CSV_HEADER_H

#include "base/trouble.h"
#include "csv/field.h"

/* More columns than this are refused: their names are kept in memory. */
enum { HEADER_COLUMNS = 1 << 20 };

struct header {
    struct dialect dialect;
    char *raw;           /* as it stands in the file, the BOM included */
    size_t raw_bytes;    /* without the line ending */
    size_t ending_bytes; /* of the line ending behind it: 0, 1 or 2 */
    size_t columns;
    struct slice *names;
    char *text; /* the names' bytes */
    size_t room;
    size_t text_bytes;
};

/* Reads the names from RAW, new memory that the header takes over, also on
 * failure: LEN bytes with ENDING_BYTES of line ending, the first BOM_BYTES
 * being a byte-order mark. */
enum status header_init(struct header *header, struct dialect dialect,
                        char *raw, size_t len, size_t bom_bytes,
                        size_t ending_bytes);

/* Makes a header that does not depend on FROM. */
enum status header_copy(const struct header *from, struct header *header);

/* Frees what the header holds. */
void header_free(struct header *header);

/* Whether a column has this name. */
bool header_has(const struct header *header, struct slice name);

/* The one column called NAME. */
enum status header_find(const struct header *header, struct slice name,
                        struct trouble *trouble, size_t *column);

/* If there is one column and it holds what often is a delimiter: the question
 * whether --delimiter is missing, for the end of a message; else "". */
const char *header_hint(const struct header *header);

#endif
