/* SPDX-License-Identifier: MIT */
#include "design/candidates.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "design/row_fetch.h"
#include "io/spool.h"

enum {
    SPOOL_BUFFER = 1 << 20, /* bytes of memory for each of the two spools */
    CHUNK = 512,            /* candidates looked at together */
    ALIGNMENT = 8,          /* of a candidate in the heap */
    HUGE_PAGE = 2 << 20
};

struct candidates {
    struct candidates_setup setup;
    char *heap; /* candidates, each with its row behind it */
    size_t heap_bytes;
    size_t heap_room;
    struct spool *log;  /* candidates from before those in the heap */
    struct spool *rows; /* their rows; NULL if the source can be read again */
    uint64_t count;
};

/* What one walk over the log holds. */
struct walk {
    const struct candidates *candidates;
    candidate_visitor *visit;
    void *context;
    struct trouble *trouble;
    struct row_fetch *rows; /* NULL for a walk without */
};

enum status
candidates_new(const struct candidates_setup *setup, struct trouble *trouble,
               struct candidates **candidates)
{
    struct candidates *const made = calloc(1, sizeof *made);
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->setup = *setup;
    st = spool_new(setup->folder, SPOOL_BUFFER, trouble, &made->log);
    if (st == ST_OK && !source_can_fetch(setup->source))
        st = spool_new(setup->folder, SPOOL_BUFFER, trouble, &made->rows);
    if (st == ST_OK)
        *candidates = made;
    else
        candidates_free(made);
    return st;
}

void
candidates_free(struct candidates *candidates)
{
    if (candidates == NULL)
        return;
    free(candidates->heap);
    spool_free(candidates->log);
    spool_free(candidates->rows);
    free(candidates);
}

