/* SPDX-License-Identifier: MIT */
/* blocks.h - the blocks of an input, mapped, in order.
 *
 * Purpose    Reads and maps blocks, several at a time where that can be done,
 *            and hands them out one after the other.
 * Units      Bytes.
 * Ownership  blocks_new() makes, blocks_free() frees; the source stays the
 *            caller's. A block is valid until the next one is asked for.
 * Errors     Those of source_read() and ST_NOMEM, at the block where they
 *            happen and not before.
 * Method     What is read from a plain file is read by workers, each at its own
 *            offset, and mapped by them with a guess at the state in which the
 *            block begins: outside quotes, unless the first quote in it looks
 *            like one that closes. Who asks for a block knows the true state,
 *            from the block before; where the guess was wrong the block is
 *            mapped once more. So no state waits for another, no block is
 *            mapped more than twice, and the maps are those of one thread.
 *            Who asks for a block that nobody has begun reads and maps it
 *            himself, and so does all the work if there are no workers.
 *            A pipe, and what must be decoded, has no offsets: it is read as it
 *            comes.
 */
#ifndef CSV_BLOCKS_H
#define CSV_BLOCKS_H

#include "base/trouble.h"
#include "csv/scan.h"
#include "io/source.h"

enum { BLOCKS_THREADS = 8 }; /* at most */

struct blocks_setup {
    const struct scan_kernel *kernel;
    struct dialect dialect;
    size_t block_bytes;
    unsigned threads; /* that work, the caller's included; 0 is 1 */
};

struct block {
    struct slice bytes; /* empty at the end of the input */
    struct scan_map map;
};

struct blocks;

/* Starts to read SOURCE, and says how many bytes in front of the first block
 * are a byte-order mark. */
enum status blocks_new(struct source *source, const struct blocks_setup *setup,
                       struct trouble *trouble, struct blocks **blocks,
                       size_t *bom_bytes);

/* Stops the workers and frees; NULL is fine. */
void blocks_free(struct blocks *blocks);

/* The next block, which begins in state BEFORE. */
enum status blocks_next(struct blocks *blocks, enum scan_state before,
                        struct trouble *trouble, const struct block **block);

#endif
