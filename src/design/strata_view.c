/* SPDX-License-Identifier: MIT */
#include "design/strata_view.h"

#include <stdlib.h>

#include "base/array.h"
#include "design/blame.h"
#include "design/classify.h"

enum status
strata_view_init(struct strata_view *view, struct strata *strata,
                 const struct columns *columns)
{
    size_t room = 0;

    *view = (struct strata_view){.strata = strata};
    field_decoder_init(&view->decoder, strata->plan->reader.dialect);
    if (array_reserve(&view->places, &room, strata->key_count + 1,
                      sizeof *view->places) != ST_OK)
        return ST_NOMEM;
    for (size_t k = 0; k < strata->key_count; k++)
        view->places[k] = columns_place(columns, strata->keys[k].column);
    return ST_OK;
}

void
strata_view_free(struct strata_view *view)
{
    free(view->places);
    field_decoder_free(&view->decoder);
    table_free(&view->known);
    strata_text_free(&view->text);
}

enum status
strata_view_update(struct strata_view *view)
{
    if (strata_count(view->strata) == view->known.count)
        return ST_OK;
    return strata_copy_new(view->strata, &view->known);
}

/* Puts together the labels that the record's cells give. */
static enum strata_answer
read_labels(struct strata_view *view, const struct record_batch *batch,
            size_t r)
{
    const struct strata *const strata = view->strata;

    view->text.bytes = 0;
    for (size_t k = 0; k < strata->key_count; k++) {
        const struct slice raw = record_field(batch, r, view->places[k]);
        char scratch[KEY_SCRATCH];
        struct slice cell, label = {NULL, 0};
        const enum status st = field_text(&view->decoder, raw, &cell);
        if (st != ST_OK)
            return st == ST_NOMEM ? STRATA_NO_MEMORY : STRATA_MALFORMED;
        if (key_label(&strata->keys[k], cell, scratch, &label) == KEY_NO_DATE) {
            view->bad_key = k;
            view->bad_cell = cell;
            return STRATA_NO_DATE;
        }
        if (strata_text_append(&view->text, label) != ST_OK)
            return STRATA_NO_MEMORY;
    }
    return STRATA_NEW;
}

/* What the memo knows a record by. */
struct memo_key {
    struct strata_pair pair;
    bool is_long; /* the memo cannot know it */
};

/* Of one key, which is looked at twice, or two. */
static inline struct memo_key
key_of_two(const struct strata_view *view, const struct record_batch *batch,
           size_t r)
{
    const char *const end = batch->block.bytes + batch->block.len;
    const size_t last = view->strata->key_count - 1;
    const struct slice a = record_field(batch, r, view->places[0]);
    const struct slice b = record_field(batch, r, view->places[last]);

    return (struct memo_key){
        .pair = {strata_cell_of(a, (size_t)(end - a.bytes)),
                 strata_cell_of(b, (size_t)(end - b.bytes))},
        .is_long = a.len >= STRATA_MEMO_CELL || b.len >= STRATA_MEMO_CELL,
    };
}

static struct memo_key
key_of_more(const struct strata_view *view, const struct record_batch *batch,
            size_t r)
{
    struct strata_cells cells = {.count = 0};
    const char *const end = batch->block.bytes + batch->block.len;

    for (size_t k = 0; k < view->strata->key_count; k++) {
        const struct slice raw = record_field(batch, r, view->places[k]);
        strata_cells_add(&cells, raw, (size_t)(end - raw.bytes));
    }
    return (struct memo_key){strata_cells_pair(&cells), cells.is_long};
}

size_t
strata_view_pass(const struct strata_view *view,
                 const struct record_batch *batch, size_t r, size_t count,
                 const unsigned char *classes, uint32_t *strata)
{
    const char *const bytes = batch->block.bytes;
    const size_t keys = view->strata->key_count;
    const struct record_span *const ones =
        batch->fields + view->places[0] * RECORD_BATCH;
    const struct record_span *const twos =
        batch->fields + view->places[keys - 1] * RECORD_BATCH;

    if (keys > 2)
        return r;
    /* Where cells are followed by too few bytes, each has to be asked. */
    while (count > r &&
           batch->block.len - batch->end[count - 1] < STRATA_MEMO_CELL)
        count--;
    for (; r < count; r++) {
        const struct record_span a = ones[r], b = twos[r];
        const uint32_t a_len = a.end - a.begin, b_len = b.end - b.begin;
        uint32_t number;
        if ((a_len | b_len) >= STRATA_MEMO_CELL)
            break;
        const struct strata_pair pair = {
            strata_cell_at(bytes + a.begin, a_len),
            strata_cell_at(bytes + b.begin, b_len)};
        if (!strata_memo_find(&view->memo, pair, &number))
            break;
        strata[r] = classes[r] < UNIT_EXCLUDED ? number : 0;
    }
    return r;
}

enum strata_answer
strata_view_find(struct strata_view *view, const struct record_batch *batch,
                 size_t r, uint32_t *stratum)
{
    const struct memo_key key = view->strata->key_count <= 2
                                    ? key_of_two(view, batch, r)
                                    : key_of_more(view, batch, r);

    if (!key.is_long && strata_memo_find(&view->memo, key.pair, stratum))
        return STRATA_FOUND;
    const enum strata_answer answer = read_labels(view, batch, r);
    if (answer != STRATA_NEW ||
        !table_find(&view->known, strata_text_hash(&view->text), stratum))
        return answer;
    if (!key.is_long)
        strata_memo_put(&view->memo, key.pair, *stratum);
    return STRATA_FOUND;
}

enum status
strata_view_assign(struct strata_view *view, const struct reader *reader,
                   const struct record_batch *batch, size_t r,
                   struct trouble *trouble, uint32_t *stratum)
{
    switch (strata_view_find(view, batch, r, stratum)) {
    case STRATA_FOUND:
        return ST_OK;
    case STRATA_NEW:
        break;
    case STRATA_NO_DATE:
        return blame_cell(view->strata->plan, reader, r,
                          view->strata->keys[view->bad_key].column_name,
                          view->bad_cell,
                          "not a date (YYYY-MM-DD), but a key of --strata "
                          "takes its year, quarter or month",
                          trouble);
    case STRATA_MALFORMED:
        return reader_blame(reader, r, trouble, "malformed field");
    case STRATA_NO_MEMORY:
        return trouble_nomem(trouble);
    }
    const enum status st =
        strata_enter(view->strata, &view->text, trouble, stratum);
    if (st != ST_OK)
        return st;
    return strata_view_update(view) == ST_OK ? ST_OK : trouble_nomem(trouble);
}
