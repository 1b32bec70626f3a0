/* SPDX-License-Identifier: MIT */
/* manifest.h - the list of the chunks, for those who work on them.
 *
 * Purpose    Writes a line for each chunk: what it is called, what is in it.
 * Units      Records and bytes; indexes count from 1, first_record from 0.
 * Ownership  None.
 * Errors     Those of the sink, and ST_NOMEM, said in the trouble.
 * Method     CSV with the columns index, file, one for each key, records,
 *            bytes (before compression, with the header), outcome_records if
 *            a key is an outcome, first_record if chunks are runs of records,
 *            and xxh3, what `xxhsum -H2` says of the decompressed file. JSON
 *            is a list of objects with these members; a label that is no
 *            UTF-8 is shown with its bytes taken for ISO 8859-1, and has them
 *            in labels_hex beside it. The list of a
 *            dry run has no hashes; it is for people, so disclosure control is
 *            for its counts, and leaves sizes and positions out.
 */
#ifndef DESIGN_MANIFEST_H
#define DESIGN_MANIFEST_H

#include "design/split.h"

/* Writes the manifest to SINK and finishes it. */
enum status manifest_write_csv(const struct split *split, struct sink *sink,
                               struct trouble *trouble);
enum status manifest_write_json(const struct split *split, struct sink *sink,
                                struct trouble *trouble);

#endif
