/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/bundle_internal.h"
#include "io/cleanup.h"
#include "io/mode.h"
#include "io/rename.h"
#include "io/transfer.h"

/* What stands behind the folder in a name. */
static const char *
in_folder(const struct bundle *bundle, const char *name)
{
    return name + bundle->prefix;
}

/* What a file is called in a message. */
static const char *
shown_name(const struct bundle *bundle, const char *name)
{
    return bundle->setup.show_names ? name : bundle->setup.shown;
}

/* What tells a file from all others. */
static struct hash128
identity(const struct stat *file)
{
    const uint64_t numbers[] = {file->st_dev, file->st_ino};

    return hash128_of((struct slice){(const char *)numbers, sizeof numbers});
}

/* Whether this run has made the file: then another name leads to it too. */
static bool
is_own(const struct bundle *bundle, const struct stat *file)
{
    uint32_t number;

    return table_find(&bundle->published, identity(file), &number);
}

/* What is there under a NAME: nothing (ST_END), or a file that may be
 * replaced. */
static enum status
look_at(const struct bundle *bundle, const char *name, struct trouble *trouble,
        struct stat *file)
{
    const char *const shown = shown_name(bundle, name);

    if (fstatat(bundle->folder, in_folder(bundle, name), file,
                AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return ST_END;
        return bundle_say(bundle, name, trouble, errno, "cannot open");
    }
    if (bundle->setup.input != NULL &&
        source_is_file(bundle->setup.input, file->st_dev, file->st_ino))
        return trouble_say(trouble, ST_USAGE, "%s: an output is the input %s",
                           shown, source_name(bundle->setup.input));
    if (is_own(bundle, file))
        return trouble_say(trouble, ST_USAGE,
                           "%s: two chunks would be one file: their names "
                           "differ, but a folder is a link to another, or the "
                           "disk takes the names for one",
                           shown);
    if (!S_ISREG(file->st_mode))
        return trouble_say(trouble, ST_USAGE,
                           "%s: there is a name that is no regular file",
                           shown);
    if (!bundle->setup.replace)
        return trouble_say(trouble, ST_USAGE,
                           "%s: exists already; --force replaces it", shown);
    return ST_OK;
}

enum status
bundle_check(const struct bundle *bundle, const char *name,
             struct trouble *trouble)
{
    struct stat file;
    const enum status st = look_at(bundle, name, trouble, &file);

