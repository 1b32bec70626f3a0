/* SPDX-License-Identifier: MIT */
#include "io/sink_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/format.h"
#include "io/mode.h"
#include "io/transfer.h"

enum status
sink_target_say(const struct sink_target *target, struct trouble *trouble,
                int error_number, const char *what)
{
    return trouble_system(trouble, error_number, "%s: %s", target->name, what);
}

static bool
is_stream(const struct stat *file)
{
    return S_ISFIFO(file->st_mode) || S_ISCHR(file->st_mode);
}

/* Whether FILE is what standard output goes to. */
static bool
is_stdout(const struct stat *file)
{
    struct stat out;
    const int flags = fcntl(STDOUT_FILENO, F_GETFL);

    return flags != -1 && (flags & O_ACCMODE) != O_RDONLY &&
           fstat(STDOUT_FILENO, &out) == 0 && out.st_dev == file->st_dev &&
           out.st_ino == file->st_ino;
}

static enum status
refuse_input(const struct sink_target *target, const struct source *input,
             struct trouble *trouble)
{
    return trouble_say(trouble, ST_USAGE, "%s: the output is the input %s",
                       target->name, source_name(input));
}

/* What a symbolic link stands for: standard output, or what takes bytes in
 * place. Any other link would be replaced by a file, or a file written where
 * nobody named it. */
static enum status
follow_link(const char *path, struct sink_target *target,
            struct trouble *trouble)
{
    struct stat file;
    const bool leads_somewhere = stat(path, &file) == 0;

    if (leads_somewhere && is_stdout(&file))
        target->kind = SINK_STDOUT;
    else if (leads_somewhere && is_stream(&file))
        target->kind = SINK_IN_PLACE;
    else
        return trouble_say(trouble, ST_USAGE,
                           "%s: the output is a symbolic link; name the file "
                           "itself",
                           path);
    return ST_OK;
}

/* Finds out what PATH is, and with it how it is written. */
static enum status
find_kind(const char *path, const struct source *input,
          struct sink_target *target, struct trouble *trouble)
{
    struct stat file;

    target->kind = SINK_FILE;
    if (strcmp(path, "-") == 0) {
        target->kind = SINK_STDOUT;
        return ST_OK;
    }
    if (lstat(path, &file)) {
        if (errno == ENOENT && *path != '\0')
            return ST_OK;
        return sink_target_say(target, trouble, errno, "cannot open");
    }
    if (S_ISLNK(file.st_mode))
        return follow_link(path, target, trouble);
    if (S_ISFIFO(file.st_mode) && input != NULL &&
        source_is_file(input, file.st_dev, file.st_ino))
        return refuse_input(target, input, trouble);
    if (is_stream(&file)) {
        target->kind = SINK_IN_PLACE;
        return ST_OK;
    }
    if (S_ISDIR(file.st_mode))
        return sink_target_say(target, trouble, EISDIR, "cannot open");
    if (!S_ISREG(file.st_mode))
        return trouble_say(trouble, ST_USAGE,
                           "%s: the output is a block device or a socket",
                           path);
    if (input != NULL && source_is_file(input, file.st_dev, file.st_ino))
        return refuse_input(target, input, trouble);
    target->mode = file.st_mode & MODE_DEFAULT;
    return ST_OK;
}

/* An empty input that is standard output too was emptied by the shell: whoever
 * reads it says so. */
static enum status
open_stdout(const struct source *input, struct sink_target *target,
            struct trouble *trouble)
{
    struct stat file;
    const int flags = fcntl(STDOUT_FILENO, F_GETFL);

    if (flags == -1 || fstat(STDOUT_FILENO, &file))
        return sink_target_say(target, trouble, errno, "cannot write");
    if ((flags & O_ACCMODE) == O_RDONLY) /* was closed: see descriptors.h */
        return sink_target_say(target, trouble, EBADF, "cannot write");
    if (input != NULL && source_bytes_total(input) > 0 &&
        source_is_file(input, file.st_dev, file.st_ino))
        return refuse_input(target, input, trouble);
    return ST_OK;
}

