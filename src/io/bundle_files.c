/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "io/bundle_internal.h"
#include "io/cleanup.h"
#include "io/transfer.h"

enum {
    NAMES_TRIED = 1000, /* each is taken by a job that was killed */
    FOLDER_MODE = 0777, /* less the umask */
    FILES_SYNCED = 32   /* one by one; more of them at once */
};

enum status
bundle_say(const struct bundle *bundle, const char *name,
           struct trouble *trouble, int error_number, const char *what)
{
    const bool shown = name != NULL && bundle->setup.show_names;

    return trouble_system(trouble, error_number, "%s: %s",
                          shown ? name : bundle->setup.shown, what);
}

/* Makes one folder, if it is not there, and has a signal remove it. */
static enum status
make_folder(int at, const char *name, struct bundle_folders *made)
{
    char *copy;

    if (mkdirat(at, name, FOLDER_MODE) != 0)
        return errno == EEXIST ? ST_OK : ST_SYSTEM;
    copy = strdup(name);
    if (copy == NULL ||
        array_reserve(&made->names, &made->room, made->count + 1,
                      sizeof *made->names) != ST_OK ||
        cleanup_add_folder(at, name) != ST_OK) {
        unlinkat(at, name, AT_REMOVEDIR);
        free(copy);
        return ST_NOMEM;
    }
    made->names[made->count++] = copy;
    return ST_OK;
}

enum status
bundle_folders_make(int at, const char *name, struct bundle_folders *made)
{
    char *const path = strdup(name);
    enum status st = path == NULL ? ST_NOMEM : ST_OK;

    for (char *slash = path; st == ST_OK && *slash != '\0';) {
        slash = strchr(slash + 1, '/');
        if (slash == NULL)
            break;
        *slash = '\0';
        cleanup_block();
        st = make_folder(at, path, made);
        const int error_number = errno;
        cleanup_unblock();
        errno = error_number;
        *slash = '/';
    }
    free(path);
    return st;
}

static void
end_folders(int at, struct bundle_folders *made, bool remove)
{
    cleanup_block();
    while (made->count > 0) {
        char *const name = made->names[--made->count];
        if (remove)
            unlinkat(at, name, AT_REMOVEDIR);
        cleanup_forget_folder(at, name);
        free(name);
    }
    cleanup_unblock();
    free(made->names);
    *made = (struct bundle_folders){0};
}

void
bundle_folders_remove(int at, struct bundle_folders *made)
{
    end_folders(at, made, true);
}

void
bundle_folders_keep(int at, struct bundle_folders *made)
{
    end_folders(at, made, false);
}

enum status
bundle_make_folders(struct bundle *bundle, const char *path,
                    struct trouble *trouble)
{
    const enum status st =
        bundle_folders_make(AT_FDCWD, path, &bundle->made_above);

    if (st == ST_NOMEM)
        return trouble_nomem(trouble);
    return st == ST_OK ? ST_OK
                       : trouble_system(trouble, errno,
                                        "%s: cannot make the folder", path);
}

enum status
bundle_folder_open(struct bundle *bundle, struct trouble *trouble)
{
    const char *const folder = bundle->setup.folder;
    const char *const name = *folder == '\0' ? "." : folder;
    const enum status st =
        bundle_folders_make(AT_FDCWD, folder, &bundle->made_above);

    if (st == ST_NOMEM)
        return trouble_nomem(trouble);
    if (st != ST_OK)
        return bundle_say(bundle, NULL, trouble, errno,
                          "cannot make the folder");
    bundle->prefix = strlen(folder);
    bundle->folder = transfer_open_folder(name);
    if (bundle->folder == -1)
        return bundle_say(bundle, NULL, trouble, errno,
                          "cannot open the folder");
    return ST_OK;
}

void
bundle_temporary(const struct bundle_file *file, char name[TEMPORARY_BYTES])
{
    snprintf(name, TEMPORARY_BYTES, ".splitter-%ld-%zu-%u.tmp", (long)getpid(),
             file->number, file->attempt);
}

enum status
bundle_file_make(struct bundle *bundle, struct bundle_file *file,
                 struct trouble *trouble)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    char name[TEMPORARY_BYTES];
    enum status st = ST_OK;

    cleanup_block();
    for (;; file->attempt++) {
        bundle_temporary(file, name);
        file->fd = transfer_open(bundle->folder, name, flags);
        if (file->fd != -1 || errno != EEXIST || file->attempt >= NAMES_TRIED)
            break;
    }
    if (file->fd == -1) {
        st = bundle_say(bundle, NULL, trouble, errno,
                        "cannot make a file in its folder");
    } else if (cleanup_add(bundle->folder, name) != ST_OK) {
        unlinkat(bundle->folder, name, 0);
        st = trouble_nomem(trouble);
    }
    cleanup_unblock();
    return st;
}

static int
reopen(const struct bundle *bundle, const struct bundle_file *file)
{
    const int flags = O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC;
    char name[TEMPORARY_BYTES];

    bundle_temporary(file, name);
    return transfer_open(bundle->folder, name, flags);
}

enum status
bundle_file_append(struct bundle *bundle, struct bundle_file *file,
                   struct slice bytes, struct trouble *trouble)
{
    const int fd = file->fd != -1 ? file->fd : reopen(bundle, file);
    enum status st = fd == -1 ? ST_SYSTEM : ST_OK;

    if (st == ST_OK)
        st = transfer_write(fd, bytes.bytes, bytes.len);
    const int error_number = errno;
    if (fd != -1 && fd != file->fd && transfer_close(fd) != ST_OK &&
        st == ST_OK)
        return bundle_say(bundle, NULL, trouble, errno, "cannot write");
    if (st != ST_OK)
        return bundle_say(bundle, NULL, trouble, error_number, "cannot write");
    return ST_OK;
}

/* Waits until the disk has one file. A file system without fsync has none. */
static enum status
sync_file(const struct bundle *bundle, struct bundle_file *file)
{
    if (file->fd == -1)
        file->fd = reopen(bundle, file);
    if (file->fd == -1 || (transfer_sync(file->fd) != ST_OK && errno != EINVAL))
        return ST_SYSTEM;
    return ST_OK;
}

/* Many files would be as many waits; the system can be told to write all that
 * it has instead. All are in one folder, so the first speaks for them. */
static enum status
sync_all(const struct bundle *bundle)
{
    int result, fd = -1;

    if (bundle->count == 0)
        return ST_OK;
    fd = reopen(bundle, bundle->files[0]);
    if (fd == -1)
        return ST_SYSTEM;
    do
        result = syncfs(fd);
    while (result != 0 && errno == EINTR);
    const int error_number = errno;
    close(fd);
    errno = error_number;
    return result == 0 ? ST_OK : ST_SYSTEM;
}

enum status
bundle_files_sync(struct bundle *bundle, struct trouble *trouble)
{
    const bool one_by_one = bundle->count <= FILES_SYNCED;
    enum status st = ST_OK;

    for (size_t k = 0; k < bundle->count && st == ST_OK; k++) {
        struct bundle_file *const file = bundle->files[k];
        if (one_by_one)
            st = sync_file(bundle, file);
        const int fd = file->fd;
        file->fd = -1;
        if (st == ST_OK && fd != -1)
            st = transfer_close(fd);
        else if (fd != -1)
            close(fd);
    }
    if (st == ST_OK && !one_by_one)
        st = sync_all(bundle);
    return st == ST_OK
               ? ST_OK
               : bundle_say(bundle, NULL, trouble, errno, "cannot write");
}
