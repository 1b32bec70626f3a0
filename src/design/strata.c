/* SPDX-License-Identifier: MIT */
#include "design/strata.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/blame.h"

static const struct dialect LABEL_DIALECT = {','};

/* Reads the list of KEYs, and each of them. */
static enum status
read_keys(struct strata *strata, const struct header *header,
          struct trouble *trouble)
{
    const struct slice option = strata->plan->strata;
    char *const copy = strndup(option.bytes, option.len);
    enum status st = ST_OK;

    if (copy == NULL || header_init(&strata->names, LABEL_DIALECT, copy,
                                    option.len, 0, 0) != ST_OK)
        return trouble_nomem(trouble);
    strata->keys = calloc(strata->names.columns, sizeof *strata->keys);
    if (strata->keys == NULL)
        return trouble_nomem(trouble);
    for (size_t k = 0; k < strata->names.columns && st == ST_OK; k++) {
        st =
            key_read(strata->names.names[k], header, trouble, &strata->keys[k]);
        strata->key_count++;
    }
    return st;
}

enum status
strata_new(const struct plan *plan, const struct reader *reader,
           struct trouble *trouble, struct strata **strata)
{
    struct strata *const made = calloc(1, sizeof *made);
    uint32_t first;
    enum status st = ST_OK;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->plan = plan;
    pthread_mutex_init(&made->lock, NULL);
    if (plan->strata.len > 0)
        st = read_keys(made, reader_header(reader), trouble);
    else
        st = strata_add(made, NULL, trouble, &first);
    if (st == ST_USAGE)
        trouble_place(trouble, reader_name(reader));
    if (st == ST_OK)
        *strata = made;
    else
        strata_free(made);
    return st;
}

enum status
strata_count_outcomes(const struct plan *plan, const struct header *header,
                      struct trouble *trouble, size_t *count)
{
    struct strata strata = {.plan = plan};
    enum status st = ST_OK;

    *count = 0;
    if (plan->strata.len > 0)
        st = read_keys(&strata, header, trouble);
    for (size_t k = 0; k < strata.key_count && st == ST_OK; k++)
        *count += strata.keys[k].kind == KEY_OUTCOME;
    header_free(&strata.names);
    free(strata.keys);
    return st;
}

enum status
strata_new_plain(const struct plan *plan, size_t key_count,
                 struct trouble *trouble, struct strata **strata)
{
    struct strata *const made = calloc(1, sizeof *made);
    uint32_t first;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->plan = plan;
    made->key_count = key_count;
    pthread_mutex_init(&made->lock, NULL);
    *strata = made;
    return key_count > 0 ? ST_OK : strata_add(made, NULL, trouble, &first);
}

static void
free_stratum(struct stratum *stratum)
{
    selection_free(&stratum->selection);
    free(stratum->values);
    free((char *)(uintptr_t)stratum->label.bytes);
}

void
strata_free(struct strata *strata)
{
    if (strata == NULL)
        return;
    for (uint32_t h = 0; h < strata->count; h++)
        free_stratum(&strata->list[h]);
    free(strata->list);
    table_free(&strata->table);
    strata_text_free(&strata->text);
    header_free(&strata->names);
    free(strata->keys);
    free(strata->hashes);
    pthread_mutex_destroy(&strata->lock);
    free(strata);
}

enum status
strata_want(const struct strata *strata, struct columns *columns,
            struct trouble *trouble)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < strata->key_count && st == ST_OK; k++)
        st = columns_add(columns, strata->keys[k].column, trouble);
    return st;
}

/* In front of each label stands its length. */
static const uint64_t MISSING = UINT64_MAX;

enum status
strata_text_append(struct strata_text *text, struct slice label)
{
    const uint64_t bytes = label.bytes == NULL ? MISSING : label.len;
    const size_t len = text->bytes + sizeof bytes + label.len;

    if (array_reserve(&text->text, &text->room, len, 1))
        return ST_NOMEM;
    memcpy(text->text + text->bytes, &bytes, sizeof bytes);
    if (label.len > 0)
        memcpy(text->text + len - label.len, label.bytes, label.len);
    text->bytes = len;
    return ST_OK;
}

struct hash128
strata_text_hash(const struct strata_text *text)
{
    return hash128_of((struct slice){text->text, text->bytes});
}

void
strata_text_free(struct strata_text *text)
{
    free(text->text);
    *text = (struct strata_text){0};
}

/* Copies the labels behind the array of their slices, into one new block. */
static struct slice *
copy_values(size_t count, const struct strata_text *text)
{
    struct slice *const values =
        malloc(count * sizeof *values + text->bytes + 1);

    if (values == NULL)
        return NULL;
    char *at = (char *)(values + count);
    if (text->bytes > 0)
        memcpy(at, text->text, text->bytes);
    for (size_t k = 0; k < count; k++) {
        uint64_t bytes;
        memcpy(&bytes, at, sizeof bytes);
        at += sizeof bytes;
        values[k] = (struct slice){NULL, 0};
        if (bytes != MISSING)
            values[k] = (struct slice){at, (size_t)bytes};
        at += values[k].len;
    }
    return values;
}

/* One label of a row of labels, with a comma in front unless it is the first.
 */
