/* SPDX-License-Identifier: MIT */
#include "design/row_fetch.h"

#include <stdlib.h>

#include "base/crew.h"

enum {
    CHUNK = 256,            /* candidates */
    CHUNK_BYTES = 64 << 10, /* of their rows, if one alone is not longer */
    GAP_BYTES = 4 << 10,    /* cheaper to read than another system call */
    FETCHERS = 2,
    PLACES = 2 * FETCHERS
};

/* What is read at once. */
struct stretch {
    uint64_t offset;
    size_t len;
    size_t stop; /* the first candidate behind it */
};

struct chunk {
    size_t count;
    size_t stretches;
    size_t len;             /* of all stretches together */
    size_t fetched;         /* candidates whose rows are here, */
    struct trouble trouble; /* and what became of the next */
    char *bytes;      /* CHUNK_BYTES, or the one long row; NULL: none yet */
    size_t at[CHUNK]; /* where in the bytes a row begins */
    struct candidate candidates[CHUNK];
    struct stretch stretch[CHUNK];
};

struct row_fetch {
    struct row_fetch_setup setup;
    struct crew crew;
    struct chunk chunks[PLACES];
};

static bool
is_long(const struct chunk *chunk)
{
    return chunk->len > CHUNK_BYTES;
}

static void
let_go(struct chunk *chunk)
{
    free(chunk->bytes);
    chunk->bytes = NULL;
}

/* Fetches the rows up to the first trouble. */
static void
fetch_chunk(const struct row_fetch *row_fetch, struct chunk *chunk)
{
    const struct row_fetch_setup *const setup = &row_fetch->setup;
    char *to;

    if (chunk->bytes == NULL)
        chunk->bytes = malloc(is_long(chunk) ? chunk->len : CHUNK_BYTES);
    to = chunk->bytes;
    if (to == NULL)
        (void)trouble_nomem(&chunk->trouble);
    for (size_t k = 0; k < chunk->stretches && to != NULL; k++) {
        const struct stretch *const stretch = &chunk->stretch[k];
        if (setup->fetch(setup->fetch_context, stretch->offset, to,
                         stretch->len, &chunk->trouble) != ST_OK)
            break;
        to += stretch->len;
        chunk->fetched = stretch->stop;
    }
}

/* A crew's work. */
static void
work(void *context, unsigned tool, unsigned place)
{
    struct row_fetch *const row_fetch = context;
    struct chunk *const chunk = &row_fetch->chunks[place];

    (void)tool;
    if (!is_long(chunk))
        fetch_chunk(row_fetch, chunk);
}

enum status
row_fetch_new(const struct row_fetch_setup *setup, struct trouble *trouble,
              struct row_fetch **row_fetch)
{
    struct row_fetch *const made = calloc(1, sizeof *made);

    if (made == NULL)
        return trouble_nomem(trouble);
    made->setup = *setup;
    crew_begin(&made->crew, work, made);
    *row_fetch = made;
    return ST_OK;
}

void
row_fetch_free(struct row_fetch *row_fetch)
{
    if (row_fetch == NULL)
        return;
    crew_end(&row_fetch->crew);
    for (size_t k = 0; k < PLACES; k++)
        let_go(&row_fetch->chunks[k]);
    free(row_fetch);
}

/* Visits the oldest chunk and leaves its place empty. */
static enum status
visit_oldest(struct row_fetch *row_fetch, struct trouble *trouble)
{
    const struct row_fetch_setup *const setup = &row_fetch->setup;
    struct chunk *const chunk =
        &row_fetch->chunks[crew_collect(&row_fetch->crew)];
    enum status st = ST_OK;

    if (is_long(chunk)) {
        let_go(chunk);
        fetch_chunk(row_fetch, chunk);
    }
    for (size_t i = 0; i < chunk->fetched && st == ST_OK; i++)
        st = setup->visit(setup->visit_context, &chunk->candidates[i],
                          chunk->bytes + chunk->at[i], trouble);
    if (st == ST_OK && chunk->trouble.status != ST_OK)
        st = trouble_say(trouble, chunk->trouble.status, "%s",
                         chunk->trouble.text);
    if (is_long(chunk))
        let_go(chunk);
    chunk->count = chunk->stretches = chunk->len = chunk->fetched = 0;
    return st;
}

static struct chunk *
next_chunk(struct row_fetch *row_fetch)
{
    return &row_fetch->chunks[crew_next(&row_fetch->crew)];
}

/* How far behind the last row of a chunk a candidate's begins. */
static uint64_t
gap_before(const struct chunk *chunk, const struct candidate *candidate)
{
    if (chunk->count == 0)
        return UINT64_MAX;
    const struct stretch *const last = &chunk->stretch[chunk->stretches - 1];
    return candidate->offset - (last->offset + last->len);
}

/* Appends a candidate, if there is room; whether there was. */
static bool
append(struct chunk *chunk, const struct candidate *candidate)
{
    const size_t row_len = candidate_row_bytes(candidate);
    const uint64_t gap = gap_before(chunk, candidate);
    const bool is_near = gap <= GAP_BYTES;
    const size_t len = row_len + (is_near ? (size_t)gap : 0);

    if (chunk->count > 0 &&
        (chunk->count == CHUNK || chunk->len + len > CHUNK_BYTES))
        return false;
    if (!is_near)
        chunk->stretch[chunk->stretches++] =
            (struct stretch){.offset = candidate->offset};
    struct stretch *const last = &chunk->stretch[chunk->stretches - 1];
    last->len += len;
    chunk->len += len;
    chunk->at[chunk->count] = chunk->len - row_len;
    chunk->candidates[chunk->count++] = *candidate;
    last->stop = chunk->count;
    return true;
}

enum status
row_fetch_put(struct row_fetch *row_fetch, const struct candidate *candidate,
              struct trouble *trouble)
{
    enum status st = ST_OK;

    if (append(next_chunk(row_fetch), candidate))
        return ST_OK;
    if (!crew_is_begun(&row_fetch->crew) && row_fetch->setup.threads > 1)
        crew_start(&row_fetch->crew, FETCHERS - 1, FETCHERS);
    crew_give(&row_fetch->crew);
    if (crew_is_full(&row_fetch->crew))
        st = visit_oldest(row_fetch, trouble);
    if (st == ST_OK)
        (void)append(next_chunk(row_fetch), candidate);
    return st;
}

enum status
row_fetch_finish(struct row_fetch *row_fetch, struct trouble *trouble)
{
    enum status st = ST_OK;

    if (next_chunk(row_fetch)->count > 0)
        crew_give(&row_fetch->crew);
    while (st == ST_OK && !crew_is_empty(&row_fetch->crew))
        st = visit_oldest(row_fetch, trouble);
    return st;
}
