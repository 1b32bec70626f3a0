/* SPDX-License-Identifier: MIT */
#include "csv_trial.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

enum { SHOWN_BYTES = 600 };

/* A trial on its way. */
struct run {
    const struct csv_trial *trial;
    struct source *source;
    struct reader *reader;
    size_t *wanted;
    size_t wanted_count;
    size_t next; /* the record that has to come */
};

const char *
csv_shown(struct slice text)
{
    static char shown[4 * SHOWN_BYTES + 1];
    char *at = shown;

    for (size_t i = 0; i < text.len && i < SHOWN_BYTES; i++) {
        const char byte = text.bytes[i];
        if (byte == '\n')
            at += sprintf(at, "\\n");
        else if (byte == '\r')
            at += sprintf(at, "\\r");
        else if (byte < ' ' || byte > '~')
            at += sprintf(at, "\\%03o", (unsigned char)byte);
        else
            *at++ = byte;
    }
    *at = '\0';
    return shown;
}

static void
disagree(const struct run *run, const char *what)
{
    const struct reader_setup *const setup = &run->trial->setup;

    ck_abort_msg("%s\nin front of record %zu; kernel %s, blocks of %zu, "
                 "records of %zu, columns wanted %d\n%s",
                 what, run->next + 1, setup->kernel->name, setup->block_bytes,
                 setup->max_record, (int)run->trial->want,
                 csv_shown(run->trial->text));
}

static const char *
fault_text(const struct csv_trial *trial, char *text, size_t room)
{
    const struct naive_csv *const naive = trial->naive;
    const struct slice header = {trial->text.bytes + naive->header.begin,
                                 naive->header.end - naive->header.begin};
    const char *hint = "";

    switch (naive->fault) {
    case NAIVE_NUL:
        return "a NUL byte; is this text?";
    case NAIVE_LONE_CR:
        return "a carriage return without a line feed behind it";
    case NAIVE_AFTER_QUOTE:
        return "a quoted field goes on after its closing quote";
    case NAIVE_UNCLOSED:
        return "a quoted field begins here and is never closed";
    case NAIVE_TOO_LONG:
        snprintf(text, room, "longer than the limit of %zu bytes %s",
                 trial->setup.max_record, "(--max-record)");
        return text;
    case NAIVE_RAGGED:
        if (naive->header.field_count == 1 &&
            memchr(header.bytes, '\t', header.len) != NULL)
            hint = "; did you mean --delimiter tab?";
        if (naive->header.field_count == 1 &&
            memchr(header.bytes, ';', header.len) != NULL)
            hint = "; did you mean --delimiter ';'?";
        snprintf(text, room, "%zu field%s, but the header has %zu%s",
                 naive->fault_fields, naive->fault_fields == 1 ? "" : "s",
                 naive->header.field_count, hint);
        return text;
    case NAIVE_EMPTY:
    case NAIVE_FINE:
        break;
    }
    return "empty input: no header";
}

void
csv_trial_message(const struct csv_trial *trial, const char *name,
                  struct trouble *trouble)
{
    const struct naive_csv *const naive = trial->naive;
    char place[60] = "", text[200];

    *trouble = (struct trouble){.status = ST_OK};
    if (naive->fault == NAIVE_FINE)
        return;
    if (naive->has_header)
        snprintf(place, sizeof place,
                 "record %zu, line %zu: ", naive->count + 1, naive->fault_line);
    else if (naive->fault != NAIVE_EMPTY)
        snprintf(place, sizeof place, "header, line %zu: ", naive->fault_line);
    trouble_say(trouble, ST_DATA, "%s: %s%s", name, place,
                fault_text(trial, text, sizeof text));
}

static void
check_verdict(const struct run *run, enum status st,
              const struct trouble *trouble)
{
    struct trouble expected;

    csv_trial_message(run->trial, source_name(run->source), &expected);
    if (strcmp(trouble->text, expected.text) != 0) {
        char what[2 * TROUBLE_BYTES + 40];
        snprintf(what, sizeof what, "it says:  %s\nbut it is: %s",
                 trouble->text, expected.text);
        disagree(run, what);
    }
    if (trouble->status != expected.status ||
        st != (expected.status == ST_OK ? ST_END : expected.status))
        disagree(run, "another status");
}

/* Whether BYTES are those of the text from BEGIN to END. */
static bool
same(const struct run *run, struct slice bytes, size_t begin, size_t end)
{
    return bytes.len == end - begin && end <= run->trial->text.len &&
           (bytes.len == 0 ||
            !memcmp(bytes.bytes, run->trial->text.bytes + begin, bytes.len));
}

