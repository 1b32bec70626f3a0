/* SPDX-License-Identifier: MIT */
#include "csv/field.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* The length of a field that has not been read yet. */
static const size_t NO_FIELD = SIZE_MAX;

/* libcsv's callbacks return nothing: this carries the first failure. */
struct walk {
    field_visitor *visit;
    void *context;
    enum status st;
};

void
field_decoder_init(struct field_decoder *decoder, struct dialect dialect)
{
    *decoder = (struct field_decoder){.dialect = dialect};
}

void
field_decoder_free(struct field_decoder *decoder)
{
    free(decoder->bytes);
    decoder->bytes = NULL;
    decoder->room = 0;
}

static int
no_blank(unsigned char byte)
{
    (void)byte;
    return 0; /* libcsv would trim what this calls a blank */
}

static void
on_field(void *bytes, size_t len, void *context)
{
    struct walk *const walk = context;

    /* libcsv shows an empty field as NULL if it never needed its buffer. */
    if (walk->st == ST_OK)
        walk->st = walk->visit(walk->context,
                               (struct slice){len > 0 ? bytes : "", len});
}

enum status
field_each(struct dialect dialect, struct slice record, field_visitor *visit,
           void *context)
{
    struct walk walk = {visit, context, ST_OK};
    struct csv_parser parser;

    if (csv_init(&parser, 0) != 0)
        return ST_NOMEM;
    csv_set_delim(&parser, (unsigned char)dialect.delimiter);
    csv_set_space_func(&parser, no_blank);
    /* Else a long field is moved once for each 128 bytes of it. */
    csv_set_blk_size(&parser, record.len + 1);
    if (csv_parse(&parser, record.bytes, record.len, on_field, NULL, &walk) !=
            record.len ||
        csv_fini(&parser, on_field, NULL, &walk) != 0)
        walk.st = ST_NOMEM; /* all that can fail where it is not strict */
    csv_free(&parser);
    return walk.st;
}

static enum status
keep_field(void *context, struct slice text)
{
    struct field_decoder *const decoder = context;

    if (decoder->len != NO_FIELD)
        return ST_SYNTAX;
    if (array_reserve(&decoder->bytes, &decoder->room, text.len + 1, 1))
        return ST_NOMEM;
    memcpy(decoder->bytes, text.bytes, text.len);
    decoder->len = text.len;
    return ST_OK;
}

enum status
field_text(struct field_decoder *decoder, struct slice raw, struct slice *text)
{
    if (raw.len == 0 || raw.bytes[0] != '"') {
        *text = raw;
        return ST_OK;
    }
    if (raw.len >= 2 && memchr(raw.bytes + 1, '"', raw.len - 2) == NULL) {
        *text = (struct slice){raw.bytes + 1, raw.len - 2};
        return ST_OK;
    }
    decoder->len = NO_FIELD;
    const enum status st =
        field_each(decoder->dialect, raw, keep_field, decoder);
    if (st != ST_OK)
        return st;
    assert(decoder->len != NO_FIELD); /* a quote begins one */
    *text = (struct slice){decoder->bytes, decoder->len};
    return ST_OK;
}

enum status
field_number(struct field_decoder *decoder, struct slice raw, double *number)
{
    char text[64];
    char *copy = text;
    struct slice cell;

    if (field_text(decoder, raw, &cell) != ST_OK)
        return ST_NOMEM;
    if (cell.len >= sizeof text)
        copy = malloc(cell.len + 1);
    if (copy == NULL)
        return ST_NOMEM;
    memcpy(copy, cell.bytes, cell.len);
    copy[cell.len] = '\0';
    *number = strtod(copy, NULL);
    if (copy != text)
        free(copy);
    return ST_OK;
}

enum status
field_written(struct dialect dialect, struct slice text, char **field,
              size_t *len)
{
    const char special[] = {dialect.delimiter, '"', '\r', '\n'};
    bool quote = false;
    size_t room;

    for (size_t k = 0; k < sizeof special && text.len > 0; k++)
        quote |= memchr(text.bytes, special[k], text.len) != NULL;
    if (__builtin_mul_overflow(text.len, 2, &room) || room > SIZE_MAX - 2)
        return ST_NOMEM;
    char *const written = malloc(room + 2);
    if (written == NULL)
        return ST_NOMEM;
    if (quote) {
        *len = csv_write(written, room + 2, text.bytes, text.len);
    } else {
        memcpy(written, text.bytes, text.len);
        *len = text.len;
    }
    *field = written;
    return ST_OK;
}

/* The preprocessor's number as text. */
#define TEXT_OF(number) #number
#define LIBRARY(major, minor, release) \
    "libcsv " TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(release)

const char *
field_library(void)
{
    return LIBRARY(CSV_MAJOR, CSV_MINOR, CSV_RELEASE);
}
