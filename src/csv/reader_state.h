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

/* A record whose end is in a later block than its begin, or its begin so far;
 * also the header, before it has become one. */
struct reader_piece {
    char *bytes;
    size_t len;
    size_t room;
    size_t bom;      /* bytes of a byte-order mark in front of the header */
    uint64_t offset; /* of its first byte in the input */
    uint64_t line;   /* on which it begins, from 1 */
    struct block block;
    struct block_tools tools;
};

struct reader {
    struct source *source;
    struct reader_setup setup;
    struct header header;
    size_t *wanted;
    struct block_setup block_setup;

    struct blocks *blocks;
    struct blocks_setup start;   /* where they begin */
    const struct block *block;   /* of the input */
    uint64_t lines_before;       /* line feeds in front of it */
    uint64_t bytes;              /* up to its end */
    const struct block *current; /* this one, or the piece's */
    size_t next_batch;           /* of the current one */
    struct record_batch *batch;  /* handed out last */
    struct reader_piece piece;
    struct digest *digest; /* of all bytes; NULL: none */
    bool at_end;           /* there is no further block */

    uint64_t records;
    uint64_t blank_lines;
};

/* Reads up to and with the header. */
enum status reader_read_header(struct reader *reader, struct trouble *trouble);

/* Puts bytes behind the piece, with room for one more. */
enum status reader_append(struct reader *reader, const char *bytes, size_t len,
                          struct trouble *trouble);

/* Each says what is wrong, and where, and returns ST_DATA: a fault of the
 * block, the record of the current block that does not fit, a piece that is
 * longer than a record may be, an input that ends in STATE, where it should
 * not. */
enum status reader_say_scan_fault(const struct reader *reader,
                                  struct trouble *trouble);
enum status reader_say_record_fault(const struct reader *reader,
                                    struct trouble *trouble);
enum status reader_say_too_long(const struct reader *reader,
                                struct trouble *trouble);
enum status reader_say_bad_end(const struct reader *reader,
                               enum scan_state state, struct trouble *trouble);

#endif
