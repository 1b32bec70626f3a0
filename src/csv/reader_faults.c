/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "csv/reader_state.h"

enum { PLACE_BYTES = 80 };

static uint64_t
count_lines(struct slice text)
{
    uint64_t lines = 0;
    const char *at = text.bytes;
    const char *const end = text.bytes + text.len;

    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        lines++;
        at++;
    }
    return lines;
}

/* The line of a place in the block, from 1. */
static uint64_t
line_in_block(const struct reader *reader, size_t at)
{
    const struct slice before = {reader->block->bytes.bytes, at};

    return 1 + reader->lines_before + count_lines(before);
}

/* "NAME: record 12, line 13", or "NAME: header, line 1" before there is one. */
static enum status
say_at(const struct reader *reader, uint64_t record, uint64_t line,
       struct trouble *trouble, const char *text)
{
    char place[PLACE_BYTES];

    if (reader->header.raw == NULL)
        snprintf(place, sizeof place, "header, line %" PRIu64, line);
    else
        snprintf(place, sizeof place, "record %" PRIu64 ", line %" PRIu64,
                 record, line);
    return trouble_say(trouble, ST_DATA, "%s: %s: %s",
                       source_name(reader->source), place, text);
}

/* Whether the piece holds the record that no batch has handed out yet, or, as
 * of the header, will hold it. */
static bool
next_is_in_piece(const struct reader *reader)
{
    return reader->piece.len > 0 || reader->header.raw == NULL;
}

/* Where that record begins, and on which line. */
static uint64_t
offset_of_next(const struct reader *reader)
{
    return next_is_in_piece(reader)
               ? reader->piece.offset
               : reader->block->offset + reader->block->rest;
}

static uint64_t
line_of_next(const struct reader *reader)
{
    return next_is_in_piece(reader)
               ? reader->piece.line
               : line_in_block(reader, reader->block->rest);
}

enum status
reader_say_too_long(const struct reader *reader, struct trouble *trouble)
{
    char text[PLACE_BYTES];

    snprintf(text, sizeof text,
             "longer than the limit of %zu bytes (--max-record)",
             reader->setup.max_record);
    return say_at(reader, reader->records + 1, line_of_next(reader), trouble,
                  text);
}

enum status
reader_say_scan_fault(const struct reader *reader, struct trouble *trouble)
{
    static const char *const texts[] = {
        [SCAN_FINE] = "",
        [SCAN_NUL] = "a NUL byte; is this text?",
        [SCAN_LONE_CR] = "a carriage return without a line feed behind it",
        [SCAN_AFTER_QUOTE] = "a quoted field goes on after its closing quote",
    };
    const size_t at = reader->block->fault_at;

    /* Whatever stands behind the limit is not the first thing wrong. */
    if (reader->block->offset + at - offset_of_next(reader) >
        reader->setup.max_record)
        return reader_say_too_long(reader, trouble);
    return say_at(reader, reader->records + 1, line_in_block(reader, at),
                  trouble, texts[reader->block->fault]);
}

enum status
reader_say_record_fault(const struct reader *reader, struct trouble *trouble)
{
    char text[2 * PLACE_BYTES];
    const struct block *const block = reader->current;
    const uint32_t fields = block->fault_fields;

    if (block->record_fault == RECORD_TOO_LONG)
        return reader_say_too_long(reader, trouble);
    snprintf(text, sizeof text, "%" PRIu32 " field%s, but the header has %zu%s",
             fields, fields == 1 ? "" : "s", reader->header.columns,
             header_hint(&reader->header));
    return say_at(reader, reader->records + 1, line_of_next(reader), trouble,
                  text);
}

enum status
reader_say_bad_end(const struct reader *reader, enum scan_state state,
                   struct trouble *trouble)
{
    const struct reader_piece *const piece = &reader->piece;
    struct slice before = {piece->bytes + piece->bom, piece->len - piece->bom};
    const char *text = "a carriage return without a line feed behind it";

    if (state == SCAN_QUOTED) {
        before.len = scan_last_opening(reader->setup.dialect, before);
        text = "a quoted field begins here and is never closed";
    }
    return say_at(reader, reader->records + 1,
                  piece->line + count_lines(before), trouble, text);
}

enum status
reader_blame(const struct reader *reader, size_t r, struct trouble *trouble,
             const char *text)
{
    const uint64_t line = reader->current == &reader->piece.block
                              ? reader->piece.line
                              : line_in_block(reader, reader->batch->begin[r]);

    return say_at(reader, reader->batch->first_record + r + 1, line, trouble,
                  text);
}
