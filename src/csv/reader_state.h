/* SPDX-License-Identifier: MIT */
/* reader_state.h - the inside of a reader, for reader.c and its messages.
 *
 * Purpose    Shares struct reader between the walk and what is said of faults.
 * Units      As in reader.h.
 * Ownership  reader.c owns everything in it.
 * Errors     ST_DATA from the functions that describe a fault.
 * Method     None.
 */
#ifndef CSV_READER_STATE_H
#define CSV_READER_STATE_H

#include "csv/blocks.h"
#include "csv/reader.h"

/* The piece of a record whose end is in a later block. */
struct reader_piece {
    char *bytes;
    size_t len;
    size_t room;
    size_t bom;      /* bytes of a byte-order mark in front of the header */
    uint64_t offset; /* of its first byte in the input */
    uint64_t line;   /* on which it begins, from 1 */
    struct scan_map map;
};

struct reader {
    struct source *source;
    struct reader_setup setup;
    struct header header;
    struct record_layout layout;
    size_t *wanted;
    struct record_batch batch;

    struct blocks *blocks;
    struct slice block;
    uint64_t block_offset;
    uint64_t lines_before;      /* line feeds in front of the block */
    enum scan_state state;      /* behind the block */
    const struct scan_map *map; /* of the block */

    struct record_cursor cursor; /* on the block, or on the piece */
    struct reader_piece piece;
    bool in_piece;
    size_t block_from; /* where the block goes on behind the piece */
    bool at_end;

    uint64_t records;
    uint64_t blank_lines;
};

/* Each says what is wrong, and where, and returns ST_DATA: a fault of the
 * block's map, a record that the cursor stopped at, a piece that is longer
 * than a record may be, an input that ends where it should not. */
enum status reader_say_map_fault(const struct reader *reader,
                                 struct trouble *trouble);
enum status reader_say_record_fault(const struct reader *reader,
                                    struct trouble *trouble);
enum status reader_say_too_long(const struct reader *reader,
                                struct trouble *trouble);
enum status reader_say_bad_end(const struct reader *reader,
                               struct trouble *trouble);

#endif