static enum status
open_in_place(const char *path, struct sink_target *target,
              struct trouble *trouble)
{
    struct stat file;

    target->fd = transfer_open(AT_FDCWD, path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (target->fd == -1 || fstat(target->fd, &file))
        return sink_target_say(target, trouble, errno, "cannot open");
    if (!is_stream(&file)) /* another file has taken its name meanwhile */
        return sink_target_say(target, trouble, ESTALE, "cannot open");
    return ST_OK;
}

enum status
sink_target_open(const char *path, const struct source *input,
                 struct trouble *trouble, struct sink_target *target)
{
    enum status st;

    *target =
        (struct sink_target){.fd = -1, .folder = -1, .mode = MODE_DEFAULT};
    target->name = strdup(path);
    if (target->name == NULL)
        return trouble_nomem(trouble);
    st = find_kind(path, input, target, trouble);
    if (st != ST_OK)
        return st;
    switch (target->kind) {
    case SINK_STDOUT:
        free(target->name);
        target->name = strdup("standard output");
        if (target->name == NULL)
            return trouble_nomem(trouble);
        return open_stdout(input, target, trouble);
    case SINK_IN_PLACE:
        return open_in_place(path, target, trouble);
    case SINK_FILE:
        st = format_check_written(path, trouble);
        return st == ST_OK ? sink_file_open(path, target, trouble) : st;
    }
    return ST_OK;
}

void
sink_target_close(struct sink_target *target)
{
    sink_file_discard(target);
    if (target->fd != -1)
        close(target->fd);
    if (target->folder != -1)
        close(target->folder);
    free(target->aside);
    free(target->base);
    free(target->name);
}

static int
descriptor(const struct sink_target *target)
{
    return target->kind == SINK_STDOUT ? STDOUT_FILENO : target->fd;
}

bool
sink_target_is_regular(const struct sink_target *target)
{
    struct stat file;

    return fstat(descriptor(target), &file) == 0 && S_ISREG(file.st_mode);
}

enum status
sink_target_write(const struct sink_target *target, const char *bytes,
                  size_t len, struct trouble *trouble)
{
    if (transfer_write(descriptor(target), bytes, len))
        return sink_target_say(target, trouble, errno, "cannot write");
    return ST_OK;
}

/* Closing a copy makes a network file system say what it knows; the descriptor
 * itself stays open, so that no other file is given its number. */
static enum status
check_stdout(void)
{
    const int copy = dup(STDOUT_FILENO);

    return copy == -1 ? ST_SYSTEM : transfer_close(copy);
}

enum status
sink_target_finish(struct sink_target *target, struct trouble *trouble)
{
    enum status st = ST_OK;

    switch (target->kind) {
    case SINK_FILE:
        return sink_file_finish(target, trouble);
    case SINK_STDOUT:
        st = check_stdout();
        break;
    case SINK_IN_PLACE:
        st = transfer_close(target->fd);
        target->fd = -1;
        break;
    }
    if (st != ST_OK)
        return sink_target_say(target, trouble, errno, "cannot write");
    return ST_OK;
}

/* The file that TARGET writes to, or the one that it is to replace. */
static int
stat_target(const struct sink_target *target, struct stat *file)
{
    if (target->kind == SINK_FILE)
        return fstatat(target->folder, target->base, file, AT_SYMLINK_NOFOLLOW);
    return fstat(descriptor(target), file);
}

static bool
is_same_name(const struct sink_target *a, const struct sink_target *b)
{
    struct stat of_a, of_b;

    return strcmp(a->base, b->base) == 0 && fstat(a->folder, &of_a) == 0 &&
           fstat(b->folder, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

bool
sink_target_is_same_file(const struct sink_target *a,
                         const struct sink_target *b)
{
    struct stat of_a, of_b;

    if (a->kind == SINK_FILE && b->kind == SINK_FILE)
        return is_same_name(a, b);
    /* A terminal and /dev/null can take both. */
    return stat_target(a, &of_a) == 0 && stat_target(b, &of_b) == 0 &&
           !S_ISCHR(of_a.st_mode) && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}
