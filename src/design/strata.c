/* SPDX-License-Identifier: MIT */
#include "design/strata.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/blame.h"

static const struct dialect LABEL_DIALECT = {','};

/* Reads the list of KEYs, and each of them. */
static enum status
read_keys(struct strata *strata, const struct reader *reader,
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
        st = key_read(strata->names.names[k], reader_header(reader), trouble,
                      &strata->keys[k]);
        if (st != ST_OK)
            st = trouble_place(trouble, reader_name(reader));
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
    field_decoder_init(&made->decoder, plan->reader.dialect);
    if (plan->strata.len > 0)
        st = read_keys(made, reader, trouble);
    else
        st = strata_add(made, NULL, trouble, &first);
    if (st == ST_OK)
        *strata = made;
    else
        strata_free(made);
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
    field_decoder_init(&made->decoder, plan->reader.dialect);
    *strata = made;
    return key_count > 0 ? ST_OK : strata_add(made, NULL, trouble, &first);
}

void
strata_free(struct strata *strata)
{
    if (strata == NULL)
        return;
    for (uint32_t h = 0; h < strata->count; h++) {
        selection_free(&strata->list[h].selection);
        free(strata->list[h].values);
        free((char *)(uintptr_t)strata->list[h].label.bytes);
    }
    free(strata->list);
    table_free(&strata->table);
    field_decoder_free(&strata->decoder);
    header_free(&strata->names);
    free(strata->keys);
    free(strata->text);
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

/* The labels of a record are put together so that no two combinations give the
 * same bytes: the length of each, then the label. */
static const uint64_t MISSING = UINT64_MAX;

static enum status
append_value(struct strata *strata, struct slice value)
{
    const uint64_t bytes = value.bytes == NULL ? MISSING : value.len;
    const size_t len = strata->text_bytes + sizeof bytes + value.len;

    if (array_reserve(&strata->text, &strata->text_room, len, 1))
        return ST_NOMEM;
    memcpy(strata->text + strata->text_bytes, &bytes, sizeof bytes);
    if (value.len > 0)
        memcpy(strata->text + len - value.len, value.bytes, value.len);
    strata->text_bytes = len;
    return ST_OK;
}

/* Copies the labels behind the array of their slices, into one new block. */
static struct slice *
copy_values(const struct strata *strata)
{
    const size_t count = strata->key_count;
    struct slice *const values =
        malloc(count * sizeof *values + strata->text_bytes + 1);

    if (values == NULL)
        return NULL;
    char *at = (char *)(values + count);
    if (strata->text_bytes > 0)
        memcpy(at, strata->text, strata->text_bytes);
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

/* The stratum whose labels have been put together. */
static enum status
find_or_make(struct strata *strata, struct trouble *trouble, uint32_t *stratum)
{
    const struct slice text = {strata->text, strata->text_bytes};
    bool is_new;

    if (array_reserve(&strata->list, &strata->room, strata->count + (size_t)1,
                      sizeof *strata->list) ||
        table_add(&strata->table, hash128_of(text), stratum, &is_new) != ST_OK)
        return trouble_nomem(trouble);
    if (!is_new)
        return ST_OK;
    if (strata->count == STRATA_MOST)
        return trouble_say(trouble, ST_DATA,
                           "--strata %.*s: more than %d strata",
                           blame_shown(strata->plan->strata, BLAME_TEXT),
                           strata->plan->strata.bytes, STRATA_MOST);
    struct stratum *const made = &strata->list[strata->count++];
    *made = (struct stratum){.values = copy_values(strata)};
    selection_init(&made->selection, 0);
    if (made->values == NULL || make_label(strata, made) != ST_OK)
        return trouble_nomem(trouble);
    return ST_OK;
}

enum status
strata_add(struct strata *strata, const struct slice *values,
           struct trouble *trouble, uint32_t *stratum)
{
    strata->text_bytes = 0;
    for (size_t k = 0; k < strata->key_count; k++)
        if (append_value(strata, values[k]) != ST_OK)
            return trouble_nomem(trouble);
    return find_or_make(strata, trouble, stratum);
}

/* Works the stratum of a record out from what its cells say. */
static enum status
decode_labels(struct strata *strata, const struct columns *columns,
              const struct reader *reader, const struct record_batch *batch,
              size_t r, struct trouble *trouble)
{
    strata->text_bytes = 0;
    for (size_t k = 0; k < strata->key_count; k++) {
        const struct key *const key = &strata->keys[k];
        const struct slice raw =
            record_field(batch, r, columns_place(columns, key->column));
        char scratch[KEY_SCRATCH];
        struct slice cell, label = {NULL, 0};
        if (field_text(&strata->decoder, raw, &cell) != ST_OK)
            return reader_blame(reader, r, trouble, "malformed field");
        if (key_label(key, cell, scratch, &label) == KEY_NO_DATE)
            return blame_cell(strata->plan, reader, r, key->column_name, cell,
                              "not a date (YYYY-MM-DD), but a key of --strata "
                              "takes its year, quarter or month",
                              trouble);
        if (append_value(strata, label) != ST_OK)
            return trouble_nomem(trouble);
    }
    return ST_OK;
}

enum status
strata_assign(struct strata *strata, const struct columns *columns,
              const struct reader *reader, const struct record_batch *batch,
              size_t r, struct trouble *trouble, uint32_t *stratum)
{
    struct strata_cells cells = {.count = 0};
    enum status st;

    for (size_t k = 0; k < strata->key_count; k++)
        strata_cells_add(
            &cells,
            record_field(batch, r,
                         columns_place(columns, strata->keys[k].column)));
    if (strata_memo_find(&strata->memo, &cells, stratum))
        return ST_OK;
    st = decode_labels(strata, columns, reader, batch, r, trouble);
    if (st == ST_OK)
        st = find_or_make(strata, trouble, stratum);
    if (st == ST_OK)
        strata_memo_put(&strata->memo, &cells, *stratum);
    return st;
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
