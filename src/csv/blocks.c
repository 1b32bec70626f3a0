/* SPDX-License-Identifier: MIT */
#include "csv/blocks.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/thread.h"
#include "csv/block_guess.h"

/* Blocks for each thread, one in work and one ready. More of them, or longer
 * ones, do not stay in the cache between those who write and read them. A
 * thread that is alone takes turns between two: to overwrite the block that
 * was just worked on was seen to be slower by a twentieth. But what comes in
 * order is read no further than it must be, since that may wait. */
enum { SLOTS_EACH = 2 };

enum {
    LINE = 64, /* bytes of a line of the cache, or a divisor */
    PAGE = 4096
};

/* A block, and what is being done with it. */
struct slot {
    struct block block;
    char *memory; /* somewhere in it is the */
    char *bytes;  /* block, behind the byte in front of it */
    enum scan_state guess;
    enum status st;
    bool is_ready;
    struct trouble trouble;
};

/* A thread, and what it works with; the first is the caller's. */
struct worker {
    struct blocks *blocks;
    pthread_t thread;
    struct block_tools tools;
};

struct blocks {
    struct blocks_setup setup;
    struct source *source;
    char behind; /* the last byte that was read in order */
    size_t slot_count;
    struct slot *slots; /* block i is in slot i modulo their number */
    struct worker workers[BLOCK_THREADS];
    unsigned thread_count;  /* beside the caller's */
    pthread_mutex_t lock;   /* of all that follows, and of is_ready */
    pthread_cond_t arrived; /* the block that is waited for */
    pthread_cond_t room;    /* for more of them */
    bool is_awaited;
    uint64_t awaited;
    unsigned idle;          /* workers that wait for room */
    uint64_t begun;         /* blocks that somebody works on, or has */
    uint64_t read;          /* the same for those that are read in order */
    uint64_t handed;        /* blocks handed out; the last one is in use */
    enum scan_state before; /* in which that one begins */
    bool is_stopped;        /* nothing is begun any more, or read */
    uint64_t next_at;       /* offset of the next block to be read */
};

static struct slot *
slot_of(const struct blocks *blocks, uint64_t i)
{
    return &blocks->slots[i % blocks->slot_count];
}

/* Puts the block that begins at OFFSET into its place. Words of the block do
 * not straddle lines. And it is half a page off where it comes from: a
 * processor takes a load for one that waits for a store just before it in
 * another page, and copies three times as slowly. */
static void
place_block(struct slot *slot, uint64_t offset)
{
    char *const first = slot->memory + 1; /* a byte stands in front */
    const size_t wanted = (size_t)((offset + PAGE / 2) / LINE * LINE);

    slot->bytes = first + (wanted - (uintptr_t)first) % PAGE;
}

/* Reads the block at OFFSET, with the byte in front of it. */
static enum status
read_at(const struct blocks *blocks, struct slot *slot, uint64_t offset)
{
    const size_t extra = offset > 0;
    size_t len = 0;

    place_block(slot, offset);
    slot->bytes[-1] = '\n';
    const enum status st =
        source_read_at(blocks->source, offset - extra, slot->bytes - extra,
                       blocks->setup.block_bytes + extra, &slot->trouble, &len);
    slot->block.bytes =
        (struct slice){slot->bytes, len > extra ? len - extra : 0};
    return st;
}

/* What state block I begins in, as far as can be told. */
static enum scan_state
guess(struct blocks *blocks, const struct slot *slot, uint64_t i)
{
    const struct slot *const front =
        slot_of(blocks, i + blocks->slot_count - 1);
    enum scan_state state;
    const bool told = block_guess(blocks->setup.block.dialect, slot->bytes[-1],
                                  slot->block.bytes, &state);

    pthread_mutex_lock(&blocks->lock);
    if (i + 1 == blocks->handed)
        state = blocks->before;
    else if (i == 0)
        state = SCAN_START;
    else if (!told && front->is_ready && front->st == ST_OK)
        state = front->block.after;
    pthread_mutex_unlock(&blocks->lock);
    return state;
}

