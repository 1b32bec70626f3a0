/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "design/columns.h"
#include "design/deal_internal.h"

static bool
is_name_letter(char letter)
{
    return (letter >= '0' && letter <= '9') ||
           (letter >= 'A' && letter <= 'Z') ||
           (letter >= 'a' && letter <= 'z') || letter == '_' || letter == '-' ||
           letter == '.';
}

/* Splits "NAME=KEY", unless that is the name of a column. Without a NAME it
 * stays empty. */
static void
split_name(const struct header *header, struct slice text, struct slice *name,
           struct slice *key)
{
    size_t len = 0;

    *name = (struct slice){text.bytes, 0};
    *key = text;
    if (header_has(header, text))
        return;
    while (len < text.len && is_name_letter(text.bytes[len]))
        len++;
    if (len == 0 || len == text.len || text.bytes[len] != '=')
        return;
    name->len = len;
    *key = (struct slice){text.bytes + len + 1, text.len - len - 1};
}

static enum status
read_key(const struct split_plan *plan, const struct header *header,
         struct slice text, struct trouble *trouble, struct deal_key *bound)
{
    struct slice key_text;
    enum status st;

    split_name(header, text, &bound->name, &key_text);
    st =
        key_read_with(key_text, header, &plan->key_setup, trouble, &bound->key);
    bound->is_iso = st == ST_OK && key_has_periods(&bound->key) &&
                    plan->key_setup.date_format == NULL;
    if (st == ST_USAGE && memchr(key_text.bytes, ',', key_text.len) != NULL)
        trouble_more(trouble, "for several keys give --by once for each");
    else if (st == ST_USAGE && bound->name.len > 0 &&
             rule_compares_column(text, header))
        trouble_more(trouble, "a rule has rule: in front of it");
    if (st != ST_OK || bound->name.len > 0)
        return st;
    const char *const period = key_period_name(&bound->key);
    bound->name = period != NULL ? slice_of(period) : bound->key.column_name;
    return ST_OK;
}

/* The key of --groups and --unit. */
static enum status
read_unit(struct dealer *dealer, const struct header *header,
          struct trouble *trouble, struct deal_key *bound)
{
    const struct split_plan *const plan = dealer->plan;
    const struct slice unit = slice_of(plan->unit);
    const enum status st = prn_unit_key(
        "split", plan->seed, (struct slice){NULL, 0}, &dealer->unit_key);

    if (st != ST_OK)
        return trouble_nomem(trouble);
    bound->name = slice_of("group");
    bound->is_group = true;
    bound->key.kind = KEY_VALUE;
    bound->key.text = bound->key.column_name = unit;
    return header_find(header, unit, trouble, &bound->key.column);
}

/* The names that the manifest has for itself. */
static bool
is_taken(struct slice name)
{
    static const char *const names[] = {"index",           "file",  "records",
                                        "outcome_records", "bytes", "xxh3",
                                        "first_record"};

    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
        if (slice_equal(name, slice_of(names[k])))
            return true;
    return false;
}

static enum status
check_names(const struct dealer *dealer, struct trouble *trouble)
{
    for (size_t a = 0; a < dealer->key_count; a++) {
        const struct slice name = dealer->names[a];
        bool twice = false;
        for (size_t b = 0; b < a; b++)
            twice |= slice_equal(name, dealer->names[b]);
        if (!twice && !is_taken(name))
            continue;
        return trouble_say(trouble, ST_USAGE,
                           "--by: a key may not be called \"%.*s\"%s; give it "
                           "another name, --by NAME=KEY",
                           (int)name.len, name.bytes,
                           twice ? ", as another is" : "");
    }
    return ST_OK;
}

static enum status
read_keys(struct dealer *dealer, const struct reader *reader,
          struct trouble *trouble)
{
    const struct split_plan *const plan = dealer->plan;
    const struct header *const header = reader_header(reader);
    enum status st = ST_OK;

    for (size_t k = 0; k < dealer->key_count && st == ST_OK; k++) {
        struct deal_key *const bound = &dealer->keys[k];
        bound->memo = calloc(MEMO_PLACES, sizeof *bound->memo);
        if (bound->memo == NULL)
            return trouble_nomem(trouble);
        if (k < plan->by.count)
            st = read_key(plan, header, slice_of(plan->by.list[k]), trouble,
                          bound);
        else
            st = read_unit(dealer, header, trouble, bound);
        dealer->names[k] = bound->name;
    }
    if (st != ST_OK)
        return trouble_place(trouble, reader_name(reader));
    return check_names(dealer, trouble);
}

