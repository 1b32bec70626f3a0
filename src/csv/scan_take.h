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

/* A separator: its word, and the next one of that word, or 0. */
struct found {
    uint32_t at;
    size_t word;
    uint64_t behind;
};

static inline struct found
find_separator(const struct scan_map *map, uint32_t rank, size_t word)
{
    word = find_word(map->rank, rank, word);
    const uint64_t bits =
        bits_from(map->separators[word], rank - map->rank[word]);

    return (struct found){(uint32_t)(word * SCAN_WORD) + lowest_bit(bits), word,
                          bits & (bits - 1)};
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

/* Finds column J of the records of the batch, from the word on in which the
 * last column, or the record, was met. A field ends with the separator behind
 * it, or in front of the line ending. */
static inline void
find_column(struct record_cursor *cursor, const struct record_batch *batch,
            size_t j, struct record_span *fields)
{
    const struct scan_map map = *cursor->scan.map;
    const char *const bytes = cursor->scan.block.bytes;
    const uint32_t *const first = cursor->first;
    uint32_t *const words = cursor->word;
    const uint32_t in_front = (uint32_t)j - 1;
    const bool is_last = j + 1 == cursor->layout->columns;

    for (size_t r = 0; r < batch->count; r++) {
        const uint32_t begin = batch->begin[r], end = batch->end[r];
        struct record_span span = {begin, end};
        struct found found = {.word = words[r]};
        if (j > 0) {
            found = find_separator(&map, first[r] + in_front, found.word);
            span.begin = found.at + 1;
        }
        if (is_last) {
            span.end -= end > span.begin && bytes[end - 1] == '\r';
        } else {
            found = j > 0 ? next_separator(&map, found)
                          : find_separator(&map, first[r], found.word);
            span.end = found.at;
        }
        words[r] = (uint32_t)found.word;
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
        cursor->word[count] = begin / SCAN_WORD;
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

    take_records(cursor, batch);
    for (size_t k = 0; k < layout->wanted_count; k++)
        find_column(cursor, batch, layout->wanted[k],
                    batch->fields + k * RECORD_BATCH);
}

#endif
