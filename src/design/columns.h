/* SPDX-License-Identifier: MIT */
/* columns.h - the columns that a pass over the frame looks at.
 *
 * Purpose    Gathers what rules, keys and options want, tells the reader once,
 *            and finds the cells of a record again.
 * Units      Columns counted from 0.
 * Ownership  The caller owns the struct, which starts zeroed, and frees it with
 *            columns_free().
 * Errors     ST_NOMEM, said in the trouble.
 * Method     A reader finds columns in ascending order, each once.
 */
#ifndef DESIGN_COLUMNS_H
#define DESIGN_COLUMNS_H

#include "csv/reader.h"

struct columns {
    size_t *list;
    size_t count;
    size_t room;
};

/* Frees the list. */
void columns_free(struct columns *columns);

/* Adds a column of the header, which may be there already. */
enum status columns_add(struct columns *columns, size_t column,
                        struct trouble *trouble);

/* Tells READER, and who looks at its batches (NULL: nobody); nothing can be
 * added afterwards. */
enum status columns_bind(struct columns *columns, struct reader *reader,
                         const struct block_visitor *visitor,
                         struct trouble *trouble);

/* The place of a column that was added among those that the reader finds, for
 * record_field(). */
size_t columns_place(const struct columns *columns, size_t column);

#endif
