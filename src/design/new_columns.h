/* SPDX-License-Identifier: MIT */
/* new_columns.h - the columns behind those of the file.
 *
 * Purpose    Says which columns a sample gets, under which names, and which of
 *            the file's it keeps, so that no two have the same name.
 * Units      None.
 * Ownership  Names show the plan; the caller frees a cut with cut_free().
 * Errors     ST_USAGE, said in the trouble, for a name that is taken and for
 *            lists of columns that cut.h refuses; ST_NOMEM.
 * Method     None.
 */
#ifndef DESIGN_NEW_COLUMNS_H
#define DESIGN_NEW_COLUMNS_H

#include "csv/cut.h"
#include "design/plan.h"

/* Those of --add, and the weight. */
enum { NEW_COLUMNS = PLAN_COLUMNS + 1 };

/* Their names in the order in which they are written; an empty one is not
 * written, and a shard has columns of its own in their place. */
void new_columns_names(const struct plan *plan,
                       struct slice names[NEW_COLUMNS]);

/* Whether the column of name K is written by a shard, or by all else. */
bool new_columns_of_shard(size_t k);

/* Which columns of the file leave; all of them if the cut is empty. */
enum status new_columns_cut(const struct plan *plan,
                            const struct header *header,
                            struct trouble *trouble, struct cut *cut);

/* Whether a column of the file is in a sample, the lists having been read
 * before. */
bool new_columns_keep(const struct plan *plan, struct slice name);

/* Whether the new columns can have their names in a sample of the file that is
 * called INPUT. */
enum status new_columns_check(const struct plan *plan,
                              const struct header *header, const char *input,
                              struct trouble *trouble);

#endif
