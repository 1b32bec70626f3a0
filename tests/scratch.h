/* SPDX-License-Identifier: MIT */
/* scratch.h - a folder of its own for every test that needs files.
 *
 * Purpose    Makes and removes the folder, writes and reads whole files.
 * Units      Bytes.
 * Ownership  scratch_read() returns memory that the caller frees.
 * Errors     A test that cannot have its files fails.
 * Method     mkdtemp() in $TMPDIR, and chdir() into it: names are relative.
 */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

static char scratch_folder[256];
static int scratch_came_from;

/* Begins a test, as the setup of a checked fixture. */
static inline void
scratch_enter(void)
{
    const char *const parent = getenv("TMPDIR");

    snprintf(scratch_folder, sizeof scratch_folder, "%s/sampler-XXXXXX",
             parent != NULL ? parent : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(scratch_folder));
    scratch_came_from = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ck_assert_int_eq(chdir(scratch_folder), 0);
}

/* Ends it, as the teardown. */
static inline void
scratch_leave(void)
{
    char command[sizeof scratch_folder + 32];

    ck_assert_int_eq(fchdir(scratch_came_from), 0);
    close(scratch_came_from);
    snprintf(command, sizeof command, "rm -rf '%s'", scratch_folder);
    ck_assert_int_eq(system(command), 0);
}

/* Makes the file NAME of LEN bytes; a new one, since a file system may write
 * one that was emptied to the disk at once. */
static inline void
scratch_write(const char *name, const void *bytes, size_t len)
{
    FILE *file;

    unlink(name);
    file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
}

/* The bytes of the file NAME, and a NUL behind them. */
static inline char *
scratch_read(const char *name, size_t *len)
{
    FILE *const file = fopen(name, "rb");
    struct stat stat;
    char *bytes;

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fstat(fileno(file), &stat), 0);
    bytes = calloc(1, (size_t)stat.st_size + 1);
    ck_assert_ptr_nonnull(bytes);
    *len = fread(bytes, 1, (size_t)stat.st_size, file);
    ck_assert_uint_eq(*len, (size_t)stat.st_size);
    fclose(file);
    return bytes;
}

/* Whether the file NAME holds TEXT and nothing else. */
static inline bool
scratch_holds(const char *name, const char *text)
{
    size_t len;
    char *const bytes = scratch_read(name, &len);
    const bool same = len == strlen(text) && memcmp(bytes, text, len) == 0;

    free(bytes);
    return same;
}

/* How many names the folder NAME has, hidden ones too. */
static inline int
scratch_count(const char *name)
{
    DIR *const folder = opendir(name);
    int count = 0;

    ck_assert_ptr_nonnull(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count +=
            strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(folder);
    return count;
}

#endif
