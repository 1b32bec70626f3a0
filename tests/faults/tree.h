/* SPDX-License-Identifier: MIT */
/* tree.h - all that is in a folder, to be compared and to be put back.
 *
 * Purpose    Tells whether a program has left files, and undoes what it did.
 * Units      Bytes.
 * Ownership  tree_read() makes, tree_free() frees.
 * Errors     What goes wrong ends the test with status 99.
 * Method     Everything below the current folder is held in memory, in the
 *            order of names. What differs from run to run in a report, seconds
 *            and peak memory, is left out.
 */
#ifndef TESTS_FAULTS_TREE_H
#define TESTS_FAULTS_TREE_H

#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TREE_MOST = 500, BROKEN = 99 };

struct tree_entry {
    char *path;
    mode_t mode;
    char *bytes; /* of a regular file */
    size_t len;
};

struct tree {
    struct tree_entry list[TREE_MOST];
    size_t count;
};

static inline char *
read_descriptor(int fd, size_t *len)
{
    struct stat file;

    if (fd == -1 || fstat(fd, &file) != 0)
        err(BROKEN, "reading back");
    char *const bytes = malloc((size_t)file.st_size + 1);
    const ssize_t got =
        bytes == NULL ? -1 : pread(fd, bytes, (size_t)file.st_size, 0);
    if (got != file.st_size)
        err(BROKEN, "reading back");
    bytes[got] = '\0';
    *len = (size_t)got;
    return bytes;
}

/* Takes out the numbers behind WORD. */
static inline void
tree_forget_numbers(struct tree_entry *entry, const char *word)
{
    char *found = entry->bytes;

    while ((found = strstr(found, word)) != NULL) {
        found += strlen(word);
        const size_t number = strspn(found, " 0123456789.e-");
        memmove(found, found + number, strlen(found + number) + 1);
        entry->len = strlen(entry->bytes);
    }
}

static inline void
tree_add(struct tree *tree, const char *path)
{
    struct tree_entry *const entry = &tree->list[tree->count];
    struct stat file;

    if (tree->count++ == TREE_MOST || lstat(path, &file) != 0)
        err(BROKEN, "%s", path);
    *entry = (struct tree_entry){.path = strdup(path), .mode = file.st_mode};
    if (!S_ISREG(file.st_mode))
        return;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    entry->bytes = read_descriptor(fd, &entry->len);
    close(fd);
    if (strstr(path, ".json") != NULL) {
        tree_forget_numbers(entry, "_seconds\":");
        tree_forget_numbers(entry, "peak_memory_bytes\":");
    }
}

static inline void
tree_walk(struct tree *tree, const char *folder)
{
    struct dirent **list;
    const int count = scandir(folder, &list, NULL, alphasort);

    if (count == -1)
        err(BROKEN, "%s", folder);
    for (int k = 0; k < count; k++) {
        char path[8192];
        const char *const name = list[k]->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
            snprintf(path, sizeof path, "%s/%s", folder, name);
            tree_add(tree, path);
            if (S_ISDIR(tree->list[tree->count - 1].mode))
                tree_walk(tree, path);
        }
        free(list[k]);
    }
    free(list);
}

static inline struct tree *
tree_read(void)
{
    struct tree *const tree = calloc(1, sizeof *tree);

    if (tree == NULL)
        err(BROKEN, "no memory");
    tree_walk(tree, ".");
    return tree;
}

static inline void
tree_free(struct tree *tree)
{
    for (size_t k = 0; k < tree->count; k++) {
        free(tree->list[k].path);
        free(tree->list[k].bytes);
    }
    free(tree);
}

static inline bool
tree_entry_is_same(const struct tree_entry *x, const struct tree_entry *y)
{
    return strcmp(x->path, y->path) == 0 && x->mode == y->mode &&
           x->len == y->len &&
           (x->bytes == NULL || memcmp(x->bytes, y->bytes, x->len) == 0);
}

static inline bool
tree_is_same(const struct tree *a, const struct tree *b)
{
    if (a->count != b->count)
        return false;
    for (size_t k = 0; k < a->count; k++)
        if (!tree_entry_is_same(&a->list[k], &b->list[k]))
            return false;
    return true;
}

static inline bool
tree_has(const struct tree *tree, const struct tree_entry *entry)
{
    for (size_t k = 0; k < tree->count; k++)
        if (tree_entry_is_same(&tree->list[k], entry))
            return true;
    return false;
}

/* Makes of NOW what was THEN; folders do not go away. */
static inline void
tree_restore(const struct tree *now, const struct tree *then)
{
    for (size_t k = now->count; k-- > 0;)
        if (S_ISDIR(now->list[k].mode))
            (void)rmdir(now->list[k].path);
        else if (unlink(now->list[k].path) != 0)
            err(BROKEN, "%s", now->list[k].path);
    for (size_t k = 0; k < then->count; k++) {
        const struct tree_entry *const entry = &then->list[k];
        if (S_ISDIR(entry->mode)) {
            (void)mkdir(entry->path, entry->mode & 0777);
            continue;
        }
        const int fd = open(entry->path, O_WRONLY | O_CREAT | O_CLOEXEC,
                            entry->mode & 0777);
        if (fd == -1 ||
            write(fd, entry->bytes, entry->len) != (ssize_t)entry->len ||
            close(fd) != 0)
            err(BROKEN, "%s", entry->path);
    }
}

#endif
