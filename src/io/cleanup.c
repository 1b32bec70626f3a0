/* SPDX-License-Identifier: MIT */
#include "io/cleanup.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/array.h"

/* Signals that end a process by default and that people, shells, batch
 * systems and broken pipes send. */
static const int ending_signals[] = {SIGTERM, SIGINT,  SIGHUP,
                                     SIGQUIT, SIGPIPE, SIGALRM,
                                     SIGXCPU, SIGUSR1, SIGUSR2};

enum { ENDING_SIGNALS = sizeof ending_signals / sizeof *ending_signals };

struct unpublished {
    int folder;
    char *name;
};

/* The handler has no other way to know: see the header. */
static struct {
    struct unpublished *files;
    size_t count;
    size_t room;
    unsigned held;      /* how often the signals are held back */
    sigset_t mask_then; /* the mask before they were */
} list;

static sigset_t
ending_set(void)
{
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < ENDING_SIGNALS; i++)
        sigaddset(&set, ending_signals[i]);
    return set;
}

/* The signal's action is the default one again (SA_RESETHAND); raised here, it
 * waits until the handler has returned, and then ends the process. */
static void
remove_all(int signal_number)
{
    for (size_t i = 0; i < list.count; i++)
        unlinkat(list.files[i].folder, list.files[i].name, 0);
    raise(signal_number);
}

void
cleanup_install(void)
{
    struct sigaction action = {.sa_handler = remove_all,
                               .sa_flags = (int)SA_RESETHAND,
                               .sa_mask = ending_set()};

    for (size_t i = 0; i < ENDING_SIGNALS; i++) {
        struct sigaction inherited;
        if (sigaction(ending_signals[i], NULL, &inherited) == 0 &&
            inherited.sa_handler != SIG_IGN)
            sigaction(ending_signals[i], &action, NULL);
    }
    action = (struct sigaction){.sa_handler = SIG_IGN};
    sigaction(SIGXFSZ, &action, NULL);
    (void)setrlimit(RLIMIT_CORE, &(const struct rlimit){0, 0});
}

void
cleanup_block(void)
{
    const sigset_t set = ending_set();

    if (list.held++ == 0)
        pthread_sigmask(SIG_BLOCK, &set, &list.mask_then);
}

void
cleanup_unblock(void)
{
    if (--list.held == 0)
        pthread_sigmask(SIG_SETMASK, &list.mask_then, NULL);
}

enum status
cleanup_add(int folder, const char *name)
{
    char *const copy = strdup(name);

    if (copy == NULL || array_reserve(&list.files, &list.room, list.count + 1,
                                      sizeof *list.files)) {
        free(copy);
        return ST_NOMEM;
    }
    list.files[list.count++] = (struct unpublished){folder, copy};
    return ST_OK;
}

void
cleanup_forget(int folder, const char *name)
{
    for (size_t i = 0; i < list.count; i++) {
        struct unpublished *const file = &list.files[i];
        if (file->folder == folder && strcmp(file->name, name) == 0) {
            free(file->name);
            *file = list.files[--list.count];
            break;
        }
    }
    if (list.count == 0) {
        free(list.files);
        list.files = NULL;
        list.room = 0;
    }
}
