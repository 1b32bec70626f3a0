/* SPDX-License-Identifier: MIT */
/* memory.h - how much memory this process may use.
 *
 * Purpose    Tells what the system can keep of a file for this process.
 * Units      Bytes.
 * Ownership  None.
 * Errors     None: what cannot be found out is no limit.
 * Method     The least of what the machine has and the limits of the process's
 *            control group and those above it (cgroup v2, memory.max; or v1,
 *            memory.limit_in_bytes).
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdint.h>

/* The bytes, whoever uses them now. */
uint64_t memory_usable(void);

#endif
