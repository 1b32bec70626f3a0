/* SPDX-License-Identifier: MIT */
#include "base/usage.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

double
usage_seconds(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0.0;
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int
usage_open(void)
{
    return open("/proc/self/status", O_RDONLY | O_CLOEXEC);
}

uint64_t
usage_peak_bytes(int status)
{
    char text[4096];
    const ssize_t len = status == -1 ? -1 : read(status, text, sizeof text - 1);
    uint64_t kilobytes = 0;

    if (status != -1)
        close(status);
    if (len <= 0)
        return 0;
    text[len] = '\0';
    const char *const peak = strstr(text, "\nVmHWM:");
    if (peak == NULL || sscanf(peak, "\nVmHWM: %" SCNu64, &kilobytes) != 1)
        return 0;
    return kilobytes * 1024;
}
