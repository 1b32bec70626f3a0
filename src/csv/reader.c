/* SPDX-License-Identifier: MIT */
#include "csv/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "csv/reader_state.h"

enum { BOM_BYTES = 3 };
static const char BOM[] = "\xef\xbb\xbf";

/* What is behind the last block of a reader that has none yet. */
static const struct scan_map no_map;

/* The map of a block carries on where the one before it ended. */
static enum status
next_block(struct reader *reader, struct trouble *trouble)
{
    const struct block *block;
    const uint64_t lines = reader->map->lines;
    const enum status st =
        blocks_next(reader->blocks, reader->state, trouble, &block);

    if (st != ST_OK)
        return st;
    reader->block_offset += reader->block.len;
    reader->lines_before += lines;
    reader->block = block->bytes;
    reader->map = &block->map;
    reader->state = block->map.after;
    reader->at_end = block->bytes.len == 0;
    return ST_OK;
}

/* Starts to read. A byte-order mark goes to the piece, which becomes the
 * header, and is not scanned. */
static enum status
first_block(struct reader *reader, struct trouble *trouble)
{
    const struct blocks_setup setup = {
        .kernel = reader->setup.kernel,
        .dialect = reader->setup.dialect,
        .block_bytes = reader->setup.block_bytes,
        .threads = reader->setup.threads,
    };
    struct reader_piece *const piece = &reader->piece;
    const enum status st = blocks_new(reader->source, &setup, trouble,
                                      &reader->blocks, &piece->bom);

    if (st != ST_OK)
        return st;
    memcpy(piece->bytes, BOM, piece->bom);
    piece->len = piece->bom;
    reader->block_offset = piece->bom;
    return next_block(reader, trouble);
}

static enum status
append_piece(struct reader *reader, size_t from, size_t to,
             struct trouble *trouble)
{
    struct reader_piece *const piece = &reader->piece;
    const size_t len = to - from;

    /* One byte more: an unterminated last record is given a line feed. */
    if (array_reserve(&piece->bytes, &piece->room, piece->len + len + 1, 1))
        return trouble_nomem(trouble);
    memcpy(piece->bytes + piece->len, reader->block.bytes + from, len);
    piece->len += len;
    return ST_OK;
}

/* Puts the block's bytes from FROM on aside: they begin a record. */
static enum status
put_aside(struct reader *reader, size_t from, struct trouble *trouble)
{
    const struct slice block = reader->block;

    reader->piece.offset = reader->block_offset + from;
    reader->piece.line = 1 + reader->lines_before + reader->map->lines;
    for (size_t i = from; i < block.len; i++)
        reader->piece.line -= block.bytes[i] == '\n';
    return append_piece(reader, from, block.len, trouble);
}

/* Adds the block up to the first record end, or all of it, to the piece, and
 * says whether the end was found. */
static enum status
extend_piece(struct reader *reader, size_t from, struct trouble *trouble,
             bool *complete)
{
    size_t end;
    const bool found = scan_find_end(reader->map, from, &end);

    if (!found && reader->map->fault != SCAN_FINE)
        return reader_say_map_fault(reader, trouble);
    const enum status st = append_piece(
        reader, from, found ? end + 1 : reader->block.len, trouble);
    if (st != ST_OK)
        return st;
    if (reader->piece.len - found > reader->setup.max_record)
        return reader_say_too_long(reader, trouble);
    reader->block_from = found ? end + 1 : reader->block.len;
    *complete = found;
    return ST_OK;
}

static size_t
ending_bytes(struct slice record)
{
    if (record.len == 0 || record.bytes[record.len - 1] != '\n')
        return 0;
    return record.len > 1 && record.bytes[record.len - 2] == '\r' ? 2 : 1;
}

/* Puts the cursor on what stands in the block behind the piece. */
static void
enter_block(struct reader *reader)
{
    record_start(&reader->cursor, reader->setup.kernel, &reader->layout,
                 reader->map, reader->block, reader->block_from);
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
    if (st == ST_DATA)
        return trouble_say(trouble, st, "%s: header: more than %d columns",
                           source_name(reader->source), HEADER_COLUMNS);
    if (st != ST_OK)
        return trouble_say(trouble, ST_DATA, "%s: header: malformed",
                           source_name(reader->source));
    enter_block(reader);
    return ST_OK;
}

static enum status
read_header(struct reader *reader, struct trouble *trouble)
{
    struct reader_piece *const piece = &reader->piece;
    bool complete = false;
    enum status st = first_block(reader, trouble);
    const size_t bom = piece->bom;

    piece->line = 1;
    while (st == ST_OK && !complete && !reader->at_end) {
        st = extend_piece(reader, reader->block_from, trouble, &complete);
        if (st != ST_OK)
            return st;
        const struct slice record = {piece->bytes + bom, piece->len - bom};
        if (complete && record.len == ending_bytes(record)) {
            reader->blank_lines++; /* in front of the header */
            piece->line++;
            piece->len = bom;
            piece->offset = reader->block_offset + reader->block_from - bom;
            complete = false;
        } else if (!complete) {
            reader->block_from = 0;
            st = next_block(reader, trouble);
        }
    }
    if (st != ST_OK)
        return st;
    if (!complete && (reader->state == SCAN_QUOTED || reader->state == SCAN_CR))
        return reader_say_bad_end(reader, trouble);
    if (piece->len == bom)
        return trouble_say(trouble, ST_DATA, "%s: empty input: no header",
                           source_name(reader->source));
    return take_header(reader, trouble);
}

