/* SPDX-License-Identifier: MIT */
/* progress.h - how far a long run is, for somebody who watches.
 *
 * Purpose    One line on the terminal, written over itself.
 * Units      Bytes, seconds.
 * Ownership  The caller owns the struct.
 * Errors     None.
 * Method     Shown when a run has taken a second, then five times a second;
 *            only where standard error is a terminal, unless asked for. The
 *            time left assumes that the rest goes as fast as the whole so far.
 */
#ifndef UI_PROGRESS_H
#define UI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

enum progress_mode { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

struct progress {
    bool enabled;
    bool shown;
    double started;
    double next; /* not shown again before this moment */
};

/* Starts the clock. */
void progress_start(struct progress *progress, enum progress_mode mode);

/* Shows the state: BYTES_READ of BYTES_TOTAL (0 if that is not known), which
 * were BYTES_DECODED when decompressed. */
void progress_show(struct progress *progress, uint64_t bytes_read,
                   uint64_t bytes_total, uint64_t bytes_decoded);

/* Clears the line, for whatever is printed next. */
void progress_clear(struct progress *progress);

#endif
