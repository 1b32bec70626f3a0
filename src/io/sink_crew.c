/* SPDX-License-Identifier: MIT */
/* Compressing takes several times as long as making the bytes, so threads share
 * in it, and in a gzip several blocks are worked on at a time: each is a part
 * of the member that knows no more of the others than a few bytes in front of
 * it. Who writes to the sink fills a ring of blocks, and writes out the oldest
 * when the ring is full; until that one is coded he works on others. So all
 * that can fail fails in his hands, in the order of the bytes, and the bytes
 * are those of one thread. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/thread.h"
#include "io/sink_internal.h"

enum {
    THREADS = 8,
    BLOCKS = 2 * THREADS,
    BEFORE = 4 << 10 /* bytes that a block is compressed behind */
};

struct block {
    char *memory;  /* NULL: not used yet; the bytes in front of these, */
    char *bytes;   /* and these */
    size_t before; /* how many there are in front, */
    size_t begun;  /* and how many of these are written already */
    size_t len;
    bool is_last;
    bool is_coded; /* read and written under the lock */
    enum status st;
    char *coded;
    size_t coded_len;
    size_t coded_room;
};

struct sink_crew {
    enum coding coding;
    unsigned threads; /* that work, the caller's included */
    unsigned helpers; /* that were started */
    unsigned room;    /* blocks on their way, at most */
    uint64_t written;
    struct sink_gzip_frame frame;
    pthread_t helper[THREADS];
    pthread_mutex_t lock;
    pthread_cond_t has_work; /* or is ending */
    pthread_cond_t has_coded;
    uint64_t given; /* blocks, counted from the first; all below is read and */
    uint64_t taken; /* written under the lock, blocks but for their marks by */
    bool is_ending; /* whom they are with */
    unsigned idle_count;
    struct sink_encoder *idle[THREADS];
    struct block blocks[BLOCKS];
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

/* Works on the next block, if there is one and an encoder for it; whether there
 * was. Called with the lock held, which is given away meanwhile. */
static bool
work_once(struct sink_crew *crew)
{
    if (crew->taken == crew->given || crew->idle_count == 0)
        return false;
    struct sink_encoder *const encoder = crew->idle[--crew->idle_count];
    struct block *const block = &crew->blocks[crew->taken++ % crew->room];

    pthread_mutex_unlock(&crew->lock);
    block->st = encode(crew, encoder, block);
    pthread_mutex_lock(&crew->lock);
    block->is_coded = true;
    crew->idle[crew->idle_count++] = encoder;
    pthread_cond_signal(&crew->has_coded);
    pthread_cond_signal(&crew->has_work);
    return true;
}

static void *
help(void *context)
{
    struct sink_crew *const crew = context;

    pthread_mutex_lock(&crew->lock);
    while (!crew->is_ending)
        if (!work_once(crew))
            pthread_cond_wait(&crew->has_work, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* Starts the helpers, each with an encoder, for a gzip; what there is no thread
 * or memory for is done without. The blocks of a zstd frame are packed one
 * after the other, by one encoder, so that there one helper is enough. */
static void
start_helpers(struct sink_crew *crew)
{
    const bool is_gzip = crew->coding == CODING_GZIP;
    const unsigned most = is_gzip || crew->threads < 2 ? crew->threads : 2;
    struct trouble trouble = {0};

    pthread_mutex_lock(&crew->lock);
    while (crew->helpers + 1 < most) {
        if (is_gzip && sink_encoder_new(crew->coding, &trouble,
                                        &crew->idle[crew->idle_count]) != ST_OK)
            break;
        crew->idle_count += is_gzip;
        if (!thread_start(&crew->helper[crew->helpers], help, crew))
            break;
        crew->helpers++;
    }
    crew->room = crew->helpers == 0 ? 1 : 2 * (crew->helpers + 1);
    pthread_mutex_unlock(&crew->lock);
}

/* The block that is given next, behind the end of the last one. */
static enum status
next_block(struct sink_crew *crew, struct trouble *trouble, char **bytes)
{
    struct block *const block = &crew->blocks[crew->given % crew->room];
    const struct block *const last =
        &crew->blocks[(crew->given + crew->room - 1) % crew->room];

    if (block->memory == NULL)
        block->memory = malloc(BEFORE + SINK_BLOCK);
    if (block->memory == NULL)
        return trouble_nomem(trouble);
    block->bytes = block->memory + BEFORE;
    block->begun = 0;
    block->before = crew->given == 0 ? 0 : BEFORE;
    if (block->before > 0)
        memcpy(block->memory, last->bytes + SINK_BLOCK - BEFORE, BEFORE);
    *bytes = block->bytes;
    return ST_OK;
}

enum status
sink_crew_new(enum coding coding, struct trouble *trouble,
              struct sink_crew **crew, char **block)
{
    struct sink_crew *const made = calloc(1, sizeof *made);
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->coding = coding;
    made->threads = made->room = 1;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->has_work, NULL);
    pthread_cond_init(&made->has_coded, NULL);
    st = sink_encoder_new(coding, trouble, &made->idle[0]);
    if (st == ST_OK) {
        made->idle_count = 1;
        st = next_block(made, trouble, block);
    }
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
    pthread_mutex_lock(&crew->lock);
    crew->is_ending = true;
    pthread_cond_broadcast(&crew->has_work);
    pthread_mutex_unlock(&crew->lock);
    while (crew->helpers > 0)
        pthread_join(crew->helper[--crew->helpers], NULL);
    while (crew->idle_count > 0) {
        struct sink_encoder *const encoder = crew->idle[--crew->idle_count];
        encoder->free(encoder);
    }
    for (unsigned k = 0; k < BLOCKS; k++) {
        free(crew->blocks[k].memory);
        free(crew->blocks[k].coded);
    }
    pthread_cond_destroy(&crew->has_work);
    pthread_cond_destroy(&crew->has_coded);
    pthread_mutex_destroy(&crew->lock);
    free(crew);
}

void
sink_crew_threads(struct sink_crew *crew, unsigned threads)
{
    crew->threads = threads < THREADS ? threads : THREADS;
}

/* Writes out the oldest block. */
static enum status
write_oldest(struct sink_crew *crew, const struct sink_outlet *outlet,
             struct trouble *trouble)
{
    struct block *const block = &crew->blocks[crew->written % crew->room];

    pthread_mutex_lock(&crew->lock);
    while (!block->is_coded)
        if (!work_once(crew))
            pthread_cond_wait(&crew->has_coded, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
    if (block->st != ST_OK)
        return trouble_nomem(trouble);
    crew->written++;
    return outlet->write(outlet->context, block->coded, block->coded_len,
                         trouble);
}

/* Puts a block on its way. */
static void
give(struct sink_crew *crew, size_t len, bool is_last)
{
    struct block *const block = &crew->blocks[crew->given % crew->room];

    block->len = len;
    block->is_last = is_last;
    if (crew->coding == CODING_GZIP)
        sink_gzip_frame_add(&crew->frame, block->bytes, len);
    pthread_mutex_lock(&crew->lock);
    block->is_coded = false;
    crew->given++;
    pthread_cond_signal(&crew->has_work);
    pthread_mutex_unlock(&crew->lock);
}

/* Writes what is in front of all blocks. */
static enum status
begin(struct sink_crew *crew, size_t len, const struct sink_outlet *outlet,
      struct trouble *trouble)
{
    struct block *const first = &crew->blocks[0];

    if (crew->coding != CODING_GZIP)
        return ST_OK;
    return sink_gzip_begin(outlet, first->bytes, len, trouble, &first->begun);
}

enum status
sink_crew_put(struct sink_crew *crew, size_t len,
              const struct sink_outlet *outlet, struct trouble *trouble,
              char **block)
{
    enum status st = ST_OK;

    if (crew->given == 0) {
        start_helpers(crew);
        st = begin(crew, len, outlet, trouble);
    }
    if (st == ST_OK) {
        give(crew, len, false);
        if (crew->given - crew->written == crew->room)
            st = write_oldest(crew, outlet, trouble);
    }
    return st == ST_OK ? next_block(crew, trouble, block) : st;
}

enum status
sink_crew_finish(struct sink_crew *crew, size_t len,
                 const struct sink_outlet *outlet, struct trouble *trouble)
{
    enum status st =
        crew->given == 0 ? begin(crew, len, outlet, trouble) : ST_OK;

    if (st == ST_OK)
        give(crew, len, true);
    while (st == ST_OK && crew->written < crew->given)
        st = write_oldest(crew, outlet, trouble);
    return st == ST_OK && crew->coding == CODING_GZIP
               ? sink_gzip_end(&crew->frame, outlet, trouble)
               : st;
}
