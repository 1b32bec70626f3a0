/* SPDX-License-Identifier: MIT */
/* block.h - a block of the input, and all that can be known of it alone.
 *
 * Purpose    Finds the records of a block, with their wanted fields, and shows
 *            them to a visitor, which notes what it finds out beside them.
 * Units      Bytes from the start of the block.
 * Ownership  The caller owns block and tools and frees them with block_free()
 *            and block_tools_free(). The bytes are the caller's.
 * Errors     ST_NOMEM; a fault of the CSV is part of the result.
 * Method     A block depends on those before it by the state in which it begins
 *            (scan.h) and by the record that goes on in it. That record, up to
 *            its end, and the one that is not complete at the end of the block,
 *            are left to the reader; so blocks can be worked on in any order,
 *            by several threads, with a guess at the state.
 */
#ifndef CSV_BLOCK_H
#define CSV_BLOCK_H

#include "csv/record.h"

enum { BLOCK_THREADS = 8 }; /* that work on blocks at a time, at most */

/* Looks at the records of a batch and fills in its facts. Several threads call
 * it at a time; WHO is another one in each, from 0. What it sees may be thrown
 * away and seen again otherwise, since a guess may be wrong. */
struct block_visitor {
    void (*visit)(void *context, unsigned who, struct record_batch *batch);
    void *context;
    size_t facts_bytes;
};

struct block_setup {
    const struct scan_kernel *kernel;
    struct dialect dialect;
    struct record_layout layout;
    struct block_visitor visitor; /* visit may be NULL */
};

struct block {
    struct slice bytes; /* empty at the end of the input */
    uint64_t offset;    /* in the input, if it is not empty */
    struct record_batch **batches;
    size_t batch_count; /* those in use */
    size_t batch_room;
    size_t batches_made;
    bool has_first_end; /* the record that goes on in it ends in it, */
    size_t first_end;   /* here */
    size_t rest;        /* begin of the record that does not end in it */
    uint64_t lines;     /* line feeds, those in quotes too */
    uint64_t blank_lines;
    enum scan_state after;
    enum scan_fault fault; /* if not fine, it ends at fault_at */
    size_t fault_at;
    enum record_fault record_fault; /* if not fine, of the record at rest */
    uint32_t fault_fields;
};

/* What one thread works with. */
struct block_tools {
    unsigned who;
    struct scan_map map;
    struct record_cursor cursor;
};

/* Frees the batches, or the tools, and leaves them empty. */
void block_free(struct block *block);
void block_tools_free(struct block_tools *tools);

/* Fills in what the block's bytes are, if it begins in state BEFORE: with a
 * record, or inside of one. */
enum status block_work(struct block *block, const struct block_setup *setup,
                       enum scan_state before, bool is_inside,
                       struct block_tools *tools);

#endif
