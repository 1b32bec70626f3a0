/* SPDX-License-Identifier: MIT */
/* scan_kernel.h - the first half of every kernel, compiled once for each.
 *
 * Purpose    One text of the loops that scan a block; the ones that take its
 *            records are in scan_take.h. A kernel's .c file says how 64 bytes
 *            become masks and how bits are found, and includes this file.
 * Units      As in scan.h and record.h.
 * Ownership  None.
 * Errors     None.
 * Method     The including file defines struct plain_odd, what is met of
 *            quotes, NULs and lone CRs, first, and behind the include
 *              struct scan_masks masks_of(const char *bytes, char delimiter)
 *              uint64_t any_nul(const char *bytes, struct scan_masks masks)
 *                  0 if there is no NUL in these bytes, whose masks are given
 *              struct plain_odd nothing_odd(void)
 *              struct plain_word plain_word(const char *bytes, char delimiter,
 *                                           struct plain_odd *odd)
 *                  the masks of a word, right if nothing odd is in it, which
 *                  is added to ODD; may look at the byte behind it
 *              bool is_odd(struct plain_odd odd)    whether anything was met
 *              uint64_t prefix_xor(uint64_t bits)   bit i: xor of bits 0..i
 *              uint64_t bits_from(uint64_t bits, unsigned k)  the k-th 1 bit,
 *                  k from 0; what is above may be there, too
 *              unsigned lowest_bit(uint64_t bits)   its place; any if none
 *              uint64_t separators_near(const uint64_t *separators,
 *                                       uint32_t at)
 *                  those of a map from the byte AT on, as many of them as come
 *                  at once: the rest of its word, or more
 *            and, with SCAN_HAS_STRIPS, read_strips(), which reads the first
 *            words of RUN as read_word() does, several at once, as far as their
 *            line feeds have room, and moves RUN behind them. Each loop is a
 *            function of its own, so that all it needs stays in registers.
 */
#ifndef CSV_SCAN_KERNEL_H
#define CSV_SCAN_KERNEL_H

#include <string.h>

#include "csv/record.h"
#include "csv/scan_exact.h"
#include "csv/scan_kernels.h"

enum {
    GROUP_BYTES = SCAN_GROUP * SCAN_WORD,
    WORDS_PASSED = 64,      /* behind a group that is not plain, */
    MOST_WORDS_PASSED = 512 /* and where none has been for long */
};

/* A word outside quotes. */
struct plain_word {
    uint64_t separators;
    uint64_t lf;
};

static inline struct scan_masks masks_of(const char *bytes, char delimiter);
static inline uint64_t any_nul(const char *bytes, struct scan_masks masks);
static inline struct plain_odd nothing_odd(void);
static inline struct plain_word plain_word(const char *bytes, char delimiter,
                                           struct plain_odd *odd);
static inline bool is_odd(struct plain_odd odd);
static inline uint64_t prefix_xor(uint64_t bits);
static inline uint64_t bits_from(uint64_t bits, unsigned k);
static inline unsigned lowest_bit(uint64_t bits);
static inline uint64_t separators_near(const uint64_t *separators, uint32_t at);

/* What one word hands on to the next. */
struct carry {
    uint64_t inside;   /* all ones inside quotes, else 0 */
    uint64_t may_open; /* 1 if a quote may open here */
    uint64_t closed;   /* 1 behind a closing quote */
    uint64_t cr;       /* 1 behind a CR outside quotes */
    uint64_t lines;    /* line feeds so far */
    uint32_t rank;     /* separators so far */
};

/* Words to be read one behind the other, and where to. */
struct run {
    const char *bytes;
    size_t words;
    int64_t room; /* line feeds that may come; not negative */
    uint64_t *separators;
    uint64_t *ends;
};

#ifdef SCAN_HAS_STRIPS
static void read_strips(struct run *run, char delimiter, struct carry *carry);
#endif

/* Where the results of a step go. */
struct rows {
    uint64_t *separators;
    uint32_t *rank;
    uint32_t *at;
    size_t count; /* of the ends */
};

/* Whether the ends of another word have a place in the list; of a group. */
static inline bool
has_room_for_word(const struct rows *rows)
{
    return rows->count <= SCAN_ENDS - SCAN_WORD;
}

static inline bool
has_room(const struct rows *rows)
{
    return rows->count <= SCAN_ENDS - GROUP_BYTES;
}

/* Notes the separators of word W, in front of which there are RANK, and lists
 * its ends; returns the rank behind it. Most words hold none or one end: both
 * take the same steps. */
static inline uint32_t
note_word(struct rows *rows, size_t w, uint32_t rank, uint64_t separators,
          uint64_t ends)
{
    const uint32_t base = (uint32_t)(w * SCAN_WORD);

    rows->separators[w] = separators;
    rows->rank[w] = rank;
    do {
        rows->at[rows->count] = base + lowest_bit(ends);
        rows->count += ends != 0;
        ends &= ends - 1;
    } while (__builtin_expect(ends != 0, 0));
    return rank + (uint32_t)__builtin_popcountll(separators);
}

