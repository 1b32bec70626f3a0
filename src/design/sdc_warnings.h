/* SPDX-License-Identifier: MIT */
/* sdc_warnings.h - warnings that tell no more than the cells do.
 *
 * Purpose    Chooses the warnings of a draw that may be told, and puts others
 *            in the words of what is told.
 * Units      None.
 * Ownership  The warnings belong to the told struct.
 * Errors     ST_NOMEM.
 * Method     Without disclosure control the draw's own warnings. With it, plain
 *            ones as they are, and, made from told cells alone: who is not
 *            represented, where all are taken, where one is drawn of several.
 */
#ifndef DESIGN_SDC_WARNINGS_H
#define DESIGN_SDC_WARNINGS_H

#include "design/sdc.h"

/* Fills in the warnings of TOLD, whose cells are there already. */
enum status sdc_warnings_tell(const struct plan *plan,
                              const struct draw_result *result,
                              struct sdc_told *told);

#endif
