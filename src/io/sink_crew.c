/* SPDX-License-Identifier: MIT */
/* Who writes to the sink fills a ring of blocks, and a crew (base/crew.h) sees
 * to them. Compressing takes several times as long as making the bytes; in a
 * gzip several blocks are worked on at a time: each is a part of the member
 * that knows no more of the others than a few bytes in front of it. What comes
 * of a block goes to the outlet by the hand of who writes to the sink. Plain
 * blocks are ready as they are: there it is their writing that is done
 * meanwhile, one after the other, and nothing is written behind a failure. So
 * what fails is told in the order of the bytes, which are those of one thread.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/crew.h"
#include "io/sink_internal.h"

enum { BEFORE = 4 << 10 /* bytes that a block is compressed behind */ };

struct block {
    char *memory;  /* NULL: not used yet; the bytes in front of these, */
    char *bytes;   /* and these */
    size_t before; /* how many there are in front, */
    size_t begun;  /* and how many of these are written already */
    size_t len;
    bool is_last;
    enum status st;
    char *coded;
    size_t coded_len;
    size_t coded_room;
};

struct sink_crew {
    enum coding coding;
    unsigned threads; /* that work, the caller's included */
    struct sink_outlet outlet;
    struct trouble trouble; /* of a plain output; his who has the tool */
    struct sink_gzip_frame frame;
    struct crew crew;
    struct sink_encoder *encoders[CREW_THREADS]; /* NULL from where there are
                                                    no more */
    struct block blocks[CREW_PLACES];
};

static enum status
keep_coded(void *context, const char *bytes, size_t len,
           struct trouble *trouble)
{
    struct block *const block = context;

    if (array_reserve(&block->coded, &block->coded_room, block->coded_len + len,
                      1) != ST_OK)
        return trouble_nomem(trouble);
    memcpy(block->coded + block->coded_len, bytes, len);
    block->coded_len += len;
    return ST_OK;
}

static enum status
encode(const struct sink_crew *crew, struct sink_encoder *encoder,
       struct block *block)
{
    const struct sink_outlet outlet = {keep_coded, block};
    struct trouble trouble = {0}; /* it can only want memory */

    block->coded_len = 0;
    if (crew->coding != CODING_GZIP)
        return encoder->write(encoder, &outlet, block->bytes, block->len,
                              block->is_last, &trouble);
    return sink_gzip_part(encoder, &outlet, block->bytes + block->begun,
                          block->before + block->begun,
                          block->len - block->begun, block->is_last, &trouble);
}

static enum status
write_plain(struct sink_crew *crew, const struct block *block)
{
    if (crew->trouble.status != ST_OK)
        return crew->trouble.status;
    return crew->outlet.write(crew->outlet.context, block->bytes, block->len,
                              &crew->trouble);
}

static void
work(void *context, unsigned tool, unsigned place)
{
    struct sink_crew *const crew = context;
    struct block *const block = &crew->blocks[place];

    block->st = crew->coding == CODING_PLAIN
                    ? write_plain(crew, block)
                    : encode(crew, crew->encoders[tool], block);
}

/* Starts the helpers, in a gzip each with an encoder; what there is no thread
 * or memory for is done without. The blocks of a zstd frame are packed one
 * after the other, and plain ones written so: there one helper is enough. */
static void
start_helpers(struct sink_crew *crew)
{
    struct trouble trouble = {0};
    unsigned tools = 1;

    if (crew->coding != CODING_GZIP) {
        crew_start(&crew->crew, crew->threads > 1, 1);
        return;
    }
    while (tools < crew->threads &&
           sink_encoder_new(crew->coding, &trouble, &crew->encoders[tools]) ==
               ST_OK)
        tools++;
    crew_start(&crew->crew, tools - 1, tools);
}

/* The block that is given next; in a gzip behind the end of the last one. */
static enum status
next_block(struct sink_crew *crew, const struct block *last,
           struct trouble *trouble, char **bytes)
{
    struct block *const block = &crew->blocks[crew_next(&crew->crew)];

