/* SPDX-License-Identifier: MIT */
#include "csv/blocks.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum {
    BOM_BYTES = 3,
    LOOK_BYTES = 4 << 10, /* how far a quote is looked for */
    SLOTS_EACH = 6        /* blocks for each thread, in work or ready */
};
static const char BOM[] = "\xef\xbb\xbf";

/* A block, and what is being done with it. */
struct slot {
    struct block block;
    char *buffer; /* the byte in front of the block, then the block */
    enum scan_state guess;
    enum status st;
    bool is_ready;
    struct trouble trouble;
};

struct blocks {
    struct blocks_setup setup;
    struct source *source;
    bool is_shared;       /* blocks are read at their offsets, by anybody */
    uint64_t origin;      /* offset of the first block */
    size_t head_len;      /* bytes of the first block that were read already, */
    char head[BOM_BYTES]; /* where it is not shared */
    size_t slot_count;
    struct slot *slots; /* block i is in slot i modulo their number */
    pthread_t threads[BLOCKS_THREADS];
    unsigned thread_count;
    pthread_mutex_t lock;   /* of all that follows, and of is_ready */
    pthread_cond_t arrived; /* the block that is waited for */
    pthread_cond_t room;    /* for more of them */
    bool is_awaited;
    uint64_t awaited;
    unsigned idle;   /* workers that wait for room */
    uint64_t begun;  /* blocks that somebody reads or has read */
    uint64_t handed; /* blocks handed out; the last one is in use */
    bool is_stopped; /* nothing is begun any more */
};

/* The state in which a block is likely to begin: BEHIND is the byte in front of
 * it. */
static enum scan_state
state_outside(struct dialect dialect, char behind)
{
    if (behind == dialect.delimiter || behind == '\n')
        return SCAN_START;
    if (behind == '\r')
        return SCAN_CR;
    return behind == '"' ? SCAN_CLOSED : SCAN_PLAIN;
}

static bool
ends_field(struct dialect dialect, char byte)
{
    return byte == dialect.delimiter || byte == '\n' || byte == '\r';
}

/* A quote that opens has the end of a field in front of it, one that closes has
 * it, or a second quote, behind itself. */
static enum scan_state
guess_state(struct dialect dialect, char behind, struct slice block)
{
    const size_t look = block.len < LOOK_BYTES ? block.len : LOOK_BYTES;
    const char *const quote = memchr(block.bytes, '"', look);
    const enum scan_state outside = state_outside(dialect, behind);

    if (quote == NULL || quote + 1 == block.bytes + block.len)
        return outside;
    const char before = quote == block.bytes ? behind : quote[-1];
    const bool opens = before == dialect.delimiter || before == '\n';
    const bool closes = ends_field(dialect, quote[1]) || quote[1] == '"';
    return closes && !opens ? SCAN_QUOTED : outside;
}

static void
map_slot(const struct blocks *blocks, struct slot *slot, enum scan_state before)
{
    slot->guess = before;
    blocks->setup.kernel->map(blocks->setup.dialect, slot->block.bytes, before,
                              &slot->block.map);
}

/* Reads block I at its offset, with the byte in front of it, and maps it. */
static void
work_on(struct blocks *blocks, struct slot *slot, uint64_t i)
{
    const size_t room = blocks->setup.block_bytes;
    const uint64_t offset = blocks->origin + i * room;
    const size_t extra = offset > 0;
    char *const at = slot->buffer + (1 - extra);
    size_t len = 0;

    slot->buffer[0] = '\n';
    slot->trouble = (struct trouble){0};
    slot->st = source_read_at(blocks->source, offset - extra, at, room + extra,
                              &slot->trouble, &len);
    if (slot->st != ST_OK)
        return;
    slot->block.bytes =
        (struct slice){slot->buffer + 1, len > extra ? len - extra : 0};
    map_slot(blocks, slot,
             i == 0 ? SCAN_START
                    : guess_state(blocks->setup.dialect, slot->buffer[0],
                                  slot->block.bytes));
}

/* How many blocks have a place and have not been begun. */
static uint64_t
room_left(const struct blocks *blocks)
{
    return blocks->handed + blocks->slot_count - 1 - blocks->begun;
}

/* Nobody is to begin or to wait for anything any more. */
static void
stop(struct blocks *blocks)
{
    blocks->is_stopped = true;
    pthread_cond_broadcast(&blocks->room);
}

/* Works on the next block that nobody has begun, if it has a place. The lock is
 * held, but not while there is work. */
static bool
work(struct blocks *blocks)
{
    const uint64_t i = blocks->begun;
    struct slot *const slot = &blocks->slots[i % blocks->slot_count];

    if (blocks->is_stopped || room_left(blocks) == 0)
        return false;
    blocks->begun++;
    pthread_mutex_unlock(&blocks->lock);
    work_on(blocks, slot, i);
    pthread_mutex_lock(&blocks->lock);
    slot->is_ready = true;
    if (slot->st != ST_OK || slot->block.bytes.len == 0)
        stop(blocks);
    if (blocks->is_awaited && blocks->awaited == i)
        pthread_cond_signal(&blocks->arrived);
    return true;
}

static void *
run_worker(void *context)
{
    struct blocks *const blocks = context;

    pthread_mutex_lock(&blocks->lock);
    while (!blocks->is_stopped) {
        if (work(blocks))
            continue;
        blocks->idle++;
        pthread_cond_wait(&blocks->room, &blocks->lock);
        blocks->idle--;
    }
    pthread_mutex_unlock(&blocks->lock);
    return NULL;
}

/* Signals are for the thread that knows what is to be cleaned up. Fewer workers
 * are only slower. */
