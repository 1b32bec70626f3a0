/* SPDX-License-Identifier: MIT */
#include "csv/cut.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "csv/row.h"

enum { NAME_SHOWN = 60 }; /* bytes of a name in a message */

static const char byte_order_mark[] = "\xef\xbb\xbf";

void
cut_free(struct cut *cut)
{
    free(cut->columns);
    free(cut->fields);
    free(cut->bytes);
    *cut = (struct cut){0};
}

/* Whether a field that begins with a quote ends with its closing one. */
static bool
is_closed(struct slice raw)
{
    size_t quotes = 1; /* those seen; odd: inside */

    if (raw.len == 0 || raw.bytes[0] != '"')
        return true;
    for (size_t i = 1; i < raw.len; i++) {
        if (raw.bytes[i] == '"')
            quotes++;
        else if (quotes % 2 == 0)
            return false;
    }
    return quotes % 2 == 0;
}

/* Adds the column that stands in the list as RAW. */
static enum status
add_column(struct cut *cut, struct field_decoder *decoder, struct slice raw,
           struct trouble *trouble)
{
    struct slice name;
    size_t column;

    if (!is_closed(raw))
        return trouble_say(trouble, ST_USAGE,
                           "a quote in a list of columns is not closed, or not "
                           "at the end of a name");
    if (field_text(decoder, raw, &name) != ST_OK)
        return trouble_nomem(trouble);
    const enum status st = header_find(cut->header, name, trouble, &column);
    if (st != ST_OK)
        return st;
    for (size_t k = 0; k < cut->count; k++)
        if (cut->columns[k] == column)
            return trouble_say(
                trouble, ST_USAGE, "column \"%.*s\" is listed twice",
                name.len < NAME_SHOWN ? (int)name.len : NAME_SHOWN, name.bytes);
    /* No name is listed twice: there is room for all columns. */
    cut->columns[cut->count++] = column;
    return ST_OK;
}

static enum status
read_list(struct cut *cut, struct slice list, struct trouble *trouble)
{
    const struct dialect commas = {','};
    /* One more than the header has: the last is then unknown or a double. */
    const size_t most = cut->header->columns + 1;
    struct slice *const names = calloc(most, sizeof *names);
    struct field_decoder decoder;
    enum status st = names != NULL ? ST_OK : trouble_nomem(trouble);

    field_decoder_init(&decoder, commas);
    const size_t count =
        names != NULL ? row_fields(commas, list, most, names) : 0;
    for (size_t k = 0; k < count && st == ST_OK; k++)
        st = add_column(cut, &decoder, names[k], trouble);
    field_decoder_free(&decoder);
    free(names);
    return st;
}

/* Reads LIST into an empty cut, and makes room for the fields of a row. */
static enum status
start(const struct header *header, struct slice list, struct trouble *trouble,
      struct cut *cut)
{
    *cut = (struct cut){.header = header};
    cut->columns = calloc(header->columns, sizeof *cut->columns);
    cut->fields = calloc(header->columns, sizeof *cut->fields);
    if (cut->columns == NULL || cut->fields == NULL)
        return trouble_nomem(trouble);
    return read_list(cut, list, trouble);
}

/* Says up to which column a row has to be read. */
static void
finish(struct cut *cut)
{
    for (size_t k = 0; k < cut->count; k++)
        if (cut->columns[k] >= cut->field_count)
            cut->field_count = cut->columns[k] + 1;
}

enum status
cut_select(const struct header *header, struct slice list,
           struct trouble *trouble, struct cut *cut)
{
    const enum status st = start(header, list, trouble, cut);

    if (st == ST_OK)
        finish(cut);
    return st;
}

enum status
cut_drop(const struct header *header, struct slice list,
         struct trouble *trouble, struct cut *cut)
{
    const enum status st = start(header, list, trouble, cut);
    bool *dropped;

    if (st != ST_OK)
        return st;
    if (cut->count == header->columns)
        return trouble_say(trouble, ST_USAGE, "no column is left");
    dropped = calloc(header->columns, sizeof *dropped);
    if (dropped == NULL)
        return trouble_nomem(trouble);
    for (size_t k = 0; k < cut->count; k++)
        dropped[cut->columns[k]] = true;
    cut->count = 0;
    for (size_t j = 0; j < header->columns; j++)
        if (!dropped[j])
            cut->columns[cut->count++] = j;
    free(dropped);
    finish(cut);
    return ST_OK;
}

/* Puts the columns that stay of RAW behind the first BYTES bytes. */
static enum status
append_row(struct cut *cut, struct slice raw, size_t bytes,
           struct slice *content)
{
    const struct dialect dialect = cut->header->dialect;
    const size_t found =
        row_fields(dialect, raw, cut->field_count, cut->fields);
    char *at;

    assert(found == cut->field_count);
    /* No field stays twice: the row gets no longer. */
    if (array_reserve(&cut->bytes, &cut->room, bytes + raw.len + 1, 1) != ST_OK)
        return ST_NOMEM;
    at = cut->bytes + bytes;
    for (size_t k = 0; k < cut->count; k++) {
        const struct slice field = cut->fields[cut->columns[k]];
        if (k > 0)
            *at++ = dialect.delimiter;
        memcpy(at, field.bytes, field.len);
        at += field.len;
    }
    *content = (struct slice){cut->bytes, (size_t)(at - cut->bytes)};
    return ST_OK;
}

enum status
cut_row(struct cut *cut, struct slice raw, struct slice *content)
{
    return append_row(cut, raw, 0, content);
}

enum status
cut_header(struct cut *cut, struct slice *content)
{
    struct slice raw = {cut->header->raw, cut->header->raw_bytes};
    const size_t mark = sizeof byte_order_mark - 1;

    if (raw.len < mark || memcmp(raw.bytes, byte_order_mark, mark) != 0)
        return cut_row(cut, raw, content);
    if (array_reserve(&cut->bytes, &cut->room, mark, 1) != ST_OK)
        return ST_NOMEM;
    memcpy(cut->bytes, byte_order_mark, mark);
    return append_row(cut, (struct slice){raw.bytes + mark, raw.len - mark},
                      mark, content);
}
