/* SPDX-License-Identifier: MIT */
#include "csv/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "csv/scan_kernels.h"

enum { MOST_KERNELS = 4 };

/* NULL behind the last one. */
const struct scan_kernel *const scan_kernels[MOST_KERNELS + 1] = {
#if SCAN_X86
#if defined(HAVE_GFNI)
    &scan_kernel_gfni,
#endif
    &scan_kernel_avx512,
    &scan_kernel_avx2,
#endif
    &scan_kernel_portable,
};

const struct scan_kernel *
scan_kernel_choose(const char *name)
{
    for (size_t k = 0; scan_kernels[k] != NULL; k++) {
        const bool wanted =
            name == NULL || strcmp(scan_kernels[k]->name, name) == 0;
        if (wanted && scan_kernels[k]->usable())
            return scan_kernels[k];
    }
    return NULL;
}

enum status
scan_map_reserve(struct scan_map *map, size_t block_bytes)
{
    const size_t words = block_bytes / SCAN_WORD + 3;
    size_t room = map->room;
    enum status st =
        array_reserve(&map->separators, &room, words, sizeof(uint64_t));

    if (st == ST_OK) {
        room = map->room;
        st = array_reserve(&map->rank, &room, words, sizeof(uint32_t));
    }
    if (st == ST_OK)
        map->room = room;
    return st;
}

void
scan_map_free(struct scan_map *map)
{
    free(map->separators);
    free(map->rank);
    *map = (struct scan_map){0};
}

struct scan
scan_start(struct dialect dialect, struct slice block, enum scan_state before,
           struct scan_map *map)
{
    map->rank[0] = 0;
    return (struct scan){.dialect = dialect,
                         .block = block,
                         .map = map,
                         .state = before,
                         .fault = SCAN_FINE};
}
