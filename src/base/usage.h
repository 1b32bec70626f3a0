/* SPDX-License-Identifier: MIT */
/* usage.h - what the run has cost so far.
 *
 * Purpose    Time and memory for the summary and the report.
 * Units      Seconds of a clock that never goes back; bytes.
 * Ownership  usage_open() opens, usage_peak_bytes() closes.
 * Errors     None: what cannot be told is 0.
 * Method     CLOCK_MONOTONIC; VmHWM of /proc/self/status, which, unlike
 *            ru_maxrss, does not start at the size of the parent.
 */
#ifndef BASE_USAGE_H
#define BASE_USAGE_H

#include <stdint.h>

/* Seconds since some fixed moment. */
double usage_seconds(void);

/* Opens what the system has to tell of this process, for one that will not be
 * able to open it later: a descriptor, or -1. */
int usage_open(void);

/* The largest resident size of this process so far. Closes STATUS, which
 * usage_open() has given. */
uint64_t usage_peak_bytes(int status);

#endif
