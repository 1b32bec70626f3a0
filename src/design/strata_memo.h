/* SPDX-License-Identifier: MIT */
/* strata_memo.h - the stratum of cells that were seen not long ago.
 *
 * Purpose    Spares nearly every record the decoding of its keys: the same few
 *            cells come again and again.
 * Units      Bytes of the cells as they stand in the file.
 * Ownership  A plain value that starts zeroed.
 * Errors     None: what is not remembered is worked out.
 * Method     The raw cells of all keys in four words of 64 bits, its length on
 *            top of each cell; one place for each of 512 hashes, whose last
 *            comer stays. Where there are no more than two keys a cell has two
 *            words, which are put together in registers: a copy in memory would
 *            be read back before it is written. Of more keys a cell of up to 7
 *            bytes has one word, one of up to 15 has two.
 */
#ifndef DESIGN_STRATA_MEMO_H
#define DESIGN_STRATA_MEMO_H

#include <endian.h>
#include <string.h>

#include "base/slice.h"

enum { STRATA_MEMO_WORDS = 4, STRATA_MEMO_PLACES = 512 };

enum { STRATA_MEMO_CELL = 16 }; /* bytes that are looked at at once */

/* The cells of a record. */
struct strata_cells {
    uint64_t words[STRATA_MEMO_WORDS + 1]; /* the last one is scratch */
    size_t count;
    bool is_long; /* they do not fit */
};

struct strata_memo {
    struct {
        uint64_t words[STRATA_MEMO_WORDS];
        uint32_t number_plus_1; /* 0: empty */
    } places[STRATA_MEMO_PLACES];
};

/* The first LEN bytes of eight, the first one lowest. */
static inline uint64_t
strata_cells_word(const char *bytes, size_t len)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
    word = le64toh(word);
    return len >= sizeof word ? word : word & (((uint64_t)1 << 8 * len) - 1);
}

/* Puts one more raw cell behind those of a record; so many bytes can be READ
 * from its first one on. Lengths come as they like: none of the steps asks for
 * them. */
static inline void
strata_cells_add(struct strata_cells *cells, struct slice raw, size_t readable)
{
    const uint64_t tag = (uint64_t)(raw.len + 1) << 56;
    const bool is_two = raw.len >= 8;
    char copy[STRATA_MEMO_CELL] = {0};
    const char *bytes = raw.bytes;

    if (raw.len > 15 || cells->count + 1 + is_two > STRATA_MEMO_WORDS) {
        cells->is_long = true;
        return;
    }
    if (__builtin_expect(readable < STRATA_MEMO_CELL, 0)) {
        if (raw.len > 0)
            memcpy(copy, raw.bytes, raw.len);
        bytes = copy;
    }
    const uint64_t first = strata_cells_word(bytes, raw.len);
    const uint64_t second =
        strata_cells_word(bytes + 8, is_two ? raw.len - 8 : 0) | tag;
    cells->words[cells->count] = is_two ? first : first | tag;
    cells->words[cells->count + 1] = is_two ? second : 0;
    cells->count += 1U + is_two;
}

/* A cell of at most 15 bytes in two words, its length on top. */
struct strata_pair {
    uint64_t first;
    uint64_t second;
};

static inline struct strata_pair
strata_pair_of(struct slice raw, size_t readable)
{
    /* A table, for lengths that come as they like would be guessed wrong. */
    static const uint64_t bytes[] = {
        0x0,          0xff,           0xffff,           0xffffff,   0xffffffff,
        0xffffffffff, 0xffffffffffff, 0xffffffffffffff, UINT64_MAX,
    };
    static const unsigned char in_first[] = {0, 1, 2, 3, 4, 5, 6, 7,
                                             8, 8, 8, 8, 8, 8, 8, 8};
    const size_t len = raw.len & 15;
    const size_t of_first = in_first[len];
    char copy[STRATA_MEMO_CELL] = {0};
    const char *from = raw.bytes;
    uint64_t first, second;

    if (__builtin_expect(readable < STRATA_MEMO_CELL, 0)) {
        if (len > 0)
            memcpy(copy, raw.bytes, len);
        from = copy;
    }
    memcpy(&first, from, sizeof first);
    memcpy(&second, from + sizeof first, sizeof second);
    return (struct strata_pair){le64toh(first) & bytes[of_first],
                                (le64toh(second) & bytes[len - of_first]) |
                                    (uint64_t)(len + 1) << 56};
}

/* Where cells are remembered. */
static inline size_t
strata_memo_place(const struct strata_cells *cells)
{
    const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mix = cells->words[0] * factor;

    mix = (mix ^ cells->words[1]) * factor;
    mix = (mix ^ cells->words[2]) * factor;
    mix = (mix ^ cells->words[3]) * factor;
    return mix >> 55; /* 9 bits */
}

/* Whether the stratum of these cells is remembered, and its NUMBER. Written
 * out, as above: a loop is done on pairs of words, by way of memory. */
static inline bool
strata_memo_find(const struct strata_memo *memo,
                 const struct strata_cells *cells, uint32_t *number)
{
    const size_t place = strata_memo_place(cells);
    const uint64_t *const words = memo->places[place].words;
    const uint64_t differing =
        (words[0] ^ cells->words[0]) | (words[1] ^ cells->words[1]) |
        (words[2] ^ cells->words[2]) | (words[3] ^ cells->words[3]);

    if (differing != 0 || cells->is_long ||
        memo->places[place].number_plus_1 == 0)
        return false;
    *number = memo->places[place].number_plus_1 - 1;
    return true;
}

/* Remembers it. */
static inline void
strata_memo_put(struct strata_memo *memo, const struct strata_cells *cells,
                uint32_t number)
{
    const size_t place = strata_memo_place(cells);

    if (cells->is_long)
        return;
    memcpy(memo->places[place].words, cells->words,
           sizeof memo->places[place].words);
    memo->places[place].number_plus_1 = number + 1;
}

#endif
