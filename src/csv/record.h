/* SPDX-License-Identifier: MIT */
/* record.h - the records of a block, and the fields that are wanted.
 *
 * Purpose    Scans a block, walks its record ends, checks the number of fields
 *            of each record, and finds the wanted columns.
 * Units      Offsets in bytes from the start of the block; records and columns
 *            counted from 0.
 * Ownership  A cursor and a batch only show the block and its map; the caller
 *            owns the batch's arrays (record_batch_init(), _free()).
 * Errors     ST_NOMEM; a record that does not fit is a fault of the cursor.
 * Method     A record of C fields has C separators, so its end must be C
 *            separators after the previous end: one subtraction of ranks
 *            checks it. A wanted column is reached by select, on the ranks of
 *            the words and then in one word, in time that does not depend on
 *            the number of columns (Vigna 2008, "Broadword implementation of
 *            rank/select queries"). A block is scanned for one batch after the
 *            other, so that the map of a batch is still in the cache.
 */
#ifndef CSV_RECORD_H
#define CSV_RECORD_H

#include "csv/scan.h"

enum { RECORD_BATCH = SCAN_ENDS }; /* records in a batch at most */

enum record_fault {
    RECORD_FINE,
    RECORD_RAGGED,  /* not as many fields as the header */
    RECORD_TOO_LONG /* longer than the limit */
};

/* A field as it stands in the block, its quotes included. */
struct record_span {
    uint32_t begin;
    uint32_t end;
};

/* Which columns a frame has, and which of them are to be found. */
struct record_layout {
    size_t columns;
    const size_t *wanted; /* ascending */
    size_t wanted_count;
    size_t max_bytes; /* of a record, without its line feed */
};

struct record_batch {
    struct slice block;
    uint64_t offset;       /* of the block in the input */
    uint64_t first_record; /* position of the batch's first record */
    size_t count;
    uint32_t begin[RECORD_BATCH];
    uint32_t end[RECORD_BATCH]; /* of the record's line feed */
    struct record_span *fields; /* RECORD_BATCH for each wanted column */
    bool unterminated; /* the line feed of the last one is not in the input */
    void *facts;       /* what a visitor has found out (block.h), or NULL */
};

struct record_cursor {
    const struct scan_kernel *kernel;
    const struct record_layout *layout;
    struct scan scan;
    struct scan_ends ends;
    size_t ends_taken;
    bool is_inside;           /* of a record that began before the block; */
    bool has_first_end;       /* where that one ends, */
    uint32_t first_end;       /* if it does */
    uint32_t begin;           /* of the next record */
    uint32_t first_separator; /* rank of the next record's first one */
    uint64_t blank_lines;     /* skipped */
    enum record_fault fault;
    uint32_t fault_fields;        /* what a ragged record has */
    uint32_t first[RECORD_BATCH]; /* rank of a record's first separator */
};

/* A record's bytes: its fields, and the line ending behind them. */
struct record_row {
    struct slice content;
    size_t ending_bytes; /* 0, 1 or 2 */
};

/* Makes room for the fields of WANTED columns, and for so many bytes of facts,
 * which are zeroed. */
enum status record_batch_init(struct record_batch *batch, size_t wanted,
                              size_t facts_bytes);

/* Frees the batch's arrays. */
void record_batch_free(struct record_batch *batch);

/* Puts the cursor at the begin of the scan's block, where a record begins, or
 * inside of one, whose end is noted and skipped. */
void record_start(struct record_cursor *cursor,
                  const struct scan_kernel *kernel,
                  const struct record_layout *layout, struct scan scan,
                  bool is_inside);

/* Fills the batch with the next records, those in front of a fault first.
 * An empty batch: no whole record is left, or cursor->fault tells. */
void record_next(struct record_cursor *cursor, struct record_batch *batch);

/* Deals with a record end that does not fit the layout, up to which there are
 * BEHIND separators: skips a blank line, or sets the fault. Returns whether the
 * walk goes on. For kernels. */
bool record_odd(struct record_cursor *cursor, uint32_t end, uint32_t behind);

/* The bytes of a record of the batch. */
static inline struct record_row
record_row(const struct record_batch *batch, size_t record)
{
    const char *const bytes = batch->block.bytes + batch->begin[record];
    size_t len = batch->end[record] - batch->begin[record];
    size_t ending = 1;

    if (batch->unterminated && record + 1 == batch->count)
        ending = 0;
    else if (len > 0 && bytes[len - 1] == '\r')
        ending = 2;
    if (ending == 2)
        len--;
    return (struct record_row){{bytes, len}, ending};
}

/* A wanted field of a record, as it stands in the block. */
static inline struct slice
record_field(const struct record_batch *batch, size_t record, size_t wanted)
{
    const struct record_span span =
        batch->fields[wanted * RECORD_BATCH + record];

    return (struct slice){batch->block.bytes + span.begin,
                          span.end - span.begin};
}

#endif
