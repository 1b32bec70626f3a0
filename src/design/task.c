/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/columns.h"
#include "design/task_internal.h"

enum column {
    INDEX,
    FILE_NAME,
    RECORDS, /* up to here they must be there */
    FIRST_RECORD,
    BYTES,
    DIGEST,
    COLUMNS
};

/* The manifest while it is read. */
struct reading {
    struct tasks *tasks;
    struct reader *reader;
    struct columns columns;
    struct field_decoder decoder;
    size_t numbers[COLUMNS]; /* of the columns, */
    bool has[COLUMNS];       /* if they are there */
};

static enum status
find_columns(struct reading *reading, struct trouble *trouble)
{
    static const char *const names[COLUMNS] = {
        "index", "file", "records", "first_record", "bytes", "xxh3"};
    const struct header *const header = reader_header(reading->reader);
    enum status st = ST_OK;

    for (size_t k = 0; k < COLUMNS && st == ST_OK; k++) {
        const struct slice name = slice_of(names[k]);
        reading->has[k] = k <= RECORDS || header_has(header, name);
        if (reading->has[k])
            st = header_find(header, name, trouble, &reading->numbers[k]);
        if (st == ST_OK && reading->has[k])
            st = columns_add(&reading->columns, reading->numbers[k], trouble);
    }
    reading->tasks->are_parts = reading->has[FIRST_RECORD];
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

enum status
tasks_add(struct tasks *tasks, struct slice file, struct task **task)
{
    struct task *made;

    if (file.len == 0)
        return ST_SYNTAX;
    if (array_reserve(&tasks->list, &tasks->room, tasks->count + 1,
                      sizeof *tasks->list))
        return ST_NOMEM;
    made = &tasks->list[tasks->count++];
    *made = (struct task){.input = strndup(file.bytes, file.len)};
    if (made->input == NULL ||
        asprintf(&made->label, "%zu", tasks->count) < 0) {
        made->label = NULL;
        return ST_NOMEM;
    }
    *task = made;
    return ST_OK;
}

static enum status
fill_content(struct reading *reading, const struct record_batch *batch,
             size_t r, struct task_content *content)
{
    struct slice text;
    enum status st = count_of(reading, batch, r, RECORDS, &content->records);

    content->has_bytes = reading->has[BYTES];
    content->has_digest = reading->has[DIGEST];
    if (st == ST_OK && content->has_bytes)
        st = count_of(reading, batch, r, BYTES, &content->bytes);
    if (st != ST_OK || !content->has_digest)
        return st;
    st = text_of(reading, batch, r, DIGEST, &text);
    return st == ST_OK ? hash128_read(text, &content->digest) : st;
}

static enum status
fill_task(struct reading *reading, const struct record_batch *batch, size_t r)
{
    struct tasks *const tasks = reading->tasks;
    struct task *task;
    struct slice file;
    uint64_t index;
    enum status st = count_of(reading, batch, r, INDEX, &index);

    if (st == ST_OK && index != tasks->count + 1)
        st = ST_SYNTAX;
    if (st == ST_OK)
        st = text_of(reading, batch, r, FILE_NAME, &file);
    if (st == ST_OK)
        st = tasks_add(tasks, file, &task);
    if (st == ST_OK && tasks->are_parts)
        st = count_of(reading, batch, r, FIRST_RECORD, &task->first);
    return st == ST_OK ? fill_content(reading, batch, r, &task->content) : st;
}

static enum status
read_task(struct reading *reading, const struct record_batch *batch, size_t r,
          struct trouble *trouble)
{
    const enum status st = fill_task(reading, batch, r);

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

static enum status
tasks_read_csv(const char *name, const struct reader_setup *setup,
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

enum status
tasks_read(const char *name, const struct reader_setup *setup,
           struct trouble *trouble, struct tasks *tasks)
{
    static const char json[] = ".json";
    const size_t len = strlen(name), json_len = sizeof json - 1;

    return len >= json_len && strcmp(name + len - json_len, json) == 0
               ? tasks_read_json(name, trouble, tasks)
               : tasks_read_csv(name, setup, trouble, tasks);
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
