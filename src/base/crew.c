/* SPDX-License-Identifier: MIT */
#include "base/crew.h"

#include <assert.h>

#include "base/thread.h"

void
crew_begin(struct crew *crew, crew_work *work, void *context)
{
    *crew = (struct crew){
        .work = work, .context = context, .places = 1, .idle_count = 1};
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->has_work, NULL);
    pthread_cond_init(&crew->has_done, NULL);
}

/* Works on the next piece, if there is one and a tool for it; whether there
 * was. Called with the lock held, which is given away meanwhile. */
static bool
work_once(struct crew *crew)
{
    if (crew->taken == crew->given || crew->idle_count == 0)
        return false;
    const unsigned tool = crew->idle[--crew->idle_count];
    const unsigned place = (unsigned)(crew->taken++ % crew->places);

    pthread_mutex_unlock(&crew->lock);
    crew->work(crew->context, tool, place);
    pthread_mutex_lock(&crew->lock);
    crew->is_done[place] = true;
    crew->idle[crew->idle_count++] = tool;
    pthread_cond_signal(&crew->has_done);
    pthread_cond_signal(&crew->has_work);
    return true;
}

static void *
help(void *context)
{
    struct crew *const crew = context;

    pthread_mutex_lock(&crew->lock);
    while (!crew->is_ending)
        if (!work_once(crew))
            pthread_cond_wait(&crew->has_work, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

void
crew_start(struct crew *crew, unsigned helpers, unsigned tools)
{
    assert(crew->given == 0 && helpers < CREW_THREADS);
    assert(tools > 0 && tools <= CREW_THREADS);
    pthread_mutex_lock(&crew->lock);
    for (unsigned tool = crew->idle_count; tool < tools; tool++)
        crew->idle[crew->idle_count++] = tool;
    while (crew->helpers < helpers &&
           thread_start(&crew->helper[crew->helpers], help, crew))
        crew->helpers++;
    crew->places = crew->helpers == 0 ? 1 : 2 * (crew->helpers + 1);
    pthread_mutex_unlock(&crew->lock);
}

void
crew_end(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->is_ending = true;
    pthread_cond_broadcast(&crew->has_work);
    pthread_mutex_unlock(&crew->lock);
    while (crew->helpers > 0)
        pthread_join(crew->helper[--crew->helpers], NULL);
    pthread_cond_destroy(&crew->has_work);
    pthread_cond_destroy(&crew->has_done);
    pthread_mutex_destroy(&crew->lock);
}

unsigned
crew_next(const struct crew *crew)
{
    return (unsigned)(crew->given % crew->places);
}

void
crew_give(struct crew *crew)
{
    assert(!crew_is_full(crew));
    pthread_mutex_lock(&crew->lock);
    crew->is_done[crew->given++ % crew->places] = false;
    pthread_cond_signal(&crew->has_work);
    pthread_mutex_unlock(&crew->lock);
}

bool
crew_is_begun(const struct crew *crew)
{
    return crew->given > 0;
}

bool
crew_is_full(const struct crew *crew)
{
    return crew->given - crew->collected == crew->places;
}

bool
crew_is_empty(const struct crew *crew)
{
    return crew->given == crew->collected;
}

unsigned
crew_collect(struct crew *crew)
{
    const unsigned place = (unsigned)(crew->collected++ % crew->places);

    assert(crew->given >= crew->collected);
    pthread_mutex_lock(&crew->lock);
    while (!crew->is_done[place])
        if (!work_once(crew))
            pthread_cond_wait(&crew->has_done, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
    return place;
}
