/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

#include <xxhash.h>

/* The state of xxHash, whose type is its own affair. */
static XXH3_state_t *
state_of(struct digest *digest)
{
    return (XXH3_state_t *)digest;
}

enum status
digest_new(struct digest **digest)
{
    XXH3_state_t *const state = XXH3_createState();

    if (state == NULL)
        return ST_NOMEM;
    XXH3_128bits_reset(state);
    *digest = (struct digest *)state;
    return ST_OK;
}

void
digest_free(struct digest *digest)
{
    XXH3_freeState(state_of(digest));
}

void
digest_add(struct digest *digest, struct slice text)
{
    XXH3_128bits_update(state_of(digest), text.bytes, text.len);
}

struct hash128
digest_hash(const struct digest *digest)
{
    const XXH128_hash_t hash =
        XXH3_128bits_digest((const XXH3_state_t *)digest);

    return (struct hash128){hash.high64, hash.low64};
}
