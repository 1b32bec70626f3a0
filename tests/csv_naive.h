/* SPDX-License-Identifier: MIT */
/* csv_naive.h - CSV read byte by byte, as the manual words it.
 *
 * Purpose    What the scanner, the cursor and the reader have to find: one
 *            reading of a whole text that is too simple to be wrong.
 * Units      Offsets in bytes from the start of the text, a byte-order mark
 *            included; lines counted from 1.
 * Ownership  A naive_csv starts as zeros, is used for one text after another,
 *            and is freed with naive_free().
 * Errors     A fault of the text is part of the result; a test that runs out of
 *            memory fails.
 * Method     Recursive descent: a record is fields and a line ending, a field
 *            is quoted or plain. The first thing wrong counts: a byte that may
 *            not stand where it does, then too long a record, then a wrong
 *            number of fields.
 */
#ifndef TESTS_CSV_NAIVE_H
#define TESTS_CSV_NAIVE_H

#include "base/slice.h"
#include "csv/dialect.h"

enum naive_fault {
    NAIVE_FINE,
    NAIVE_NUL,
    NAIVE_LONE_CR,
    NAIVE_AFTER_QUOTE,
    NAIVE_UNCLOSED,
    NAIVE_TOO_LONG,
    NAIVE_RAGGED,
    NAIVE_EMPTY /* no header */
};

struct naive_span {
    size_t begin;
    size_t end;
};

struct naive_record {
    size_t begin;
    size_t end;    /* of its last field */
    size_t ending; /* bytes of the line ending: 0, 1 or 2 */
    size_t line;
    size_t first_field; /* where in the fields its own begin */
    size_t field_count;
};

struct naive_csv {
    size_t bom; /* bytes of the byte-order mark */
    bool has_header;
    struct naive_record header;
    struct naive_record *records; /* behind the header, no blank lines */
    size_t count;
    size_t room;
    struct naive_span *fields;
    size_t field_count;
    size_t field_room;
    size_t blank_lines;
    enum naive_fault fault; /* of the record behind the last one */
    size_t fault_at;        /* where it shows */
    size_t fault_line;
    size_t fault_fields; /* what a ragged record has */
};

/* Reads a whole text, in which a record has at most MAX_RECORD bytes without
 * its line feed; the header's byte-order mark counts. */
void naive_read(struct naive_csv *csv, struct slice text,
                struct dialect dialect, size_t max_record);

void naive_free(struct naive_csv *csv);

/* Marks the bytes of a text that has no byte-order mark, whatever its number of
 * fields: ',' a delimiter between fields, '\n' a line feed behind a record, ' '
 * the others. Tells where it stops: the fault of CSV, and its place. */
void naive_mark(struct naive_csv *csv, struct slice text,
                struct dialect dialect, char *marks);

/* Writes what a field says into SAID, which has room for RAW. Returns its
 * length. */
size_t naive_decode(struct slice raw, char *said);

#endif
