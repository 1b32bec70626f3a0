/* SPDX-License-Identifier: MIT */
/* Whether the frame is the chunk that its manifest speaks of: one that was cut
 * short, mixed up or written anew is found out. */
#include "design/draw_state.h"

enum status
draw_begin_manifest(struct draw *draw)
{
    const struct task_content *const content = &draw->plan->shard.content;

    if (draw->plan->shard.task == 0 || !content->has_digest)
        return ST_OK;
    if (digest_new(&draw->digest) != ST_OK)
        return trouble_nomem(draw->trouble);
    walk_digest(draw->walk, draw->digest);
    return ST_OK;
}

enum status
draw_check_manifest(struct draw *draw)
{
    const struct task_content *const content = &draw->plan->shard.content;
    const char *const name = source_name(draw->source);

    if (draw->plan->shard.task == 0)
        return ST_OK;
    if (draw->result->records != content->records)
        return trouble_say(draw->trouble, ST_DATA,
                           "%s: not as many records as its manifest says",
                           name);
    if (content->has_bytes && draw->result->bytes_decoded != content->bytes)
        return trouble_say(draw->trouble, ST_DATA,
                           "%s: not as many bytes as its manifest says", name);
    if (draw->digest == NULL)
        return ST_OK;
    const struct hash128 hash = digest_hash(draw->digest);
    digest_free(draw->digest);
    draw->digest = NULL;
    if (hash.high == content->digest.high && hash.low == content->digest.low)
        return ST_OK;
    return trouble_say(draw->trouble, ST_DATA,
                       "%s: not the bytes of which its manifest has the digest "
                       "(xxh3): the chunk was changed",
                       name);
}