enum status
reader_open(struct source *source, const struct reader_setup *setup,
            struct trouble *trouble, struct reader **reader)
{
    struct reader *const made = calloc(1, sizeof *made);
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->source = source;
    made->setup = *setup;
    made->map = &no_map;
    st = array_reserve(&made->piece.bytes, &made->piece.room, BOM_BYTES, 1);
    if (st == ST_OK)
        st = read_header(made, trouble);
    else
        trouble_nomem(trouble);
    if (st == ST_OK)
        *reader = made;
    else
        reader_free(made);
    return st;
}

void
reader_free(struct reader *reader)
{
    if (reader == NULL)
        return;
    header_free(&reader->header);
    record_batch_free(&reader->batch);
    scan_map_free(&reader->piece.map);
    free(reader->piece.bytes);
    free(reader->wanted);
    blocks_free(reader->blocks);
    free(reader);
}

const char *
reader_name(const struct reader *reader)
{
    return source_name(reader->source);
}

const struct header *
reader_header(const struct reader *reader)
{
    return &reader->header;
}

enum status
reader_want(struct reader *reader, const size_t *columns, size_t count,
            struct trouble *trouble)
{
    size_t room = 0;

    if (array_reserve(&reader->wanted, &room, count + 1, sizeof *columns) ||
        record_batch_init(&reader->batch, count))
        return trouble_nomem(trouble);
    if (count > 0)
        memcpy(reader->wanted, columns, count * sizeof *columns);
    reader->layout = (struct record_layout){
        .columns = reader->header.columns,
        .wanted = reader->wanted,
        .wanted_count = count,
        .max_bytes = reader->setup.max_record,
    };
    return ST_OK;
}

/* Maps the complete piece and puts the cursor on it. */
static enum status
enter_piece(struct reader *reader, struct trouble *trouble)
{
    struct reader_piece *const piece = &reader->piece;
    const struct slice record = {piece->bytes, piece->len};

    if (scan_map_reserve(&piece->map, record.len))
        return trouble_nomem(trouble);
    reader->setup.kernel->map(reader->setup.dialect, record, SCAN_START,
                              &piece->map);
    record_start(&reader->cursor, reader->setup.kernel, &reader->layout,
                 &piece->map, record, 0);
    reader->in_piece = true;
    return ST_OK;
}

/* What is left at the end of the input is a record without a line feed. */
static enum status
enter_last_piece(struct reader *reader, struct trouble *trouble)
{
    struct reader_piece *const piece = &reader->piece;

    if (reader->state == SCAN_QUOTED || reader->state == SCAN_CR)
        return reader_say_bad_end(reader, trouble);
    if (piece->len == 0)
        return ST_END;
    piece->bytes[piece->len++] = '\n'; /* put_aside() left room for it */
    return enter_piece(reader, trouble);
}

/* The cursor is through with the piece: back to the block. */
static void
leave_piece(struct reader *reader)
{
    reader->blank_lines += reader->cursor.blank_lines;
    reader->piece.len = 0;
    reader->in_piece = false;
    enter_block(reader);
}

/* The cursor is through with the block: puts the rest of it aside and reads
 * on, until the record that the rest begins is complete. */
static enum status
leave_block(struct reader *reader, struct trouble *trouble)
{
    bool complete = false;
    enum status st;

    reader->blank_lines += reader->cursor.blank_lines;
    if (reader->map->fault != SCAN_FINE)
        return reader_say_map_fault(reader, trouble);
    st = put_aside(reader, reader->cursor.begin, trouble);
    while (st == ST_OK && !complete) {
        if (reader->piece.len > reader->setup.max_record)
            return reader_say_too_long(reader, trouble);
        st = next_block(reader, trouble);
        if (st == ST_OK && reader->at_end)
            return enter_last_piece(reader, trouble);
        if (st == ST_OK && reader->piece.len == 0) {
            reader->block_from = 0;
            enter_block(reader);
            return ST_OK;
        }
        if (st == ST_OK)
            st = extend_piece(reader, 0, trouble, &complete);
    }
    return st == ST_OK ? enter_piece(reader, trouble) : st;
}

enum status
reader_next(struct reader *reader, struct trouble *trouble,
            const struct record_batch **batch)
{
    struct record_batch *const mine = &reader->batch;

    for (;;) {
        mine->first_record = reader->records;
        mine->offset =
            reader->in_piece ? reader->piece.offset : reader->block_offset;
        record_next(&reader->cursor, mine);
        if (mine->count > 0) {
            mine->unterminated = reader->in_piece && reader->at_end;
            reader->records += mine->count;
            *batch = mine;
            return ST_OK;
        }
        if (reader->cursor.fault != RECORD_FINE)
            return reader_say_record_fault(reader, trouble);
        if (reader->at_end)
            return ST_END;
        enum status st = ST_OK;
        if (reader->in_piece)
            leave_piece(reader);
        else
            st = leave_block(reader, trouble);
        if (st != ST_OK)
            return st;
    }
}

uint64_t
reader_records(const struct reader *reader)
{
    return reader->records;
}

uint64_t
reader_blank_lines(const struct reader *reader)
{
    return reader->blank_lines;
}

uint64_t
reader_bytes(const struct reader *reader)
{
    return reader->block_offset + reader->block.len;
}
