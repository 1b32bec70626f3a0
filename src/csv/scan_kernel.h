/* SPDX-License-Identifier: MIT */
/* scan_kernel.h - the first half of every kernel, compiled once for each.
 *
 * Purpose    One text of the loop that scans a block; the one that takes its
 *            records is in scan_take.h. A kernel's .c file says how 64 bytes
 * become masks and how bits are found, and includes this file. Units      As in
 * scan.h and record.h. Ownership  None. Errors     None. Method     The
 * including file defines struct scan_masks masks_of(const char *bytes, char
 * delimiter) bool plain_group(const char *bytes, char delimiter, struct
 * plain_masks *masks) masks of a group without quote, NUL or lone CR, or false;
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

/* The quotes of a word that are data, because they stand in a field that does
 * not begin with one: the first quote that may not open is one of them, and
 * without it the next can be told. */
static uint64_t __attribute__((noinline))
stray_quotes(struct carry carry, struct scan_masks m)
{
    const uint64_t quotes = m.quote;

    for (;;) {
        const uint64_t inside = prefix_xor(m.quote) ^ carry.inside;
        const uint64_t may_open =
            (m.delimiter | m.lf | m.quote) << 1 | carry.may_open;
        const uint64_t stray = m.quote & inside & ~may_open;
        if (stray == 0)
            return quotes & ~m.quote;
        m.quote &= ~(stray & (0 - stray));
    }
}

/* Scans word W of the block. False, with nothing changed, if the rule of scan.h
 * does not tell what it means. */
