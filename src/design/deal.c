/* SPDX-License-Identifier: MIT */
#include "design/deal.h"

#include <inttypes.h>
#include <stdlib.h>

#include "design/blame.h"
#include "design/deal_internal.h"
#include "design/split_sdc.h"

/* The label of the present record under a key, read from its cell. A label
 * that is not the cell's own is counted each time, so it is not remembered. */
static enum status
read_label(struct dealer *dealer, struct deal_key *key,
           const struct deal_place *place, uint32_t *label)
{
    const struct slice raw =
        record_field(place->batch, place->record, key->wanted);
    const bool is_short = raw.len <= MEMO_CELL;
    const struct deal_odd before = key->odd;
    struct slice cell;
    enum status st;

    if (is_short && memo_find(key->memo, raw, memo_cell(raw), label))
        return ST_OK; /* since the batch began */
    st = field_text(&dealer->decoder, raw, &cell);
    if (st == ST_NOMEM)
        return trouble_nomem(place->trouble);
    if (st != ST_OK)
        return reader_blame(place->reader, place->record, place->trouble,
                            "malformed field");
    st = deal_label(dealer, key, place, cell, label);
    if (st == ST_OK && is_short && *label != DEAL_NEW &&
        memcmp(&before, &key->odd, sizeof before) == 0)
        memo_put(key->memo, raw, memo_cell(raw), *label);
    return st;
}

/* Reads, of a record that is not dropped, the labels that nobody had before. */
static enum status
add_labels(struct dealer *dealer, const struct deal_place *place,
           uint32_t *labels)
{
    struct deal_place sure = *place;
    enum status st = ST_OK;

    sure.is_sure = true;
    for (size_t k = 0; k < dealer->key_count && st == ST_OK; k++)
        if (labels[k] == DEAL_NEW)
            st = read_label(dealer, &dealer->keys[k], &sure, &labels[k]);
    return st;
}

/* The chunk of one record by its keys. */
static enum status
deal_by_keys(struct dealer *dealer, const struct deal_place *place,
             uint32_t *number)
{
    uint32_t *const labels = dealer->present;
    bool dropped = false;

    for (size_t k = 0; k < dealer->key_count; k++) {
        enum status st = ST_OK;
        labels[k] = dealer->known[k * RECORD_BATCH + place->record];
        if (labels[k] == DEAL_UNKNOWN)
            st = read_label(dealer, &dealer->keys[k], place, &labels[k]);
        dropped |= st == ST_END;
        if (st != ST_OK && st != ST_END)
            return st;
    }
    if (dropped) {
        dealer->dropped++;
        *number = DEAL_DROPPED;
        return ST_OK;
    }
    enum status st = add_labels(dealer, place, labels);
    if (st != ST_OK)
        return st;
    st = deal_chunk_of(dealer, labels, number);
    if (st == ST_END)
        return deal_say_too_many(dealer, place->trouble);
    return st == ST_OK ? ST_OK : trouble_nomem(place->trouble);
}

/* The chunk of a label of the only key; DEAL_DROPPED if it is not known, as
 * none is where there are several keys. */
static uint32_t
known_chunk(const struct dealer *dealer, uint32_t label)
{
    return label < dealer->of_label_room ? dealer->of_label[label] - 1
                                         : DEAL_DROPPED;
}

/* The chunks of a batch by the keys of its records. */
static enum status
deal_keys(struct dealer *dealer, struct deal_place *place, uint32_t *numbers)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < dealer->key_count; k++)
        deal_known(&dealer->keys[k], place->batch,
                   &dealer->known[k * RECORD_BATCH]);
    for (; place->record < place->batch->count && st == ST_OK;
         place->record++) {
        uint32_t *const number = &numbers[place->record];
        *number = known_chunk(dealer, dealer->known[place->record]);
        if (*number == DEAL_DROPPED)
            st = deal_by_keys(dealer, place, number);
    }
    return st;
}

/* Where part PART begins, counted from the first record. */
static uint64_t
begin_of_part(const struct dealer *dealer, uint32_t part)
{
    const uint128 bytes =
        dealer->bytes > dealer->begin ? dealer->bytes - dealer->begin : 0;
    const uint32_t parts = dealer->plan->parts;

    return dealer->begin + (uint64_t)((bytes * part + parts - 1) / parts);
}

static void
deal_parts(struct dealer *dealer, const struct record_batch *batch,
           uint32_t *numbers)
{
    if (!dealer->has_begun) {
        dealer->has_begun = true;
        dealer->begin = batch->offset + batch->begin[0];
        dealer->next_part = begin_of_part(dealer, 1);
    }
    for (size_t r = 0; r < batch->count; r++) {
        const uint64_t offset = batch->offset + batch->begin[r];
        while (offset >= dealer->next_part &&
               dealer->part + 1 < dealer->plan->parts)
            dealer->next_part = begin_of_part(dealer, ++dealer->part + 1);
        numbers[r] = dealer->part;
    }
}

static enum status
deal_rows(struct dealer *dealer, const struct record_batch *batch,
          struct trouble *trouble, uint32_t *numbers)
{
    for (size_t r = 0; r < batch->count; r++) {
        const uint64_t number =
            (batch->first_record + r) / dealer->plan->rows_each;
        if (number >= dealer->plan->max_chunks)
            return deal_say_too_many(dealer, trouble);
        numbers[r] = (uint32_t)number;
        if (numbers[r] >= dealer->chunk_count)
            dealer->chunk_count = numbers[r] + 1;
    }
    return ST_OK;
}

