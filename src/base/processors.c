/* SPDX-License-Identifier: MIT */
#include "base/processors.h"

#include <sched.h>
#include <stdio.h>

/* The first number of a file, or -1. */
static long
read_number(const char *name)
{
    FILE *const file = fopen(name, "re");
    long number = -1;

    if (file == NULL)
        return -1;
    if (fscanf(file, "%ld", &number) != 1)
        number = -1;
    fclose(file);
    return number;
}

/* The quota of the control group that a container sees as its root. */
static long
quota(void)
{
    FILE *const file = fopen("/sys/fs/cgroup/cpu.max", "re");
    long microseconds = -1, period = 0;

    if (file != NULL) {
        if (fscanf(file, "%ld %ld", &microseconds, &period) != 2)
            microseconds = -1; /* "max" */
        fclose(file);
    } else {
        microseconds = read_number("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
        period = read_number("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
    }
    return microseconds > 0 && period > 0 ? (microseconds + period - 1) / period
                                          : -1;
}

unsigned
processors_usable(unsigned most)
{
    const long limit = quota();
    unsigned count = most;
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) == 0 &&
        (unsigned)CPU_COUNT(&set) < count)
        count = (unsigned)CPU_COUNT(&set);
    if (limit > 0 && (unsigned long)limit < count)
        count = (unsigned)limit;
    return count > 0 ? count : 1;
}
