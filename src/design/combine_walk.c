/* SPDX-License-Identifier: MIT */
/* How a shard's sample is read: as any CSV file, and against what lies beside
 * it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/digest.h"
#include "design/combine_state.h"

/* What a unit was when its first row was met. */
enum { UNIT_WAS_KEPT = 1U << 31 };

/* A shard while it is read. */
struct reading {
    struct combine_state *state;
    size_t s;
    struct source *source;
    struct reader *reader;
    struct digest *digest;
    struct table units; /* of this shard, */
    uint32_t *whats;    /* and what each is: its stratum, and if it is kept */
    size_t whats_room;
    enum plan_column columns[SHARD_ROW_COLUMNS];
    size_t column_count;
    uint64_t rows;
    uint64_t bytes;
    uint64_t *drawn; /* units of each of its strata */
    uint64_t *kept;
};

static struct combine_shard *
shard_of(const struct reading *reading)
{
    return &reading->state->shards[reading->s];
}

static enum status
say_changed(const struct reading *reading)
{
    return trouble_say(
        reading->state->draw.trouble, ST_DATA,
        "%s: changed: not the sample that %s.json was written for; run this "
        "shard again",
        shard_of(reading)->name, shard_of(reading)->name);
}

/* Whether the header is that of the frame with a shard's columns behind. */
static bool
is_header(const struct reading *reading, size_t *frame_columns)
{
    const struct plan *const plan = reading->state->draw.plan;
    const struct header *const header = reader_header(reading->reader);
    const struct slice frame = shard_of(reading)->file.header;
    const size_t count = reading->column_count;

    if (header->columns <= count || header->raw_bytes <= frame.len ||
        memcmp(header->raw, frame.bytes, frame.len) != 0)
        return false;
    for (size_t k = 0; k < count; k++)
        if (!slice_equal(header->names[header->columns - count + k],
                         plan->add[reading->columns[k]]))
            return false;
    *frame_columns = header->columns - count;
    return true;
}

/* Which columns a shard has behind those of the frame. */
static void
list_columns(struct reading *reading)
{
    const struct plan *const plan = reading->state->draw.plan;

    for (size_t k = PLAN_COLUMN_SHARD_STRATUM; k < PLAN_COLUMNS; k++)
        if (plan->add[k].len > 0)
            reading->columns[reading->column_count++] = (enum plan_column)k;
}

/* What is read twice is a file; opening a FIFO again would wait for ever. */
static enum status
check_is_file(const char *name, struct trouble *trouble)
{
    struct stat file;

    if (stat(name, &file) != 0 || S_ISREG(file.st_mode))
        return ST_OK;
    return trouble_say(trouble, ST_DATA,
                       "%s: not a regular file: a shard is read twice", name);
}

static enum status
open_reading(struct reading *reading)
{
    struct trouble *const trouble = reading->state->draw.trouble;
    const struct combine_shard *const shard = shard_of(reading);
    const size_t strata = shard->file.strata_count + 1;
    size_t wanted[SHARD_ROW_COLUMNS], first;
    enum status st = check_is_file(shard->name, trouble);

    reading->drawn = calloc(strata, sizeof *reading->drawn);
    reading->kept = calloc(strata, sizeof *reading->kept);
    if (st == ST_OK)
        st = source_open(shard->name, trouble, &reading->source);
    if (st == ST_OK && (reading->drawn == NULL || reading->kept == NULL ||
                        digest_new(&reading->digest) != ST_OK))
        st = trouble_nomem(trouble);
    if (st == ST_OK)
        st = reader_open(reading->source, &reading->state->draw.plan->reader,
                         trouble, &reading->reader);
    if (st != ST_OK)
        return st;
    list_columns(reading);
    if (!is_header(reading, &first))
        return say_changed(reading);
    for (size_t k = 0; k < reading->column_count; k++)
        wanted[k] = first + k;
    return reader_want(reading->reader, wanted, reading->column_count, NULL,
                       trouble);
}

static void
close_reading(struct reading *reading)
{
    table_free(&reading->units);
    free(reading->whats);
    digest_free(reading->digest);
    reader_free(reading->reader);
    source_free(reading->source);
    free(reading->drawn);
    free(reading->kept);
}

static void
digest(struct reading *reading, const char *bytes, size_t len)
{
    digest_add(reading->digest, (struct slice){bytes, len});
    reading->bytes += len;
}

/* The header as it stands in the file. */
static void
digest_header(struct reading *reading)
{
    const struct header *const header = reader_header(reading->reader);

    if (reading->s == 0)
        reading->state->ending_bytes = header->ending_bytes;
    digest(reading, header->raw, header->raw_bytes);
    digest(reading, header->ending_bytes == 2 ? "\r\n" : "\n",
           header->ending_bytes);
}