static void
check_header(const struct run *run)
{
    const struct naive_csv *const naive = run->trial->naive;
    const struct header *const header = reader_header(run->reader);
    const struct slice raw = {header->raw, header->raw_bytes};
    char *said;

    if (!naive->has_header)
        disagree(run, "a header out of nowhere");
    if (!same(run, (struct slice){raw.bytes, naive->bom}, 0, naive->bom) ||
        !same(run, (struct slice){raw.bytes + naive->bom, raw.len - naive->bom},
              naive->header.begin, naive->header.end) ||
        header->ending_bytes != naive->header.ending)
        disagree(run, "another header");
    if (header->columns != naive->header.field_count)
        disagree(run, "another number of columns");
    said = malloc(raw.len + 1);
    if (said == NULL)
        disagree(run, "out of memory");
    for (size_t j = 0; j < header->columns; j++) {
        const struct naive_span span =
            naive->fields[naive->header.first_field + j];
        const struct slice name = {run->trial->text.bytes + span.begin,
                                   span.end - span.begin};
        if (!slice_equal((struct slice){said, naive_decode(name, said)},
                         header->names[j]))
            disagree(run, "another name of a column");
    }
    free(said);
}

/* Asks for the columns of the trial. */
static void
choose_columns(struct run *run, struct trouble *trouble)
{
    const size_t columns = run->trial->naive->header.field_count;
    const size_t single[] = {[WANT_FIRST] = 0,
                             [WANT_MIDDLE] = columns / 2,
                             [WANT_LAST] = columns - 1};
    const enum csv_want want = run->trial->want;

    run->wanted_count = want == WANT_ALL ? columns : want != WANT_NONE;
    run->wanted = malloc(columns * sizeof *run->wanted);
    if (run->wanted == NULL)
        disagree(run, "out of memory");
    for (size_t k = 0; k < run->wanted_count; k++)
        run->wanted[k] = want == WANT_ALL ? k : single[want];
    if (reader_want(run->reader, run->wanted, run->wanted_count, NULL, trouble))
        disagree(run, "the columns cannot be wanted");
}

static void
check_blame(const struct run *run, size_t r, const struct naive_record *record)
{
    struct trouble trouble = {.status = ST_OK};
    char expected[200];

    snprintf(expected, sizeof expected, "%s: record %zu, line %zu: so",
             source_name(run->source), run->next + 1, record->line);
    if (reader_blame(run->reader, r, &trouble, "so") != ST_DATA ||
        trouble.status != ST_DATA || strcmp(trouble.text, expected) != 0)
        disagree(run, trouble.text);
}

static void
check_record(const struct run *run, const struct record_batch *batch, size_t r)
{
    const struct naive_csv *const naive = run->trial->naive;
    const struct record_row row = record_row(batch, r);

    if (run->next == naive->count)
        disagree(run, "one record more");
    const struct naive_record *const record = &naive->records[run->next];
    if (batch->offset + batch->begin[r] != record->begin)
        disagree(run, "a record begins elsewhere");
    if (!same(run, row.content, record->begin, record->end))
        disagree(run, "another record");
    if (row.ending_bytes != record->ending)
        disagree(run, "another line ending");
    for (size_t k = 0; k < run->wanted_count; k++) {
        const struct slice field = record_field(batch, r, k);
        const struct naive_span span =
            naive->fields[record->first_field + run->wanted[k]];
        if (!same(run, field, span.begin, span.end) ||
            (size_t)(field.bytes - row.content.bytes) !=
                span.begin - record->begin)
            disagree(run, "another field");
    }
    if (r == 0 || r == batch->count / 2 || r + 1 == batch->count)
        check_blame(run, r, record);
}

static void
check_batch(struct run *run, const struct record_batch *batch)
{
    if (batch->count == 0 || batch->count > RECORD_BATCH)
        disagree(run, "a batch without records");
    if (batch->first_record != run->next)
        disagree(run, "a batch begins with another record");
    for (size_t r = 0; r < batch->count; r++, run->next++)
        check_record(run, batch, r);
    if (reader_records(run->reader) != run->next)
        disagree(run, "another count of records");
}

static void
check_end(struct run *run)
{
    const struct naive_csv *const naive = run->trial->naive;
    const struct record_batch *batch;
    struct trouble trouble = {.status = ST_OK};

    if (run->next != naive->count)
        disagree(run, "fewer records");
    if (naive->fault != NAIVE_FINE)
        return;
    if (reader_next(run->reader, &trouble, &batch) != ST_END)
        disagree(run, "it goes on behind the end");
    if (reader_blank_lines(run->reader) != naive->blank_lines)
        disagree(run, "another count of blank lines");
    if (reader_bytes(run->reader) != run->trial->text.len)
        disagree(run, "another count of bytes");
}

void
csv_trial_run(const struct csv_trial *trial, struct source *source)
{
    struct run run = {.trial = trial, .source = source};
    struct trouble trouble = {.status = ST_OK};
    const struct record_batch *batch;
    enum status st = reader_open(source, &trial->setup, &trouble, &run.reader);

    if (st == ST_OK) {
        check_header(&run);
        choose_columns(&run, &trouble);
        while ((st = reader_next(run.reader, &trouble, &batch)) == ST_OK)
            check_batch(&run, batch);
    }
    check_verdict(&run, st, &trouble);
    if (run.reader != NULL)
        check_end(&run);
    reader_free(run.reader);
    free(run.wanted);
}
