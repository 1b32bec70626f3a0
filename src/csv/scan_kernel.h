/* SPDX-License-Identifier: MIT */
/* scan_kernel.h - the body of every kernel, compiled once for each.
 *
 * Purpose    One text of the two hot loops: scanning a block, and taking its
 *            records. A kernel's .c file says how 64 bytes become masks and
 *            how bits are found, and includes this file.
 * Units      As in scan.h and record.h.
 * Ownership  None.
 * Errors     None.
 * Method     The including file defines
 *              struct scan_masks masks_of(const char *bytes, char delimiter)
 *              bool plain_group(const char *bytes, char delimiter,
 *                               struct plain_masks *masks)
 *                  masks of a group without quote, NUL or lone CR, or false;
 *                  may look at one byte behind it
 *              uint64_t prefix_xor(uint64_t bits)   bit i: xor of bits 0..i
 *              unsigned select_bit(uint64_t bits, unsigned k)  place of the
 *                                                  k-th 1 bit, k from 0
 *              unsigned lowest_bit(uint64_t bits)   its place; any if none
 */
#ifndef CSV_SCAN_KERNEL_H
#define CSV_SCAN_KERNEL_H

#include <string.h>

#include "csv/record.h"
#include "csv/scan_exact.h"
#include "csv/scan_kernels.h"

enum {
    GROUP_BYTES = SCAN_GROUP * SCAN_WORD,
    GROUPS_PASSED = 16 /* behind one that was not plain */
};

/* A group of words outside quotes. */
struct plain_masks {
    uint64_t separators[SCAN_GROUP];
    uint64_t lf[SCAN_GROUP];
};

static inline struct scan_masks masks_of(const char *bytes, char delimiter);
static inline bool plain_group(const char *bytes, char delimiter,
                               struct plain_masks *masks);
static inline uint64_t prefix_xor(uint64_t bits);
static inline unsigned select_bit(uint64_t bits, unsigned k);
static inline unsigned lowest_bit(uint64_t bits);

/* What one word hands on to the next. */
struct carry {
    uint64_t inside;   /* all ones inside quotes, else 0 */
    uint64_t may_open; /* 1 if a quote may open here */
    uint64_t closed;   /* 1 behind a closing quote */
    uint64_t cr;       /* 1 behind a CR outside quotes */
    uint64_t lines;    /* line feeds so far */
    uint32_t rank;     /* separators so far */
};

/* Where the results of a step go. The pointers are copies: a store through one
 * cannot change them, so that the loop need not load them again. */
struct rows {
    uint64_t *separators;
    uint32_t *rank;
    uint32_t *at;
    uint32_t *behind;
    size_t count; /* of the ends */
};

/* Lists the ends of word W, and notes its separators. Most words hold none or
 * one end: both take the same steps. */
static inline void
note_word(struct rows *rows, size_t w, uint32_t rank, uint64_t separators,
          uint64_t ends)
{
    const uint32_t base = (uint32_t)(w * SCAN_WORD);

    rows->separators[w] = separators;
    rows->rank[w] = rank;
    do {
        const uint64_t up_to_end = ends ^ (ends - 1);
        rows->at[rows->count] = base + lowest_bit(ends);
        rows->behind[rows->count] =
            rank + (uint32_t)__builtin_popcountll(separators & up_to_end);
        rows->count += ends != 0;
        ends &= ends - 1;
    } while (__builtin_expect(ends != 0, 0));
}

/* Scans word W of the block. False, with nothing changed, if the rule of scan.h
 * does not tell what it means. */
static inline bool
scan_word(struct carry *carry, struct rows *rows, size_t w, struct scan_masks m)
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
    note_word(rows, w, carry->rank, separators, m.lf & ~inside);
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

/* Scans word W, of LEN bytes, by the exact machine: one that is odd, or the
 * last one, which may be shorter. Carries are values here: the address of one
 * would keep the carry of the loop out of registers. */
