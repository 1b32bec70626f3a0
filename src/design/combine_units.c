/* SPDX-License-Identifier: MIT */
/* The stage that compares lists of units: none may be in two shards. */
#include <stdlib.h>

#include "design/combine_state.h"

/* Whether there are lists: all shards have one, or none has. */
static enum status
have_lists(struct combine_state *state, bool *have)
{
    *have = state->shards[0].file.has_units;
    for (size_t s = 1; s < state->count; s++)
        if (state->shards[s].file.has_units != *have)
            return combine_refuse(
                state, 0, s,
                "one has a list of its units (--check-units), "
                "and one has not",
                NULL);
    return ST_OK;
}

enum status
combine_units(struct combine_state *state)
{
    struct unit_list_file *files;
    size_t named = 0, a, b;
    bool have;
    enum status st = have_lists(state, &have);

    if (st != ST_OK || !have)
        return st;
    files = calloc(state->count + 1, sizeof *files);
    for (; files != NULL && named < state->count; named++) {
        files[named].name = unit_list_name(state->shards[named].name);
        files[named].list = state->shards[named].file.units;
        if (files[named].name == NULL)
            break;
    }
    if (named < state->count)
        st = trouble_nomem(state->draw.trouble);
    else
        st =
            unit_list_compare(files, state->count, state->draw.trouble, &a, &b);
    if (st == ST_END)
        st = combine_refuse(state, a, b, COMBINE_DOUBLED, NULL);
    for (size_t k = 0; k < named; k++)
        free((char *)(uintptr_t)files[k].name);
    free(files);
    state->are_compared = st == ST_OK;
    return st;
}
