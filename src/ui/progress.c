/* SPDX-License-Identifier: MIT */
#include "ui/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/usage.h"

static const double first_second = 1.0;
static const double interval = 0.2;

void
progress_start(struct progress *progress, enum progress_mode mode)
{
    const double now = usage_seconds();

    progress->enabled = mode == PROGRESS_ALWAYS ||
                        (mode == PROGRESS_AUTO && isatty(STDERR_FILENO) == 1);
    progress->shown = false;
    progress->started = now;
    progress->next = now + first_second;
}

void
progress_show(struct progress *progress, uint64_t bytes_read,
              uint64_t bytes_total, uint64_t bytes_decoded)
{
    double now;

    if (!progress->enabled || (now = usage_seconds()) < progress->next)
        return;
    const double elapsed = now - progress->started;
    fprintf(stderr, "\r%.2f GB, %.0f MB/s", (double)bytes_decoded / 1e9,
            (double)bytes_decoded / 1e6 / elapsed);
    if (bytes_total > 0 && bytes_read > 0 && bytes_read <= bytes_total) {
        const double part = (double)bytes_read / (double)bytes_total;
        fprintf(stderr, ", %.0f %%, %.0f s left", 100.0 * part,
                elapsed / part - elapsed);
    }
    fputs("\033[K", stderr);
    fflush(stderr);
    progress->shown = true;
    progress->next = now + interval;
}

void
progress_clear(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}
