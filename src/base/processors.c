/* SPDX-License-Identifier: MIT */
#include "base/processors.h"

#include <inttypes.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>

#include "base/cgroup.h"
#include "base/slice.h"

/* Processors for MICROSECONDS in every PERIOD, rounded up, or -1. */
static int64_t
processors_of(int64_t microseconds, int64_t period)
{
    return microseconds > 0 && period > 0 ? (microseconds - 1) / period + 1
                                          : -1;
}

/* "MICROSECONDS PERIOD", of which the first may be "max". */
static int64_t
read_quota(FILE *file)
{
    int64_t microseconds, period;

    return fscanf(file, "%" SCNd64 " %" SCNd64, &microseconds, &period) == 2
               ? processors_of(microseconds, period)
               : -1;
}

/* The first number of a file, or -1. */
static int64_t
number_in(const char *name)
{
    FILE *const file = fopen(name, "re");
    int64_t number = -1;

    if (file == NULL)
        return -1;
    if (fscanf(file, "%" SCNd64, &number) != 1)
        number = -1;
    fclose(file);
    return number;
}

/* The least quota of the process's control group and those above it. */
static int64_t
quota(void)
{
    static const struct cgroup groups = {"/sys/fs/cgroup", "/proc/self/cgroup",
                                         NULL};
    const int64_t least = cgroup_least(&groups, "cpu.max", read_quota);

    if (least > 0)
        return least;
    return processors_of(number_in("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"),
                         number_in("/sys/fs/cgroup/cpu/cpu.cfs_period_us"));
}

/* What Slurm gives a task of its job, where the job asked for so many. */
static int64_t
slurm_share(void)
{
    const char *const text = getenv("SLURM_CPUS_PER_TASK");
    uint64_t count;

    if (text == NULL || slice_to_count(slice_of(text), &count) != ST_OK ||
        count > INT_MAX)
        return -1;
    return (int64_t)count;
}

unsigned
processors_usable(unsigned most)
{
    const int64_t limit = cgroup_less(quota(), slurm_share());
    unsigned count = most;
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) == 0 &&
        (unsigned)CPU_COUNT(&set) < count)
        count = (unsigned)CPU_COUNT(&set);
    if (limit > 0 && (uint64_t)limit < count)
        count = (unsigned)limit;
    return count > 0 ? count : 1;
}
