/* SPDX-License-Identifier: MIT */
/* crew.h - pieces of work shared among threads, collected in order.
 *
 * Purpose    Whoever needs results one after the other has the next ones worked
 *            on meanwhile, and works himself where he would have to wait.
 * Units      Pieces. Each has a place in a ring, from 0.
 * Ownership  The owner holds the struct and what is at the places, and calls
 *            crew_end() before he lets go of either. A place is his until he
 *            gives it and from when it is collected, a worker's in between.
 * Errors     What there is no thread for the owner does himself, when he
 *            collects. What becomes of a piece is noted at its place.
 * Method     A worker takes the next piece and one of the tools: of these there
 *            are as many as pieces may be worked on at a time. With one tool
 *            they are done one by one, in order. The ring has two places for
 *            each who works, or one if the owner is alone.
 */
#ifndef BASE_CREW_H
#define BASE_CREW_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { CREW_THREADS = 8, CREW_PLACES = 2 * CREW_THREADS };

/* Does the piece at PLACE with a tool, which nobody else has meanwhile. */
typedef void crew_work(void *context, unsigned tool, unsigned place);

struct crew {
    crew_work *work;
    void *context;
    unsigned helpers; /* threads that were started */
    unsigned places;
    uint64_t collected; /* pieces, counted from the first */
    pthread_t helper[CREW_THREADS];
    pthread_mutex_t lock;
    pthread_cond_t has_work; /* or is ending */
    pthread_cond_t has_done;
    uint64_t given; /* by the owner alone, and under the lock, as all below */
    uint64_t taken;
    bool is_ending;
    unsigned idle_count;
    unsigned idle[CREW_THREADS]; /* tools */
    bool is_done[CREW_PLACES];
};

/* Begins with the owner alone and with one tool, number 0. */
void crew_begin(struct crew *crew, crew_work *work, void *context);

/* Starts HELPERS threads, or as many as can be had, and has TOOLS tools from
 * now on: both less than CREW_THREADS and that, at most. Nothing may have been
 * given. */
void crew_start(struct crew *crew, unsigned helpers, unsigned tools);

/* Ends the threads, whatever was not collected. */
void crew_end(struct crew *crew);

/* The place that is given next, if not all are on their way. */
unsigned crew_next(const struct crew *crew);

/* Has the piece there worked on. */
void crew_give(struct crew *crew);

/* Whether anything was given yet. */
bool crew_is_begun(const struct crew *crew);

/* Whether all places are on their way, or none is. */
bool crew_is_full(const struct crew *crew);
bool crew_is_empty(const struct crew *crew);

/* Waits until the oldest piece is done, and works on others meanwhile; its
 * place. */
unsigned crew_collect(struct crew *crew);

#endif