static enum status
append_label(const struct slice *value, bool is_first, bool quote, char **row,
             size_t *room, size_t *len)
{
    char *field = NULL;
    size_t bytes = 0;

    if (value->bytes != NULL &&
        field_written(LABEL_DIALECT, *value, &field, &bytes) != ST_OK)
        return ST_NOMEM;
    const enum status st = array_reserve(row, room, *len + bytes + 4, 1);
    if (st == ST_OK) {
        char *at = *row + *len;
        if (!is_first)
            *at++ = ',';
        if (quote)
            *at++ = '"';
        if (bytes > 0)
            memcpy(at, field, bytes);
        at += bytes;
        if (quote)
            *at++ = '"';
        *len = (size_t)(at - *row);
    }
    free(field);
    return st;
}

static enum status
make_label(const struct strata *strata, struct stratum *stratum)
{
    char *row = NULL;
    size_t room = 0, len = 0;

    if (array_reserve(&row, &room, 1, 1)) /* an empty label is no NULL */
        return ST_NOMEM;
    for (size_t k = 0; k < strata->key_count; k++) {
        const struct slice *const value = &stratum->values[k];
        const bool quote = strata->key_count == 1 && value->bytes != NULL &&
                           slice_equal(*value, slice_of("kept"));
        if (append_label(value, k == 0, quote, &row, &room, &len) != ST_OK) {
            free(row);
            return ST_NOMEM;
        }
    }
    stratum->label = (struct slice){row, len};
    return ST_OK;
}

/* Makes room for another stratum, in whatever it will be entered. */
static enum status
make_room(struct strata *strata)
{
    const size_t count = strata->count + (size_t)1;

    pthread_mutex_lock(&strata->lock);
    const enum status st = array_reserve(&strata->hashes, &strata->hashes_room,
                                         count, sizeof *strata->hashes);
    pthread_mutex_unlock(&strata->lock);
    return st == ST_OK ? array_reserve(&strata->list, &strata->room, count,
                                       sizeof *strata->list)
                       : st;
}

/* Lets other threads know of the stratum that was added last. */
static void
publish(struct strata *strata, struct hash128 hash)
{
    pthread_mutex_lock(&strata->lock);
    strata->hashes[strata->count - 1] = hash;
    pthread_mutex_unlock(&strata->lock);
    atomic_store_explicit(&strata->published, strata->count,
                          memory_order_release);
}

enum status
strata_copy_new(struct strata *strata, struct table *known)
{
    const uint32_t count = strata_count(strata);
    enum status st = ST_OK;

    pthread_mutex_lock(&strata->lock);
    for (uint32_t h = known->count; h < count && st == ST_OK; h++) {
        uint32_t number;
        bool is_new;
        st = table_add(known, strata->hashes[h], &number, &is_new);
    }
    pthread_mutex_unlock(&strata->lock);
    return st;
}

/* A stratum is entered when nothing can fail any more: one that was entered in
 * part would be found later. */
enum status
strata_enter(struct strata *strata, const struct strata_text *text,
             struct trouble *trouble, uint32_t *stratum)
{
    const struct hash128 hash = strata_text_hash(text);
    bool is_new;

    if (table_find(&strata->table, hash, stratum))
        return ST_OK;
    if (strata->count == STRATA_MOST)
        return trouble_say(trouble, ST_DATA,
                           "--strata %.*s: more than %d strata",
                           blame_shown(strata->plan->strata, BLAME_TEXT),
                           strata->plan->strata.bytes, STRATA_MOST);
    struct stratum made = {.values = copy_values(strata->key_count, text)};
    selection_init(&made.selection, 0);
    if (made.values == NULL || make_label(strata, &made) != ST_OK ||
        make_room(strata) != ST_OK ||
        table_add(&strata->table, hash, stratum, &is_new) != ST_OK) {
        free_stratum(&made);
        return trouble_nomem(trouble);
    }
    strata->list[strata->count++] = made;
    publish(strata, hash);
    return ST_OK;
}

enum status
strata_add(struct strata *strata, const struct slice *values,
           struct trouble *trouble, uint32_t *stratum)
{
    strata->text.bytes = 0;
    for (size_t k = 0; k < strata->key_count; k++)
        if (strata_text_append(&strata->text, values[k]) != ST_OK)
            return trouble_nomem(trouble);
    return strata_enter(strata, &strata->text, trouble, stratum);
}

/* What qsort_r() compares the numbers by. */
static int
by_labels(const void *a, const void *b, void *context)
{
    const struct strata *const strata = context;
    const struct stratum *const left = &strata->list[*(const uint32_t *)a];
    const struct stratum *const right = &strata->list[*(const uint32_t *)b];

    for (size_t k = 0; k < strata->key_count; k++) {
        const struct slice x = left->values[k], y = right->values[k];
        int order = (x.bytes != NULL) - (y.bytes != NULL);
        if (order == 0 && x.bytes != NULL)
            order = slice_compare(x, y);
        if (order != 0)
            return order;
    }
    return 0;
}

enum status
strata_sorted(struct strata *strata, struct trouble *trouble, uint32_t **order)
{
    uint32_t *const numbers =
        calloc(strata->count + (size_t)1, sizeof *numbers);

    if (numbers == NULL)
        return trouble_nomem(trouble);
    for (uint32_t h = 0; h < strata->count; h++)
        numbers[h] = h;
    qsort_r(numbers, strata->count, sizeof *numbers, by_labels, strata);
    *order = numbers;
    return ST_OK;
}
