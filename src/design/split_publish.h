/* SPDX-License-Identifier: MIT */
/* split_publish.h - all chunks and their manifests, or none, get their names.
 *
 * Purpose    The last step of a split, and its way back.
 * Units      None.
 * Ownership  The outputs are the split's; they are closed afterwards.
 * Errors     Those of bundle and sink, said in the trouble. A signal that came
 *            meanwhile is ST_SYSTEM, and ends the process.
 * Method     With the signals held back: an older manifest loses its name, the
 *            chunks get theirs, and at last the manifests. So a manifest that
 *            is there is that of the chunks that are there, and chunks without
 *            one are incomplete, even if the process is killed in between. A
 *            signal that came before the manifests have their names undoes all;
 *            one that comes later finds the work done and is ignored.
 */
#ifndef DESIGN_SPLIT_PUBLISH_H
#define DESIGN_SPLIT_PUBLISH_H

#include "design/split.h"

/* Publishes and closes the outputs. */
enum status split_publish(struct split *split, const struct split_files *files,
                          struct trouble *trouble);

/* Closes the outputs; what was not published is removed. A manifest may be in a
 * folder that was made for the chunks: it goes first. */
void split_close_outputs(struct split *split);

#endif
