/* SPDX-License-Identifier: MIT */
#include "design/new_columns.h"

#include "csv/row.h"

void
new_columns_names(const struct plan *plan, struct slice names[NEW_COLUMNS])
{
    names[0] = plan->add[PLAN_COLUMN_SELECTED];
    names[1] = plan->weight_name;
    for (size_t k = PLAN_COLUMN_SELECTED + 1; k < PLAN_COLUMNS; k++)
        names[k + 1] = plan->add[k];
}

bool
new_columns_of_shard(size_t k)
{
    return k > PLAN_COLUMNS_ASKED;
}

static enum status
say_taken(const struct plan *plan, struct slice name, const char *input,
          struct trouble *trouble)
{
    const bool is_weight = slice_equal(name, plan->weight_name);

    return trouble_say(trouble, ST_USAGE,
                       "%s: there is a column \"%.*s\" already; choose another "
                       "name with %s",
                       input, (int)name.len, name.bytes,
                       is_weight ? "--weight-name" : "--add COLUMN=NAME");
}

enum status
new_columns_cut(const struct plan *plan, const struct header *header,
                struct trouble *trouble, struct cut *cut)
{
    *cut = (struct cut){0};
    if (plan->select.len > 0)
        return cut_select(header, plan->select, trouble, cut);
    if (plan->drop.len > 0)
        return cut_drop(header, plan->drop, trouble, cut);
    return ST_OK;
}

/* Whether a column with this name leaves. */
static bool
is_taken(const struct cut *cut, const struct header *header, struct slice name)
{
    if (cut->count == 0)
        return header_has(header, name);
    for (size_t k = 0; k < cut->count; k++)
        if (slice_equal(header->names[cut->columns[k]], name))
            return true;
    return false;
}

static enum status
check_names(const struct plan *plan, const struct header *header,
            const struct cut *cut, const char *input, struct trouble *trouble)
{
    struct slice names[NEW_COLUMNS];

    new_columns_names(plan, names);
    for (size_t k = 0; k < NEW_COLUMNS; k++) {
        if (names[k].len == 0)
            continue;
        if (is_taken(cut, header, names[k]) && new_columns_of_shard(k))
            return trouble_say(trouble, ST_USAGE,
                               "%s: there is a column \"%.*s\" already, which "
                               "a shard needs",
                               input, (int)names[k].len, names[k].bytes);
        if (is_taken(cut, header, names[k]))
            return say_taken(plan, names[k], input, trouble);
        for (size_t before = 0; before < k; before++)
            if (slice_equal(names[k], names[before]))
                return trouble_say(trouble, ST_USAGE,
                                   "two new columns with the name \"%.*s\"",
                                   (int)names[k].len, names[k].bytes);
    }
    return ST_OK;
}

enum status
new_columns_check(const struct plan *plan, const struct header *header,
                  const char *input, struct trouble *trouble)
{
    struct cut cut;
    enum status st = new_columns_cut(plan, header, trouble, &cut);

    if (st == ST_OK && plan->shard.is_out && plan->base_weight.len > 0 &&
        !is_taken(&cut, header, plan->base_weight))
        st = trouble_say(trouble, ST_USAGE,
                         "--base-weight %.*s: combiner needs the column, which "
                         "does not leave",
                         (int)plan->base_weight.len, plan->base_weight.bytes);
    if (st == ST_OK)
        st = check_names(plan, header, &cut, input, trouble);
    else
        trouble_place(trouble, input);
    cut_free(&cut);
    return st;
}

/* Whether a list of columns, a line of CSV, has NAME. */
static bool
has_name(struct field_decoder *decoder, struct slice list, struct slice name)
{
    const char *const end = list.bytes + list.len;
    struct slice raw, text;

    do {
        row_fields((struct dialect){','}, list, 1, &raw);
        if (field_text(decoder, raw, &text) == ST_OK && slice_equal(text, name))
            return true;
        list.bytes = raw.bytes + raw.len + 1; /* behind the comma */
        list.len = list.bytes < end ? (size_t)(end - list.bytes) : 0;
    } while (list.bytes <= end);
    return false;
}

bool
new_columns_keep(const struct plan *plan, struct slice name)
{
    const bool is_select = plan->select.len > 0;
    const struct slice list = is_select ? plan->select : plan->drop;
    struct field_decoder decoder;

    if (list.len == 0)
        return true;
    field_decoder_init(&decoder, (struct dialect){','});
    const bool is_listed = has_name(&decoder, list, name);
    field_decoder_free(&decoder);
    return is_listed == is_select;
}
