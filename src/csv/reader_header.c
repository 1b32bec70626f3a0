/* SPDX-License-Identifier: MIT */
/* The part of a reader that comes before there are columns: byte-order mark,
 * blank lines, header. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "csv/reader_state.h"

enum { BOM_BYTES = 3 };
static const char BOM[] = "\xef\xbb\xbf";

/* What is read in search of the header, and how far that has come. */
struct search {
    char *bytes;
    size_t room;
    bool is_found;
    bool at_end;
    size_t from;        /* the next byte to look at */
    struct block block; /* what was read last, for messages */
    struct scan_map map;
    struct scan_ends ends;
};

static enum status
read_chunk(struct reader *reader, struct search *search,
           struct trouble *trouble)
{
    struct block *const block = &search->block;
    const uint64_t offset = block->offset + block->bytes.len;
    size_t len = 0;
    const enum status st =
        reader->start.is_shared
            ? source_read_at(reader->source, offset, search->bytes,
                             search->room, trouble, &len)
            : source_read(reader->source, search->bytes, search->room, trouble,
                          &len);

    reader->lines_before += block->lines;
    block->offset = offset;
    block->bytes = (struct slice){search->bytes, len};
    block->lines = 0;
    search->from = 0;
    search->at_end = len == 0;
    return st;
}

/* A byte-order mark goes to the piece, which becomes the header, and is not
 * scanned. */
static enum status
take_bom(struct reader *reader, struct search *search, struct trouble *trouble)
{
    struct reader_piece *const piece = &reader->piece;
    struct slice *const bytes = &search->block.bytes;

    if (bytes->len < BOM_BYTES || memcmp(bytes->bytes, BOM, BOM_BYTES) != 0)
        return ST_OK;
    piece->bom = BOM_BYTES;
    search->block.offset = BOM_BYTES;
    *bytes = (struct slice){bytes->bytes + BOM_BYTES, bytes->len - BOM_BYTES};
    return reader_append(reader, BOM, BOM_BYTES, trouble);
}

/* Of a RECORD of one byte at least. */
static size_t
ending_bytes(struct slice record)
{
    if (record.bytes[record.len - 1] != '\n')
        return 0;
    return record.len > 1 && record.bytes[record.len - 2] == '\r' ? 2 : 1;
}

/* Puts what was read up to TO behind the piece; a line feed that ends it does
 * not count. */
static enum status
extend(struct reader *reader, struct search *search, size_t to, bool is_end,
       struct trouble *trouble)
{
    struct reader_piece *const piece = &reader->piece;
    const enum status st =
        reader_append(reader, search->block.bytes.bytes + search->from,
                      to - search->from, trouble);

    if (st != ST_OK)
        return st;
    search->from = to;
    if (piece->len - is_end > reader->setup.max_record)
        return reader_say_too_long(reader, trouble);
    return ST_OK;
}

/* The piece is a line: blank, or the header. */
static void
judge_line(struct reader *reader, struct search *search)
{
    struct reader_piece *const piece = &reader->piece;
    const struct slice line = {piece->bytes + piece->bom,
                               piece->len - piece->bom};

    search->is_found = line.len > ending_bytes(line);
    if (search->is_found)
        return;
    reader->blank_lines++;
    piece->line++;
    piece->len = piece->bom;
    piece->offset = search->block.offset + search->from - piece->bom;
}

/* Looks for the header in what was read last. */
static enum status
look(struct reader *reader, struct search *search, enum scan_state *state,
     struct trouble *trouble)
{
    struct block *const block = &search->block;
    struct scan scan =
        scan_start(reader->setup.dialect, block->bytes, *state, &search->map);
    enum status st = ST_OK;