static void
work_on(struct blocks *blocks, struct slot *slot, enum scan_state before,
        struct block_tools *tools)
{
    slot->guess = before;
    slot->st =
        block_work(&slot->block, &blocks->setup.block, before, true, tools);
    if (slot->st != ST_OK)
        trouble_nomem(&slot->trouble);
}

/* How many blocks have a place, after the first COUNT. */
static uint64_t
room_behind(const struct blocks *blocks, uint64_t count)
{
    return blocks->handed + blocks->slot_count - 1 - count;
}

/* Nobody is to begin or to wait for anything any more. */
static void
stop(struct blocks *blocks)
{
    blocks->is_stopped = true;
    pthread_cond_broadcast(&blocks->room);
}

/* Chooses the next block that nobody works on, if there is one. */
static bool
claim(struct blocks *blocks, uint64_t *i, uint64_t *offset)
{
    if (blocks->setup.is_shared
            ? blocks->is_stopped || room_behind(blocks, blocks->begun) == 0
            : blocks->begun == blocks->read)
        return false;
    *i = blocks->begun++;
    *offset = 0; /* who reads in order has noted it */
    if (blocks->setup.is_shared) {
        *offset = blocks->next_at;
        blocks->next_at += blocks->setup.block_bytes;
    }
    return true;
}

/* Works on a block, if one is to be had. The lock is held, but not while there
 * is work. */
static bool
work(struct blocks *blocks, struct block_tools *tools)
{
    uint64_t i, offset;

    if (!claim(blocks, &i, &offset))
        return false;
    struct slot *const slot = slot_of(blocks, i);
    pthread_mutex_unlock(&blocks->lock);
    if (blocks->setup.is_shared) {
        slot->trouble = (struct trouble){0};
        slot->block.offset = offset;
        slot->st = read_at(blocks, slot, offset);
    }
    if (slot->st == ST_OK)
        work_on(blocks, slot, guess(blocks, slot, i), tools);
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
    struct worker *const worker = context;
    struct blocks *const blocks = worker->blocks;

    pthread_mutex_lock(&blocks->lock);
    for (;;) {
        if (work(blocks, &worker->tools))
            continue;
        if (blocks->is_stopped)
            break;
        blocks->idle++;
        pthread_cond_wait(&blocks->room, &blocks->lock);
        blocks->idle--;
    }
    pthread_mutex_unlock(&blocks->lock);
    return NULL;
}

/* Fewer workers are only slower. */
static void
start_workers(struct blocks *blocks)
{
    for (unsigned k = 1; k < blocks->setup.threads && k < BLOCK_THREADS; k++) {
        struct worker *const worker = &blocks->workers[k];
        worker->blocks = blocks;
        worker->tools.who = k;
        if (!thread_start(&worker->thread, run_worker, worker))
            break;
        blocks->thread_count++;
    }
}

static enum status
make_slots(struct blocks *blocks)
{
    const unsigned threads = blocks->setup.threads;
    const size_t least = blocks->setup.begun.len;
    const size_t room =
        blocks->setup.block_bytes > least ? blocks->setup.block_bytes : least;

    blocks->slot_count = SLOTS_EACH;
    if (threads > 1)
        blocks->slot_count *= threads;
    else if (!blocks->setup.is_shared)
        blocks->slot_count = 1;
    blocks->slots = calloc(blocks->slot_count, sizeof *blocks->slots);
    if (blocks->slots == NULL)
        return ST_NOMEM;
    for (size_t k = 0; k < blocks->slot_count; k++) {
        blocks->slots[k].memory = malloc(room + PAGE);
        if (blocks->slots[k].memory == NULL)
            return ST_NOMEM;
    }
    return ST_OK;
}

enum status
blocks_new(struct source *source, const struct blocks_setup *setup,
           struct trouble *trouble, struct blocks **blocks)
{
    struct blocks *const made = calloc(1, sizeof *made);

