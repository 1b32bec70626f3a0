/* SPDX-License-Identifier: MIT */
/* memory.h - how much memory this process may use.
 *
 * Purpose    Lets what grows with the input end with a message, where the
 *            system would end the process with none.
 * Units      Bytes.
 * Ownership  None.
 * Errors     None: what cannot be found out is no limit.
 * Method     The least of the machine's memory with its swap space, the limits
 *            of the process's control group and of those above it (cgroup v2,
 *            memory.max; or v1, memory.limit_in_bytes), the address space it
 *            may have (RLIMIT_AS), and what Slurm says that the job has on this
 *            node: SLURM_MEM_PER_NODE, or SLURM_MEM_PER_CPU times
 *            SLURM_CPUS_ON_NODE, in MiB. It is read from files: ask before the
 *            process enters its sandbox.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include "base/cgroup.h"

struct memory_limit {
    uint64_t bytes;
    const char *what; /* sets it: "SLURM_MEM_PER_NODE", "cgroup" ... */
};

/* The least limit. GROUPS is where to look for control groups, its controller
 * aside; NULL: where Linux has them. */
struct memory_limit memory_limit(const struct cgroup *groups);

#endif
