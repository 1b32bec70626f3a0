/* SPDX-License-Identifier: MIT */
#include "csv_naive.h"

#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/array.h"

/* Where in the text the reading is. */
struct walk {
    struct slice text;
    char delimiter;
    size_t at;
    size_t line;
};

/* The byte there, or -1 at the end of the text. */
static int
here(const struct walk *walk)
{
    return walk->at < walk->text.len ? (unsigned char)walk->text.bytes[walk->at]
                                     : -1;
}

static void
pass(struct walk *walk)
{
    if (here(walk) == '\n')
        walk->line++;
    walk->at++;
}

/* Passes a field that begins with a quote. */
static enum naive_fault
quoted_field(struct walk *walk, size_t *fault_line)
{
    const size_t opened = walk->line;

    for (pass(walk);; pass(walk)) {
        if (here(walk) == -1) {
            *fault_line = opened;
            return NAIVE_UNCLOSED;
        }
        if (here(walk) == '\0')
            return NAIVE_NUL;
        if (here(walk) != '"')
            continue;
        pass(walk);
        if (here(walk) != '"')
            break;
    }
    if (here(walk) == -1 || here(walk) == '\r' || here(walk) == '\n' ||
        here(walk) == walk->delimiter)
        return NAIVE_FINE;
    return here(walk) == '\0' ? NAIVE_NUL : NAIVE_AFTER_QUOTE;
}

static enum naive_fault
plain_field(struct walk *walk)
{
    while (here(walk) != -1 && here(walk) != '\r' && here(walk) != '\n' &&
           here(walk) != walk->delimiter) {
        if (here(walk) == '\0')
            return NAIVE_NUL;
        pass(walk);
    }
    return NAIVE_FINE;
}

/* An assertion of Check costs more than the reading of a short text: only what
 * has failed calls one. */
static void
have_room(enum status st)
{
    if (st != ST_OK)
        ck_abort_msg("out of memory");
}

static void
add_field(struct naive_csv *csv, size_t begin, size_t end)
{
    have_room(array_reserve(&csv->fields, &csv->field_room,
                            csv->field_count + 1, sizeof *csv->fields));
    csv->fields[csv->field_count++] = (struct naive_span){begin, end};
}

/* Passes the fields of a record, up to its line ending. */
static enum naive_fault
record_fields(struct naive_csv *csv, struct walk *walk, size_t *fault_line)
{
    for (;; pass(walk)) {
        const size_t begin = walk->at;
        const enum naive_fault fault = here(walk) == '"'
                                           ? quoted_field(walk, fault_line)
                                           : plain_field(walk);
        if (fault != NAIVE_FINE)
            return fault;
        add_field(csv, begin, walk->at);
        if (here(walk) != walk->delimiter)
            return NAIVE_FINE;
    }
}

/* Passes a record up to its line feed, or to what is wrong with it. */
static enum naive_fault
record(struct naive_csv *csv, struct walk *walk, struct naive_record *found,
       size_t *fault_line)
{
    *found = (struct naive_record){
        .begin = walk->at, .line = walk->line, .first_field = csv->field_count};
    *fault_line = 0;
    enum naive_fault fault = record_fields(csv, walk, fault_line);
    found->end = walk->at;
    found->field_count = csv->field_count - found->first_field;
    if (fault == NAIVE_FINE && here(walk) == '\r') {
        pass(walk);
        if (here(walk) != '\n')
            fault = NAIVE_LONE_CR;
    }
    if (*fault_line == 0)
        *fault_line = walk->line;
    found->ending = walk->at - found->end + (here(walk) == '\n');
    return fault;
}

static void
set_fault(struct naive_csv *csv, enum naive_fault fault, size_t at, size_t line)
{
    csv->fault = fault;
    csv->fault_at = at;
    csv->fault_line = line;
}

/* Gives a record that is right in itself its place among the others. */
static void
take(struct naive_csv *csv, const struct naive_record *found, size_t at)
{
    const bool blank = found->begin == found->end;

    if (blank && (!csv->has_header || csv->header.field_count > 1)) {
        csv->blank_lines++;
    } else if (!csv->has_header) {
        csv->has_header = true;
        csv->header = *found;
    } else if (found->field_count != csv->header.field_count) {
        set_fault(csv, NAIVE_RAGGED, at, found->line);
        csv->fault_fields = found->field_count;
    } else {
        have_room(array_reserve(&csv->records, &csv->room, csv->count + 1,
                                sizeof *csv->records));
        csv->records[csv->count++] = *found;
    }
}

void
naive_read(struct naive_csv *csv, struct slice text, struct dialect dialect,
           size_t max_record)
{
    struct walk walk = {text, dialect.delimiter, 0, 1};

    csv->bom = text.len >= 3 && !memcmp(text.bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
    csv->has_header = false;
    csv->count = csv->field_count = csv->blank_lines = csv->fault_fields = 0;
    set_fault(csv, NAIVE_FINE, 0, 0);
    walk.at = csv->bom;
    while (here(&walk) != -1 && csv->fault == NAIVE_FINE) {
        const size_t mark = csv->has_header ? 0 : csv->bom;
        struct naive_record found;
        size_t line;
        const enum naive_fault fault = record(csv, &walk, &found, &line);
        if (walk.at - found.begin + mark > max_record)
            set_fault(csv, NAIVE_TOO_LONG, walk.at, found.line);
        else if (fault != NAIVE_FINE)
            set_fault(csv, fault, walk.at, line);
        else
            take(csv, &found, walk.at);
        if (here(&walk) == '\n')
            pass(&walk);
    }
    if (csv->fault == NAIVE_FINE && !csv->has_header)
        set_fault(csv, NAIVE_EMPTY, walk.at, 0);
}

void
naive_mark(struct naive_csv *csv, struct slice text, struct dialect dialect,
           char *marks)
{
    struct walk walk = {text, dialect.delimiter, 0, 1};

    memset(marks, ' ', text.len);
    set_fault(csv, NAIVE_FINE, text.len, 0);
    while (here(&walk) != -1 && csv->fault == NAIVE_FINE) {
        struct naive_record found;
        size_t line;
        csv->field_count = 0;
        const enum naive_fault fault = record(csv, &walk, &found, &line);
        if (fault != NAIVE_FINE)
            set_fault(csv, fault, walk.at, line);
        for (size_t j = 0; j < csv->field_count; j++)
            if (csv->fields[j].end < text.len &&
                text.bytes[csv->fields[j].end] == dialect.delimiter)
                marks[csv->fields[j].end] = ',';
        if (here(&walk) == '\n') {
            marks[walk.at] = '\n';
            pass(&walk);
        }
    }
}

void
naive_free(struct naive_csv *csv)
{
    free(csv->records);
    free(csv->fields);
    *csv = (struct naive_csv){0};
}

size_t
naive_decode(struct slice raw, char *said)
{
    size_t len = 0;

    if (raw.len == 0 || raw.bytes[0] != '"') {
        if (raw.len > 0)
            memcpy(said, raw.bytes, raw.len);
        return raw.len;
    }
    for (size_t i = 1; i + 1 < raw.len; i++) {
        said[len++] = raw.bytes[i];
        if (raw.bytes[i] == '"')
            i++; /* its double */
    }
    return len;
}