    if (made == NULL)
        return trouble_nomem(trouble);
    made->setup = *setup;
    made->source = source;
    made->behind = '\n';
    made->next_at = setup->offset;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->arrived, NULL);
    pthread_cond_init(&made->room, NULL);
    if (make_slots(made) != ST_OK) {
        blocks_free(made);
        return trouble_nomem(trouble);
    }
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
    blocks->begun = blocks->read;
    stop(blocks);
    pthread_mutex_unlock(&blocks->lock);
    for (unsigned k = 1; k <= blocks->thread_count; k++)
        pthread_join(blocks->workers[k].thread, NULL);
    for (unsigned k = 0; k < BLOCK_THREADS; k++)
        block_tools_free(&blocks->workers[k].tools);
    for (size_t k = 0; blocks->slots != NULL && k < blocks->slot_count; k++) {
        free(blocks->slots[k].memory);
        block_free(&blocks->slots[k].block);
    }
    free(blocks->slots);
    pthread_cond_destroy(&blocks->arrived);
    pthread_cond_destroy(&blocks->room);
    pthread_mutex_destroy(&blocks->lock);
    free(blocks);
}

/* Reads the next block of what has no offsets. What was read of it before is a
 * block of its own. */
static void
read_in_order(struct blocks *blocks, struct slot *slot)
{
    const struct slice begun = blocks->setup.begun;
    size_t len = begun.len;

    slot->trouble = (struct trouble){0};
    slot->st = ST_OK;
    place_block(slot, blocks->next_at);
    slot->bytes[-1] = blocks->behind;
    if (begun.len > 0)
        memcpy(slot->bytes, begun.bytes, begun.len);
    else
        slot->st = source_read(blocks->source, slot->bytes,
                               blocks->setup.block_bytes, &slot->trouble, &len);
    blocks->setup.begun.len = 0;
    slot->block.bytes = (struct slice){slot->bytes, len};
    slot->block.offset = blocks->next_at;
    blocks->next_at += len;
    if (len > 0)
        blocks->behind = slot->bytes[len - 1];
}

/* Reads a block that workers may work on, if there is a place for it. The lock
 * is held, but not while something is read. */
static bool
read_more(struct blocks *blocks)
{
    struct slot *const slot = slot_of(blocks, blocks->read);

    if (blocks->setup.is_shared || blocks->is_stopped ||
        room_behind(blocks, blocks->read) == 0)
        return false;
    pthread_mutex_unlock(&blocks->lock);
    read_in_order(blocks, slot);
    pthread_mutex_lock(&blocks->lock);
    blocks->read++;
    if (slot->st != ST_OK || slot->block.bytes.len == 0)
        stop(blocks);
    else if (blocks->idle > 0)
        pthread_cond_signal(&blocks->room);
    return true;
}

/* Waits for block I, and works as long as there is something to be done. To
 * wake a worker is a system call: it is done when there is work for a while. */
static struct slot *
wait_for(struct blocks *blocks, uint64_t i, enum scan_state before)
{
    struct slot *const slot = slot_of(blocks, i);

    pthread_mutex_lock(&blocks->lock);
    if (i > 0)
        slot_of(blocks, i - 1)->is_ready = false;
    blocks->handed = i + 1;
    blocks->before = before;
    if (blocks->setup.is_shared && blocks->idle > 0 &&
        room_behind(blocks, blocks->begun) >= blocks->slot_count / 2)
        pthread_cond_broadcast(&blocks->room);
    while (!slot->is_ready) {
        if (read_more(blocks) || work(blocks, &blocks->workers[0].tools))
            continue;
        blocks->is_awaited = true;
        blocks->awaited = i;
        pthread_cond_wait(&blocks->arrived, &blocks->lock);
        blocks->is_awaited = false;
    }
    /* Who guesses from a block does not see it change. */
    slot->is_ready = slot->st == ST_OK && slot->guess == before;
    pthread_mutex_unlock(&blocks->lock);
    return slot;
}

enum status
blocks_next(struct blocks *blocks, enum scan_state before,
            struct trouble *trouble, const struct block **block)
{
    struct slot *const slot = wait_for(blocks, blocks->handed, before);

    if (slot->st == ST_OK && slot->guess != before)
        work_on(blocks, slot, before, &blocks->workers[0].tools);
    if (slot->st != ST_OK)
        return trouble_say(trouble, slot->st, "%s", slot->trouble.text);
    *block = &slot->block;
    return ST_OK;
}
