/* SPDX-License-Identifier: MIT */
#include "base/thread.h"

#include <signal.h>

bool
thread_start(pthread_t *thread, void *(*work)(void *context), void *context)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int error = pthread_create(thread, NULL, work, context);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error == 0;
}
