/* SPDX-License-Identifier: MIT */
/* candidates.h - the records that may leave, remembered until it is known.
 *
 * Purpose    The log between the two passes of a draw: every certainty, and
 *            every unit that was among the smallest when it was offered.
 * Units      Positions count records from 0; offsets and lengths in bytes.
 * Ownership  candidates_new() makes, candidates_free() frees; the source and
 *            the filter's context stay the caller's. A row is valid during the
 *            visit.
 * Errors     ST_SYSTEM, ST_NOMEM, and ST_DATA if the source changed.
 * Method     New candidates are put with their rows into a heap of memory.
 *            When it is full those that have left the sample meanwhile are
 *            thrown out; of N units about n (1 + ln(N/n)) are ever candidates
 *            (Knuth, TAOCP 2, 3.4.2), but no more than n at a time, and about
 *            2.4 n where the begin of a file is rationed (draw_ration.c). What
 *            lives and does not fit goes to a spool (io/spool.h), 32 bytes a
 *            candidate, in the order of the input. If the source can be read
 *            again the rows are fetched from it by their offsets
 *            (row_fetch.h); if not, they go to a spool of their own.
 */
#ifndef DESIGN_CANDIDATES_H
#define DESIGN_CANDIDATES_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/trouble.h"
#include "io/source.h"

struct candidate {
    uint64_t prn;
    uint64_t position;
    uint64_t offset;        /* of the row in the source, or in its spool */
    uint32_t content_bytes; /* of the row without its line ending */
    uint32_t stratum : 29;
    uint32_t ending_bytes : 2; /* 0, 1 or 2 */
    uint32_t certainty : 1;    /* 1 if it is taken whatever its prn */
};

/* The bytes of its row, the line ending included. */
static inline size_t
candidate_row_bytes(const struct candidate *candidate)
{
    return (size_t)candidate->content_bytes + candidate->ending_bytes;
}

struct candidates;

/* Called with a candidate and the bytes of its row, the line ending
 * included. */
typedef enum status candidate_visitor(void *context,
                                      const struct candidate *candidate,
                                      const char *row, struct trouble *trouble);

/* Whether a candidate is in the sample as it stands now. One that is not will
 * never be again. */
typedef bool candidate_filter(const void *context,
                              const struct candidate *candidate);

struct candidates_setup {
    const struct source *source;
    const char *folder; /* for what memory does not hold */
    size_t budget;      /* bytes of memory for candidates with their rows */
    candidate_filter *filter;
    const void *filter_context;
    unsigned threads; /* 1: rows are fetched when it is their turn */
};

/* What candidates_new() is given by default for its budget. */
enum { CANDIDATES_BUDGET = 24 << 20 };

/* Starts an empty log. */
enum status candidates_new(const struct candidates_setup *setup,
                           struct trouble *trouble,
                           struct candidates **candidates);

/* Frees; NULL is fine. */
void candidates_free(struct candidates *candidates);

/* Adds a candidate, whose row is shown. Its offset must be the source's. */
enum status candidates_add(struct candidates *candidates,
                           const struct candidate *candidate, const char *row,
                           struct trouble *trouble);

/* Visits those that the filter lets through, in order. Without WITH_ROWS no
 * row is read, and visitors get NULL. */
enum status candidates_each(const struct candidates *candidates, bool with_rows,
                            candidate_visitor *visit, void *context,
                            struct trouble *trouble);

/* How many were added, and how many bytes of the log are on disk. */
uint64_t candidates_count(const struct candidates *candidates);
uint64_t candidates_bytes_on_disk(const struct candidates *candidates);

#endif
