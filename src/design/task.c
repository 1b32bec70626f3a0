/* SPDX-License-Identifier: MIT */
#include "design/task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/columns.h"

enum column { INDEX, FILE_NAME, RECORDS, FIRST_RECORD, COLUMNS };

/* The manifest while it is read. */
struct reading {
    struct tasks *tasks;
    struct reader *reader;
    struct columns columns;
    struct field_decoder decoder;
    size_t numbers[COLUMNS]; /* of the columns */
};

static enum status
find_columns(struct reading *reading, struct trouble *trouble)
{
    static const char *const names[COLUMNS] = {"index", "file", "records",
                                               "first_record"};
    const struct header *const header = reader_header(reading->reader);
    const size_t count = header_has(header, slice_of(names[FIRST_RECORD]))
                             ? COLUMNS
                             : FIRST_RECORD;
    enum status st = ST_OK;

    reading->tasks->are_parts = count == COLUMNS;
    for (size_t k = 0; k < count && st == ST_OK; k++) {
        st = header_find(header, slice_of(names[k]), trouble,
                         &reading->numbers[k]);
        if (st == ST_OK)
            st = columns_add(&reading->columns, reading->numbers[k], trouble);
    }
    if (st != ST_OK) {
        trouble_place(trouble, reader_name(reading->reader));
        return st;
    }
    return columns_bind(&reading->columns, reading->reader, NULL, trouble);
}

static enum status
text_of(struct reading *reading, const struct record_batch *batch, size_t r,
        enum column column, struct slice *text)
{
    const size_t place =
        columns_place(&reading->columns, reading->numbers[column]);

    return field_text(&reading->decoder, record_field(batch, r, place), text);
}

static enum status
count_of(struct reading *reading, const struct record_batch *batch, size_t r,
         enum column column, uint64_t *count)
{
    struct slice text;
    const enum status st = text_of(reading, batch, r, column, &text);

    return st == ST_OK ? slice_to_count(text, count) : st;
}

static enum status
fill_task(struct reading *reading, const struct record_batch *batch, size_t r,
          struct task *task)
{
    struct slice file;
    uint64_t index;
    enum status st = count_of(reading, batch, r, INDEX, &index);

    if (st == ST_OK && index != reading->tasks->count)
        st = ST_SYNTAX;
    if (st == ST_OK)
        st = count_of(reading, batch, r, RECORDS, &task->records);
    if (st == ST_OK && reading->tasks->are_parts)
        st = count_of(reading, batch, r, FIRST_RECORD, &task->first);
    if (st == ST_OK)
        st = text_of(reading, batch, r, FILE_NAME, &file);
    if (st == ST_OK && file.len == 0)
        st = ST_SYNTAX;
    if (st != ST_OK)
        return st;
    task->input = strndup(file.bytes, file.len);
    if (task->input == NULL ||
        asprintf(&task->label, "%zu", reading->tasks->count) < 0) {
        task->label = NULL;
        return ST_NOMEM;
    }
    return ST_OK;
}

static enum status
read_task(struct reading *reading, const struct record_batch *batch, size_t r,
          struct trouble *trouble)
{
    struct tasks *const tasks = reading->tasks;

    if (array_reserve(&tasks->list, &tasks->room, tasks->count + 1,
                      sizeof *tasks->list))
        return trouble_nomem(trouble);
    struct task *const task = &tasks->list[tasks->count++];
    *task = (struct task){0};
    const enum status st = fill_task(reading, batch, r, task);
    if (st == ST_NOMEM)
        return trouble_nomem(trouble);
    return st == ST_OK ? ST_OK
                       : reader_blame(reading->reader, r, trouble,
                                      "no line of a manifest");
}

static enum status
read_all(struct reading *reading, struct trouble *trouble)
{
    const struct record_batch *batch;
    enum status st;

    while ((st = reader_next(reading->reader, trouble, &batch)) == ST_OK)
        for (size_t r = 0; r < batch->count; r++) {
            st = read_task(reading, batch, r, trouble);
            if (st != ST_OK)
                return st;
        }
    if (st != ST_END)
        return st;
    return reading->tasks->count > 0
               ? ST_OK
               : trouble_say(trouble, ST_DATA, "%s: a manifest without chunks",
                             reader_name(reading->reader));
}

enum status
tasks_read(const char *name, const struct reader_setup *setup,
           struct trouble *trouble, struct tasks *tasks)
{
    struct reader_setup plain = *setup;
    struct reading reading = {.tasks = tasks};
    struct source *source = NULL;
    enum status st = source_open(name, trouble, &source);

    plain.threads = 1;
    plain.dialect = (struct dialect){','};
    field_decoder_init(&reading.decoder, plain.dialect);
    if (st == ST_OK)
        st = reader_open(source, &plain, trouble, &reading.reader);
    if (st == ST_OK)
        st = find_columns(&reading, trouble);
    if (st == ST_OK)
        st = read_all(&reading, trouble);
    field_decoder_free(&reading.decoder);
    columns_free(&reading.columns);
    reader_free(reading.reader);
    source_free(source);
    return st;
}

void
tasks_free(struct tasks *tasks)
{
    for (size_t k = 0; k < tasks->count; k++) {
        free(tasks->list[k].input);
        free(tasks->list[k].label);
    }
    free(tasks->list);
    *tasks = (struct tasks){0};
}

/* Where the extensions of a name begin: at the last dot but for compression,
 * and not at a dot that a name begins with. */
static size_t
extension_at(const char *name)
{
    const char *const slash = strrchr(name, '/');
    const char *const base = slash == NULL ? name : slash + 1;
    const struct slice stem = format_stem(slice_of(name));
    size_t at = stem.len;

    while (at > (size_t)(base - name) + 1 && name[at - 1] != '.')
        at--;
    return at > (size_t)(base - name) + 1 ? at - 1 : stem.len;
}

char *
task_output(const struct task *task, const char *kind)
{
    const size_t at = extension_at(task->input);
    char *name = NULL;

    return asprintf(&name, "%.*s.%s%s", (int)at, task->input, kind,
                    task->input + at) < 0
               ? NULL
               : name;
}
