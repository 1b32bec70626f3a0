/* SPDX-License-Identifier: MIT */
/* The stage that gives up what a pooling has no need of. */
#include <stdlib.h>

#include "design/combine_state.h"
#include "io/sandbox.h"

enum { OUTPUTS = 2, FILES_EACH = 3 };

/* The sample of a shard and what may lie beside it. */
static bool
add_shard(const struct combine_shard *shard, struct sandbox_path *paths)
{
    const char *const names[FILES_EACH] = {
        shard->name, shard_file_name(shard->name), unit_list_name(shard->name)};

    for (size_t k = 0; k < FILES_EACH; k++)
        paths[k] = (struct sandbox_path){names[k], SANDBOX_READ};
    return names[1] != NULL && names[2] != NULL;
}

enum status
combine_enclose(struct combine_state *state, const struct combine_files *files)
{
    const size_t count = OUTPUTS + FILES_EACH * state->count;
    struct sandbox_path *const paths = calloc(count, sizeof *paths);
    bool are_named = paths != NULL;

    for (size_t s = 0; s < state->count && are_named; s++)
        are_named =
            add_shard(&state->shards[s], paths + OUTPUTS + FILES_EACH * s);
    if (are_named) {
        paths[0] = (struct sandbox_path){files->output, SANDBOX_WRITE};
        paths[1] = (struct sandbox_path){files->report, SANDBOX_WRITE};
        sandbox_enter(paths, count);
    }
    for (size_t k = OUTPUTS; k < count && paths != NULL; k++)
        if ((k - OUTPUTS) % FILES_EACH != 0) /* the sample's is the shard's */
            free((char *)(uintptr_t)paths[k].path);
    free(paths);
    return are_named ? ST_OK : trouble_nomem(state->draw.trouble);
}
