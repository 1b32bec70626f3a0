/* SPDX-License-Identifier: MIT */
#include "io/cleanup.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
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

struct unpublished_list {
    struct unpublished *list;
    size_t count;
    size_t room;
};

/* The handler has no other way to know: see the header. */
static struct {
    struct unpublished_list files;
    struct unpublished_list folders;
    unsigned held;      /* how often the signals are held back */
    sigset_t mask_then; /* the mask before they were */
} state;

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
    for (size_t i = state.files.count; i-- > 0;)
        unlinkat(state.files.list[i].folder, state.files.list[i].name, 0);
    for (size_t i = state.folders.count; i-- > 0;)
        unlinkat(state.folders.list[i].folder, state.folders.list[i].name,
                 AT_REMOVEDIR);
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
}

void
cleanup_block(void)
{
    const sigset_t set = ending_set();

    if (state.held++ == 0)
        pthread_sigmask(SIG_BLOCK, &set, &state.mask_then);
}

void
cleanup_unblock(void)
{
    if (--state.held == 0)
        pthread_sigmask(SIG_SETMASK, &state.mask_then, NULL);
}

bool
cleanup_is_pending(void)
{
    sigset_t pending;

    if (sigpending(&pending) != 0)
        return false;
    for (size_t i = 0; i < ENDING_SIGNALS; i++) {
        struct sigaction action;
        if (sigismember(&pending, ending_signals[i]) == 1 &&
            sigismember(&state.mask_then, ending_signals[i]) == 0 &&
            sigaction(ending_signals[i], NULL, &action) == 0 &&
            action.sa_handler != SIG_IGN)
            return true;
    }
    return false;
}

void
cleanup_ignore(void)
{
    const struct sigaction action = {.sa_handler = SIG_IGN};

    for (size_t i = 0; i < ENDING_SIGNALS; i++)
        sigaction(ending_signals[i], &action, NULL);
}

static enum status
add(struct unpublished_list *list, int folder, const char *name)
{
    char *const copy = strdup(name);

    if (copy == NULL || array_reserve(&list->list, &list->room, list->count + 1,
                                      sizeof *list->list)) {
        free(copy);
        return ST_NOMEM;
    }
    list->list[list->count++] = (struct unpublished){folder, copy};
    return ST_OK;
}

/* What was added last is mostly forgotten first. */
static void
forget(struct unpublished_list *list, int folder, const char *name)
{
    for (size_t i = list->count; i-- > 0;) {
        struct unpublished *const file = &list->list[i];
        if (file->folder == folder && strcmp(file->name, name) == 0) {
            free(file->name);
            memmove(file, file + 1, (--list->count - i) * sizeof *file);
            break;
        }
    }
    if (list->count == 0) {
        free(list->list);
        *list = (struct unpublished_list){0};
    }
}

enum status
cleanup_add(int folder, const char *name)
{
    return add(&state.files, folder, name);
}

void
cleanup_forget(int folder, const char *name)
{
    forget(&state.files, folder, name);
}

enum status
cleanup_add_folder(int folder, const char *name)
{
    return add(&state.folders, folder, name);
}

void
cleanup_forget_folder(int folder, const char *name)
{
    forget(&state.folders, folder, name);
}
