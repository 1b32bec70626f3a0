/* SPDX-License-Identifier: MIT */
/* thread.h - threads that help.
 *
 * Purpose    Starts a thread that is never asked to clean up.
 * Units      None.
 * Ownership  Whoever starts a thread joins it.
 * Errors     Whatever there is no thread for goes on without one.
 * Method     Signals are held back in the new thread: they are for the one that
 *            knows what is to be cleaned up.
 */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Runs WORK in a thread of its own; whether there is one. */
bool thread_start(pthread_t *thread, void *(*work)(void *context),
                  void *context);

#endif
