/* SPDX-License-Identifier: MIT */
/* split_warn.h - what a careful reader of the chunks should know.
 *
 * Purpose    Finds what in a split that went well may not be what was meant:
 *            no record, none that is left, an outcome or a rule of nobody.
 * Units      Records.
 * Ownership  A text is valid as long as the call that is given it.
 * Errors     None.
 * Method     A warning holds no count and depends on none but zero. Under
 *            disclosure control it depends on nothing that is not told
 *            (split_sdc.h): records in chunks, and whether any is dropped; so
 *            with groups, whose zeros are not told, it is not looked for.
 */
#ifndef DESIGN_SPLIT_WARN_H
#define DESIGN_SPLIT_WARN_H

#include "design/split.h"

/* Calls SAY with the name of the input and each warning. */
void split_warn(const struct split *split,
                void (*say)(const char *place, const char *text));

#endif