    if (block->memory == NULL)
        block->memory = malloc(BEFORE + SINK_BLOCK);
    if (block->memory == NULL)
        return trouble_nomem(trouble);
    block->bytes = block->memory + BEFORE;
    block->begun = 0;
    block->before = last == NULL ? 0 : BEFORE;
    if (last != NULL && crew->coding == CODING_GZIP)
        memcpy(block->memory, last->bytes + SINK_BLOCK - BEFORE, BEFORE);
    *bytes = block->bytes;
    return ST_OK;
}

enum status
sink_crew_new(enum coding coding, const struct sink_outlet *outlet,
              struct trouble *trouble, struct sink_crew **crew, char **block)
{
    struct sink_crew *const made = calloc(1, sizeof *made);
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->coding = coding;
    made->threads = 1;
    made->outlet = *outlet;
    crew_begin(&made->crew, work, made);
    st = sink_encoder_new(coding, trouble, &made->encoders[0]);
    if (st == ST_OK)
        st = next_block(made, NULL, trouble, block);
    if (st == ST_OK)
        *crew = made;
    else
        sink_crew_free(made);
    return st;
}

void
sink_crew_free(struct sink_crew *crew)
{
    if (crew == NULL)
        return;
    crew_end(&crew->crew);
    for (unsigned k = 0; k < CREW_THREADS && crew->encoders[k] != NULL; k++)
        crew->encoders[k]->free(crew->encoders[k]);
    for (unsigned k = 0; k < CREW_PLACES; k++) {
        free(crew->blocks[k].memory);
        free(crew->blocks[k].coded);
    }
    free(crew);
}

void
sink_crew_threads(struct sink_crew *crew, unsigned threads)
{
    crew->threads = threads < CREW_THREADS ? threads : CREW_THREADS;
}

/* Waits for the oldest block, and writes what came of it. */
static enum status
collect(struct sink_crew *crew, struct trouble *trouble)
{
    const struct block *const block = &crew->blocks[crew_collect(&crew->crew)];

    if (crew->coding != CODING_PLAIN)
        return block->st != ST_OK
                   ? trouble_nomem(trouble)
                   : crew->outlet.write(crew->outlet.context, block->coded,
                                        block->coded_len, trouble);
    return block->st == ST_OK
               ? ST_OK
               : trouble_say(trouble, block->st, "%s", crew->trouble.text);
}

/* Puts a block on its way. */
static void
give(struct sink_crew *crew, struct block *block, size_t len, bool is_last)
{
    block->len = len;
    block->is_last = is_last;
    if (crew->coding == CODING_GZIP)
        sink_gzip_frame_add(&crew->frame, block->bytes, len);
    crew_give(&crew->crew);
}

/* Writes what is in front of all blocks. */
static enum status
begin(struct sink_crew *crew, size_t len, struct trouble *trouble)
{
    struct block *const first = &crew->blocks[0];

    if (crew_is_begun(&crew->crew) || crew->coding != CODING_GZIP)
        return ST_OK;
    return sink_gzip_begin(&crew->outlet, first->bytes, len, trouble,
                           &first->begun);
}

enum status
sink_crew_put(struct sink_crew *crew, size_t len, struct trouble *trouble,
              char **block)
{
    enum status st = begin(crew, len, trouble);

    if (st != ST_OK)
        return st;
    if (!crew_is_begun(&crew->crew))
        start_helpers(crew);
    struct block *const last = &crew->blocks[crew_next(&crew->crew)];
    give(crew, last, len, false);
    if (crew_is_full(&crew->crew))
        st = collect(crew, trouble);
    return st == ST_OK ? next_block(crew, last, trouble, block) : st;
}

enum status
sink_crew_finish(struct sink_crew *crew, size_t len, struct trouble *trouble)
{
    enum status st = begin(crew, len, trouble);

    if (st == ST_OK)
        give(crew, &crew->blocks[crew_next(&crew->crew)], len, true);
    while (st == ST_OK && !crew_is_empty(&crew->crew))
        st = collect(crew, trouble);
    return st == ST_OK && crew->coding == CODING_GZIP
               ? sink_gzip_end(&crew->frame, &crew->outlet, trouble)
               : st;
}
