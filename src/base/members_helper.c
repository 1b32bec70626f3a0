/* SPDX-License-Identifier: MIT */
/* Another thread that works parts off, and has memory ready. It takes the last
 * part of which a batch was handed over; the caller's thread, which settles the
 * first one first, takes what it would have to wait for and nobody has begun.
 * So a batch is waited for only while somebody works on it. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/members_internal.h"
#include "base/thread.h"

enum { OFFERED_MOST = 16 }; /* batches, which hold memory */

struct members_helper {
    struct members *members;
    pthread_t thread;
    struct members_desk desk;
    pthread_mutex_t lock;
    pthread_cond_t has_work; /* or is to end */
    pthread_cond_t has_done;
    size_t offered; /* batches that nobody has begun with */
    bool is_idle;
    bool is_awaited;
    bool is_ending;
};

void
members_lock(struct members *members)
{
    if (members->helper != NULL)
        pthread_mutex_lock(&members->helper->lock);
}

void
members_unlock(struct members *members)
{
    if (members->helper != NULL)
        pthread_mutex_unlock(&members->helper->lock);
}

/* A part whose batch nobody has begun with; NULL if there is none. */
static struct members_part *
find_work(struct members *members)
{
    for (size_t k = MEMBERS_PARTS; k > 0; k--)
        if (members->parts[k - 1].stage == MEMBERS_OFFERED)
            return &members->parts[k - 1];
    return NULL;
}

/* Works on a batch. The lock is held, but not while there is work. */
static void
work_on(struct members *members, struct members_part *part,
        struct members_desk *desk)
{
    part->stage = MEMBERS_TAKEN;
    if (members->helper != NULL)
        members->helper->offered--;
    members_unlock(members);
    const enum status st = members_merge(members, part, desk);
    members_lock(members);
    part->st = st;
    part->stage = MEMBERS_DONE;
}

/* Has the system give memory for chunks to come, which takes as long as putting
 * them in order does. The lock is held, but not meanwhile: whoever takes these
 * chunks now finds what he would have found. */
static bool
touch_ahead(struct members *members)
{
    char *begin;
    size_t bytes;

    if (!members_untouched(members, &begin, &bytes))
        return false;
    members->touched = begin + bytes;
    members_unlock(members);
#ifdef MADV_POPULATE_WRITE
    (void)madvise(begin, bytes, MADV_POPULATE_WRITE); /* a wish */
#endif
    members_lock(members);
    return true;
}

static void *
run_helper(void *context)
{
    struct members_helper *const helper = context;

    pthread_mutex_lock(&helper->lock);
    while (!helper->is_ending) {
        struct members_part *const part = find_work(helper->members);
        if (part == NULL && touch_ahead(helper->members))
            continue;
        if (part == NULL) {
            helper->is_idle = true;
            pthread_cond_wait(&helper->has_work, &helper->lock);
            helper->is_idle = false;
            continue;
        }
        work_on(helper->members, part, &helper->desk);
        if (helper->is_awaited)
            pthread_cond_signal(&helper->has_done);
    }
    pthread_mutex_unlock(&helper->lock);
    return NULL;
}

static void
free_helper(struct members_helper *helper)
{
    members_desk_free(&helper->desk);
    pthread_cond_destroy(&helper->has_work);
    pthread_cond_destroy(&helper->has_done);
    pthread_mutex_destroy(&helper->lock);
    free(helper);
}

void
members_get_help(struct members *members)
{
    struct members_helper *const helper = calloc(1, sizeof *helper);

    if (helper == NULL)
        return;
    helper->members = members;
    pthread_mutex_init(&helper->lock, NULL);
    pthread_cond_init(&helper->has_work, NULL);
    pthread_cond_init(&helper->has_done, NULL);
    members->helper = helper;
    if (thread_start(&helper->thread, run_helper, helper))
        return;
    members->helper = NULL;
    free_helper(helper);
}

void
members_helper_stop(struct members *members)
{
    struct members_helper *const helper = members->helper;

    if (helper == NULL)
        return;
    pthread_mutex_lock(&helper->lock);
    helper->is_ending = true;
    pthread_cond_signal(&helper->has_work);
    pthread_mutex_unlock(&helper->lock);
    pthread_join(helper->thread, NULL);
    members->helper = NULL;
    free_helper(helper);
}

void
members_offer(struct members *members, struct members_part *part)
{
    struct members_helper *const helper = members->helper;

    members_lock(members);
    part->stage = MEMBERS_OFFERED;
    if (helper != NULL)
        helper->offered++;
    if (helper == NULL || helper->offered > OFFERED_MOST)
        work_on(members, part, &members->desk);
    else if (helper->is_idle)
        pthread_cond_signal(&helper->has_work);
    members_unlock(members);
}

void
members_nudge(struct members *members)
{
    const struct members_helper *const helper = members->helper;
    char *begin;
    size_t bytes;

    if (helper != NULL && helper->is_idle &&
        members_untouched(members, &begin, &bytes))
        pthread_cond_signal(&members->helper->has_work);
}

void
members_try(struct members *members, struct members_part *part)
{
    members_lock(members);
    if (part->stage == MEMBERS_OFFERED)
        work_on(members, part, &members->desk);
    members_unlock(members);
}

void
members_await(struct members *members, struct members_part *part)
{
    struct members_helper *const helper = members->helper;

    if (helper == NULL)
        return;
    pthread_mutex_lock(&helper->lock);
    helper->is_awaited = true;
    while (part->stage == MEMBERS_TAKEN)
        pthread_cond_wait(&helper->has_done, &helper->lock);
    helper->is_awaited = false;
    pthread_mutex_unlock(&helper->lock);
}
