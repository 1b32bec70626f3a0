/* SPDX-License-Identifier: MIT */
/* overwrite.h - outputs that would take the place of an input.
 *
 * Purpose    What is read first must not be what is written last.
 * Units      None.
 * Ownership  None.
 * Errors     ST_USAGE, said in the trouble.
 * Method     Files are the same if device and inode are, whatever their names.
 */
#ifndef DESIGN_OVERWRITE_H
#define DESIGN_OVERWRITE_H

#include "base/trouble.h"

/* Refuses OUTPUT (NULL: none, "-": standard output) if it is the file INPUT
 * (NULL: none), which is WHAT: "the manifest". */
enum status overwrite_check(const char *input, const char *what,
                            const char *output, struct trouble *trouble);

#endif
