/* SPDX-License-Identifier: MIT */
#include "base/usage.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

double
usage_seconds(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0.0;
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

uint64_t
usage_peak_bytes(void)
{
    FILE *const status = fopen("/proc/self/status", "re");
    char line[128];
    uint64_t kilobytes = 0;

    if (status == NULL)
        return 0;
    while (fgets(line, sizeof line, status) != NULL)
        if (sscanf(line, "VmHWM: %" SCNu64, &kilobytes) == 1)
            break;
    fclose(status);
    return kilobytes * 1024;
}