/* What a candidate takes in the heap. */
static size_t
heap_size(const struct candidate *candidate)
{
    const size_t bytes = sizeof *candidate + candidate_row_bytes(candidate);

    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static const struct candidate *
in_heap(const struct candidates *candidates, size_t at)
{
    return (const void *)(candidates->heap + at);
}

static bool
is_in_sample(const struct candidates *candidates,
             const struct candidate *candidate)
{
    return candidates->setup.filter(candidates->setup.filter_context,
                                    candidate);
}

/* Closes up the heap over the candidates that have left the sample. */
static void
throw_out(struct candidates *candidates)
{
    size_t to = 0, size;

    for (size_t at = 0; at < candidates->heap_bytes; at += size) {
        const struct candidate *const candidate = in_heap(candidates, at);
        size = heap_size(candidate);
        if (!is_in_sample(candidates, candidate))
            continue;
        if (to < at)
            memmove(candidates->heap + to, candidates->heap + at, size);
        to += size;
    }
    candidates->heap_bytes = to;
}

static enum status
spool_candidate(struct candidates *candidates, struct candidate candidate,
                const char *row, struct trouble *trouble)
{
    enum status st = ST_OK;

    if (candidates->rows != NULL) {
        candidate.offset = spool_bytes(candidates->rows);
        st = spool_append(candidates->rows, row,
                          candidate_row_bytes(&candidate), trouble);
    }
    if (st == ST_OK)
        st = spool_append(candidates->log, &candidate, sizeof candidate,
                          trouble);
    return st;
}

/* Empties the heap into the spools. */
static enum status
spool_heap(struct candidates *candidates, struct trouble *trouble)
{
    enum status st = ST_OK;
    size_t at = 0;

    while (at < candidates->heap_bytes && st == ST_OK) {
        const struct candidate *const candidate = in_heap(candidates, at);
        st = spool_candidate(candidates, *candidate,
                             (const char *)(candidate + 1), trouble);
        at += heap_size(candidate);
    }
    candidates->heap_bytes = 0;
    return st;
}

/* Makes room in the heap, for BYTES if a heap of the budget's size can. */
static enum status
make_room(struct candidates *candidates, size_t bytes, struct trouble *trouble)
{
    const size_t budget = candidates->setup.budget;

    if (candidates->heap_room == 0 && budget > 0) {
        void *heap;
        if (posix_memalign(&heap, HUGE_PAGE, budget))
            return trouble_nomem(trouble);
        candidates->heap = heap;
        /* A wish: thousands of page faults cost more than the rows do. */
        (void)madvise(candidates->heap, budget, MADV_HUGEPAGE);
        candidates->heap_room = budget;
    }
    if (candidates->heap_bytes + bytes <= budget)
        return ST_OK;
    throw_out(candidates);
    /* A heap that stays nearly full would be looked through for nothing. */
    if (candidates->heap_bytes + bytes > budget / 4 * 3)
        return spool_heap(candidates, trouble);
    return ST_OK;
}

enum status
candidates_add(struct candidates *candidates, const struct candidate *candidate,
               const char *row, struct trouble *trouble)
{
    const size_t bytes = heap_size(candidate);

    candidates->count++;
    if (candidates->heap_bytes + bytes > candidates->heap_room) {
        const enum status st = make_room(candidates, bytes, trouble);
        if (st != ST_OK)
            return st;
        if (candidates->heap_bytes + bytes > candidates->heap_room)
            return spool_candidate(candidates, *candidate, row, trouble);
    }
    char *const place = candidates->heap + candidates->heap_bytes;
    memcpy(place, candidate, sizeof *candidate);
    memcpy(place + sizeof *candidate, row, candidate_row_bytes(candidate));
    candidates->heap_bytes += bytes;
    return ST_OK;
}

/* Where the rows of spooled candidates are; a row_fetch reads with it. */
static enum status
fetch_rows(const void *context, uint64_t offset, char *bytes, size_t len,
           struct trouble *trouble)
{
    const struct candidates *const candidates = context;

    return candidates->rows != NULL
               ? spool_fetch(candidates->rows, offset, bytes, len, trouble)
               : source_fetch(candidates->setup.source, offset, bytes, len,
                              trouble);
}

static enum status
visit_chosen(struct walk *walk, const struct candidate *candidate)
{
    return walk->rows != NULL
               ? row_fetch_put(walk->rows, candidate, walk->trouble)
               : walk->visit(walk->context, candidate, NULL, walk->trouble);
}

/* Visits those whose rows are on their way. */
static enum status
finish_rows(struct walk *walk)
{
    return walk->rows != NULL ? row_fetch_finish(walk->rows, walk->trouble)
                              : ST_OK;
}

/* A log that cannot be read is trouble behind that of any row before. */
static enum status
walk_spool(struct walk *walk, uint64_t count)
{
    const struct spool *const log = walk->candidates->log;
    struct candidate chunk[CHUNK];
    struct trouble unread = {0};
    enum status st = ST_OK;

    for (uint64_t done = 0; done < count && st == ST_OK;) {
        const size_t len =
            count - done < CHUNK ? (size_t)(count - done) : CHUNK;
        st = spool_fetch(log, done * sizeof chunk[0], (char *)chunk,
                         len * sizeof chunk[0], &unread);
        for (size_t i = 0; i < len && st == ST_OK; i++)
            if (is_in_sample(walk->candidates, &chunk[i]))
                st = visit_chosen(walk, &chunk[i]);
        done += len;
    }
    if (st == ST_OK || unread.status != ST_OK)
        st = finish_rows(walk);
    return st == ST_OK && unread.status != ST_OK
               ? trouble_say(walk->trouble, unread.status, "%s", unread.text)
               : st;
}

static enum status
visit_spool(struct walk *walk, bool with_rows)
{
    const struct candidates *const candidates = walk->candidates;
    const uint64_t count =
        spool_bytes(candidates->log) / sizeof(struct candidate);
    const struct row_fetch_setup setup = {fetch_rows, candidates, walk->visit,
                                          walk->context,
                                          candidates->setup.threads};
    enum status st = ST_OK;

    if (with_rows && count > 0)
        st = row_fetch_new(&setup, walk->trouble, &walk->rows);
    if (st == ST_OK)
        st = walk_spool(walk, count);
    row_fetch_free(walk->rows);
    return st;
}

static enum status
visit_heap(struct walk *walk, bool with_rows)
{
    const struct candidates *const candidates = walk->candidates;
    enum status st = ST_OK;
    size_t at = 0;

    while (at < candidates->heap_bytes && st == ST_OK) {
        const struct candidate *const candidate = in_heap(candidates, at);
        const char *const row = (const char *)(candidate + 1);
        if (is_in_sample(candidates, candidate))
            st = walk->visit(walk->context, candidate, with_rows ? row : NULL,
                             walk->trouble);
        at += heap_size(candidate);
    }
    return st;
}

enum status
candidates_each(const struct candidates *candidates, bool with_rows,
                candidate_visitor *visit, void *context,
                struct trouble *trouble)
{
    struct walk walk = {candidates, visit, context, trouble, NULL};
    enum status st = visit_spool(&walk, with_rows);

    if (st == ST_OK)
        st = visit_heap(&walk, with_rows);
    return st;
}

uint64_t
candidates_count(const struct candidates *candidates)
{
    return candidates->count;
}

uint64_t
candidates_bytes_on_disk(const struct candidates *candidates)
{
    return spool_bytes_on_disk(candidates->log) +
           (candidates->rows == NULL ? 0
                                     : spool_bytes_on_disk(candidates->rows));
}