/* --year-start and --date-format without what they speak of are mistakes. */
static enum status
check_key_setup(const struct dealer *dealer, struct trouble *trouble)
{
    bool has_year = false, has_date = false;

    for (size_t k = 0; k < dealer->key_count; k++) {
        has_year |= dealer->keys[k].key.kind == KEY_YEAR;
        has_date |= key_has_periods(&dealer->keys[k].key);
    }
    if (dealer->plan->key_setup.year_start != 0 && !has_year)
        return trouble_say(trouble, ST_USAGE,
                           "--year-start goes with --by year:COL");
    if (dealer->plan->key_setup.date_format != NULL && !has_date)
        return trouble_say(trouble, ST_USAGE,
                           "--date-format goes with --by year:, quarter: or "
                           "month:");
    return ST_OK;
}

/* Tells the reader the columns of the keys. */
static enum status
want_columns(struct dealer *dealer, struct reader *reader,
             struct trouble *trouble)
{
    struct columns columns = {0};
    enum status st = ST_OK;

    for (size_t k = 0; k < dealer->key_count && st == ST_OK; k++)
        st = columns_add(&columns, dealer->keys[k].key.column, trouble);
    if (st == ST_OK)
        st = columns_bind(&columns, reader, NULL, trouble);
    for (size_t k = 0; k < dealer->key_count && st == ST_OK; k++)
        dealer->keys[k].wanted =
            columns_place(&columns, dealer->keys[k].key.column);
    columns_free(&columns);
    return st;
}

/* Where all keys have levels, or there are parts to be made, the chunks are
 * known before the first record. */
static enum status
add_known_chunks(struct dealer *dealer, struct trouble *trouble)
{
    const struct split_plan *const plan = dealer->plan;
    uint32_t *first;
    uint32_t chunk;
    enum status st;

    if (dealer->key_count == 0) {
        dealer->chunk_count = plan->parts > 0 ? plan->parts : 1;
        return dealer->chunk_count > plan->max_chunks
                   ? deal_say_too_many(dealer, trouble)
                   : ST_OK;
    }
    for (size_t k = 0; k < dealer->key_count; k++)
        if (!dealer->keys[k].has_levels)
            return ST_OK;
    first = calloc(dealer->key_count, sizeof *first);
    if (first == NULL)
        return trouble_nomem(trouble);
    dealer->knows_chunks = true;
    st = deal_chunk_of(dealer, first, &chunk);
    free(first);
    if (st == ST_END)
        return deal_say_too_many(dealer, trouble);
    return st == ST_OK ? deal_complete(dealer, trouble)
                       : trouble_nomem(trouble);
}

enum status
dealer_new(const struct split_plan *plan, struct reader *reader,
           struct trouble *trouble, struct dealer **dealer)
{
    struct dealer *const made = calloc(1, sizeof *made);
    enum status st = ST_OK;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->plan = plan;
    made->input = reader_name(reader);
    made->key_count = plan->by.count + (plan->groups > 0);
    field_decoder_init(&made->decoder, plan->reader.dialect);
    made->keys = calloc(made->key_count + 1, sizeof *made->keys);
    made->names = calloc(made->key_count + 1, sizeof *made->names);
    made->present = calloc(made->key_count + 1, sizeof *made->present);
    made->known =
        calloc(made->key_count + 1, RECORD_BATCH * sizeof *made->known);
    if (made->keys == NULL || made->names == NULL || made->present == NULL ||
        made->known == NULL)
        st = trouble_nomem(trouble);
    if (st == ST_OK)
        st = read_keys(made, reader, trouble);
    if (st == ST_OK)
        st = check_key_setup(made, trouble);
    if (st == ST_OK)
        st = deal_read_levels(made, trouble);
    if (st == ST_OK)
        st = want_columns(made, reader, trouble);
    if (st == ST_OK)
        st = add_known_chunks(made, trouble);
    made->has_asked = true;
    if (st == ST_OK)
        *dealer = made;
    else
        dealer_free(made);
    return st;
}

void
dealer_free(struct dealer *dealer)
{
    if (dealer == NULL)
        return;
    for (size_t k = 0; dealer->keys != NULL && k < dealer->key_count; k++) {
        labels_free(&dealer->keys[k].labels);
        free(dealer->keys[k].of_period);
        free(dealer->keys[k].memo);
    }
    table_free(&dealer->chunks);
    field_decoder_free(&dealer->decoder);
    free(dealer->keys);
    free(dealer->names);
    free(dealer->labels);
    free(dealer->of_label);
    free(dealer->known);
    free(dealer->present);
    free(dealer);
}
