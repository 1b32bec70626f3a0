/* SPDX-License-Identifier: MIT */
#include "base/cgroup.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

int64_t
cgroup_number(const char *name)
{
    FILE *const file = fopen(name, "re");
    int64_t number = -1;

    if (file == NULL)
        return -1;
    if (fscanf(file, "%" SCNd64, &number) != 1)
        number = -1;
    fclose(file);
    return number;
}

int64_t
cgroup_less(int64_t a, int64_t b)
{
    if (a < 0 || b < 0)
        return a > b ? a : b;
    return a < b ? a : b;
}

/* What the file NAME of one group says. */
static int64_t
limit_of(const char *group, const char *name, cgroup_reader *read)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "/sys/fs/cgroup%s/%s", group, name) >=
        (int)sizeof path)
        return -1;
    FILE *const file = fopen(path, "re");
    if (file == NULL)
        return -1;
    const int64_t limit = read(file);
    fclose(file);
    return limit;
}

/* The control group of version 2 that the process is in, as "/a/b"; "" where it
 * sees its own as the root. */
static void
own_group(char group[PATH_MAX])
{
    FILE *const file = fopen("/proc/self/cgroup", "re");
    char line[PATH_MAX];

    group[0] = '\0';
    if (file == NULL)
        return;
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "0::/", 4) == 0) {
            line[strcspn(line, "\n")] = '\0';
            strcpy(group, line + 3);
        }
    fclose(file);
    if (strcmp(group, "/") == 0 || strstr(group, "/..") != NULL)
        group[0] = '\0';
}

int64_t
cgroup_least(const char *name, cgroup_reader *read)
{
    char group[PATH_MAX];
    int64_t least;

    own_group(group);
    least = limit_of(group, name, read);
    for (char *end; (end = strrchr(group, '/')) != NULL;) {
        *end = '\0';
        least = cgroup_less(least, limit_of(group, name, read));
    }
    return least;
}
