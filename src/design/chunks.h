/* SPDX-License-Identifier: MIT */
/* chunks.h - the chunks of a split, from their first record to their name.
 *
 * Purpose    Makes chunks as they come up, appends records to them, and gives
 *            each its index and name.
 * Units      As in split.h.
 * Ownership  The split owns its chunks; chunks_free() frees them.
 * Errors     ST_NOMEM; ST_USAGE for a name that exists or that two chunks
 *            would share, letters in any case; those of the bundle.
 * Method     A name is known when its chunk is, unless it has an index, which
 *            depends on all chunks; then a clash is found at the end, or, where
 *            the index is all that names differ by, when there are as many.
 */
#ifndef DESIGN_CHUNKS_H
#define DESIGN_CHUNKS_H

#include "design/split.h"

/* Makes the chunks that the dealer has and the split has not. */
enum status chunks_follow(struct split *split, struct trouble *trouble);

/* Appends the records of the batch to the chunks with these NUMBERS. */
enum status chunks_append(struct split *split, const struct record_batch *batch,
                          const uint32_t *numbers, struct trouble *trouble);

/* Puts the chunks in order and gives a name to each. */
enum status chunks_finish(struct split *split, struct trouble *trouble);

/* Frees the chunks. */
void chunks_free(struct split *split);

#endif
