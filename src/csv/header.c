/* SPDX-License-Identifier: MIT */
#include "csv/header.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/date.h"
#include "base/decimal.h"

enum {
    NAME_SHOWN = 60,  /* bytes of a name in a message */
    NAMES_SHOWN = 12, /* names in a list of columns */
    NEAR_NAME = 64,   /* longer names have no neighbours */
    LIST_BYTES = 900  /* room for the list of columns */
};

static enum status
add_name(void *context, struct slice name)
{
    struct header *const header = context;

    if (header->columns == HEADER_COLUMNS)
        return ST_DATA;
    const enum status st =
        array_reserve(&header->names, &header->room, header->columns + 1,
                      sizeof *header->names);

    if (st != ST_OK)
        return st;
    /* The names together are no longer than the header: there is room. */
    char *const text = header->text + header->text_bytes;
    memcpy(text, name.bytes, name.len);
    header->names[header->columns++] = (struct slice){text, name.len};
    header->text_bytes += name.len;
    return ST_OK;
}

enum status
header_init(struct header *header, struct dialect dialect, char *raw,
            size_t len, size_t bom_bytes, size_t ending_bytes)
{
    const size_t raw_bytes = len - ending_bytes;
    const struct slice record = {raw + bom_bytes, raw_bytes - bom_bytes};

    *header = (struct header){.dialect = dialect,
                              .raw = raw,
                              .raw_bytes = raw_bytes,
                              .ending_bytes = ending_bytes};
    header->text = malloc(record.len + 1);
    if (header->text == NULL)
        return ST_NOMEM;
    const enum status st = field_each(dialect, record, add_name, header);
    if (st == ST_OK && header->columns == 0) /* one column without a name */
        return add_name(header, (struct slice){record.bytes, 0});
    return st;
}

enum status
header_copy(const struct header *from, struct header *header)
{
    struct header copy = *from;
    const size_t names_bytes = from->columns * sizeof *from->names;

    copy.raw = malloc(from->raw_bytes + 1);
    copy.text = malloc(from->text_bytes + 1);
    copy.names = malloc(names_bytes);
    if (copy.raw == NULL || copy.text == NULL || copy.names == NULL) {
        header_free(&copy);
        return ST_NOMEM;
    }
    memcpy(copy.raw, from->raw, from->raw_bytes);
    memcpy(copy.text, from->text, from->text_bytes);
    memcpy(copy.names, from->names, names_bytes);
    for (size_t j = 0; j < from->columns; j++) /* an empty one may be any */
        copy.names[j].bytes =
            copy.text +
            (from->names[j].len > 0 ? from->names[j].bytes - from->text : 0);
    *header = copy;
    return ST_OK;
}

void
header_free(struct header *header)
{
    free(header->raw);
    free(header->names);
    free(header->text);
    *header = (struct header){0};
}

static size_t
count_name(const struct header *header, struct slice name, size_t *column)
{
    size_t found = 0;

    for (size_t j = header->columns; j-- > 0;) {
        if (slice_equal(header->names[j], name)) {
            *column = j;
            found++;
        }
    }
    return found;
}

bool
header_has(const struct header *header, struct slice name)
{
    size_t column;

    return count_name(header, name, &column) > 0;
}

/* The number of edits between two short names, row by row. */
static size_t
edits_between(struct slice a, struct slice b)
{
    size_t row[NEAR_NAME + 1];

    for (size_t k = 0; k <= b.len; k++)
        row[k] = k;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b.len; k++) {
            const struct slice one = {a.bytes + i - 1, 1};
            const struct slice other = {b.bytes + k - 1, 1};
            const size_t change = slice_equal_any_case(one, other) ? 0 : 1;
            size_t least = diagonal + change;
            diagonal = row[k];
            if (row[k] + 1 < least)
                least = row[k] + 1;
            if (row[k - 1] + 1 < least)
                least = row[k - 1] + 1;
            row[k] = least;
        }
    }
    return row[b.len];
}

/* The name nearest to NAME, if one is near enough to be meant. */
static const struct slice *
nearest_name(const struct header *header, struct slice name)
{
    const struct slice *nearest = NULL;
    size_t least = name.len / 3 + 1;

    if (name.len > NEAR_NAME)
        return NULL;
    for (size_t j = 0; j < header->columns; j++) {
        if (header->names[j].len > NEAR_NAME)
            continue;
        const size_t edits = edits_between(name, header->names[j]);
        if (edits < least || (edits == least && nearest == NULL)) {
            nearest = &header->names[j];
            least = edits;
        }
    }
    return nearest;
}

static int
shown(struct slice name)
{
    return name.len < NAME_SHOWN ? (int)name.len : NAME_SHOWN;
}

static void
list_names(const struct header *header, char list[LIST_BYTES])
{
    size_t len = 0;

    list[0] = '\0';
    for (size_t j = 0; j < header->columns && j < NAMES_SHOWN; j++) {
        const struct slice name = header->names[j];
        len += (size_t)snprintf(list + len, LIST_BYTES - len, "%s\"%.*s\"",
                                j > 0 ? ", " : "", shown(name), name.bytes);
    }
    if (header->columns > NAMES_SHOWN)
        snprintf(list + len, LIST_BYTES - len, " and %zu more",
                 header->columns - NAMES_SHOWN);
}

/* Whether the first record may be data: its fields are then not shown. */
static bool
looks_like_data(const struct header *header)
{
    struct decimal number;
    uint32_t date;

    for (size_t j = 0; j < header->columns; j++)
        if (decimal_read(header->names[j], &number) == ST_OK ||
            date_read(header->names[j], &date) == ST_OK)
            return true;
    return false;
}

static enum status
say_missing(const struct header *header, struct slice name,
            struct trouble *trouble)
{
    const struct slice *const near = nearest_name(header, name);
    char list[LIST_BYTES];

    if (looks_like_data(header))
        return trouble_say(trouble, ST_USAGE,
                           "no column \"%.*s\"; is the first record the "
                           "header? It looks like data, and is not shown",
                           shown(name), name.bytes);
    if (near != NULL)
        return trouble_say(trouble, ST_USAGE,
                           "no column \"%.*s\"; did you mean \"%.*s\"?",
                           shown(name), name.bytes, shown(*near), near->bytes);
    list_names(header, list);
    return trouble_say(trouble, ST_USAGE,
                       "no column \"%.*s\"; the columns are %s%s", shown(name),
                       name.bytes, list, header_hint(header));
}

enum status
header_find(const struct header *header, struct slice name,
            struct trouble *trouble, size_t *column)
{
    size_t first = 0;
    const size_t found = count_name(header, name, &first);

    if (found == 0)
        return say_missing(header, name, trouble);
    if (found > 1)
        return trouble_say(trouble, ST_USAGE,
                           "column \"%.*s\" is in the header %zu times",
                           shown(name), name.bytes, found);
    *column = first;
    return ST_OK;
}

const char *
header_hint(const struct header *header)
{
    const struct slice raw = {header->raw, header->raw_bytes};

    if (header->columns != 1 || raw.len == 0)
        return "";
    if (memchr(raw.bytes, ';', raw.len) != NULL)
        return "; did you mean --delimiter ';'?";
    if (memchr(raw.bytes, '\t', raw.len) != NULL)
        return "; did you mean --delimiter tab?";
    return "";
}
