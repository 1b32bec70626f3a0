/* SPDX-License-Identifier: MIT */
#include "stats/selection.h"

#include <stdlib.h>

#include "base/array.h"

void
selection_init(struct selection *selection, uint64_t sample_size)
{
    *selection = (struct selection){.sample_size = sample_size};
}

void
selection_free(struct selection *selection)
{
    free(selection->heap);
    *selection = (struct selection){.sample_size = selection->sample_size};
}

/* Puts UNIT in the empty place AT or above it, where its parent comes later. */
static void
sift_up(struct selection_unit *heap, size_t at, struct selection_unit unit)
{
    while (at > 0) {
        const size_t parent = (at - 1) / 2;
        if (!selection_before(heap[parent], unit))
            break;
        heap[at] = heap[parent];
        at = parent;
    }
    heap[at] = unit;
}

/* Puts UNIT in the empty root or below it, where its children come earlier. */
static void
sift_down(struct selection_unit *heap, size_t len, struct selection_unit unit)
{
    size_t at = 0;

    for (size_t child = 1; child < len; child = 2 * at + 1) {
        if (child + 1 < len && selection_before(heap[child], heap[child + 1]))
            child++;
        if (!selection_before(unit, heap[child]))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = unit;
}

enum status
selection_take(struct selection *selection, struct selection_unit unit)
{
    if (selection->taken == selection->sample_size) {
        sift_down(selection->heap, selection->taken, unit);
        selection->pop_size++;
        return ST_OK;
    }
    const enum status st =
        array_reserve(&selection->heap, &selection->room, selection->taken + 1,
                      sizeof *selection->heap);
    if (st != ST_OK)
        return st;
    sift_up(selection->heap, selection->taken, unit);
    selection->taken++;
    selection->pop_size++;
    return ST_OK;
}