static struct carry __attribute__((noinline))
scan_odd_word(struct carry carry, struct rows *rows, size_t w,
              struct scan_masks m, unsigned len, struct scan *scan)
{
    const struct scan_word word = scan_exact(m, len, state_of(carry));
    const bool fine = word.fault == SCAN_FINE;
    const uint64_t counted =
        fine ? m.lf : m.lf & (((uint64_t)1 << word.fault_at) - 1);
    struct carry next = carry_of(word.after);

    note_word(rows, w, carry.rank, word.separators, word.ends);
    next.lines = carry.lines + (uint64_t)__builtin_popcountll(counted);
    next.rank = carry.rank + (uint32_t)__builtin_popcountll(word.separators);
    scan->fault = word.fault;
    scan->fault_at = w * SCAN_WORD + word.fault_at;
    return next;
}

/* Whether the group at BYTES, behind which another byte stands, is plain text
 * outside quotes. */
static inline bool
is_plain_group(struct carry carry, const char *bytes, char delimiter,
               struct plain_masks *masks)
{
    if (carry.inside != 0 || carry.closed != 0 ||
        (carry.cr != 0 && bytes[0] != '\n'))
        return false;
    return plain_group(bytes, delimiter, masks);
}

static inline void
take_plain_group(struct carry *carry, struct rows *rows, size_t w,
                 const struct plain_masks *masks, char last)
{
    const size_t count = rows->count;
    uint32_t rank = carry->rank;

    for (size_t k = 0; k < SCAN_GROUP; k++) {
        note_word(rows, w + k, rank, masks->separators[k], masks->lf[k]);
        rank += (uint32_t)__builtin_popcountll(masks->separators[k]);
    }
    carry->rank = rank;
    carry->lines += rows->count - count;
    carry->may_open = masks->separators[SCAN_GROUP - 1] >> 63;
    carry->cr = last == '\r';
}

/* Scans the words of one group, or those that are left of the block's WHOLE
 * ones; returns the next word. */
static inline size_t
scan_words(struct scan *scan, struct carry *carry, struct rows *rows, size_t w,
           size_t whole)
{
    const size_t stop = whole - w < SCAN_GROUP ? whole : w + SCAN_GROUP;

    while (w < stop && scan->fault == SCAN_FINE) {
        const struct scan_masks m = masks_of(scan->block.bytes + w * SCAN_WORD,
                                             scan->dialect.delimiter);
        if (!scan_word(carry, rows, w, m))
            *carry = scan_odd_word(*carry, rows, w, m, SCAN_WORD, scan);
        w++;
    }
    return w;
}

/* Scans the last word, which is not whole. */
static struct carry
scan_last_word(struct scan *scan, struct carry carry, struct rows *rows,
               size_t w)
{
    const unsigned len = (unsigned)(scan->block.len % SCAN_WORD);
    char padded[SCAN_WORD] = {0};

    memcpy(padded, scan->block.bytes + w * SCAN_WORD, len);
    return scan_odd_word(carry, rows, w,
                         masks_of(padded, scan->dialect.delimiter), len, scan);
}

static void
scan_step(struct scan *scan, struct scan_ends *ends)
{
    const char *const bytes = scan->block.bytes;
    const size_t whole = scan->block.len / SCAN_WORD;
    const char delimiter = scan->dialect.delimiter;
    struct rows rows = {scan->map->separators, scan->map->rank, ends->at,
                        ends->behind, 0};
    struct carry carry = carry_of(scan->state);
    size_t w = scan->words, passed = 0;
    struct plain_masks masks;

    carry.rank = scan->rank;
    carry.lines = scan->lines;
    while (w < whole && rows.count <= SCAN_ENDS - GROUP_BYTES &&
           scan->fault == SCAN_FINE) {
        if (passed == 0 && scan->block.len - w * SCAN_WORD > GROUP_BYTES) {
            const char *const group = bytes + w * SCAN_WORD;
            if (is_plain_group(carry, group, delimiter, &masks)) {
                take_plain_group(&carry, &rows, w, &masks,
                                 group[GROUP_BYTES - 1]);
                w += SCAN_GROUP;
                continue;
            }
            passed = GROUPS_PASSED;
        }
        passed -= passed > 0;
        w = scan_words(scan, &carry, &rows, w, whole);
    }
    if (w == whole && rows.count <= SCAN_ENDS - GROUP_BYTES &&
        scan->fault == SCAN_FINE && scan->block.len % SCAN_WORD > 0)
        carry = scan_last_word(scan, carry, &rows, w++);
    scan->map->rank[w] = carry.rank;
    scan->words = w;
    scan->state = state_of(carry);
    scan->rank = carry.rank;
    scan->lines = carry.lines;
    ends->count = rows.count;
}

