/* SPDX-License-Identifier: MIT */
/* A file that memory does not hold pushes all else out of the system's cache,
 * for bytes that are gone themselves before anybody reads them again. So what
 * was read of it is given up, some way behind the reader, or the fastest of
 * several, and the system is told of what comes: readers that take turns hide
 * from it that the file is read from begin to end. */
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "io/source.h"
#include "io/source_internal.h"

enum {
    CHUNK = 4 << 20,
    BEHIND = 4 * CHUNK,
    AHEAD = 2 * CHUNK,
    SMALL = 64 << 20 /* where to ask for limits takes part of the time */
};

uint64_t
source_memory(const char *name)
{
    struct stat file;
    const int failed =
        strcmp(name, "-") == 0 ? fstat(STDIN_FILENO, &file) : stat(name, &file);

    return failed || file.st_size < SMALL ? UINT64_MAX
                                          : memory_limit(NULL).bytes;
}

/* Both only make it faster. */
static void
move_on(const struct source_input *input, uint64_t gone)
{
    const uint64_t from = input->start + gone;

    (void)posix_fadvise(input->fd, (off_t)from, CHUNK, POSIX_FADV_DONTNEED);
    (void)posix_fadvise(input->fd, (off_t)(from + BEHIND + AHEAD), CHUNK,
                        POSIX_FADV_WILLNEED);
}

void
source_input_passed(struct source_input *input, uint64_t end)
{
    uint64_t gone = input->gone;

    while (input->leaves_nothing && end >= gone + BEHIND + CHUNK)
        if (atomic_compare_exchange_weak(&input->gone, &gone, gone + CHUNK)) {
            move_on(input, gone);
            gone += CHUNK;
        }
}