enum status
deal(struct dealer *dealer, const struct reader *reader,
     const struct record_batch *batch, struct trouble *trouble,
     uint32_t numbers[RECORD_BATCH])
{
    struct deal_place place = {reader, batch, 0, trouble,
                               dealer->key_count == 1};

    if (dealer->plan->parts > 0)
        deal_parts(dealer, batch, numbers);
    else if (dealer->key_count == 0)
        return deal_rows(dealer, batch, trouble, numbers);
    else
        return deal_keys(dealer, &place, numbers);
    return ST_OK;
}

void
dealer_set_bytes(struct dealer *dealer, uint64_t bytes)
{
    dealer->bytes = bytes;
}

/* Refuses missing outcomes that were taken for "no event" in a column that is
 * none of dates. */
static enum status
judge_let_pass(const struct split_plan *plan, const struct deal_key *key,
               const char *input, struct trouble *trouble)
{
    const struct plan control = split_control(plan);
    const struct slice name = key->key.column_name;

    if (key->key.kind != KEY_OUTCOME || key->is_explicit || !key->saw_truth ||
        key->odd.missing == 0)
        return ST_OK;
    return trouble_say(trouble, ST_DATA,
                       "%s: column \"%.*s\": missing in %s, the first of them "
                       "record %" PRIu64
                       "; say what becomes of them with --missing=%.*s=drop "
                       "or --missing=%.*s=NAME",
                       input, blame_shown(name, BLAME_NAME), name.bytes,
                       blame_records(&control, key->odd.missing).text,
                       key->first_missing + 1, (int)key->name.len,
                       key->name.bytes, (int)key->name.len, key->name.bytes);
}

enum status
dealer_finish(struct dealer *dealer, const char *input, struct trouble *trouble)
{
    for (size_t k = 0; k < dealer->key_count; k++)
        if (judge_let_pass(dealer->plan, &dealer->keys[k], input, trouble) !=
            ST_OK)
            return ST_DATA;
    return deal_complete(dealer, trouble);
}

uint32_t
dealer_chunks(const struct dealer *dealer)
{
    return dealer->chunk_count;
}

size_t
dealer_keys(const struct dealer *dealer)
{
    return dealer->key_count;
}

const struct slice *
dealer_names(const struct dealer *dealer)
{
    return dealer->names;
}

void
dealer_labels(const struct dealer *dealer, uint32_t chunk, struct slice *labels)
{
    const size_t first = (size_t)chunk * dealer->key_count;

    for (size_t k = 0; k < dealer->key_count; k++)
        labels[k] = dealer->keys[k].labels.texts[dealer->labels[first + k]];
}

int
dealer_compare(const struct dealer *dealer, uint32_t a, uint32_t b)
{
    const size_t count = dealer->key_count;

    for (size_t k = 0; k < count; k++) {
        const struct deal_key *const key = &dealer->keys[k];
        const uint32_t x = dealer->labels[a * count + k];
        const uint32_t y = dealer->labels[b * count + k];
        if (x == y)
            continue;
        if (key->has_levels)
            return x < y ? -1 : 1;
        return slice_compare(key->labels.texts[x], key->labels.texts[y]);
    }
    return (a > b) - (a < b);
}

bool
dealer_has_outcome(const struct dealer *dealer)
{
    for (size_t k = 0; k < dealer->key_count; k++)
        if (dealer->keys[k].key.kind == KEY_OUTCOME)
            return true;
    return false;
}

bool
dealer_is_outcome(const struct dealer *dealer, uint32_t chunk)
{
    for (size_t k = 0; k < dealer->key_count; k++)
        if (dealer->keys[k].key.kind == KEY_OUTCOME &&
            dealer_is_true(dealer, chunk, k))
            return true;
    return false;
}

bool
dealer_is_binary(const struct dealer *dealer, size_t k)
{
    return key_is_binary(&dealer->keys[k].key);
}

struct slice
dealer_column(const struct dealer *dealer, size_t k)
{
    return dealer->keys[k].key.column_name;
}

struct slice
dealer_rule(const struct dealer *dealer, size_t k)
{
    return dealer->keys[k].key.rule.text;
}

bool
dealer_is_true(const struct dealer *dealer, uint32_t chunk, size_t k)
{
    return dealer->labels[(size_t)chunk * dealer->key_count + k] == 1;
}

struct deal_odd
dealer_odd(const struct dealer *dealer, size_t k)
{
    return dealer->keys[k].odd;
}

bool
dealer_takes_for_no_event(const struct dealer *dealer, size_t k)
{
    const struct deal_key *const key = &dealer->keys[k];

    return key->key.kind == KEY_OUTCOME && !key->is_explicit;
}

const char *
dealer_odd_text(const struct dealer *dealer, size_t k, enum deal_odd_kind kind)
{
    const struct deal_key *const key = &dealer->keys[k];

    switch (kind) {
    case DEAL_MISSING:
        if (dealer_takes_for_no_event(dealer, k))
            return ": taken for no event";
        return key->missing.kind == FATE_DROP ? ": dropped"
                                              : ": in the chunk of --missing";
    case DEAL_INVALID:
        return key->invalid.kind == FATE_DROP ? ": dropped"
                                              : ": in the chunk of --invalid";
    case DEAL_OTHER:
        break;
    }
    return key->other.kind == FATE_DROP ? ": dropped"
                                        : ": in the chunk of --other";
}

bool
dealer_knows_chunks(const struct dealer *dealer)
{
    return dealer->knows_chunks;
}

uint32_t
dealer_label_count(const struct dealer *dealer, size_t k)
{
    return dealer->keys[k].labels.count;
}

uint64_t
dealer_dropped(const struct dealer *dealer)
{
    return dealer->dropped;
}
