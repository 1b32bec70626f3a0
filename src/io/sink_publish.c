/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/cleanup.h"
#include "io/mode.h"
#include "io/rename.h"
#include "io/sink_internal.h"
#include "io/transfer.h"

/* Gives the file the mode it would have had without us. A file system without
 * modes, such as FAT, refuses and has its own. */
static int
set_mode(const struct sink_target *target)
{
    return fchmod(target->fd, target->mode) == 0 || mode_is_fixed(errno) ? 0
                                                                         : -1;
}

/* All that can fail before a name changes. */
static enum status
close_file(struct sink_target *target, struct trouble *trouble)
{
    const int fd = target->fd;

    if (set_mode(target))
        return sink_target_say(target, trouble, errno, "cannot set the mode");
    target->fd = -1;
    if (transfer_close(fd))
        return sink_target_say(target, trouble, errno, "cannot write");
    return ST_OK;
}

enum { ASIDE_BYTES = 64 };

/* Gives the file its name so that it can be taken back. Other jobs may make or
 * take away a file of that name meanwhile: then the other way is tried. Fails
 * as rename_exchange() does, which may leave the older file ASIDE. */
static int
place(struct sink_target *target, char aside[ASIDE_BYTES])
{
    enum { TRIES = 100 };
    const int folder = target->folder;

    for (int k = 0; k < TRIES; k++) {
        snprintf(aside, ASIDE_BYTES, ".sampler-%ld-%d.old", (long)getpid(), k);
        if (rename_new(folder, target->temporary, target->base) == 0) {
            target->place = SINK_NEW;
            return 0;
        }
        if (errno != EEXIST)
            break;
        const int result =
            rename_exchange(folder, target->temporary, target->base, aside);
        if (result == 0)
            target->place = SINK_EXCHANGED;
        if (result != -1 || (errno != ENOENT && errno != EEXIST))
            return result;
    }
    return -1;
}

static int
place_new(struct sink_target *target)
{
    if (rename_new(target->folder, target->temporary, target->base))
        return -1;
    target->place = SINK_NEW;
    return 0;
}

/* Gives it for good. */
static int
place_last(struct sink_target *target)
{
    if (renameat(target->folder, target->temporary, target->folder,
                 target->base))
        return -1;
    target->place = SINK_NEW;
    return 0;
}

/* Takes the temporary file off the list: it is published, or the older one. */
static void
forget_temporary(struct sink_target *target)
{
    cleanup_forget(target->folder, target->temporary);
    free(target->temporary);
    target->temporary = NULL;
}

static void
say_aside(const struct sink_target *target, const char *aside,
          struct trouble *trouble)
{
    trouble_more(trouble,
                 "%s: the older file cannot be given its name again and is %s "
                 "in its folder",
                 target->name, aside);
}

/* The new file goes, and an older one has its name again. One for which that
 * fails stays: nobody has another copy of it. */
static void
take_back(struct sink_target *target, struct trouble *trouble)
{
    const int folder = target->folder;

    if (target->place == SINK_NEW) {
        if (unlinkat(folder, target->base, 0) && errno != ENOENT)
            trouble_more(trouble, "%s: the new file cannot be removed again",
                         target->name);
    } else if (renameat(folder, target->temporary, folder, target->base)) {
        trouble_more(trouble, "%s is new", target->name);
        say_aside(target, target->temporary, trouble);
        forget_temporary(target);
    }
    target->place = SINK_TEMPORARY;
}

static int
place_one(struct sink_target *target, bool is_last, char aside[ASIDE_BYTES])
{
    if (target->must_be_new)
        return place_new(target);
    return is_last ? place_last(target) : place(target, aside);
}

static enum status
say_no_name(const struct sink_target *target, int error_number,
            struct trouble *trouble)
{
    if (target->must_be_new && error_number == EEXIST)
        return trouble_say(trouble, ST_USAGE,
                           "%s: exists already; --force replaces it",
                           target->name);
    return sink_target_say(target, trouble, error_number,
                           "cannot give the file its name");
}

static enum status
place_all(struct sink_target *const *targets, size_t count,
          struct trouble *trouble)
{
    for (size_t k = 0; k < count; k++) {
        char aside[ASIDE_BYTES];
        const int result = place_one(targets[k], k + 1 == count, aside);
        if (result == 0)
            continue;
        const enum status st = say_no_name(targets[k], errno, trouble);
        if (result == RENAME_TORN)
            trouble_more(trouble, "%s is new", targets[k]->name);
        if (result == RENAME_ASIDE || result == RENAME_TORN)
            say_aside(targets[k], aside, trouble);
        while (k-- > 0)
            take_back(targets[k], trouble);
        return st;
    }
    return ST_OK;
}

/* Nothing is left of the temporary name. */
static void
settle(struct sink_target *target)
{
    if (target->place == SINK_EXCHANGED)
        unlinkat(target->folder, target->temporary, 0);
    if (target->aside != NULL)
        unlinkat(target->folder, target->aside, 0);
    forget_temporary(target);
}

/* EBADF: opened with O_PATH; EINVAL: nothing that can be synced. */
static enum status
sync_folder(const struct sink_target *target, const char *what,
            struct trouble *trouble)
{
    if (transfer_sync(target->folder) && errno != EBADF && errno != EINVAL)
        return sink_target_say(target, trouble, errno, what);
    return ST_OK;
}

enum status
sink_targets_publish(struct sink_target *const *targets, size_t count,
                     struct trouble *trouble)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < count && st == ST_OK; k++)
        st = close_file(targets[k], trouble);
    if (st != ST_OK)
        return st;
    cleanup_block();
    st = place_all(targets, count, trouble);
    for (size_t k = 0; k < count && st == ST_OK; k++)
        settle(targets[k]);
    cleanup_unblock();
    for (size_t k = 0; k < count && st == ST_OK; k++)
        st = sync_folder(targets[k],
                         "the file is complete and in place, but its folder "
                         "cannot be written to the disk",
                         trouble);
    return st;
}

/* The name of the temporary file, with another ending. */
static char *
aside_name(const struct sink_target *target)
{
    static const char ending[] = "old";
    char *const name = strdup(target->temporary);

    if (name != NULL)
        memcpy(name + strlen(name) - strlen(ending), ending, strlen(ending));
    return name;
}

enum status
sink_target_withdraw(struct sink_target *target, struct trouble *trouble)
{
    struct stat file;

    if (target->kind != SINK_FILE ||
        fstatat(target->folder, target->base, &file, AT_SYMLINK_NOFOLLOW) ||
        !S_ISREG(file.st_mode))
        return ST_OK;
    target->aside = aside_name(target);
    if (target->aside == NULL)
        return trouble_nomem(trouble);
    if (rename_new(target->folder, target->base, target->aside) == 0)
        return sync_folder(target, "its folder cannot be written to the disk",
                           trouble);
    const enum status st = trouble_system(
        trouble, errno, "%s: cannot set the older file aside as %s",
        target->name, target->aside);
    free(target->aside);
    target->aside = NULL;
    return st;
}

bool
sink_target_restore(struct sink_target *target, bool stay_aside,
                    struct trouble *trouble)
{
    bool is_back = false;

    if (target->aside == NULL || target->place != SINK_TEMPORARY)
        return true;
    if (stay_aside)
        trouble_more(trouble, "%s: the older file is %s in its folder",
                     target->name, target->aside);
    else if (rename_new(target->folder, target->aside, target->base) != 0)
        say_aside(target, target->aside, trouble);
    else
        is_back = true;
    free(target->aside);
    target->aside = NULL;
    return is_back;
}
