/* SPDX-License-Identifier: MIT */
#include "io/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "io/sandbox_internal.h"

/* Of <linux/landlock.h>, which is older than the kernel on many systems, or
 * missing. The numbers of the system calls are those of every architecture. */
enum {
    CREATE_RULESET = 444,
    ADD_RULE = 445,
    RESTRICT_SELF = 446,
    ASK_VERSION = 1, /* a flag */
    PATH_BENEATH = 1 /* a kind of rule */
};

enum {
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_DIR = 1 << 3,
    REMOVE_DIR = 1 << 4,
    REMOVE_FILE = 1 << 5,
    MAKE_DIR = 1 << 7,
    MAKE_REG = 1 << 8,
    REFER = 1 << 13,         /* renaming into another folder */
    FILES_2 = (1 << 14) - 1, /* all that version 2 knows of files; */
    TRUNCATE = 1 << 14,      /* since version 3 */
    IOCTL_DEVICE = 1 << 15,  /* 5 */
    TCP = 1 << 0 | 1 << 1,   /* 4: bind and connect */
    SCOPES = 1 << 0 | 1 << 1 /* 6: abstract sockets, signals */
};

struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
};

struct path_rule {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

/* The version of Landlock here; 0 for none, or for the first, which lets no
 * file change its folder. */
static int
version(void)
{
#ifdef NO_SANDBOX
    return 0;
#else
    const long found = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);

    return found >= 2 ? (int)found : 0;
#endif
}

/* A set that denies all that this version knows. */
static int
deny_all(int landlock)
{
    const struct ruleset all = {
        .files = (uint64_t)(FILES_2 | (landlock >= 3 ? TRUNCATE : 0) |
                            (landlock >= 5 ? IOCTL_DEVICE : 0)),
        .network = landlock >= 4 ? TCP : 0,
        .scopes = landlock >= 6 ? SCOPES : 0,
    };

    return (int)syscall(CREATE_RULESET, &all, sizeof all, 0);
}

/* What may be done to the file, or below the folder, of a kind. */
static unsigned
rights(enum sandbox_use use, const struct stat *file)
{
    const bool is_folder = S_ISDIR(file->st_mode);

    switch (use) {
    case SANDBOX_READ: /* a folder is opened to say that it is one */
        return is_folder ? READ_DIR : READ_FILE;
    case SANDBOX_WRITE:
        return is_folder ? WRITE_FILE | MAKE_REG | REMOVE_FILE | READ_DIR
                         : WRITE_FILE;
    case SANDBOX_TEMPORARY:
        return is_folder ? READ_FILE | WRITE_FILE | MAKE_REG | REMOVE_FILE : 0;
    case SANDBOX_TREE:
        return is_folder ? READ_FILE | WRITE_FILE | MAKE_REG | REMOVE_FILE |
                               READ_DIR | MAKE_DIR | REMOVE_DIR | REFER
                         : 0;
    }
    return 0;
}

/* Allows what is done to PATH; -1 if there is no such file or folder, or the
 * system wants no rule. Pipes have no place in any folder, need no rule and
 * take none. */
static int
allow(int set, const char *path, enum sandbox_use use)
{
    const int fd = open(path, O_PATH | O_CLOEXEC);
    struct path_rule rule = {.parent = fd};
    struct stat file;
    int result = -1;

    if (fd == -1)
        return -1;
    if (fstat(fd, &file) == 0) {
        rule.allowed = rights(use, &file);
        if (rule.allowed == 0 ||
            syscall(ADD_RULE, set, PATH_BENEATH, &rule, 0) == 0 ||
            errno == EBADFD)
            result = 0;
    }
    const int error_number = errno;
    close(fd);
    errno = error_number;
    return result;
}

/* Cuts the last name off a PATH: "a/b/" and "a/b" become "a", "b" becomes ".".
 * Whether there was one. */
static bool
cut_name(char *path)
{
    size_t len = strlen(path);

    while (len > 1 && path[len - 1] == '/')
        len--;
    while (len > 0 && path[len - 1] != '/')
        len--;
    if (len == 0 && strcmp(path, ".") == 0)
        return false;
    if (len <= 1) {
        strcpy(path, len == 1 ? "/" : ".");
        return true;
    }
    path[len - 1] = '\0';
    return true;
}

/* An output is made in its folder, if it is not a FIFO or a device. */
static bool
is_in_place(const char *path)
{
    struct stat file;

    return stat(path, &file) == 0 &&
           (S_ISFIFO(file.st_mode) || S_ISCHR(file.st_mode));
}

/* Allows one path. What is not there cannot be opened later on either, and
 * whoever tries says so: that is no failure. */
static int
allow_use(int set, const struct sandbox_path *wanted)
{
    char *const path = strdup(*wanted->path == '\0' ? "." : wanted->path);
    int result;

    if (path == NULL)
        return -1;
    if (wanted->use == SANDBOX_WRITE && !is_in_place(path) && !cut_name(path))
        result = 0;
    else
        result = allow(set, path, wanted->use);
    while (result != 0 && errno == ENOENT && wanted->use == SANDBOX_TREE &&
           cut_name(path))
        result = allow(set, path, wanted->use);
    if (result != 0 &&
        (errno == ENOENT || errno == ENOTDIR || errno == EACCES ||
         errno == ELOOP || errno == ENAMETOOLONG))
        result = 0;
    free(path);
    return result;
}

static void
restrict_files(const struct sandbox_path *paths, size_t count, int landlock)
{
    const int set = deny_all(landlock);
    int result = set == -1 ? -1 : 0;

    for (size_t k = 0; k < count && result == 0; k++)
        if (paths[k].path != NULL && strcmp(paths[k].path, "-") != 0)
            result = allow_use(set, &paths[k]);
    if (result == 0)
        (void)syscall(RESTRICT_SELF, set, 0);
    if (set != -1)
        close(set);
}

void
sandbox_enter(const struct sandbox_path *paths, size_t count)
{
    const int landlock = version();

    if ((landlock == 0 && !sandbox_can_refuse_calls()) ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return;
    if (landlock != 0)
        restrict_files(paths, count, landlock);
    sandbox_refuse_calls();
}

const char *
sandbox_text(void)
{
    if (version() != 0)
        return sandbox_can_refuse_calls() ? "Landlock and seccomp" : "Landlock";
    return sandbox_can_refuse_calls() ? "seccomp" : "none";
}

void
sandbox_hide_memory(void)
{
    (void)setrlimit(RLIMIT_CORE, &(const struct rlimit){0, 0});
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
