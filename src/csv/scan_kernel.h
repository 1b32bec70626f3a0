/* SPDX-License-Identifier: MIT */
/* scan_kernel.h - the body of every kernel, compiled once for each.
 *
 * Purpose    One text of the two hot loops: mapping a block, and walking its
 *            records. A kernel's .c file says how 64 bytes become masks and
 *            how bits are counted and found, and includes this file.
 * Units      As in scan.h and record.h.
 * Ownership  None.
 * Errors     None.
 * Method     The including file defines
 *              struct scan_masks masks_of(const char *bytes, char delimiter)
 *              uint64_t prefix_xor(uint64_t bits)   bit i: xor of bits 0..i
 *              unsigned select_bit(uint64_t bits, unsigned k)  place of the
 *                                                  k-th 1 bit, k from 0
 */
#ifndef CSV_SCAN_KERNEL_H
#define CSV_SCAN_KERNEL_H

#include <string.h>

#include "csv/record.h"
#include "csv/scan_exact.h"
#include "csv/scan_kernels.h"

static inline struct scan_masks masks_of(const char *bytes, char delimiter);
static inline uint64_t prefix_xor(uint64_t bits);
static inline unsigned select_bit(uint64_t bits, unsigned k);

/* What one word hands on to the next. */
struct carry {
    uint64_t inside;   /* all ones inside quotes, else 0 */
    uint64_t may_open; /* 1 if a quote may open here */
    uint64_t closed;   /* 1 behind a closing quote */
    uint64_t cr;       /* 1 behind a CR outside quotes */
    uint64_t lines;    /* line feeds so far */
    uint32_t rank;     /* separators so far */
};

/* Copies of the map's pointers: a store into the map cannot change them, so
 * that the loop need not load them again. */
struct rows {
    uint64_t *separators;
    uint64_t *ends;
    uint32_t *rank;
};

/* Maps word W of the block. False, with nothing changed, if the rule of scan.h
 * does not tell what it means. */
static inline bool
map_word(struct carry *carry, struct rows rows, size_t w, struct scan_masks m)
{
    const uint64_t inside = prefix_xor(m.quote) ^ carry->inside;
    const uint64_t any = m.delimiter | m.lf;
    const uint64_t separators = any & ~inside;
    const uint64_t opening = m.quote & inside;
    const uint64_t closing = m.quote & ~inside;
    const uint64_t cr = m.cr & ~inside;
    const uint64_t may_open = (any | m.quote) << 1 | carry->may_open;
    const uint64_t behind_closing = closing << 1 | carry->closed;
    const uint64_t behind_cr = cr << 1 | carry->cr;
    const uint64_t bad = m.nul | (opening & ~may_open) | (behind_cr & ~m.lf) |
                         (behind_closing & ~(any | m.cr | m.quote));

    if (__builtin_expect(bad != 0, 0))
        return false;
    rows.separators[w] = separators;
    rows.ends[w] = m.lf & ~inside;
    rows.rank[w] = carry->rank;
    carry->inside = (uint64_t)((int64_t)inside >> 63);
    carry->may_open = (any | m.quote) >> 63;
    carry->closed = closing >> 63;
    carry->cr = cr >> 63;
    carry->lines += (uint64_t)__builtin_popcountll(m.lf);
    carry->rank += (uint32_t)__builtin_popcountll(separators);
    return true;
}

static enum scan_state
state_of(struct carry carry)
{
    if (carry.inside != 0)
        return SCAN_QUOTED;
    if (carry.closed != 0)
        return SCAN_CLOSED;
    if (carry.cr != 0)
        return SCAN_CR;
    return carry.may_open != 0 ? SCAN_START : SCAN_PLAIN;
}

static inline struct carry
carry_of(enum scan_state state)
{
    return (struct carry){
        .inside = state == SCAN_QUOTED ? UINT64_MAX : 0,
        .may_open = state == SCAN_START || state == SCAN_CLOSED,
        .closed = state == SCAN_CLOSED,
        .cr = state == SCAN_CR,
    };
}

/* Maps word W, of LEN bytes, by the exact machine: one that is odd, or the last
 * one, which may be shorter. Carries are values here: the address of one would
 * keep the carry of the loop out of registers. */
static struct carry __attribute__((noinline))
map_odd_word(struct carry carry, struct rows rows, size_t w,
             struct scan_masks m, unsigned len, struct scan_map *map)
{
    const struct scan_word word = scan_exact(m, len, state_of(carry));
    const bool fine = word.fault == SCAN_FINE;
    const uint64_t counted =
        fine ? m.lf : m.lf & (((uint64_t)1 << word.fault_at) - 1);
    struct carry next = carry_of(word.after);

    rows.separators[w] = word.separators;
    rows.ends[w] = word.ends;
    rows.rank[w] = carry.rank;
    next.lines = carry.lines + (uint64_t)__builtin_popcountll(counted);
    next.rank = carry.rank + (uint32_t)__builtin_popcountll(word.separators);
    map->fault = word.fault;
    map->fault_at = w * SCAN_WORD + word.fault_at;
    return next;
}

static void
map_block(struct dialect dialect, struct slice block, enum scan_state before,
          struct scan_map *map)
{
    const size_t whole = block.len / SCAN_WORD;
    const unsigned rest = (unsigned)(block.len % SCAN_WORD);
    const struct rows rows = {map->separators, map->ends, map->rank};
    struct carry carry = carry_of(before);
    size_t w = 0;

