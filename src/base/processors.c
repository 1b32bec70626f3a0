/* SPDX-License-Identifier: MIT */
#include "base/processors.h"

#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/slice.h"

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

/* Processors for MICROSECONDS in every PERIOD, rounded up, or -1. */
static long
processors_of(long microseconds, long period)
{
    return microseconds > 0 && period > 0 ? (microseconds + period - 1) / period
                                          : -1;
}

/* The less of two limits, of which -1 is none. */
static long
less_of(long a, long b)
{
    if (a < 0 || b < 0)
        return a > b ? a : b;
    return a < b ? a : b;
}

/* The quota of one control group of version 2, which is "max" or a number. */
static long
quota_of(const char *group)
{
    char name[PATH_MAX];
    long microseconds = -1, period = 0;

    if (snprintf(name, sizeof name, "/sys/fs/cgroup%s/cpu.max", group) >=
        (int)sizeof name)
        return -1;
    FILE *const file = fopen(name, "re");
    if (file == NULL)
        return -1;
    if (fscanf(file, "%ld %ld", &microseconds, &period) != 2)
        microseconds = -1;
    fclose(file);
    return processors_of(microseconds, period);
}

/* The control group of version 2 that the process is in, as "/a/b"; "" where it
 * sees its own as the root. */
static void
own_group(char group[PATH_MAX])
{
    FILE *const file = fopen("/proc/self/cgroup", "re");
    char line[PATH_MAX];

    group[0] = '\0';
    if (file == NULL)
        return;
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "0::/", 4) == 0) {
            line[strcspn(line, "\n")] = '\0';
            strcpy(group, line + 3);
        }
    fclose(file);
    if (strcmp(group, "/") == 0 || strstr(group, "/..") != NULL)
        group[0] = '\0';
}

/* The least quota of the process's control group and those above it. */
static long
quota(void)
{
    char group[PATH_MAX];
    long least;

    own_group(group);
    least = quota_of(group);
    for (char *end; (end = strrchr(group, '/')) != NULL;) {
        *end = '\0';
        least = less_of(least, quota_of(group));
    }
    if (least > 0)
        return least;
    return processors_of(read_number("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"),
                         read_number("/sys/fs/cgroup/cpu/cpu.cfs_period_us"));
}

/* What Slurm gives a task of its job, where the job asked for so many. */
static long
slurm_share(void)
{
    const char *const text = getenv("SLURM_CPUS_PER_TASK");
    uint64_t count;

    if (text == NULL || slice_to_count(slice_of(text), &count) != ST_OK ||
        count > INT_MAX)
        return -1;
    return (long)count;
}

unsigned
processors_usable(unsigned most)
{
    const long limit = less_of(quota(), slurm_share());
    unsigned count = most;
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) == 0 &&
        (unsigned)CPU_COUNT(&set) < count)
        count = (unsigned)CPU_COUNT(&set);
    if (limit > 0 && (unsigned long)limit < count)
        count = (unsigned)limit;
    return count > 0 ? count : 1;
}
