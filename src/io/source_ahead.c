/* SPDX-License-Identifier: MIT */
/* Decoding takes longer than all that is done with the bytes, so a thread
 * decodes into a ring of blocks. Who reads copies from it, waits for a block
 * that is not there yet, and sees the same bytes and the same trouble as
 * without the thread. Who stops before the end makes stop_fd readable, since
 * the thread may wait for a pipe for ever. */
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/thread.h"
#include "io/source_internal.h"

enum { BLOCKS = 2 };

struct block {
    enum status st;
    size_t len; /* less than SOURCE_AHEAD_BLOCK: the input is at its end */
    char bytes[SOURCE_AHEAD_BLOCK];
};

struct ahead {
    struct source_decoder decoder; /* first: a pointer to it is one to us */
    struct source_decoder *inner;  /* the thread's alone while it runs, */
    struct source_input *input;    /* and so is this */
    pthread_t thread;
    bool is_joined;
    size_t block_at; /* what was handed out of the block that is read */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t decoded; /* blocks, counted from the first; these three are */
    uint64_t used;    /* read and written under the lock */
    bool is_stopped;
    struct trouble trouble; /* of the last block */
    struct block blocks[BLOCKS];
};

/* Waits until a block is free; NULL if nobody wants it any more. */
static struct block *
wait_for_room(struct ahead *ahead)
{
    struct block *block = NULL;

    pthread_mutex_lock(&ahead->lock);
    while (ahead->decoded - ahead->used == BLOCKS && !ahead->is_stopped)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    if (!ahead->is_stopped)
        block = &ahead->blocks[ahead->decoded % BLOCKS];
    pthread_mutex_unlock(&ahead->lock);
    return block;
}

static void *
decode(void *context)
{
    struct ahead *const ahead = context;
    struct block *block;
    bool more = true;

    while (more && (block = wait_for_room(ahead)) != NULL) {
        block->len = 0;
        block->st =
            ahead->inner->read(ahead->inner, block->bytes, SOURCE_AHEAD_BLOCK,
                               &ahead->trouble, &block->len);
        more = block->st == ST_OK && block->len == SOURCE_AHEAD_BLOCK;
        pthread_mutex_lock(&ahead->lock);
        ahead->decoded++;
        pthread_cond_signal(&ahead->changed);
        pthread_mutex_unlock(&ahead->lock);
    }
    return NULL;
}

/* The block that is read now, once it is decoded. */
static const struct block *
wait_for_block(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    while (ahead->decoded == ahead->used)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    const struct block *const block = &ahead->blocks[ahead->used % BLOCKS];
    pthread_mutex_unlock(&ahead->lock);
    return block;
}

static void
give_back(struct ahead *ahead)
{
    ahead->block_at = 0;
    pthread_mutex_lock(&ahead->lock);
    ahead->used++;
    pthread_cond_signal(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
}

static void
join(struct ahead *ahead)
{
    if (!ahead->is_joined)
        pthread_join(ahead->thread, NULL);
    ahead->is_joined = true;
}

/* The last block stays in its place, so that it is found again by whoever
 * reads on behind the end. */
static enum status
ahead_read(struct source_decoder *decoder, char *bytes, size_t room,
           struct trouble *trouble, size_t *len)
{
    struct ahead *const ahead = (struct ahead *)decoder;
    size_t have = 0;

    while (have < room) {
        const struct block *const block = wait_for_block(ahead);
        if (block->st != ST_OK) {
            join(ahead);
            return trouble_say(trouble, block->st, "%s", ahead->trouble.text);
        }
        const size_t left = block->len - ahead->block_at;
        const size_t part = left < room - have ? left : room - have;
        memcpy(bytes + have, block->bytes + ahead->block_at, part);
        have += part;
        ahead->block_at += part;
        if (ahead->block_at == SOURCE_AHEAD_BLOCK) {
            give_back(ahead);
        } else if (ahead->block_at == block->len) {
            join(ahead);
            break;
        }
    }
    *len = have;
    return ST_OK;
}

/* Whether the thread waits for room or for bytes, it is told. */
static void
stop(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->is_stopped = true;
    pthread_cond_signal(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    (void)eventfd_write(ahead->input->stop_fd, 1);
    join(ahead);
}

/* All but what was taken over. */
static void
dismantle(struct ahead *ahead)
{
    close(ahead->input->stop_fd);
    ahead->input->stop_fd = -1;
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->lock);
    free(ahead);
}

static void
ahead_free(struct source_decoder *decoder)
{
    struct ahead *const ahead = (struct ahead *)decoder;

    if (!ahead->is_joined)
        stop(ahead);
    ahead->inner->free(ahead->inner);
    dismantle(ahead);
}

void
source_ahead(struct source_input *input, struct source_decoder **decoder)
{
    const int stop_fd = eventfd(0, EFD_CLOEXEC);
    struct ahead *const ahead = stop_fd == -1 ? NULL : malloc(sizeof *ahead);

    if (ahead == NULL) {
        if (stop_fd != -1)
            close(stop_fd);
        return;
    }
    input->stop_fd = stop_fd;
    ahead->decoder = (struct source_decoder){ahead_read, ahead_free};
    ahead->inner = *decoder;
    ahead->input = input;
    ahead->is_joined = false;
    ahead->block_at = 0;
    ahead->decoded = ahead->used = 0;
    ahead->is_stopped = false;
    ahead->trouble = (struct trouble){0};
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->changed, NULL);
    if (thread_start(&ahead->thread, decode, ahead))
        *decoder = &ahead->decoder;
    else
        dismantle(ahead);
}
