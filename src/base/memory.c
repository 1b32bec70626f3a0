/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>

#include "base/slice.h"

enum { MIB = 1 << 20 };

/* A number, which is so large in version 1 where there is no limit that it is
 * none; "max" in version 2 is no number. */
static int64_t
read_bytes(FILE *file)
{
    int64_t bytes;

    return fscanf(file, "%" SCNd64, &bytes) == 1 ? bytes : -1;
}

static int64_t
limit_of_groups(const struct cgroup *groups)
{
    struct cgroup one = {"/sys/fs/cgroup", "/proc/self/cgroup", NULL};
    int64_t limit;

    if (groups != NULL)
        one = *groups;
    one.controller = NULL;
    limit = cgroup_least(&one, "memory.max", read_bytes);
    one.controller = "memory";
    return cgroup_less(limit,
                       cgroup_least(&one, "memory.limit_in_bytes", read_bytes));
}

/* A count in the environment; 0, which for Slurm is all there is, if it is
 * none. */
static uint64_t
count_in(const char *name)
{
    const char *const text = getenv(name);
    uint64_t count;

    return text == NULL || slice_to_count(slice_of(text), &count) != ST_OK
               ? 0
               : count;
}

/* MiB times COUNT, or -1 where either is 0 or they are too many. */
static int64_t
mebibytes(uint64_t mib, uint64_t count)
{
    uint64_t bytes;

    return mib == 0 || count == 0 ||
                   __builtin_mul_overflow(mib, count, &bytes) ||
                   __builtin_mul_overflow(bytes, MIB, &bytes) ||
                   bytes > INT64_MAX
               ? -1
               : (int64_t)bytes;
}

static int64_t
limit_of_machine(void)
{
    struct sysinfo machine;

    if (sysinfo(&machine) != 0)
        return -1;
    return (int64_t)((machine.totalram + machine.totalswap) * machine.mem_unit);
}

static int64_t
limit_of_addresses(void)
{
    struct rlimit limit;

    return getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur > INT64_MAX
               ? -1
               : (int64_t)limit.rlim_cur;
}

struct memory_limit
memory_limit(const struct cgroup *groups)
{
    const struct {
        int64_t bytes;
        const char *what;
    } limits[] = {
        {limit_of_groups(groups), "the control group"},
        {limit_of_addresses(), "ulimit -v"},
        {mebibytes(count_in("SLURM_MEM_PER_NODE"), 1), "SLURM_MEM_PER_NODE"},
        {mebibytes(count_in("SLURM_MEM_PER_CPU"),
                   count_in("SLURM_CPUS_ON_NODE")),
         "SLURM_MEM_PER_CPU"},
        {limit_of_machine(), "the machine"},
    };
    struct memory_limit least = {UINT64_MAX, "nothing"};

    for (size_t k = 0; k < sizeof limits / sizeof *limits; k++)
        if (limits[k].bytes >= 0 && (uint64_t)limits[k].bytes < least.bytes)
            least = (struct memory_limit){(uint64_t)limits[k].bytes,
                                          limits[k].what};
    return least;
}
