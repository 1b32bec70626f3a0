/* SPDX-License-Identifier: MIT */
#include "io/rename.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

/* Whether the system has no such way to rename, here or at all. */
static bool
is_unknown(int error_number)
{
    return error_number == EINVAL || error_number == ENOSYS ||
           error_number == EOPNOTSUPP;
}

int
rename_exchange(int folder, const char *temporary, const char *name,
                const char *aside)
{
    int error_number;

    if (renameat2(folder, temporary, folder, name, RENAME_EXCHANGE) == 0)
        return 0;
    if (!is_unknown(errno))
        return -1;
    if (rename_new(folder, name, aside) != 0)
        return -1;
    const bool is_placed = renameat(folder, temporary, folder, name) == 0;
    if (is_placed && renameat(folder, aside, folder, temporary) == 0)
        return 0;
    error_number = errno;
    /* In place of the new file, if that is there. */
    const bool is_back = renameat(folder, aside, folder, name) == 0;
    errno = error_number;
    if (is_back)
        return -1;
    return is_placed ? RENAME_TORN : RENAME_ASIDE;
}

int
rename_new(int folder, const char *temporary, const char *name)
{
    struct stat file;

    if (renameat2(folder, temporary, folder, name, RENAME_NOREPLACE) == 0)
        return 0;
    if (!is_unknown(errno))
        return -1;
    if (fstatat(folder, name, &file, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    return renameat(folder, temporary, folder, name);
}