/* The records of a batch, which stand one behind the other. */
static void
digest_records(struct reading *reading, const struct record_batch *batch)
{
    const size_t from = batch->begin[0];
    const size_t to = batch->end[batch->count - 1] + !batch->unterminated;

    digest(reading, batch->block.bytes + from, to - from);
}

/* Whether a row is the first of its unit, whose other rows must be as it is. */
static enum status
meet_unit(struct reading *reading, struct combine_row *row)
{
    const uint32_t what =
        (uint32_t)row->shard.stratum | (row->shard.is_kept ? UNIT_WAS_KEPT : 0);
    uint32_t number;

    row->is_first = true;
    if (reading->state->draw.plan->unit.len == 0)
        return ST_OK;
    if (array_reserve(&reading->whats, &reading->whats_room,
                      reading->units.count + (size_t)1,
                      sizeof *reading->whats) ||
        table_add(&reading->units, draw_unit_key(row->unit), &number,
                  &row->is_first) != ST_OK)
        return trouble_nomem(reading->state->draw.trouble);
    if (row->is_first)
        reading->whats[number] = what;
    return reading->whats[number] == what ? ST_OK : say_changed(reading);
}

static enum status
read_row(struct reading *reading, const struct record_batch *batch, size_t r,
         struct combine_row *row)
{
    const struct combine_shard *const shard = shard_of(reading);
    const struct record_row bytes = record_row(batch, r);
    const bool by_unit = reading->state->draw.plan->unit.len > 0;
    enum status st = ST_OK;

    for (size_t k = 0; k < reading->column_count && st == ST_OK; k++)
        st = shard_row_read(reading->columns[k], record_field(batch, r, k),
                            &row->shard);
    if (st != ST_OK || row->shard.stratum >= shard->file.strata_count)
        return say_changed(reading);
    row->content = bytes.content.bytes;
    row->content_bytes =
        (size_t)(record_field(batch, r, 0).bytes - 1 - bytes.content.bytes);
    row->ending = bytes.content.bytes + bytes.content.len;
    row->ending_bytes = bytes.ending_bytes;
    row->stratum = shard->file.strata[row->shard.stratum].h;
    row->unit = (struct selection_unit){row->shard.prn,
                                        by_unit ? row->shard.id.high
                                                : shard->base + reading->rows};
    reading->rows++;
    return meet_unit(reading, row);
}

static enum status
read_rows(struct reading *reading, combine_visitor *visit)
{
    struct combine_state *const state = reading->state;
    const struct record_batch *batch;
    enum status st;

    while ((st = reader_next(reading->reader, state->draw.trouble, &batch)) ==
           ST_OK) {
        digest_records(reading, batch);
        for (size_t r = 0; r < batch->count; r++) {
            struct combine_row row = {0};
            st = read_row(reading, batch, r, &row);
            if (st != ST_OK)
                return st;
            if (row.is_first && row.shard.is_kept)
                reading->kept[row.shard.stratum]++;
            else if (row.is_first)
                reading->drawn[row.shard.stratum]++;
            st = visit(state, reading->s, &row);
            if (st != ST_OK)
                return st;
        }
    }
    return st == ST_END ? ST_OK : st;
}

/* Whether all is there that the file beside the sample speaks of. */
static enum status
check_whole(const struct reading *reading)
{
    const struct shard_file *const file = &shard_of(reading)->file;
    const struct hash128 hash = digest_hash(reading->digest);

    if (reading->rows < file->sample.rows)
        return trouble_say(reading->state->draw.trouble, ST_DATA,
                           "%s: cut off: it has not all the rows that %s.json "
                           "speaks of; run this shard again",
                           shard_of(reading)->name, shard_of(reading)->name);
    if (reading->rows != file->sample.rows ||
        reading->bytes != file->sample.bytes ||
        hash.high != file->sample.digest.high ||
        hash.low != file->sample.digest.low)
        return say_changed(reading);
    for (size_t k = 0; k < file->strata_count; k++)
        if (reading->drawn[k] != file->strata[k].sample_size ||
            reading->kept[k] != file->strata[k].kept_size)
            return say_changed(reading);
    return ST_OK;
}

static void
tell_progress(struct combine_state *state, const struct reading *reading)
{
    const struct plan *const plan = state->draw.plan;

    state->bytes_read += source_bytes_read(reading->source);
    state->bytes_decoded += reader_bytes(reading->reader);
    const struct plan_progress progress = {
        state->bytes_read, state->bytes_total, state->bytes_decoded};
    if (plan->on_progress != NULL)
        plan->on_progress(plan->progress_context, &progress);
}

enum status
combine_walk(struct combine_state *state, size_t s, combine_visitor *visit)
{
    struct reading reading = {.state = state, .s = s};
    enum status st = open_reading(&reading);

    if (st == ST_OK) {
        digest_header(&reading);
        st = read_rows(&reading, visit);
    }
    if (st == ST_OK)
        st = check_whole(&reading);
    if (st == ST_OK)
        tell_progress(state, &reading);
    close_reading(&reading);
    return st;
}
