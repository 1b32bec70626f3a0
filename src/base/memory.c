/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/cgroup.h"

/* "max" is no number, and no limit. */
static int64_t
read_limit(FILE *file)
{
    int64_t limit;

    return fscanf(file, "%" SCNd64, &limit) == 1 ? limit : -1;
}

/* What the machine has. */
static int64_t
physical(void)
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long page_bytes = sysconf(_SC_PAGESIZE);

    return pages > 0 && page_bytes > 0 ? (int64_t)pages * page_bytes : -1;
}

uint64_t
memory_usable(void)
{
    int64_t limit = cgroup_least("memory.max", read_limit);

    if (limit < 0)
        limit = cgroup_number("/sys/fs/cgroup/memory/memory.limit_in_bytes");
    limit = cgroup_less(limit, physical());
    return limit < 0 ? UINT64_MAX : (uint64_t)limit;
}
