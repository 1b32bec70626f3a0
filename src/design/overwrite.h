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

#include <stddef.h>

#include "base/trouble.h"

struct overwrite_input {
    const char *name; /* NULL: none */
    const char *what; /* it is: "the manifest" */
};

/* Refuses any of OUTPUTS (NULL: none, "-": standard output) that is the file of
 * one of INPUTS. */
enum status overwrite_check(const struct overwrite_input *inputs,
                            size_t input_count, const char *const *outputs,
                            size_t output_count, struct trouble *trouble);

#endif
