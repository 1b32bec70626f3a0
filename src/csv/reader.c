/* SPDX-License-Identifier: MIT */
#include "csv/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "csv/reader_state.h"

enum status
reader_append(struct reader *reader, const char *bytes, size_t len,
              struct trouble *trouble)
{
    struct reader_piece *const piece = &reader->piece;

    /* One byte more: an unterminated last record is given a line feed. */
    if (array_reserve(&piece->bytes, &piece->room, piece->len + len + 1, 1))
        return trouble_nomem(trouble);
    memcpy(piece->bytes + piece->len, bytes, len);
    piece->len += len;
    return ST_OK;
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
    made->start.is_shared = source_share(source);
    st = reader_read_header(made, trouble);
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
    blocks_free(reader->blocks);
    header_free(&reader->header);
    block_free(&reader->piece.block);
    block_tools_free(&reader->piece.tools);
    free(reader->piece.bytes);
    free((char *)(uintptr_t)reader->start.begun.bytes);
    free(reader->wanted);
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
            const struct block_visitor *visitor, struct trouble *trouble)
{
    size_t room = 0;

    if (array_reserve(&reader->wanted, &room, count + 1, sizeof *columns))
        return trouble_nomem(trouble);
    if (count > 0)
        memcpy(reader->wanted, columns, count * sizeof *columns);
    reader->block_setup = (struct block_setup){
        .kernel = reader->setup.kernel,
        .dialect = reader->setup.dialect,
        .layout =
            {
                .columns = reader->header.columns,
                .wanted = reader->wanted,
                .wanted_count = count,
                .max_bytes = reader->setup.max_record,
            },
    };
    if (visitor != NULL)
        reader->block_setup.visitor = *visitor;
    return ST_OK;
}

/* Starts to read the blocks behind the header. */
static enum status
start_blocks(struct reader *reader, struct trouble *trouble)
{
    struct blocks_setup *const start = &reader->start;

    start->block = reader->block_setup;
    start->block_bytes = reader->setup.block_bytes;
    start->threads = reader->setup.threads;
    return blocks_new(reader->source, start, trouble, &reader->blocks);
}

/* The next block begins where the one before it ended. */
static enum status
next_block(struct reader *reader, struct trouble *trouble)
{
    const struct block *const before = reader->block;
    const enum scan_state state = before == NULL ? SCAN_START : before->after;
    const struct block *block;

    reader->lines_before += before == NULL ? 0 : before->lines;
    const enum status st = blocks_next(reader->blocks, state, trouble, &block);
    if (st != ST_OK)
        return st;
    reader->block = block;
    reader->at_end = block->bytes.len == 0;
    if (reader->at_end)
        return ST_OK;
    reader->bytes = block->offset + block->bytes.len;
    if (reader->digest != NULL)
        digest_add(reader->digest, block->bytes);
    return ST_OK;
}

/* Puts the block's bytes from its last record end on aside: they begin a
 * record. */
static enum status
put_aside(struct reader *reader, struct trouble *trouble)
{
    const struct block *const block = reader->block;
    struct reader_piece *const piece = &reader->piece;

    piece->len = 0;
    if (block == NULL) { /* the first record comes */
        piece->offset = reader->start.offset;
        piece->line = 1 + reader->lines_before;
        return ST_OK;
    }
    piece->offset = block->offset + block->rest;
    piece->line = 1 + reader->lines_before + block->lines;
    for (size_t i = block->rest; i < block->bytes.len; i++)
        piece->line -= block->bytes.bytes[i] == '\n';
    return reader_append(reader, block->bytes.bytes + block->rest,
                         block->bytes.len - block->rest, trouble);
}

/* Adds the block up to its first record end, or all of it, to the piece. */
static enum status
extend_piece(struct reader *reader, struct trouble *trouble)
{
    const struct block *const block = reader->block;
    const bool found = block->has_first_end;

    if (!found && block->fault != SCAN_FINE)
        return reader_say_scan_fault(reader, trouble);
    const enum status st =
        reader_append(reader, block->bytes.bytes,
                      found ? block->first_end + 1 : block->bytes.len, trouble);
    if (st != ST_OK)
        return st;
    if (reader->piece.len - found > reader->setup.max_record)
        return reader_say_too_long(reader, trouble);
    return ST_OK;
}

