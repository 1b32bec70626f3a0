/* SPDX-License-Identifier: MIT */
/* processors.h - how many processors this process may use.
 *
 * Purpose    Chooses a number of threads that the machine has room for.
 * Units      Processors.
 * Ownership  None.
 * Errors     None: what cannot be found out is no limit, and 1 is the least.
 * Method     The affinity mask of the process, and the quota of its control
 *            group, as cgroup v2 (cpu.max) or v1 (cpu.cfs_quota_us) has it,
 *            rounded up.
 */
#ifndef BASE_PROCESSORS_H
#define BASE_PROCESSORS_H

/* The number of processors, MOST at most. */
unsigned processors_usable(unsigned most);

#endif
