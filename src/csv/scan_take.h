/* SPDX-License-Identifier: MIT */
/* scan_take.h - the second half of every kernel, compiled once for each.
 *
 * Purpose    One text of the loops that take records and find their fields.
 * Units      As in scan.h and record.h.
 * Ownership  None.
 * Errors     None.
 * Method     Record by record for what each needs of the one before it, then
 *            column by column, where no record waits for another.
 */
#ifndef CSV_SCAN_TAKE_H
#define CSV_SCAN_TAKE_H

#include "csv/scan_kernel.h"

enum {
    NEAR = 4
}; /* columns ahead, at most: those further on are seldom in the
    * same look */

/* The word of the separator with this rank, not before WORD. A record is a few
 * words long: the first steps are taken at once, and without a branch to be
 * guessed. */
static inline size_t
find_word(const uint32_t *ranks, uint32_t rank, size_t word)
{
    word += (size_t)(ranks[word + 1] <= rank) + (ranks[word + 2] <= rank);
    while (__builtin_expect(ranks[word + 1] <= rank, 0))
        word++;
    return word;
}

/* The separator with this rank, not before WORD. */
static inline uint32_t
separator_of_rank(const struct scan_map *map, uint32_t rank, size_t word)
{
    word = find_word(map->rank, rank, word);
    const uint64_t bits =
        bits_from(map->separators[word], rank - map->rank[word]);

    return (uint32_t)(word * SCAN_WORD) + lowest_bit(bits);
}

/* The first separator from the byte AT on; there is one. */
static inline uint32_t
separator_from(const struct scan_map *map, uint32_t at)
{
    const uint64_t near = separators_near(map->separators, at);

    if (__builtin_expect(near != 0, 1))
        return at + lowest_bit(near);
    size_t word = at / SCAN_WORD;
    uint64_t bits;
    do
        bits = map->separators[++word];
    while (bits == 0);
    return (uint32_t)(word * SCAN_WORD) + lowest_bit(bits);
}

/* Finds column J of the records of the batch. A field ends with the separator
 * behind it, or in front of the line ending. Its begin is sought from the word
 * on in which the record begins, or the last field that was found ended: MET
 * holds these bytes, STEP numbers apart. One text of four loops: each knows
 * whether its column is the first one, and whether it is the last. */
static inline __attribute__((always_inline)) void
find_fields(const struct record_cursor *cursor,
            const struct record_batch *batch, size_t j, const uint32_t *met,
            size_t step, struct record_span *fields, bool is_first,
            bool is_last)
{
    const struct scan_map map = *cursor->scan.map;
    const char *const bytes = cursor->scan.block.bytes;
    const uint32_t *const first = cursor->first;
    const uint32_t in_front = (uint32_t)j - 1;
    const size_t count = batch->count;

    for (size_t r = 0; r < count; r++, met += step) {
        struct record_span span;
        span.begin = is_first ? batch->begin[r]
                              : separator_of_rank(&map, first[r] + in_front,
                                                  *met / SCAN_WORD) +
                                    1;
        if (is_last) {
            span.end = batch->end[r];
            span.end -= span.end > span.begin && bytes[span.end - 1] == '\r';
        } else {
            span.end = separator_from(&map, span.begin);
        }
        fields[r] = span;
    }
}

static void __attribute__((noinline))
find_column(const struct record_cursor *cursor,
            const struct record_batch *batch, size_t j, const uint32_t *met,
            size_t step, struct record_span *fields)
{
    const bool is_last = j + 1 == cursor->layout->columns;

    if (j == 0 && is_last)
        find_fields(cursor, batch, j, met, step, fields, true, true);
    else if (j == 0)
        find_fields(cursor, batch, j, met, step, fields, true, false);
    else if (is_last)
        find_fields(cursor, batch, j, met, step, fields, false, true);
    else
        find_fields(cursor, batch, j, met, step, fields, false, false);
}

/* A field that is neither the first nor the last of its record ends with the
 * separator behind the one in front of it. Both come at once if they are the
 * K-th, from 0, and the next from the byte AT on, and near enough. */
static inline bool
find_near_field(const struct scan_map *map, uint32_t at, unsigned k,
                struct record_span *field)
{
    const uint64_t near = separators_near(map->separators, at);
    const uint64_t behind = bits_from(near, k + 1);

    field->begin = at + lowest_bit(bits_from(near, k)) + 1;
    field->end = at + lowest_bit(behind);
    return behind != 0;
}

/* The same of column J, in front of which there are K + 1 separators from MET
 * on: so few that most are near. */
static void __attribute__((noinline))
find_near_column(const struct record_cursor *cursor,
                 const struct record_batch *batch, size_t j, unsigned k,
                 const uint32_t *met, size_t step, struct record_span *fields)
{
    const struct scan_map map = *cursor->scan.map;
    const uint32_t *const first = cursor->first;
    const uint32_t in_front = (uint32_t)j - 1;
    const size_t count = batch->count;

    for (size_t r = 0; r < count; r++, met += step) {
        struct record_span span;
        if (__builtin_expect(!find_near_field(&map, *met, k, &span), 0)) {
            span.begin =
                separator_of_rank(&map, first[r] + in_front, *met / SCAN_WORD) +
                1;
            span.end = separator_from(&map, span.begin);
        }
        fields[r] = span;
    }
}

/* Takes the records whose ends are listed, up to a fault, without their fields.
 */
static inline void
take_records(struct record_cursor *cursor, struct record_batch *batch)
{
    const struct scan_ends *const ends = &cursor->ends;
    const uint32_t columns = (uint32_t)cursor->layout->columns;
    const size_t max_bytes = cursor->layout->max_bytes;
    const struct scan_map map = *cursor->scan.map;
    uint32_t begin = cursor->begin, first = cursor->first_separator;
    size_t count = 0;

    for (size_t k = cursor->ends_taken; k < ends->count; k++) {
        const uint32_t end = ends->at[k], behind = scan_map_rank(&map, end);
        batch->begin[count] = begin;
        batch->end[count] = end;
        cursor->first[count] = first;
        if (behind - first == columns && end - begin <= max_bytes) {
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

static void
take_ends(struct record_cursor *cursor, struct record_batch *batch)
{
    const struct record_layout *const layout = cursor->layout;
    const uint32_t *met = batch->begin;
    size_t step = 1, met_column = 0;

    take_records(cursor, batch);
    for (size_t k = 0; k < layout->wanted_count; k++) {
        struct record_span *const fields = batch->fields + k * RECORD_BATCH;
        const size_t j = layout->wanted[k], ahead = j - met_column;
        if (0 < ahead && ahead <= NEAR && j + 1 < layout->columns)
            find_near_column(cursor, batch, j, (unsigned)ahead - 1, met, step,
                             fields);
        else
            find_column(cursor, batch, j, met, step, fields);
        met = &fields->end;
        met_column = j;
        step = sizeof *fields / sizeof fields->end;
    }
}

#endif
