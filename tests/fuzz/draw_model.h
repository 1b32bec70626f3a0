/* SPDX-License-Identifier: MIT */
/* draw_model.h - what must hold of a sample, whoever has drawn it.
 *
 * Purpose    Looks at frame and sample as a stranger would, by the naive
 *            reader, and at what the draw tells.
 * Units      As in design/draw.h.
 * Ownership  None.
 * Errors     Ends the process.
 * Method     For all designs: the counts add up; the rows of the sample are
 *            rows of the frame, in its order, with their bytes; where every row
 *            is a unit with a realised weight, the weights add up. For simple
 *            random samples of records without strata the sample is drawn a
 *            second time, by sorting.
 */
#ifndef TESTS_FUZZ_DRAW_MODEL_H
#define TESTS_FUZZ_DRAW_MODEL_H

#include "design/draw.h"

/* SAMPLE was drawn from FRAME by PLAN, and told as RESULT. */
void draw_model_check(const struct plan *plan, struct slice frame,
                      struct slice sample, const struct draw_result *result);

#endif
