/* SPDX-License-Identifier: MIT */
/* blocks.h - the blocks of an input, worked on by several threads, in order.
 *
 * Purpose    Reads blocks and finds out all that can be known of each alone
 *            (block.h), several at a time where that can be done, and hands
 *            them out one after the other.
 * Units      Bytes.
 * Ownership  blocks_new() makes, blocks_free() frees; source and visitor stay
 *            the caller's. A block is valid until the next one is asked for.
 * Errors     Those of source_read() and ST_NOMEM, at the block where they
 *            happen and not before.
 * Method     A plain file is read by whoever works on a block, each at its own
 *            offset. What has no offsets is read in order by the thread that
 *            asks for blocks, whenever it would have to wait, and worked on by
 *            anybody. Work begins with a guess at the state of the block: what
 *            its first quotes look like, else the state behind the block in
 *            front of it, if that is known. Who asks for a block knows the true
 *            state; where the guess was wrong he works on the block once more.
 *            So no state waits for another, no block is worked on more than
 *            twice, and the results are those of one thread. Who asks for a
 *            block that is not ready works on others meanwhile; he sleeps when
 *            there are none.
 */
#ifndef CSV_BLOCKS_H
#define CSV_BLOCKS_H

#include "base/trouble.h"
#include "csv/block.h"
#include "io/source.h"

struct blocks_setup {
    struct block_setup block;
    size_t block_bytes;
    unsigned threads; /* that work, the caller's included; 0 is 1 */
    /* Where the first block begins: in a source that is shared (source.h) at
     * this offset; in another one behind what was read of it already, which is
     * copied. */
    bool is_shared;
    uint64_t offset;
    struct slice begun;
};

struct blocks;

/* Starts to read SOURCE. A record goes on in every block, if only by its line
 * end. */
enum status blocks_new(struct source *source, const struct blocks_setup *setup,
                       struct trouble *trouble, struct blocks **blocks);

/* Stops the workers and frees; NULL is fine. */
void blocks_free(struct blocks *blocks);

/* The next block, which begins in state BEFORE. */
enum status blocks_next(struct blocks *blocks, enum scan_state before,
                        struct trouble *trouble, const struct block **block);

#endif