static inline bool
scan_word(struct carry *carry, struct rows *rows, size_t w, struct scan_masks m)
{
    const uint64_t any = m.delimiter | m.lf;
    uint64_t inside = prefix_xor(m.quote) ^ carry->inside;
    uint64_t may_open = (any | m.quote) << 1 | carry->may_open;

    if (__builtin_expect((m.quote & inside & ~may_open) != 0, 0)) {
        m.quote &= ~stray_quotes(*carry, m);
        inside = prefix_xor(m.quote) ^ carry->inside;
    }
    const uint64_t separators = any & ~inside;
    const uint64_t closing = m.quote & ~inside;
    const uint64_t cr = m.cr & ~inside;
    const uint64_t behind_closing = closing << 1 | carry->closed;
    const uint64_t behind_cr = cr << 1 | carry->cr;
    const uint64_t bad = m.nul | (behind_cr & ~m.lf) |
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

/* What word W, of LEN bytes, means to the exact machine: one that is odd, or
 * the last one, which may be shorter. All are values here: the address of a
 * carry would keep the carry of the loop out of registers. */
static struct scan_word __attribute__((noinline))
read_odd_word(struct carry carry, struct scan_masks m, unsigned len)
{
    return scan_exact(m, len, state_of(carry));
}

/* Goes on behind such a word. */
static inline struct carry
take_odd_word(struct carry carry, struct rows *rows, size_t w,
              struct scan_masks m, struct scan_word word)
{
    const bool fine = word.fault == SCAN_FINE;
    const uint64_t counted =
        fine ? m.lf : m.lf & (((uint64_t)1 << word.fault_at) - 1);
    struct carry next = carry_of(word.after);

    note_word(rows, w, carry.rank, word.separators, word.ends);
    next.lines = carry.lines + (uint64_t)__builtin_popcountll(counted);
    next.rank = carry.rank + (uint32_t)__builtin_popcountll(word.separators);
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

static inline uint32_t
take_plain_word(struct rows *rows, size_t w, uint32_t rank,
                const struct plain_masks *masks, size_t k)
{
    note_word(rows, w + k, rank, masks->separators[k], masks->lf[k]);
    return rank + (uint32_t)__builtin_popcountll(masks->separators[k]);
}

/* Written out: compilers leave a loop of four words as it is. */
static inline void
take_plain_group(struct carry *carry, struct rows *rows, size_t w,
                 const struct plain_masks *masks, char last)
{
    const size_t count = rows->count;
    uint32_t rank = carry->rank;

    rank = take_plain_word(rows, w, rank, masks, 0);
    rank = take_plain_word(rows, w, rank, masks, 1);
    rank = take_plain_word(rows, w, rank, masks, 2);
    rank = take_plain_word(rows, w, rank, masks, 3);
    carry->rank = rank;
    carry->lines += rows->count - count;
    carry->may_open = masks->separators[SCAN_GROUP - 1] >> 63;
    carry->cr = last == '\r';
}

/* A fault of a word, if there is one, ends the scan. */
struct fault {
    enum scan_fault fault;
    size_t at;
};

/* Scans the words of one group, or those that are left of the block's WHOLE
 * ones; returns the next word. */
static inline size_t
scan_words(const char *bytes, char delimiter, struct carry *carry,
           struct rows *rows, size_t w, size_t whole, struct fault *fault)
{
    const size_t stop = whole - w < SCAN_GROUP ? whole : w + SCAN_GROUP;

    for (; w < stop && fault->fault == SCAN_FINE; w++) {
        const struct scan_masks m = masks_of(bytes + w * SCAN_WORD, delimiter);
        if (scan_word(carry, rows, w, m))
            continue;
        const struct scan_word word = read_odd_word(*carry, m, SCAN_WORD);
        *carry = take_odd_word(*carry, rows, w, m, word);
        *fault = (struct fault){word.fault, w * SCAN_WORD + word.fault_at};
    }
    return w;
}

/* Scans the last word, which is not whole. */
static inline void
scan_last_word(const struct scan *scan, struct carry *carry, struct rows *rows,
               size_t w, struct fault *fault)
{
    const unsigned len = (unsigned)(scan->block.len % SCAN_WORD);
    char padded[SCAN_WORD] = {0};

    memcpy(padded, scan->block.bytes + w * SCAN_WORD, len);
    const struct scan_masks m = masks_of(padded, scan->dialect.delimiter);
    const struct scan_word word = read_odd_word(*carry, m, len);
    *carry = take_odd_word(*carry, rows, w, m, word);
    *fault = (struct fault){word.fault, w * SCAN_WORD + word.fault_at};
}

/* Whether the ends of another group have a place in the list. */
static inline bool
has_room(struct rows rows)
{
    return rows.count <= SCAN_ENDS - GROUP_BYTES;
}

static void
scan_step(struct scan *scan, struct scan_ends *ends)
{
    const char *const bytes = scan->block.bytes;
    const size_t len = scan->block.len, whole = len / SCAN_WORD;
    const char delimiter = scan->dialect.delimiter;
    struct rows rows = {scan->map->separators, scan->map->rank, ends->at,
                        ends->behind, 0};
    struct carry carry = carry_of(scan->state);
    struct fault fault = {SCAN_FINE, 0};
    size_t w = scan->words, passed = 0;
    struct plain_masks masks;

    carry.rank = scan->rank;
    carry.lines = scan->lines;
    while (w < whole && has_room(rows) && fault.fault == SCAN_FINE) {
        const char *const group = bytes + w * SCAN_WORD;
        if (passed == 0 && len - w * SCAN_WORD > GROUP_BYTES &&
            is_plain_group(carry, group, delimiter, &masks)) {
            take_plain_group(&carry, &rows, w, &masks, group[GROUP_BYTES - 1]);
            w += SCAN_GROUP;
        } else {
            passed = passed == 0 ? GROUPS_PASSED : passed - 1;
            w = scan_words(bytes, delimiter, &carry, &rows, w, whole, &fault);
        }
    }
    if (w == whole && len % SCAN_WORD > 0 && has_room(rows) &&
        fault.fault == SCAN_FINE)
        scan_last_word(scan, &carry, &rows, w++, &fault);
    rows.rank[w] = carry.rank;
    scan->words = w;
    scan->state = state_of(carry);
    scan->rank = carry.rank;
    scan->lines = carry.lines;
    scan->fault = fault.fault;
    scan->fault_at = fault.at;
    ends->count = rows.count;
}

#endif
