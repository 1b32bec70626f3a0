/* SPDX-License-Identifier: MIT */
/* cgroup.h - what the control groups of the process allow it.
 *
 * Purpose    Finds the least of a limit in the process's own group and in those
 *            above it, for processors.c and memory.c.
 * Units      Whatever the caller makes of a file; -1 is no limit.
 * Ownership  Names stay the caller's.
 * Errors     None: what cannot be found out is no limit.
 * Method     cgroups(7). Version 2 has one tree of groups, version 1 one for
 *            each controller. In a container the process may see its own group
 *            as the root, or its place in a tree that it cannot see: the root
 *            is always looked at, too.
 */
#ifndef BASE_CGROUP_H
#define BASE_CGROUP_H

#include <stdint.h>
#include <stdio.h>

struct cgroup {
    const char *tree;       /* "/sys/fs/cgroup" */
    const char *list;       /* "/proc/self/cgroup" */
    const char *controller; /* of version 1, as in the list; NULL: version 2 */
};

/* The limit that an open file holds. */
typedef int64_t cgroup_reader(FILE *file);

/* The least limit that the groups have in the file NAME. */
int64_t cgroup_least(const struct cgroup *groups, const char *name,
                     cgroup_reader *read);

/* The less of two limits. */
int64_t cgroup_less(int64_t a, int64_t b);

#endif
