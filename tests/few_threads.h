/* SPDX-License-Identifier: MIT */
/* few_threads.h - a system that has no more threads to give.
 *
 * Purpose    Takes the place of base/thread.c in a test of what goes on without
 *            one.
 * Units      Threads.
 * Ownership  As thread.h says.
 * Errors     As thread.h says.
 * Method     The linker prefers this thread_start() to that of the library.
 */
#ifndef TESTS_FEW_THREADS_H
#define TESTS_FEW_THREADS_H

#include "base/thread.h"

static unsigned threads_left; /* that can be started */

bool
thread_start(pthread_t *thread, void *(*work)(void *context), void *context)
{
    if (threads_left == 0)
        return false;
    threads_left--;
    return pthread_create(thread, NULL, work, context) == 0;
}

#endif
