/* SPDX-License-Identifier: MIT */
/* task_internal.h - the two forms of a manifest.
 *
 * Purpose    What task.c, for CSV, and task_json.c share; for them only.
 * Units      As in task.h.
 * Ownership  The caller frees the tasks, also those that a failure left.
 * Errors     ST_SYNTAX, not said, for a name that no file has; those of task.h.
 * Method     None.
 */
#ifndef DESIGN_TASK_INTERNAL_H
#define DESIGN_TASK_INTERNAL_H

#include "design/task.h"

/* One more task, whose input is FILE; it is valid until the next one. */
enum status tasks_add(struct tasks *tasks, struct slice file,
                      struct task **task);

/* Reads the manifest NAME, a list of objects. */
enum status tasks_read_json(const char *name, struct trouble *trouble,
                            struct tasks *tasks);

#endif