/* Takes the quotes of a word that are data out of QUOTES and INSIDE, which has
 * the bytes inside quotes, opening ones included: those in a field that does
 * not begin with a quote. The first one that may not open is one of them, and
 * makes all that follows the opposite; without it the next can be told. ANY are
 * delimiters and line feeds. */
static inline void
without_stray(uint64_t *quotes, uint64_t *inside, uint64_t any,
              const struct carry *carry)
{
    for (;;) {
        const uint64_t may_open = (any | *quotes) << 1 | carry->may_open;
        const uint64_t stray = *quotes & *inside & ~may_open;
        const uint64_t first = stray & (0 - stray);
        if (__builtin_expect(stray == 0, 1))
            return;
        *quotes ^= first;
        *inside ^= 0 - first;
    }
}

/* Reads a word, whose masks are M: its separators, and which of them are ends.
 * False, with nothing changed, if the rule of scan.h does not tell what it
 * means. */
static inline bool
read_word(struct carry *carry, const char *bytes, struct scan_masks m,
          uint64_t *separators, uint64_t *ends)
{
    const uint64_t any = m.delimiter | m.lf;
    uint64_t quotes = m.quote;
    uint64_t inside = prefix_xor(quotes) ^ carry->inside;
    without_stray(&quotes, &inside, any, carry);
    const uint64_t opener = any | quotes;
    const uint64_t closing = quotes & ~inside;
    const uint64_t cr = m.cr & ~inside;
    const uint64_t behind_closing = closing << 1 | carry->closed;
    const uint64_t behind_cr = cr << 1 | carry->cr;
    const uint64_t bad = any_nul(bytes, m) | (behind_cr & ~m.lf) |
                         (behind_closing & ~(opener | m.cr));

    if (__builtin_expect(bad != 0, 0))
        return false;
    *separators = any & ~inside;
    *ends = m.lf & ~inside;
    carry->inside = (uint64_t)((int64_t)inside >> 63);
    carry->may_open = opener >> 63;
    carry->closed = closing >> 63;
    carry->cr = cr >> 63;
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

/* A fault of a word, if there is one, ends the scan. */
struct fault {
    enum scan_fault fault;
    size_t at;
};

/* Scans word W, of LEN bytes, by the exact machine: one that is odd, or the
 * last one, which may be shorter. */
static void __attribute__((noinline))
scan_odd_word(const char *bytes, unsigned len, char delimiter,
              struct carry *carry, struct rows *rows, size_t w,
              struct fault *fault)
{
    char padded[SCAN_WORD] = {0};

    memcpy(padded, bytes + w * SCAN_WORD, len);
    const struct scan_masks m = masks_of(padded, delimiter);
    const struct scan_word word = scan_exact(m, len, state_of(*carry));
    const uint64_t counted = word.fault == SCAN_FINE
                                 ? m.lf
                                 : m.lf & (((uint64_t)1 << word.fault_at) - 1);
    struct carry next = carry_of(word.after);

    next.lines = carry->lines + (uint64_t)__builtin_popcountll(counted);
    next.rank = note_word(rows, w, carry->rank, word.separators, word.ends);
    *carry = next;
    *fault = (struct fault){word.fault, w * SCAN_WORD + word.fault_at};
}

/* Reads COUNT words, as far as they have no more than MOST line feeds and none
 * is odd; returns how many. It counts down what is left: up to zero, so that
 * neither limit needs a register. */
static size_t __attribute__((noinline))
read_words(const char *bytes, char delimiter, struct carry *carry, size_t count,
           int64_t most, uint64_t *separators, uint64_t *ends)
{
    struct carry now = *carry;
    ptrdiff_t k = -(ptrdiff_t)count;
    int64_t left = most;

    separators += count;
    ends += count;
    while (k < 0 && left >= 0) {
        const struct scan_masks m = masks_of(bytes, delimiter);
        if (!read_word(&now, bytes, m, &separators[k], &ends[k]))
            break;
        left -= __builtin_popcountll(m.lf);
        bytes += SCAN_WORD;
        k++;
    }
    now.lines += (uint64_t)(most - left);
    *carry = now;
    return (size_t)(k + (ptrdiff_t)count);
}

/* Scans from word W on up to STOP, as far as there is room for ends and no word
 * is odd; returns the next word. To read them and to note them takes two loops:
 * both together need more registers than there are. */
static size_t
scan_words(const char *bytes, char delimiter, struct carry *carry,
           struct rows *rows, size_t w, size_t stop)
{
    uint64_t ends[MOST_WORDS_PASSED];
    struct run run = {.bytes = bytes + w * SCAN_WORD,
                      .words = stop - w,
                      .room = (int64_t)(SCAN_ENDS - SCAN_WORD - rows->count),
                      .separators = rows->separators + w,
                      .ends = ends};
    struct rows to = *rows;
    uint32_t rank = carry->rank;

#ifdef SCAN_HAS_STRIPS
    read_strips(&run, delimiter, carry);
#endif
    const size_t end = stop - run.words +
                       read_words(run.bytes, delimiter, carry, run.words,
                                  run.room, run.separators, run.ends);
    for (size_t k = 0; k < end - w; k++)
        rank = note_word(&to, w + k, rank, to.separators[w + k], ends[k]);
    carry->rank = rank;
    rows->count = to.count;
    return end;
}

/* Whether a group that begins with BYTE may be plain. */
static inline bool
may_be_plain(const struct carry *carry, char byte)
{
    return carry->inside == 0 && carry->closed == 0 &&
           (carry->cr == 0 || byte == '\n');
}

static inline uint32_t
take_plain_word(const char *bytes, char delimiter, struct rows *rows, size_t w,
                uint32_t rank, struct plain_odd *odd)
{
    const struct plain_word word =
        plain_word(bytes + w * SCAN_WORD, delimiter, odd);

    return note_word(rows, w, rank, word.separators, word.lf);
}

/* Scans from word W on, group by group, as far as they are plain text outside
 * quotes, and there is room for their ends; returns the next word. LAST is the
 * one with the last byte of the block: behind every group stands another byte.
 * What was noted of a group that is not plain is overwritten. */
static size_t __attribute__((noinline))
scan_plain(const char *bytes, char delimiter, struct carry *carry,
           struct rows *rows, size_t w, size_t last)
{
    const size_t begin = w, begin_count = rows->count;
    struct rows to = *rows;
    uint32_t rank = carry->rank;

    while (w + SCAN_GROUP <= last && has_room(&to)) {
        const size_t count = to.count;
        struct plain_odd odd = nothing_odd();
        uint32_t behind = rank;
        /* Written out: compilers leave a loop of four words as it is. */
        behind = take_plain_word(bytes, delimiter, &to, w, behind, &odd);
        behind = take_plain_word(bytes, delimiter, &to, w + 1, behind, &odd);
        behind = take_plain_word(bytes, delimiter, &to, w + 2, behind, &odd);
        behind = take_plain_word(bytes, delimiter, &to, w + 3, behind, &odd);
        if (__builtin_expect(is_odd(odd), 0)) {
            to.count = count;
            break;
        }
        rank = behind;
        w += SCAN_GROUP;
    }
    if (w > begin) {
        carry->may_open = to.separators[w - 1] >> 63;
        carry->cr = bytes[w * SCAN_WORD - 1] == '\r';
        carry->lines += to.count - begin_count;
        carry->rank = rank;
    }
    rows->count = to.count;
    return w;
}

/* Scans whole words from W on: groups as long as they are plain, then as many
 * words as *PASS says, since what is not plain seldom stands alone; returns the
 * next word. The fewer groups have been plain, the fewer are tried. */
static inline size_t
scan_on(const struct scan *scan, struct carry *carry, struct rows *rows,
        size_t w, size_t *pass, struct fault *fault)
{
    const char *const bytes = scan->block.bytes;
    const char delimiter = scan->dialect.delimiter;
    const size_t whole = scan->block.len / SCAN_WORD, begin = w;

    if (may_be_plain(carry, bytes[w * SCAN_WORD]))
        w = scan_plain(bytes, delimiter, carry, rows, w,
                       (scan->block.len - 1) / SCAN_WORD);
    if (w > begin)
        *pass = WORDS_PASSED;
    else if (*pass < MOST_WORDS_PASSED)
        *pass *= 2;
    if (!has_room(rows))
        return w;
    const size_t stop = whole - w < *pass ? whole : w + *pass;
    w = scan_words(bytes, delimiter, carry, rows, w, stop);
    if (w < stop && has_room_for_word(rows))
        scan_odd_word(bytes, SCAN_WORD, delimiter, carry, rows, w++, fault);
    return w;
}

static void
scan_step(struct scan *scan, struct scan_ends *ends)
{
    const size_t len = scan->block.len, whole = len / SCAN_WORD;
    struct rows rows = {scan->map->separators, scan->map->rank, ends->at, 0};
    struct carry carry = carry_of(scan->state);
    struct fault fault = {SCAN_FINE, 0};
    size_t pass = WORDS_PASSED;
    size_t w = scan->words;

    carry.rank = scan->rank;
    carry.lines = scan->lines;
    while (w < whole && has_room(&rows) && fault.fault == SCAN_FINE)
        w = scan_on(scan, &carry, &rows, w, &pass, &fault);
    if (w == whole && len % SCAN_WORD > 0 && has_room(&rows) &&
        fault.fault == SCAN_FINE)
        scan_odd_word(scan->block.bytes, (unsigned)(len % SCAN_WORD),
                      scan->dialect.delimiter, &carry, &rows, w++, &fault);
    rows.separators[w] = 0; /* may be looked at with those in front of it */
    rows.rank[w] = carry.rank;
    rows.rank[w + 1] = UINT32_MAX;
    scan->words = w;
    scan->state = state_of(carry);
    scan->rank = carry.rank;
    scan->lines = carry.lines;
    scan->fault = fault.fault;
    scan->fault_at = fault.at;
    ends->count = rows.count;
}

#endif
