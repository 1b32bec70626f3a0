/* SPDX-License-Identifier: MIT */
#include "base/cgroup.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

int64_t
cgroup_less(int64_t a, int64_t b)
{
    if (a < 0 || b < 0)
        return a > b ? a : b;
    return a < b ? a : b;
}

/* Whether a list of controllers, separated by commas, has this one. */
static bool
has_word(const char *list, size_t len, const char *word)
{
    const size_t word_len = strlen(word);

    for (size_t i = 0; i + word_len <= len; i++)
        if (strncmp(list + i, word, word_len) == 0 &&
            (i == 0 || list[i - 1] == ',') &&
            (i + word_len == len || list[i + word_len] == ','))
            return true;
    return false;
}

/* The path of a line "NUMBER:CONTROLLERS:PATH", if it is about these groups. */
static const char *
path_of(const struct cgroup *groups, const char *line)
{
    const char *const names = strchr(line, ':');
    const char *const path = names == NULL ? NULL : strchr(names + 1, ':');

    if (path == NULL)
        return NULL;
    const size_t len = (size_t)(path - names) - 1;
    const bool is_theirs = groups->controller == NULL
                               ? strncmp(line, "0::", 3) == 0
                               : has_word(names + 1, len, groups->controller);
    return is_theirs ? path + 1 : NULL;
}

/* The group that the process is in, as "/a/b"; "" for the root. */
static void
own_group(const struct cgroup *groups, char group[PATH_MAX])
{
    FILE *const file = fopen(groups->list, "re");
    char line[PATH_MAX];

    group[0] = '\0';
    if (file == NULL)
        return;
    while (fgets(line, sizeof line, file) != NULL) {
        const char *const path = path_of(groups, line);
        if (path == NULL || path[0] != '/')
            continue;
        line[strcspn(line, "\n")] = '\0';
        strcpy(group, path);
    }
    fclose(file);
    if (strcmp(group, "/") == 0 || strstr(group, "/..") != NULL)
        group[0] = '\0';
}

/* The limit of one group. */
static int64_t
limit_of(const struct cgroup *groups, const char *group, const char *name,
         cgroup_reader *read)
{
    const char *const folder =
        groups->controller == NULL ? "" : groups->controller;
    char path[PATH_MAX];
    int64_t limit;

    if (snprintf(path, sizeof path, "%s/%s%s/%s", groups->tree, folder, group,
                 name) >= (int)sizeof path)
        return -1;
    FILE *const file = fopen(path, "re");
    if (file == NULL)
        return -1;
    limit = read(file);
    fclose(file);
    return limit;
}

int64_t
cgroup_least(const struct cgroup *groups, const char *name, cgroup_reader *read)
{
    char group[PATH_MAX];
    int64_t least;

    own_group(groups, group);
    least = limit_of(groups, group, name, read);
    for (char *end; (end = strrchr(group, '/')) != NULL;) {
        *end = '\0';
        least = cgroup_less(least, limit_of(groups, group, name, read));
    }
    return least;
}
