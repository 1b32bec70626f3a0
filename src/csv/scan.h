/* SPDX-License-Identifier: MIT */
/* scan.h - where the fields and records of a block of CSV end.
 *
 * Purpose    Turns a block of bytes into bit maps of its separators, without
 *            looking at what stands between them.
 * Units      Bytes from the start of the block; one bit of a map is one byte of
 *            the block, the lowest bit of a word first.
 * Ownership  The caller owns a scan_map and frees it with scan_map_free().
 * Errors     ST_NOMEM from scan_map_reserve(); a fault of the CSV is no status
 *            but part of the map.
 * Method     64 bytes at a time become one bit mask for each special byte; the
 *            exclusive or of all quotes up to a byte tells whether it stands
 *            inside a quoted field (Langdale and Lemire 2019, "Parsing
 *            gigabytes of JSON per second"). That agrees with RFC 4180 as long
 *            as every opening quote follows a separator or a quote, and every
 *            closing one is followed by a separator, a line end or a quote. A
 *            quote that may not open is data: it is taken out of the mask, and
 *            the rest looked at again. 64 bytes with anything else that is odd
 *            are given to a machine that steps from one special byte to the
 *            next (scan_exact.c) and fills the same words. Groups of words
 *            without any quote take a shorter way; some machines read eight of
 *            the other words at once. The state between two bytes is one of
 *            five, so a block may end anywhere, and a scan may stop behind any
 *            word.
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

enum {
    SCAN_WORD = 64,  /* bytes that one word of a map stands for */
    SCAN_GROUP = 4,  /* words that are looked at together */
    SCAN_ENDS = 1024 /* record ends that one step lists at most */
};

/* What is known of the words that were scanned. */
struct scan_map {
    uint64_t *separators; /* delimiters and line feeds outside quotes */
    uint32_t *rank;       /* separators in front of a word, and behind the last
                             one; then UINT32_MAX */
    size_t room;          /* words */
};

/* A scan of a block, and how far it has come. */
struct scan {
    struct dialect dialect;
    struct slice block;
    struct scan_map *map;
    size_t words;          /* scanned so far */
    enum scan_state state; /* behind them */
    uint32_t rank;         /* their separators */
    uint64_t lines;        /* their line feeds, those in quotes too */
    enum scan_fault fault; /* if not fine, the scan has ended at fault_at */
    size_t fault_at;
};

/* Record ends, which are line feeds outside quotes. */
struct scan_ends {
    size_t count;
    uint32_t at[SCAN_ENDS]; /* the line feed */
};

struct record_cursor;
struct record_batch;

/* One way to do the work; all of them give the same maps and records. */
struct scan_kernel {
    const char *name;

    /* Whether this machine can run it. */
    bool (*usable)(void);

    /* Scans on, to the end of the block or as far as ENDS has room; lists the
     * record ends that it meets. scan_is_done() tells whether it came to the
     * end. */
    void (*step)(struct scan *scan, struct scan_ends *ends);

    /* Takes the listed ends of the cursor into the batch, up to a fault: a part
     * of record_next(). */
    void (*take)(struct record_cursor *cursor, struct record_batch *batch);
};

/* The kernels compiled in, the fastest first; ends with NULL. */
extern const struct scan_kernel *const scan_kernels[];

/* The fastest kernel that this machine can run, or the one called NAME; NULL
 * if there is none of that name here. NAME may be NULL. */
const struct scan_kernel *scan_kernel_choose(const char *name);

/* Makes room for blocks of up to BLOCK_BYTES, at most 2^32 - 64. */
enum status scan_map_reserve(struct scan_map *map, size_t block_bytes);

/* Frees the map. */
void scan_map_free(struct scan_map *map);

/* A scan of BLOCK, which begins in state BEFORE. MAP has room for it, and is
 * the scan's. */
struct scan scan_start(struct dialect dialect, struct slice block,
                       enum scan_state before, struct scan_map *map);

/* Whether nothing is left to be scanned. */
static inline bool
scan_is_done(const struct scan *scan)
{
    return scan->fault != SCAN_FINE ||
           scan->words * SCAN_WORD >= scan->block.len;
}

/* The separators up to the byte AT, which is in a scanned word, it included. */
static inline uint32_t
scan_map_rank(const struct scan_map *map, uint32_t at)
{
    const size_t word = at / SCAN_WORD;
    const unsigned behind = SCAN_WORD - 1 - at % SCAN_WORD; /* bits */
    const uint64_t up_to = map->separators[word] << behind;

    return map->rank[word] + (uint32_t)__builtin_popcountll(up_to);
}

/* The place of the quote that opened the last quoted field of BLOCK, which
 * begins with a field; the block's length if it has none. */
size_t scan_last_opening(struct dialect dialect, struct slice block);

#endif