/* The word of the separator with this rank, not before WORD. A record is a few
 * words long: the first steps are taken without a branch to be guessed. */
static inline size_t
find_word(const uint32_t *ranks, uint32_t rank, size_t word)
{
    word += ranks[word + 1] <= rank;
    word += ranks[word + 1] <= rank;
    while (__builtin_expect(ranks[word + 1] <= rank, 0))
        word++;
    return word;
}

/* A separator: its word, and the bits of that word behind it. */
struct found {
    uint32_t at;
    size_t word;
    uint64_t behind;
};

static inline struct found
find_separator(const struct scan_map *map, uint32_t rank, size_t word)
{
    word = find_word(map->rank, rank, word);
    const uint64_t bits = map->separators[word];
    const unsigned bit = select_bit(bits, rank - map->rank[word]);

    return (struct found){(uint32_t)(word * SCAN_WORD) + bit, word,
                          bits & (UINT64_MAX << bit << 1)};
}

/* The next separator; there is one. */
static inline struct found
next_separator(const struct scan_map *map, struct found found)
{
    const bool in_next = found.behind == 0;
    size_t word = found.word + in_next;
    uint64_t bits = in_next ? map->separators[word] : found.behind;

    while (__builtin_expect(bits == 0, 0))
        bits = map->separators[++word];
    return (struct found){(uint32_t)(word * SCAN_WORD) + lowest_bit(bits), word,
                          bits & (bits - 1)};
}

/* Finds the wanted fields of the record that lies from BEGIN to its line feed
 * END and whose first separator has rank FIRST. */
static inline void
find_fields(const struct record_cursor *cursor, uint32_t begin, uint32_t end,
            uint32_t first, struct record_span *fields)
{
    const struct record_layout *const layout = cursor->layout;
    const struct scan_map *const map = cursor->scan.map;
    struct found last = {.word = begin / SCAN_WORD};
    size_t last_column = 0; /* the one in front of the separator, plus 1 */

    for (size_t k = 0; k < layout->wanted_count; k++) {
        const size_t j = layout->wanted[k];
        struct record_span span = {begin, end};
        if (j > 0) {
            if (last_column != j)
                last = find_separator(map, first + (uint32_t)j - 1, last.word);
            span.begin = last.at + 1;
        }
        if (j + 1 == layout->columns) {
            span.end -=
                end > span.begin && cursor->scan.block.bytes[end - 1] == '\r';
        } else {
            last = j > 0 ? next_separator(map, last)
                         : find_separator(map, first, last.word);
            last_column = j + 1;
            span.end = last.at;
        }
        fields[k * RECORD_BATCH] = span;
    }
}

static void
take_ends(struct record_cursor *cursor, struct record_batch *batch)
{
    const struct scan_ends *const ends = &cursor->ends;
    const uint32_t columns = (uint32_t)cursor->layout->columns;
    const size_t max_bytes = cursor->layout->max_bytes;
    uint32_t begin = cursor->begin, first = cursor->first_separator;
    size_t count = 0;

    for (size_t k = cursor->ends_taken; k < ends->count; k++) {
        const uint32_t end = ends->at[k], behind = ends->behind[k];
        if (behind - first == columns && end - begin <= max_bytes) {
            find_fields(cursor, begin, end, first, batch->fields + count);
            batch->begin[count] = begin;
            batch->end[count] = end;
            count++;
        } else {
            cursor->begin = begin;
            cursor->first_separator = first;
            if (!record_odd(cursor, end, behind))
                break;
        }
        begin = end + 1;
        first = behind;
    }
    if (cursor->fault == RECORD_FINE) {
        cursor->begin = begin;
        cursor->first_separator = first;
    }
    cursor->ends_taken = ends->count;
    batch->count = count;
}

#endif