    while (!scan_is_done(&scan) && !search->is_found && st == ST_OK) {
        reader->setup.kernel->step(&scan, &search->ends);
        for (size_t k = 0;
             k < search->ends.count && !search->is_found && st == ST_OK; k++) {
            st = extend(reader, search, search->ends.at[k] + (size_t)1, true,
                        trouble);
            if (st == ST_OK)
                judge_line(reader, search);
        }
    }
    block->lines = scan.lines;
    block->fault = scan.fault;
    block->fault_at = scan.fault_at;
    *state = scan.state;
    if (st == ST_OK && !search->is_found && scan.fault != SCAN_FINE)
        return reader_say_scan_fault(reader, trouble);
    if (st == ST_OK && !search->is_found)
        st = extend(reader, search, block->bytes.len, false, trouble);
    return st;
}

/* Makes the piece the header. */
static enum status
take_header(struct reader *reader, struct trouble *trouble)
{
    struct reader_piece *const piece = &reader->piece;
    const size_t ending =
        ending_bytes((struct slice){piece->bytes, piece->len});
    const enum status st =
        header_init(&reader->header, reader->setup.dialect, piece->bytes,
                    piece->len, piece->bom, ending);

    piece->bytes = NULL; /* it is the header's now */
    piece->len = piece->room = piece->bom = 0;
    if (st == ST_NOMEM)
        return trouble_nomem(trouble);
    if (st != ST_OK) /* ST_DATA */
        return trouble_say(trouble, st, "%s: header: more than %d columns",
                           source_name(reader->source), HEADER_COLUMNS);
    return ST_OK;
}

/* Where the blocks begin: behind the header. */
static enum status
note_start(struct reader *reader, const struct search *search,
           struct trouble *trouble)
{
    const struct slice bytes = search->block.bytes;
    const struct slice begun = {bytes.bytes + search->from,
                                bytes.len - search->from};
    struct blocks_setup *const start = &reader->start;

    start->offset = reader->bytes = search->block.offset + search->from;
    reader->lines_before = reader->piece.line;
    for (size_t i = 0; i < reader->header.raw_bytes; i++)
        reader->lines_before += reader->header.raw[i] == '\n';
    if (start->is_shared || begun.len == 0)
        return ST_OK;
    char *const copy = malloc(begun.len);
    if (copy == NULL)
        return trouble_nomem(trouble);
    memcpy(copy, begun.bytes, begun.len);
    start->begun = (struct slice){copy, begun.len};
    return ST_OK;
}

static enum status
search_header(struct reader *reader, struct search *search,
              struct trouble *trouble)
{
    struct reader_piece *const piece = &reader->piece;
    enum scan_state state = SCAN_START;
    enum status st = read_chunk(reader, search, trouble);

    if (st == ST_OK)
        st = take_bom(reader, search, trouble);
    while (st == ST_OK && !search->at_end && !search->is_found) {
        st = look(reader, search, &state, trouble);
        if (st == ST_OK && !search->is_found)
            st = read_chunk(reader, search, trouble);
    }
    if (st != ST_OK)
        return st;
    if (!search->is_found && (state == SCAN_QUOTED || state == SCAN_CR))
        return reader_say_bad_end(reader, state, trouble);
    if (piece->len == piece->bom)
        return trouble_say(trouble, ST_DATA, "%s: empty input: no header",
                           source_name(reader->source));
    st = take_header(reader, trouble);
    return st == ST_OK ? note_start(reader, search, trouble) : st;
}

enum status
reader_read_header(struct reader *reader, struct trouble *trouble)
{
    struct search search = {.room = reader->setup.block_bytes};
    enum status st;

    if (search.room < BOM_BYTES)
        search.room = BOM_BYTES;
    search.bytes = malloc(search.room);
    if (search.bytes == NULL ||
        scan_map_reserve(&search.map, search.room) != ST_OK)
        st = trouble_nomem(trouble);
    else {
        reader->block = &search.block;
        reader->piece.line = 1;
        st = search_header(reader, &search, trouble);
    }
    reader->block = NULL;
    scan_map_free(&search.map);
    free(search.bytes);
    return st;
}
