/* SPDX-License-Identifier: MIT */
/* row_fetch.h - the rows of candidates, fetched ahead of who visits them.
 *
 * Purpose    Hands a visitor one candidate after the other with its row, which
 *            lies where reading one takes as long as writing one does.
 * Units      Offsets and lengths in bytes.
 * Ownership  row_fetch_new() makes, row_fetch_free() frees; the contexts stay
 *            the caller's. A row is valid during the visit.
 * Errors     ST_NOMEM, and what fetching and visiting say. The first in the
 *            order of the candidates is told, and all before it are visited.
 * Method     Candidates are gathered by the chunk, neighbours to be read at
 *            once. A crew of two (base/crew.h) fetches chunks: a thread that
 *            is started with the second one, and the caller, who visits them in
 *            order, where he would have to wait. A chunk is at most 64 KiB of
 *            rows; a row that is longer is fetched when it is its turn.
 */
#ifndef DESIGN_ROW_FETCH_H
#define DESIGN_ROW_FETCH_H

#include "design/candidates.h"

struct row_fetch;

struct row_fetch_setup {
    /* Reads LEN bytes from OFFSET; two threads may at a time. */
    enum status (*fetch)(const void *context, uint64_t offset, char *bytes,
                         size_t len, struct trouble *trouble);
    const void *fetch_context;
    candidate_visitor *visit;
    void *visit_context;
    unsigned threads; /* 1: the caller's alone */
};

enum status row_fetch_new(const struct row_fetch_setup *setup,
                          struct trouble *trouble,
                          struct row_fetch **row_fetch);

/* Ends the thread and frees, whatever was not visited; NULL is fine. */
void row_fetch_free(struct row_fetch *row_fetch);

/* Takes a candidate, behind the one before it, and visits those whose rows are
 * there. Nothing may follow a failure. */
enum status row_fetch_put(struct row_fetch *row_fetch,
                          const struct candidate *candidate,
                          struct trouble *trouble);

/* Visits all that are left. */
enum status row_fetch_finish(struct row_fetch *row_fetch,
                             struct trouble *trouble);

#endif