    return st == ST_END ? ST_OK : st;
}

/* Notes that a file has its name: another chunk may not have it too. */
static enum status
note_published(struct bundle *bundle, const char *name, struct trouble *trouble)
{
    struct stat file;
    uint32_t number;
    bool is_new;

    if (fstatat(bundle->folder, in_folder(bundle, name), &file,
                AT_SYMLINK_NOFOLLOW) != 0)
        return bundle_say(bundle, name, trouble, errno, "cannot open");
    return table_add(&bundle->published, identity(&file), &number, &is_new) ==
                   ST_OK
               ? ST_OK
               : trouble_nomem(trouble);
}

/* How many files are told of that cannot be as they were: the message may not
 * be so long that its end is lost. */
enum { LOST_TOLD = 20 };

/* STATE is what there is under the name. */
static void
say_aside(struct bundle *bundle, const char *name, const char *state,
          const char *aside, struct trouble *trouble)
{
    if (bundle->lost++ < LOST_TOLD)
        trouble_more(trouble,
                     "%s%s: the older file cannot be given its name again and "
                     "is %s%s",
                     shown_name(bundle, name), state, bundle->setup.folder,
                     aside);
}

/* Gives one file its name. */
static enum status
publish_file(struct bundle *bundle, struct bundle_file *file, const char *name,
             mode_t mask, struct trouble *trouble)
{
    const int folder = bundle->folder;
    const char *const base = in_folder(bundle, name);
    char temporary[TEMPORARY_BYTES], aside[TEMPORARY_BYTES + sizeof ".old"];
    struct stat old = {.st_mode = MODE_DEFAULT};
    enum status st = bundle_folders_make(folder, base, &bundle->made_below);

    if (st == ST_NOMEM)
        return trouble_nomem(trouble);
    if (st != ST_OK)
        return bundle_say(bundle, name, trouble, errno, "cannot make a folder");
    st = look_at(bundle, name, trouble, &old);
    if (st != ST_OK && st != ST_END)
        return st;
    const mode_t mode = (st == ST_OK ? old.st_mode : (mode_t)MODE_DEFAULT) &
                        MODE_DEFAULT & ~mask;
    bundle_temporary(file, temporary);
    if (fchmodat(folder, temporary, mode, 0) != 0 && !mode_is_fixed(errno))
        return bundle_say(bundle, name, trouble, errno, "cannot set the mode");
    snprintf(aside, sizeof aside, "%s.old", temporary);
    const int result = st == ST_OK
                           ? rename_exchange(folder, temporary, base, aside)
                           : rename_new(folder, temporary, base);
    if (result != 0)
        bundle_say(bundle, name, trouble, errno, "cannot give a file its name");
    if (result == RENAME_ASIDE || result == RENAME_TORN)
        say_aside(bundle, name, result == RENAME_TORN ? " is new" : "", aside,
                  trouble);
    if (result != 0)
        return trouble->status;
    file->name = st == ST_OK ? NAME_REPLACED : NAME_NEW;
    return note_published(bundle, name, trouble);
}

/* How much of a name is its folder. */
static size_t
folder_len(const char *name)
{
    const char *const slash = strrchr(name, '/');

    return slash == NULL ? 0 : (size_t)(slash - name);
}

/* Waits until the disk has the entries of one folder. EBADF: it could be
 * opened with O_PATH only; EINVAL: it has nothing to sync. */
static enum status
sync_folder(int folder)
{
    return transfer_sync(folder) == ST_OK || errno == EBADF || errno == EINVAL
               ? ST_OK
               : ST_SYSTEM;
}

/* The folders of all files; those of neighbours are mostly the same. */
static enum status
sync_folders(const struct bundle *bundle)
{
    const char *last = "";
    enum status st = sync_folder(bundle->folder);

    for (size_t k = 0; k < bundle->count && st == ST_OK; k++) {
        const char *const name = in_folder(bundle, bundle->names[k]);
        const size_t len = folder_len(name);
        char path[4096];
        if (len == 0 ||
            (len == folder_len(last) && strncmp(name, last, len) == 0))
            continue;
        last = name;
        snprintf(path, sizeof path, "%.*s", (int)len, name);
        const int fd = transfer_open(bundle->folder, path,
                                     O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd == -1)
            continue; /* not open for reading, as above */
        st = sync_folder(fd);
        const int error_number = errno;
        close(fd);
        errno = error_number;
    }
    return st;
}

/* The folder is held open since the begin. Another may have its name by now,
 * and names that were promised would lead there. */
static enum status
check_folder(const struct bundle *bundle, struct trouble *trouble)
{
    const char *const folder = bundle->setup.folder;
    struct stat named, held;

    if (stat(*folder == '\0' ? "." : folder, &named) == 0 &&
        fstat(bundle->folder, &held) == 0 && named.st_dev == held.st_dev &&
        named.st_ino == held.st_ino)
        return ST_OK;
    return trouble_say(trouble, ST_SYSTEM,
                       "%s: the folder was moved or replaced meanwhile",
                       bundle->setup.shown);
}

/* Backwards: what is on the list of cleanup.h last is found first. */
enum status
bundle_publish(struct bundle *bundle, char *const *names,
               struct trouble *trouble)
{
    const mode_t mask = mode_umask();
    enum status st = ST_OK;

    bundle->names = names;
    for (size_t k = bundle->count; k-- > 0 && st == ST_OK;)
        st = publish_file(bundle, bundle->files[k], names[k], mask, trouble);
    if (st == ST_OK && sync_folders(bundle) != ST_OK)
        st = bundle_say(bundle, NULL, trouble, errno,
                        "the folder cannot be written to the disk");
    return st == ST_OK ? check_folder(bundle, trouble) : st;
}

/* The new file goes, and an older one has its name again, or else keeps the
 * temporary one. */
static void
give_back(struct bundle *bundle, struct bundle_file *file, const char *name,
          struct trouble *trouble)
{
    const char *const base = in_folder(bundle, name);
    char temporary[TEMPORARY_BYTES];

    bundle_temporary(file, temporary);
    if (file->name == NAME_NEW) {
        file->name = NAME_TEMPORARY;
        if (unlinkat(bundle->folder, base, 0) == 0 || errno == ENOENT)
            return;
        if (bundle->lost++ < LOST_TOLD)
            trouble_more(trouble, "%s is new and cannot be removed again",
                         shown_name(bundle, name));
    } else if (renameat(bundle->folder, temporary, bundle->folder, base) == 0) {
        file->name = NAME_TEMPORARY;
    } else {
        file->name = NAME_KEPT;
        say_aside(bundle, name, " is new", temporary, trouble);
    }
}

size_t
bundle_unpublish(struct bundle *bundle, struct trouble *trouble)
{
    for (size_t k = 0; k < bundle->count && bundle->names != NULL; k++) {
        struct bundle_file *const file = bundle->files[k];
        if (file->name == NAME_NEW || file->name == NAME_REPLACED)
            give_back(bundle, file, bundle->names[k], trouble);
    }
    if (bundle->lost > LOST_TOLD)
        trouble_more(
            trouble, "%zu more are new; older files are %s.splitter-%ld-*",
            bundle->lost - LOST_TOLD, bundle->setup.folder, (long)getpid());
    return bundle->lost;
}

void
bundle_commit(struct bundle *bundle)
{
    bundle->is_committed = true;
    bundle_folders_keep(bundle->folder, &bundle->made_below);
    bundle_folders_keep(AT_FDCWD, &bundle->made_above);
}
