/* SPDX-License-Identifier: MIT */
/* A manifest that is JSON. */
#include "design/json_text.h"
#include "design/task_internal.h"

static enum status
read_count(const json_t *chunk, const char *name, uint64_t *count)
{
    const json_t *const value = json_object_get(chunk, name);

    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return ST_SYNTAX;
    *count = (uint64_t)json_integer_value(value);
    return ST_OK;
}

/* What need not be there. */
static enum status
read_content(const json_t *chunk, struct task_content *content)
{
    const json_t *const digest = json_object_get(chunk, "xxh3");
    enum status st = ST_OK;

    content->has_bytes = json_object_get(chunk, "bytes") != NULL;
    if (content->has_bytes)
        st = read_count(chunk, "bytes", &content->bytes);
    content->has_digest = digest != NULL;
    if (st != ST_OK || !content->has_digest)
        return st;
    return json_is_string(digest)
               ? hash128_read(slice_of(json_string_value(digest)),
                              &content->digest)
               : ST_SYNTAX;
}

static enum status
read_chunk(const json_t *chunk, struct tasks *tasks)
{
    const json_t *const file = json_object_get(chunk, "file");
    struct task *task;
    uint64_t index;
    enum status st = read_count(chunk, "index", &index);

    if (st == ST_OK && (index != tasks->count + 1 || !json_is_string(file)))
        st = ST_SYNTAX;
    if (st == ST_OK)
        st = tasks_add(tasks, slice_of(json_string_value(file)), &task);
    if (st == ST_OK)
        st = read_count(chunk, "records", &task->content.records);
    if (st == ST_OK && tasks->are_parts)
        st = read_count(chunk, "first_record", &task->first);
    return st == ST_OK ? read_content(chunk, &task->content) : st;
}

enum status
tasks_read_json(const char *name, struct trouble *trouble, struct tasks *tasks)
{
    json_t *list = NULL;
    enum status st = json_text_load(name, trouble, &list);
    const size_t count = json_array_size(list);

    tasks->are_parts =
        json_object_get(json_array_get(list, 0), "first_record") != NULL;
    for (size_t k = 0; k < count && st == ST_OK; k++) {
        st = read_chunk(json_array_get(list, k), tasks);
        if (st == ST_NOMEM)
            trouble_nomem(trouble);
        else if (st != ST_OK)
            st = trouble_say(trouble, ST_DATA,
                             "%s: item %zu of the list: no chunk of a manifest",
                             name, k + 1);
    }
    if (st == ST_OK && count == 0)
        st = trouble_say(trouble, ST_DATA, "%s: a manifest without chunks",
                         name);
    json_decref(list);
    return st;
}
