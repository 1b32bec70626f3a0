/* SPDX-License-Identifier: MIT */
#include "csv_oracle.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "csv_trial.h"

/* The field that libcsv has to name next. */
struct comparison {
    const struct naive_csv *csv;
    struct slice text;
    char *said;  /* scratch */
    size_t next; /* 0 is the header, k record k - 1 */
    size_t field;
    bool over;
};

static const struct naive_record *
next_record(const struct comparison *c)
{
    return c->next == 0 ? &c->csv->header : &c->csv->records[c->next - 1];
}

static void
disagree(struct comparison *c, const char *what)
{
    ck_abort_msg("libcsv: record %zu, field %zu: %s\n%s", c->next, c->field,
                 what, csv_shown(c->text));
}

/* Moves to the next record that libcsv shows. */
static void
skip_what_is_dropped(struct comparison *c)
{
    for (;; c->next++) {
        c->over = !c->csv->has_header || c->next > c->csv->count;
        if (c->over || next_record(c)->begin < next_record(c)->end)
            return;
    }
}

static void
on_field(void *bytes, size_t len, void *context)
{
    struct comparison *const c = context;

    if (c->over)
        return;
    const struct naive_record *const record = next_record(c);
    if (c->field == record->field_count)
        disagree(c, "it has one field more");
    const struct naive_span span =
        c->csv->fields[record->first_field + c->field];
    const struct slice raw = {c->text.bytes + span.begin,
                              span.end - span.begin};
    const size_t said_len = naive_decode(raw, c->said);
    if (said_len != len || (len > 0 && memcmp(c->said, bytes, len) != 0))
        disagree(c, "it reads another text");
    c->field++;
}

static void
on_row(int terminator, void *context)
{
    struct comparison *const c = context;

    (void)terminator;
    if (c->over)
        return;
    if (c->field != next_record(c)->field_count)
        disagree(c, "it has fewer fields");
    c->next++;
    c->field = 0;
    skip_what_is_dropped(c);
}

static int
no_blank(unsigned char byte)
{
    (void)byte;
    return 0;
}

void
csv_oracle_compare(const struct naive_csv *csv, struct slice text,
                   struct dialect dialect)
{
    struct comparison c = {.csv = csv, .text = text};
    struct csv_parser parser;
    const size_t len = text.len - csv->bom;

    skip_what_is_dropped(&c);
    if (c.over)
        return;
    c.said = malloc(text.len + 1);
    if (c.said == NULL || csv_init(&parser, 0) != 0)
        ck_abort_msg("out of memory");
    csv_set_delim(&parser, (unsigned char)dialect.delimiter);
    csv_set_space_func(&parser, no_blank);
    csv_set_blk_size(&parser, text.len + 1);
    if (csv_parse(&parser, text.bytes + csv->bom, len, on_field, on_row, &c) !=
            len ||
        csv_fini(&parser, on_field, on_row, &c) != 0)
        disagree(&c, "it fails");
    if (!c.over)
        disagree(&c, "it has fewer records");
    csv_free(&parser);
    free(c.said);
}
