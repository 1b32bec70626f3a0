/* SPDX-License-Identifier: MIT */
#include "stats/selection.h"

#include <stdlib.h>

#include "base/array.h"

enum {
    SPARE_LEAST = 8,  /* units held that the sample does not want, at least */
    PROBES = 31,      /* units looked at to choose where to part */
    FEW = 2 * PROBES, /* so many are sorted rather than parted */
    ROUNDS = 32       /* more than are ever needed but against bad luck */
};

void
selection_init(struct selection *selection, uint64_t sample_size)
{
    *selection = (struct selection){.sample_size = sample_size};
}

void
selection_free(struct selection *selection)
{
    free(selection->units);
    *selection = (struct selection){.sample_size = selection->sample_size};
}

static void
insertion_sort(struct selection_unit *units, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct selection_unit unit = units[i];
        size_t at = i;
        for (; at > 0 && selection_before(unit, units[at - 1]); at--)
            units[at] = units[at - 1];
        units[at] = unit;
    }
}

/* A unit that about WANTED of the COUNT units do not come after. */
static struct selection_unit
choose_pivot(const struct selection_unit *units, size_t count, size_t wanted)
{
    struct selection_unit probes[PROBES];
    const size_t step = count / PROBES;

    for (size_t k = 0; k < PROBES; k++)
        probes[k] = units[k * step + step / 2];
    insertion_sort(probes, PROBES);
    return probes[(size_t)((double)wanted / (double)count * (PROBES - 1))];
}

/* Puts those that come before PIVOT in front, and says how many they are. */
static size_t
part(struct selection_unit *units, size_t count, struct selection_unit pivot)
{
    size_t before = 0;

    for (size_t i = 0; i < count; i++) {
        const struct selection_unit unit = units[i];
        units[i] = units[before];
        units[before] = unit;
        before += selection_before(unit, pivot);
    }
    return before;
}

static int
by_order(const void *a, const void *b)
{
    const struct selection_unit *const left = a, *const right = b;

    return selection_before(*right, *left) - selection_before(*left, *right);
}

/* Puts the WANTED first of the units in front, in any order. Where parting does
 * not make them fewer quickly enough, they are sorted. */
static void
put_smallest_first(struct selection_unit *units, size_t count, size_t wanted)
{
    for (unsigned rounds = 0; rounds < ROUNDS && count > FEW && wanted > 0;
         rounds++) {
        const struct selection_unit pivot = choose_pivot(units, count, wanted);
        const size_t before = part(units, count, pivot);
        if (before <= wanted) {
            units += before;
            count -= before;
            wanted -= before;
        } else {
            count = before;
        }
    }
    if (wanted == 0)
        return;
    if (count <= FEW)
        insertion_sort(units, count);
    else
        qsort(units, count, sizeof *units, by_order);
}

void
selection_settle(struct selection *selection)
{
    const size_t taken = (size_t)selection->taken;

    if (taken < selection->held)
        put_smallest_first(selection->units, selection->held, taken);
    selection->held = taken;
    selection->is_bounded =
        selection->is_bounded || taken == selection->sample_size;
    if (taken > 0)
        selection->bound = selection->units[0];
    for (size_t i = 1; i < taken; i++)
        if (selection_before(selection->bound, selection->units[i]))
            selection->bound = selection->units[i];
}

enum status
selection_trim(struct selection *selection)
{
    struct selection_unit *units;

    selection_settle(selection);
    const size_t room = selection->held > 0 ? selection->held : 1;
    units = realloc(selection->units, room * sizeof *units);
    if (units == NULL)
        return ST_NOMEM;
    selection->units = units;
    selection->room = room;
    return ST_OK;
}

/* More are not held. */
static uint64_t
most_held(uint64_t sample_size)
{
    const uint64_t spare =
        sample_size / 4 > SPARE_LEAST ? sample_size / 4 : SPARE_LEAST;

    return sample_size > UINT64_MAX - spare ? UINT64_MAX : sample_size + spare;
}

bool
selection_is_full(const struct selection *selection)
{
    return selection->held >= most_held(selection->sample_size);
}

void
selection_resize(struct selection *selection, uint64_t sample_size)
{
    selection->sample_size = sample_size;
    selection->taken =
        selection->held < sample_size ? selection->held : sample_size;
}

bool
selection_is_short(const struct selection *selection)
{
    return selection->taken < selection->sample_size &&
           selection->taken < selection->pop_size;
}

enum status
selection_take(struct selection *selection, struct selection_unit unit,
               bool *taken)
{
    bool takes = selection->sample_size > 0;

    if (takes && selection_is_full(selection)) {
        selection_settle(selection);
        takes = selection_holds(selection, unit);
    }
    if (takes) {
        if (array_reserve(&selection->units, &selection->room,
                          selection->held + 1, sizeof *selection->units))
            return ST_NOMEM;
        selection->units[selection->held++] = unit;
    }
    selection->pop_size++;
    selection->taken += takes && selection->taken < selection->sample_size;
    *taken = takes;
    return ST_OK;
}