static void
start_workers(struct blocks *blocks)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (blocks->thread_count + 1 < blocks->setup.threads &&
           pthread_create(&blocks->threads[blocks->thread_count], NULL,
                          run_worker, blocks) == 0)
        blocks->thread_count++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static enum status
make_slots(struct blocks *blocks)
{
    const size_t room = blocks->setup.block_bytes > BOM_BYTES
                            ? blocks->setup.block_bytes
                            : BOM_BYTES;

    blocks->slot_count =
        blocks->is_shared ? (size_t)SLOTS_EACH * blocks->setup.threads : 1;
    blocks->slots = calloc(blocks->slot_count, sizeof *blocks->slots);
    if (blocks->slots == NULL)
        return ST_NOMEM;
    for (size_t k = 0; k < blocks->slot_count; k++) {
        struct slot *const slot = &blocks->slots[k];
        slot->buffer = malloc(room + 1);
        if (slot->buffer == NULL ||
            scan_map_reserve(&slot->block.map, room) != ST_OK)
            return ST_NOMEM;
    }
    return ST_OK;
}

/* Looks for a byte-order mark. */
static enum status
look_for_bom(struct blocks *blocks, struct trouble *trouble, size_t *bom_bytes)
{
    size_t len = 0;
    const enum status st = blocks->is_shared
                               ? source_read_at(blocks->source, 0, blocks->head,
                                                BOM_BYTES, trouble, &len)
                               : source_read(blocks->source, blocks->head,
                                             BOM_BYTES, trouble, &len);
    const bool found =
        len == BOM_BYTES && memcmp(blocks->head, BOM, BOM_BYTES) == 0;

    if (st != ST_OK)
        return st;
    *bom_bytes = found ? BOM_BYTES : 0;
    blocks->origin = *bom_bytes;
    blocks->head_len = found || blocks->is_shared ? 0 : len;
    return ST_OK;
}

enum status
blocks_new(struct source *source, const struct blocks_setup *setup,
           struct trouble *trouble, struct blocks **blocks, size_t *bom_bytes)
{
    struct blocks *const made = calloc(1, sizeof *made);
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->setup = *setup;
    made->source = source;
    made->is_shared = setup->threads > 1 && source_share(source);
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->arrived, NULL);
    pthread_cond_init(&made->room, NULL);
    st = make_slots(made) == ST_OK ? look_for_bom(made, trouble, bom_bytes)
                                   : trouble_nomem(trouble);
    if (st != ST_OK) {
        blocks_free(made);
        return st;
    }
    if (made->is_shared)
        start_workers(made);
    *blocks = made;
    return ST_OK;
}

void
blocks_free(struct blocks *blocks)
{
    if (blocks == NULL)
        return;
    pthread_mutex_lock(&blocks->lock);
    stop(blocks);
    pthread_mutex_unlock(&blocks->lock);
    for (unsigned k = 0; k < blocks->thread_count; k++)
        pthread_join(blocks->threads[k], NULL);
    for (size_t k = 0; blocks->slots != NULL && k < blocks->slot_count; k++) {
        free(blocks->slots[k].buffer);
        scan_map_free(&blocks->slots[k].block.map);
    }
    free(blocks->slots);
    pthread_cond_destroy(&blocks->arrived);
    pthread_cond_destroy(&blocks->room);
    pthread_mutex_destroy(&blocks->lock);
    free(blocks);
}

/* The next block of what has no offsets. */
static enum status
read_next(struct blocks *blocks, enum scan_state before,
          struct trouble *trouble, const struct block **block)
{
    struct slot *const slot = &blocks->slots[0];
    const size_t had = blocks->head_len;
    const size_t room = blocks->setup.block_bytes;
    size_t len = 0;
    enum status st = ST_OK;

    memcpy(slot->buffer, blocks->head, had);
    blocks->head_len = 0;
    if (had < room && (had == 0 || had == BOM_BYTES))
        st = source_read(blocks->source, slot->buffer + had, room - had,
                         trouble, &len);
    if (st != ST_OK)
        return st;
    slot->block.bytes = (struct slice){slot->buffer, had + len};
    map_slot(blocks, slot, before);
    *block = &slot->block;
    return ST_OK;
}

/* Waits for block I, and works as long as there is something to be done. To
 * wake a worker is a system call: it is done when there is work for a while. */
static struct slot *
wait_for(struct blocks *blocks, uint64_t i)
{
    struct slot *const slot = &blocks->slots[i % blocks->slot_count];

    pthread_mutex_lock(&blocks->lock);
    if (i > 0)
        blocks->slots[(i - 1) % blocks->slot_count].is_ready = false;
    blocks->handed = i + 1;
    if (blocks->idle > 0 && room_left(blocks) >= blocks->slot_count / 2)
        pthread_cond_broadcast(&blocks->room);
    while (!slot->is_ready) {
        if (work(blocks))
            continue;
        blocks->is_awaited = true;
        blocks->awaited = i;
        pthread_cond_wait(&blocks->arrived, &blocks->lock);
        blocks->is_awaited = false;
    }
    pthread_mutex_unlock(&blocks->lock);
    return slot;
}

enum status
blocks_next(struct blocks *blocks, enum scan_state before,
            struct trouble *trouble, const struct block **block)
{
    if (!blocks->is_shared)
        return read_next(blocks, before, trouble, block);
    struct slot *const slot = wait_for(blocks, blocks->handed);
    if (slot->st != ST_OK)
        return trouble_say(trouble, slot->st, "%s", slot->trouble.text);
    if (slot->guess != before)
        map_slot(blocks, slot, before);
    *block = &slot->block;
    return ST_OK;
}