/* Finds the record that the piece is, and makes it current. */
static enum status
enter_piece(struct reader *reader, struct trouble *trouble)
{
    struct reader_piece *const piece = &reader->piece;

    piece->block.bytes = (struct slice){piece->bytes, piece->len};
    piece->block.offset = piece->offset;
    if (block_work(&piece->block, &reader->block_setup, SCAN_START, false,
                   &piece->tools) != ST_OK)
        return trouble_nomem(trouble);
    if (reader->at_end && piece->block.batch_count > 0)
        piece->block.batches[piece->block.batch_count - 1]->unterminated = true;
    reader->current = &piece->block;
    return ST_OK;
}

/* What is left at the end of the input is a record without a line feed. */
static enum status
enter_last_piece(struct reader *reader, enum scan_state state,
                 struct trouble *trouble)
{
    if (state == SCAN_QUOTED || state == SCAN_CR)
        return reader_say_bad_end(reader, state, trouble);
    if (reader->piece.len == 0)
        return ST_END;
    const enum status st = reader_append(reader, "\n", 1, trouble);
    return st == ST_OK ? enter_piece(reader, trouble) : st;
}

/* The block is done with: puts the rest of it aside and reads on, until the
 * record that the rest begins is complete. */
static enum status
leave_block(struct reader *reader, struct trouble *trouble)
{
    bool complete = false;
    enum status st = ST_OK;

    if (reader->block == NULL)
        st = start_blocks(reader, trouble);
    else if (reader->block->fault != SCAN_FINE)
        return reader_say_scan_fault(reader, trouble);
    if (st == ST_OK)
        st = put_aside(reader, trouble);
    while (st == ST_OK && !complete) {
        const enum scan_state state =
            reader->block == NULL ? SCAN_START : reader->block->after;
        if (reader->piece.len > reader->setup.max_record)
            return reader_say_too_long(reader, trouble);
        st = next_block(reader, trouble);
        if (st == ST_OK && reader->at_end)
            return enter_last_piece(reader, state, trouble);
        if (st == ST_OK) {
            st = extend_piece(reader, trouble);
            complete = reader->block->has_first_end;
        }
    }
    return st == ST_OK ? enter_piece(reader, trouble) : st;
}

/* Goes on behind the current block: from the piece to the block in which it
 * ends, from there to the next piece. */
static enum status
leave_current(struct reader *reader, struct trouble *trouble)
{
    const struct block *const current = reader->current;

    if (current != NULL)
        reader->blank_lines += current->blank_lines;
    reader->current = NULL;
    reader->next_batch = 0;
    if (reader->at_end)
        return ST_END;
    if (current != &reader->piece.block)
        return leave_block(reader, trouble);
    reader->piece.len = 0;
    reader->current = reader->block;
    return ST_OK;
}

enum status
reader_next(struct reader *reader, struct trouble *trouble,
            const struct record_batch **batch)
{
    for (;;) {
        const struct block *const current = reader->current;
        enum status st;
        if (current != NULL && reader->next_batch < current->batch_count) {
            struct record_batch *const next =
                current->batches[reader->next_batch++];
            next->first_record = reader->records;
            reader->records += next->count;
            *batch = reader->batch = next;
            return ST_OK;
        }
        if (current != NULL && current->record_fault != RECORD_FINE)
            return reader_say_record_fault(reader, trouble);
        st = leave_current(reader, trouble);
        if (st != ST_OK)
            return st;
    }
}

void
reader_cut(struct reader *reader, size_t r)
{
    reader->records -= reader->batch->count - r;
    reader->batch->count = r;
    reader->batch->unterminated = false;
}

void
reader_digest(struct reader *reader, struct digest *digest)
{
    const struct header *const header = &reader->header;

    digest_add(digest, (struct slice){header->raw, header->raw_bytes +
                                                       header->ending_bytes});
    reader->digest = digest;
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
    return reader->bytes;
}
