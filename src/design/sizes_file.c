/* SPDX-License-Identifier: MIT */
#include "design/sizes_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/blame.h"
#include "design/rule.h"
#include "io/format.h"

/* The file while it is read. */
struct reading {
    const struct plan *plan;
    struct strata *strata;
    struct sizes_file *file;
    struct reader *reader;
    struct columns columns;
    struct field_decoder decoder;
    size_t *key_columns;
    size_t size_column;
    struct slice size_name;
    struct slice *values; /* the labels of a row, in memory of their own */
};

/* The column of a key: it has the key's text for a name, or its column's. */
static enum status
find_key(const struct header *header, const struct key *key,
         struct trouble *trouble, size_t *column)
{
    if (header_has(header, key->text))
        return header_find(header, key->text, trouble, column);
    return header_find(header, key->column_name, trouble, column);
}

static enum status
find_size(struct reading *reading, struct trouble *trouble)
{
    const struct header *const header = reader_header(reading->reader);
    const bool has_n = header_has(header, slice_of("n"));
    const bool has_fraction = header_has(header, slice_of("fraction"));

    if (has_n == has_fraction)
        return trouble_say(trouble, ST_USAGE,
                           has_n ? "a column n or a column fraction, not both"
                                 : "neither a column n nor a column fraction");
    reading->file->has_fractions = has_fraction;
    reading->size_name = slice_of(has_n ? "n" : "fraction");
    return header_find(header, reading->size_name, trouble,
                       &reading->size_column);
}

static enum status
find_columns(struct reading *reading, struct trouble *trouble)
{
    const struct strata *const strata = reading->strata;
    enum status st = find_size(reading, trouble);

    reading->key_columns =
        calloc(strata->key_count, sizeof *reading->key_columns);
    reading->values = calloc(strata->key_count, sizeof *reading->values);
    if (reading->key_columns == NULL || reading->values == NULL)
        return trouble_nomem(trouble);
    for (size_t k = 0; k < strata->key_count && st == ST_OK; k++) {
        st = find_key(reader_header(reading->reader), &strata->keys[k], trouble,
                      &reading->key_columns[k]);
        if (st == ST_OK)
            st = columns_add(&reading->columns, reading->key_columns[k],
                             trouble);
    }
    if (st == ST_OK)
        st = columns_add(&reading->columns, reading->size_column, trouble);
    if (st != ST_OK)
        return trouble_place(trouble, reader_name(reading->reader));
    return columns_bind(&reading->columns, reading->reader, NULL, trouble);
}

static enum status
cell_of(struct reading *reading, const struct record_batch *batch, size_t r,
        size_t column, struct trouble *trouble, struct slice *cell)
{
    const size_t place = columns_place(&reading->columns, column);

    if (field_text(&reading->decoder, record_field(batch, r, place), cell) !=
        ST_OK)
        return reader_blame(reading->reader, r, trouble, "malformed field");
    return ST_OK;
}

static enum status
read_size(struct reading *reading, const struct record_batch *batch, size_t r,
          struct trouble *trouble, struct sizes_row *row)
{
    struct slice cell;
    enum status st =
        cell_of(reading, batch, r, reading->size_column, trouble, &cell);

    if (st != ST_OK)
        return st;
    if (!reading->file->has_fractions) {
        if (slice_to_count(cell, &row->sample_size) == ST_OK &&
            row->sample_size <= INT64_MAX)
            return ST_OK;
        return blame_cell(reading->plan, reading->reader, r, reading->size_name,
                          cell, "not a number of units", trouble);
    }
    if (share_read(cell, &row->fraction) == ST_OK &&
        share_is_at_most_one(row->fraction))
        return ST_OK;
    return blame_cell(reading->plan, reading->reader, r, reading->size_name,
                      cell, "not a fraction from 0 to 1", trouble);
}

static void
forget_values(struct reading *reading)
{
    for (size_t k = 0; k < reading->strata->key_count; k++) {
        free((char *)(uintptr_t)reading->values[k].bytes);
        reading->values[k] = (struct slice){NULL, 0};
    }
}

/* The labels of a row, copied: decoding the next one may move the last. */
static enum status
read_values(struct reading *reading, const struct record_batch *batch, size_t r,
            struct trouble *trouble)
{
    for (size_t k = 0; k < reading->strata->key_count; k++) {
        struct slice cell;
        const enum status st =
            cell_of(reading, batch, r, reading->key_columns[k], trouble, &cell);
        if (st != ST_OK)
            return st;
        if (rule_is_missing(cell))
            continue;
        char *const copy = strndup(cell.bytes, cell.len);
        if (copy == NULL)
            return trouble_nomem(trouble);
        reading->values[k] = (struct slice){copy, cell.len};
    }
    return ST_OK;
}

static enum status
read_row(struct reading *reading, const struct record_batch *batch, size_t r,
         struct trouble *trouble)
{
    struct sizes_file *const file = reading->file;
    struct sizes_row row = {0};
    uint32_t h;
    enum status st = read_size(reading, batch, r, trouble, &row);

    if (st == ST_OK)
        st = read_values(reading, batch, r, trouble);
    if (st == ST_OK)
        st = strata_add(reading->strata, reading->values, trouble, &h);
    forget_values(reading);
    if (st != ST_OK)
        return st;
    if (h != file->count)
        return reader_blame(reading->reader, r, trouble,
                            "a stratum that has a size already");
    if (array_reserve(&file->rows, &file->room, file->count + (size_t)1,
                      sizeof *file->rows))
        return trouble_nomem(trouble);
    file->rows[file->count++] = row;
    return ST_OK;
}

static enum status
read_rows(struct reading *reading, struct trouble *trouble)
{
    const struct record_batch *batch;
    enum status st;

    while ((st = reader_next(reading->reader, trouble, &batch)) == ST_OK)
        for (size_t r = 0; r < batch->count && st == ST_OK; r++)
            if ((st = read_row(reading, batch, r, trouble)) != ST_OK)
                return st;
    return st == ST_END ? ST_OK : st;
}

enum status
sizes_file_read(const struct plan *plan, struct strata *strata,
                struct trouble *trouble, struct sizes_file *file)
{
    const char *const name = plan->sizes_file;
    struct reader_setup setup = plan->reader;
    struct reading reading = {.plan = plan, .strata = strata, .file = file};
    struct source *source = NULL;
    enum status st = source_open(name, trouble, &source);

    setup.threads = 1;
    setup.dialect = dialect_of_name(format_stem(slice_of(name)));
    field_decoder_init(&reading.decoder, setup.dialect);
    if (st == ST_OK)
        st = reader_open(source, &setup, trouble, &reading.reader);
    if (st == ST_OK)
        st = find_columns(&reading, trouble);
    if (st == ST_OK)
        st = read_rows(&reading, trouble);
    field_decoder_free(&reading.decoder);
    columns_free(&reading.columns);
    reader_free(reading.reader);
    free(reading.key_columns);
    free(reading.values);
    source_free(source);
    return st;
}

void
sizes_file_free(struct sizes_file *file)
{
    free(file->rows);
    *file = (struct sizes_file){0};
}

const struct sizes_row *
sizes_file_row(const struct sizes_file *file, uint32_t h)
{
    return h < file->count ? &file->rows[h] : NULL;
}
