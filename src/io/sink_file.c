/* SPDX-License-Identifier: MIT */
#include "io/sink_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/cleanup.h"
#include "io/mode.h"
#include "io/transfer.h"

/* How many names are tried: each is taken by a job that was killed. */
enum { NAMES_TRIED = 1000 };

/* Opens the folder of PATH and takes the name behind it. The folder is kept
 * open, so that whatever happens to its name, the file is finished where it
 * was begun. */
static enum status
open_folder(const char *path, struct sink_target *target,
            struct trouble *trouble)
{
    const char *const slash = strrchr(path, '/');
    const size_t folder_len = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    char *const folder =
        folder_len == 0 ? strdup(".") : strndup(path, folder_len);

    target->base = strdup(path + folder_len);
    if (folder == NULL || target->base == NULL) {
        free(folder);
        return trouble_nomem(trouble);
    }
    target->folder = transfer_open_folder(folder);
    const int error_number = errno;
    free(folder);
    if (target->folder == -1)
        return sink_target_say(target, trouble, error_number, "cannot open");
    return ST_OK;
}

/* ".NAME.sampler-PID-K.tmp", NAME shortened to what a folder takes as a name,
 * at the begin of a UTF-8 character; the caller frees it. */
static char *
temporary_name(const struct sink_target *target, unsigned k)
{
    const long longest = fpathconf(target->folder, _PC_NAME_MAX);
    const size_t most = longest > 0 ? (size_t)longest : NAME_MAX;
    char ending[64], *name;
    const int ending_len = snprintf(ending, sizeof ending,
                                    ".sampler-%ld-%u.tmp", (long)getpid(), k);
    size_t len = strlen(target->base);

    if (len + (size_t)ending_len + 1 > most) {
        len = most > (size_t)ending_len + 1 ? most - (size_t)ending_len - 1 : 0;
        while (len > 0 && (target->base[len] & 0xc0) == 0x80)
            len--;
    }
    if (asprintf(&name, ".%.*s%s", (int)len, target->base, ending) == -1)
        return NULL;
    return name;
}

/* Makes the temporary file and has it removed by a signal; to be called with
 * the signals held back. */
static enum status
make_temporary(struct sink_target *target, struct trouble *trouble)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    char *name;
    int fd;

    for (unsigned k = 0;; k++) {
        name = temporary_name(target, k);
        if (name == NULL)
            return trouble_nomem(trouble);
        fd = transfer_open(target->folder, name, flags);
        if (fd != -1)
            break;
        const int error_number = errno;
        free(name);
        if (error_number != EEXIST || k >= NAMES_TRIED)
            return sink_target_say(target, trouble, error_number,
                                   "cannot make a file in its folder");
    }
    target->fd = fd;
    if (cleanup_add(target->folder, name)) {
        unlinkat(target->folder, name, 0);
        free(name);
        return trouble_nomem(trouble);
    }
    target->temporary = name;
    return ST_OK;
}

enum status
sink_file_open(const char *path, struct sink_target *target,
               struct trouble *trouble)
{
    enum status st = open_folder(path, target, trouble);

    if (st != ST_OK)
        return st;
    if (*target->base == '\0') /* the path ends with a slash */
        return sink_target_say(target, trouble, EISDIR, "cannot open");
    target->mode &= ~mode_umask();
    cleanup_block();
    st = make_temporary(target, trouble);
    cleanup_unblock();
    return st;
}

/* Takes the temporary file off the list: it is published or removed. */
static void
forget_temporary(struct sink_target *target)
{
    cleanup_forget(target->folder, target->temporary);
    free(target->temporary);
    target->temporary = NULL;
}

void
sink_file_discard(struct sink_target *target)
{
    if (target->temporary == NULL)
        return;
    cleanup_block();
    unlinkat(target->folder, target->temporary, 0);
    forget_temporary(target);
    cleanup_unblock();
}

enum status
sink_file_finish(struct sink_target *target, struct trouble *trouble)
{
    if (transfer_sync(target->fd) && errno != EINVAL) /* it has no fsync */
        return sink_target_say(target, trouble, errno, "cannot write");
    return ST_OK;
}
