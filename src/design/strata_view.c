/* SPDX-License-Identifier: MIT */
#include "design/strata_view.h"

#include <stdlib.h>

#include "base/array.h"
#include "design/blame.h"

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

/* The cells of one key or two, each in two words: the words stay in registers,
 * where those of more keys are put together in memory. */
static inline struct strata_cells
cells_of_two(const struct strata_view *view, const struct record_batch *batch,
             size_t r)
{
    const char *const end = batch->block.bytes + batch->block.len;
    const bool is_one = view->strata->key_count == 1;
    const struct slice a = record_field(batch, r, view->places[0]);
    const struct slice b = record_field(batch, r, view->places[is_one ? 0 : 1]);
    const struct strata_pair one = strata_pair_of(a, (size_t)(end - a.bytes));
    const struct strata_pair two = strata_pair_of(b, (size_t)(end - b.bytes));

    return (struct strata_cells){
        .words = {one.first, one.second, two.first, two.second},
        .count = STRATA_MEMO_WORDS,
        .is_long = a.len > 15 || b.len > 15,
    };
}

static struct strata_cells
cells_of_more(const struct strata_view *view, const struct record_batch *batch,
              size_t r)
{
    struct strata_cells cells = {.count = 0};
    const char *const end = batch->block.bytes + batch->block.len;

    for (size_t k = 0; k < view->strata->key_count; k++) {
        const struct slice raw = record_field(batch, r, view->places[k]);
        strata_cells_add(&cells, raw, (size_t)(end - raw.bytes));
    }
    return cells;
}

/* The stratum of a record whose cells the memo has not. */
static enum strata_answer __attribute__((noinline))
find_anew(struct strata_view *view, const struct record_batch *batch, size_t r,
          const struct strata_cells *cells, uint32_t *stratum)
{
    const enum strata_answer answer = read_labels(view, batch, r);

    if (answer != STRATA_NEW ||
        !table_find(&view->known, strata_text_hash(&view->text), stratum))
        return answer;
    strata_memo_put(&view->memo, cells, *stratum);
    return STRATA_FOUND;
}

enum strata_answer
strata_view_find(struct strata_view *view, const struct record_batch *batch,
                 size_t r, uint32_t *stratum)
{
    if (view->strata->key_count <= 2) {
        const struct strata_cells cells = cells_of_two(view, batch, r);
        return strata_memo_find(&view->memo, &cells, stratum)
                   ? STRATA_FOUND
                   : find_anew(view, batch, r, &cells, stratum);
    }
    const struct strata_cells cells = cells_of_more(view, batch, r);
    return strata_memo_find(&view->memo, &cells, stratum)
               ? STRATA_FOUND
               : find_anew(view, batch, r, &cells, stratum);
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
                          key_has_periods(&view->strata->keys[view->bad_key])
                              ? "not a date (YYYY-MM-DD), but a key of "
                                "--strata takes its year, quarter or month"
                              : key_wants(&view->strata->keys[view->bad_key]),
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
