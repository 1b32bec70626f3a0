/* SPDX-License-Identifier: MIT */
/* scan.h - where the fields and records of a block of CSV end.
 *
 * Purpose    Turns a block of bytes into bit maps of its separators, without
 *            looking at what stands between them.
 * Units      Bytes from the start of the block; one bit of a map is one byte
 *            of the block, the lowest bit of a word first.
 * Ownership  The caller owns a scan_map and frees it with scan_map_free().
 * Errors     ST_NOMEM from scan_map_reserve(); a fault of the CSV is no
 *            status but part of the map.
 * Method     64 bytes at a time become one bit mask for each special byte;
 *            the exclusive or of all quotes up to a byte tells whether it
 *            stands inside a quoted field (Langdale and Lemire 2019, "Parsing
 *            gigabytes of JSON per second"). That agrees with RFC 4180 as long
 *            as every opening quote follows a separator or a quote, and every
 *            closing one is followed by a separator, a line end or a quote.
 *            The 64 bytes where it does not are given to a machine that steps
 *            from one special byte to the next (scan_exact.c) and fills the
 *            same words. The state between two bytes is one of five, so a
 *            block may end anywhere.
 */
#ifndef CSV_SCAN_H
#define CSV_SCAN_H

#include "base/slice.h"
#include "csv/dialect.h"

enum scan_state {
    SCAN_START,  /* a field begins here */
    SCAN_PLAIN,  /* in a field that does not begin with a quote */
    SCAN_QUOTED, /* in a quoted field */
    SCAN_CLOSED, /* behind a quote that may have closed the field */
    SCAN_CR      /* behind a CR that is no part of a quoted field */
};

enum scan_fault {
    SCAN_FINE,
    SCAN_NUL,        /* a NUL byte */
    SCAN_LONE_CR,    /* a CR outside quotes without LF behind it */
    SCAN_AFTER_QUOTE /* a quoted field goes on behind its closing quote */
};

enum { SCAN_WORD = 64 }; /* bytes that one word of a map stands for */

struct scan_map {
    uint64_t *separators; /* delimiters and line feeds outside quotes */
    uint64_t *ends;       /* line feeds outside quotes */
    uint32_t *rank;       /* separators in front of a word; words + 1 */
    size_t room;          /* words */
    size_t words;
    uint64_t lines; /* line feeds, those in quotes too */
    enum scan_state after;
    enum scan_fault fault; /* if not fine, the maps end at fault_at */
    size_t fault_at;
};

struct record_cursor;
struct record_batch;

/* One way to do the work; all of them give the same maps and records. */
struct scan_kernel {
    const char *name;

    /* Whether this machine can run it. */
    bool (*usable)(void);

    /* Fills MAP, which has room, for a block that begins in state BEFORE. */
    void (*map)(struct dialect dialect, struct slice block,
                enum scan_state before, struct scan_map *map);

    /* record_next() in record.h, for the records in front of a fault. */
    void (*records)(struct record_cursor *cursor, struct record_batch *batch);
};

/* The kernels compiled in, the fastest first; ends with NULL. */
extern const struct scan_kernel *const scan_kernels[];

/* The fastest kernel that this machine can run, or the one called NAME; NULL
 * if there is none of that name here. NAME may be NULL. */
const struct scan_kernel *scan_kernel_choose(const char *name);

/* Makes room for blocks of up to BLOCK_BYTES, at most 2^32 - 64. */
enum status scan_map_reserve(struct scan_map *map, size_t block_bytes);

/* Frees the maps. */
void scan_map_free(struct scan_map *map);

/* The place of the quote that opened the last quoted field of BLOCK, which
 * begins with a field; the block's length if it has none. */
size_t scan_last_opening(struct dialect dialect, struct slice block);

/* The first record end at or behind FROM; false if there is none. */
bool scan_find_end(const struct scan_map *map, size_t from, size_t *end);

#endif
