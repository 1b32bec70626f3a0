/* SPDX-License-Identifier: MIT */
/* strata_memo.h - the stratum of cells that were seen not long ago.
 *
 * Purpose    Spares nearly every record the decoding of its keys: the same few
 *            cells come again and again.
 * Units      Bytes of the cells as they stand in the file.
 * Ownership  A plain value that starts zeroed.
 * Errors     None: what is not remembered is worked out.
 * Method     The raw cells of all keys in four words of 64 bits, and one place
 *            for each of 512 hashes, whose last comer stays. Where there are no
 *            more than two keys each has two words, a vector of 16 bytes, which
 *            is put together in registers: a copy in memory would be read back
 *            before it is written. Behind the bytes of the cell stands a 1, so
 *            that no two cells are alike. Of more keys a cell of up to 7 bytes
 *            has one word, one of up to 15 has two, its length on top. Nobody's
 *            words are all 0, as those of a place are where nobody is.
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

/* 16 bytes of memory; how they make numbers is the machine's affair. */
typedef uint64_t strata_cell __attribute__((vector_size(STRATA_MEMO_CELL)));

/* All words of a record, as the memo takes them. */
struct strata_pair {
    strata_cell one;
    strata_cell two;
};

struct strata_memo {
    struct {
        uint64_t words[STRATA_MEMO_WORDS];
        uint32_t number;
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

/* The words of the cells put together so. */
static inline struct strata_pair
strata_cells_pair(const struct strata_cells *cells)
{
    return (struct strata_pair){{cells->words[0], cells->words[1]},
                                {cells->words[2], cells->words[3]}};
}

static inline strata_cell
strata_cell_load(const void *bytes)
{
    strata_cell cell;

    memcpy(&cell, bytes, sizeof cell);
    return cell;
}

/* A cell of at most 15 bytes, where 16 can be read. What belongs to it is
 * looked up, as is the 1 behind it: lengths come as they like and would be
 * guessed wrong. */
static inline strata_cell
strata_cell_at(const char *bytes, size_t len)
{
    static const unsigned char taken[2 * STRATA_MEMO_CELL] = {
        255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255,
    };
    static const unsigned char mark[2 * STRATA_MEMO_CELL] = {
        [STRATA_MEMO_CELL] = 1,
    };
    const size_t from = STRATA_MEMO_CELL - len;

    return (strata_cell_load(bytes) & strata_cell_load(taken + from)) |
           strata_cell_load(mark + from);
}

/* The same where so many bytes can be READ; of a longer cell, some of it. */
static inline strata_cell
strata_cell_of(struct slice raw, size_t readable)
{
    const size_t len = raw.len & (STRATA_MEMO_CELL - 1);
    char copy[STRATA_MEMO_CELL] = {0};

    if (readable >= STRATA_MEMO_CELL)
        return strata_cell_at(raw.bytes, len);
    if (len > 0)
        memcpy(copy, raw.bytes, len);
    return strata_cell_at(copy, len);
}

/* Where cells are remembered. */
static inline size_t
strata_memo_place(struct strata_pair pair)
{
    const strata_cell both = pair.one ^ (pair.two << 7 | pair.two >> 57);
    const uint64_t mix = both[0] * UINT64_C(0x9e3779b97f4a7c15) +
                         both[1] * UINT64_C(0xd6e8feb86659fd93);

    return mix >> 55; /* 9 bits */
}

/* Whether the stratum of these cells is remembered, and its NUMBER. */
static inline bool
strata_memo_find(const struct strata_memo *memo, struct strata_pair pair,
                 uint32_t *number)
{
    const size_t place = strata_memo_place(pair);
    const uint64_t *const words = memo->places[place].words;
    const strata_cell differing = (strata_cell_load(words) ^ pair.one) |
                                  (strata_cell_load(words + 2) ^ pair.two);

    if ((differing[0] | differing[1]) != 0)
        return false;
    *number = memo->places[place].number;
    return true;
}

/* Remembers it. */
static inline void
strata_memo_put(struct strata_memo *memo, struct strata_pair pair,
                uint32_t number)
{
    const size_t place = strata_memo_place(pair);

    memcpy(memo->places[place].words, &pair, sizeof memo->places[place].words);
    memo->places[place].number = number;
}

#endif