    map->fault = SCAN_FINE;
    for (; w < whole; w++) {
        const struct scan_masks m =
            masks_of(block.bytes + w * SCAN_WORD, dialect.delimiter);
        if (map_word(&carry, rows, w, m))
            continue;
        carry = map_odd_word(carry, rows, w, m, SCAN_WORD, map);
        if (map->fault != SCAN_FINE)
            break;
    }
    if (w == whole && rest > 0) {
        char padded[SCAN_WORD] = {0};
        memcpy(padded, block.bytes + w * SCAN_WORD, rest);
        const struct scan_masks m = masks_of(padded, dialect.delimiter);
        carry = map_odd_word(carry, rows, w, m, rest, map);
    }
    map->words = w + (w < whole || rest > 0);
    map->rank[map->words] = carry.rank;
    map->lines = carry.lines;
    map->after = state_of(carry);
}

/* The place of the lowest 1 bit; some place if there is none. */
static inline uint32_t
lowest_bit(uint64_t bits)
{
    return (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
}

/* The word of the separator with this rank, not before WORD. A record is a few
 * words long: the first steps are taken without a branch to be guessed. */
static inline size_t
find_word(const uint32_t *ranks, uint32_t rank, size_t word)
{
    word += ranks[word + 1] <= rank;
    word += ranks[word + 1] <= rank;
    word += ranks[word + 1] <= rank;
    while (ranks[word + 1] <= rank)
        word++;
    return word;
}

static inline uint32_t
find_separator(const struct scan_map *map, uint32_t rank, size_t word)
{
    return (uint32_t)(word * SCAN_WORD) +
           select_bit(map->separators[word], rank - map->rank[word]);
}

/* Finds the wanted fields of the record that lies from BEGIN to its line feed
 * END and whose first separator has rank FIRST. */
static inline void
find_fields(const struct record_cursor *cursor, uint32_t begin, uint32_t end,
            uint32_t first, struct record_span *fields)
{
    const struct record_layout *const layout = cursor->layout;
    const struct scan_map *const map = cursor->map;
    size_t word = begin / SCAN_WORD;

    for (size_t k = 0; k < layout->wanted_count; k++) {
        const uint32_t j = (uint32_t)layout->wanted[k];
        struct record_span span = {begin, end};
        if (j > 0) {
            word = find_word(map->rank, first + j - 1, word);
            span.begin = find_separator(map, first + j - 1, word) + 1;
        }
        if (j + 1 < layout->columns) {
            word = find_word(map->rank, first + j, word);
            span.end = find_separator(map, first + j, word);
        } else if (end > span.begin && cursor->block.bytes[end - 1] == '\r') {
            span.end--;
        }
        fields[k * RECORD_BATCH] = span;
    }
}

/* Lists the next record ends and moves the cursor behind their words. Most
 * words hold none or one of them: both take the same steps. */
static inline size_t
list_ends(struct record_cursor *cursor, uint32_t list[RECORD_BATCH])
{
    const struct scan_map *const map = cursor->map;
    uint64_t behind = cursor->behind;
    size_t word = cursor->word, count = 0;

    for (; word < map->words && count <= RECORD_BATCH - SCAN_WORD; word++) {
        const uint32_t base = (uint32_t)(word * SCAN_WORD);
        uint64_t ends = map->ends[word] & behind;
        behind = UINT64_MAX;
        list[count] = base + lowest_bit(ends);
        count += ends != 0;
        for (ends &= ends - 1; ends != 0; ends &= ends - 1)
            list[count++] = base + lowest_bit(ends);
    }
    cursor->behind = behind;
    cursor->word = word;
    return count;
}

/* Takes the records with these ends into the batch, up to a fault. */
static inline void
take_ends(struct record_cursor *cursor, const uint32_t *list, size_t listed,
          struct record_batch *batch)
{
    const struct scan_map *const map = cursor->map;
    const uint32_t separators = (uint32_t)cursor->layout->columns - 1;
    const size_t max_bytes = cursor->layout->max_bytes;
    uint32_t begin = cursor->begin, first = cursor->first_separator;
    size_t count = 0;

    for (size_t k = 0; k < listed; k++) {
        const uint32_t end = list[k];
        const size_t word = end / SCAN_WORD;
        const uint64_t below = ((uint64_t)1 << end % SCAN_WORD) - 1;
        const uint32_t rank =
            map->rank[word] +
            (uint32_t)__builtin_popcountll(map->separators[word] & below);
        if (rank - first == separators && end - begin <= max_bytes) {
            find_fields(cursor, begin, end, first, batch->fields + count);
            batch->begin[count] = begin;
            batch->end[count] = end; /* maybe over list[k], never behind it */
            count++;
        } else {
            cursor->begin = begin;
            cursor->first_separator = first;
            if (!record_odd(cursor, end, rank))
                break;
        }
        begin = end + 1;
        first = rank + 1;
    }
    if (cursor->fault == RECORD_FINE) {
        cursor->begin = begin;
        cursor->first_separator = first;
    }
    batch->count = count;
}

static void
take_records(struct record_cursor *cursor, struct record_batch *batch)
{
    size_t listed;

    /* A list of nothing but blank lines is followed by another one. */
    do {
        listed = list_ends(cursor, batch->end);
        take_ends(cursor, batch->end, listed, batch);
    } while (batch->count == 0 && listed > 0 && cursor->fault == RECORD_FINE);
}

#endif
