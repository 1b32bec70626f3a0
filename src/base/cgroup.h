/* SPDX-License-Identifier: MIT */
/* cgroup.h - the limits of the control groups that the process is in.
 *
 * Purpose    Finds out what a container or a batch system leaves to the
 *            process.
 * Units      Those of the limit.
 * Ownership  None.
 * Errors     None: what cannot be found out is no limit.
 * Method     The process's group of version 2 and those above it, of which the
 *            least limit counts. Files are opened, so that a sandbox may be in
 *            the way.
 */
#ifndef BASE_CGROUP_H
#define BASE_CGROUP_H

#include <stdint.h>
#include <stdio.h>

/* The limit that a file says, -1 for none. */
typedef int64_t cgroup_reader(FILE *file);

/* The least of what the files NAME say, in the process's group and those above
 * it; -1 if there is no limit. */
int64_t cgroup_least(const char *name, cgroup_reader *read);

/* The first number of the file NAME, or -1. */
int64_t cgroup_number(const char *name);

/* The less of two limits, of which -1 is none. */
int64_t cgroup_less(int64_t a, int64_t b);

#endif
