/* SPDX-License-Identifier: MIT */
/* processors.h - how many processors this process may use.
 *
 * Purpose    Chooses a number of threads that the machine has room for.
 * Units      Processors.
 * Ownership  None.
 * Errors     None: what cannot be found out is no limit, and 1 is the least.
 * Method     The least of the affinity mask of the process, the quotas of its
 *            control group and of those above it (cgroup v2, cpu.max; or v1,
 *            cpu.cfs_quota_us), rounded up, and what Slurm says that a task
 *            has, SLURM_CPUS_PER_TASK.
 */
#ifndef BASE_PROCESSORS_H
#define BASE_PROCESSORS_H

/* The number of processors, MOST at most. */
unsigned processors_usable(unsigned most);

#endif
