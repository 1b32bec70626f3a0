/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "design/deal_internal.h"

enum { NUMBER_BYTES = 24 };

/* The key whose name, with "=" behind it, TEXT begins with; NULL: none. */
static struct deal_key *
key_named(struct dealer *dealer, struct slice text, struct slice *rest)
{
    for (size_t k = 0; k < dealer->key_count; k++) {
        const struct slice name = dealer->names[k];
        if (text.len <= name.len || text.bytes[name.len] != '=' ||
            !slice_equal((struct slice){text.bytes, name.len}, name))
            continue;
        *rest =
            (struct slice){text.bytes + name.len + 1, text.len - name.len - 1};
        return &dealer->keys[k];
    }
    return NULL;
}

/* --- levels ------------------------------------------------------------- */

/* Reading the value of one --levels. */
struct level_list {
    const struct dealer *dealer;
    struct deal_key *key;
    struct trouble *trouble;
};

static enum status
say_level(const struct level_list *list, struct slice level, const char *why)
{
    return trouble_say(list->trouble, ST_USAGE, "--levels %.*s: '%.*s' %s",
                       (int)list->key->name.len, list->key->name.bytes,
                       (int)level.len, level.bytes, why);
}

static enum status
add_level(const struct level_list *list, struct slice level)
{
    struct labels *const labels = &list->key->labels;
    uint32_t number;

    if (rule_is_missing(level))
        return say_level(list, level, "is missing; see --missing");
    if (labels_find(labels, level, &number))
        return say_level(list, level, "is given twice");
    if (labels->count >= list->dealer->plan->max_chunks)
        return deal_say_too_many(list->dealer, list->trouble);
    if (labels_add(labels, level, &number) != ST_OK)
        return trouble_nomem(list->trouble);
    return ST_OK;
}

/* Adds the periods FIRST..LAST. */
static enum status
add_periods(const struct level_list *list, struct slice first,
            struct slice last, struct slice level)
{
    const struct key *const key = &list->key->key;
    char scratch[KEY_SCRATCH];
    uint32_t from, to;
    enum status st = ST_OK;

    if (key_period_read(key, first, &from) != ST_OK ||
        key_period_read(key, last, &to) != ST_OK || from > to)
        return say_level(list, level, "is no such period, nor a range of them");
    for (uint32_t period = from; period <= to && st == ST_OK; period++)
        st = add_level(list, key_period_label(key, period, scratch));
    return st;
}

/* Adds the whole numbers FIRST..LAST, with as many digits as the first has; a
 * level that is no such range is added as it is. */
static enum status
add_numbers(const struct level_list *list, struct slice first,
            struct slice last, struct slice level)
{
    char text[NUMBER_BYTES];
    uint64_t from, to;
    enum status st = ST_OK;

    if (slice_to_count(first, &from) != ST_OK ||
        slice_to_count(last, &to) != ST_OK || first.len >= sizeof text ||
        to == UINT64_MAX)
        return add_level(list, level);
    if (from > to)
        return say_level(list, level, "is an empty range");
    for (uint64_t number = from; number <= to && st == ST_OK; number++) {
        snprintf(text, sizeof text, "%0*" PRIu64, (int)first.len, number);
        st = add_level(list, slice_of(text));
    }
    return st;
}

/* One value of the list: a level, or a range "a..b" of them. */
static enum status
read_level(void *context, struct slice level)
{
    static const char dots[] = "..";
    const struct level_list *const list = context;
    const char *const at = memmem(level.bytes, level.len, dots, 2);
    struct slice first = level, last = level;

    if (at != NULL) {
        first.len = (size_t)(at - level.bytes);
        last = (struct slice){at + 2, level.len - first.len - 2};
    }
    if (key_has_periods(&list->key->key))
        return add_periods(list, first, last, level);
    return at != NULL ? add_numbers(list, first, last, level)
                      : add_level(list, level);
}

static enum status
read_levels_of(struct dealer *dealer, const char *text, struct trouble *trouble)
{
    struct slice rest;
    struct level_list list = {dealer, key_named(dealer, slice_of(text), &rest),
                              trouble};
    enum status st;

    if (list.key == NULL)
        return trouble_say(trouble, ST_USAGE,
                           "--levels '%s': does not begin with the name of a "
                           "key and '='",
                           text);
    if (list.key->is_group || list.key->key.kind == KEY_OUTCOME ||
        list.key->key.kind == KEY_RULE)
        return trouble_say(trouble, ST_USAGE,
                           "--levels '%s': this key has levels of its own",
                           text);
    list.key->has_levels = true;
    st = field_each((struct dialect){','}, rest, read_level, &list);
    if (st == ST_SYNTAX)
        return trouble_say(trouble, ST_USAGE,
                           "--levels '%s': not a list of values", text);
    return st == ST_NOMEM ? trouble_nomem(trouble) : st;
}

/* Outcomes, rules and groups have levels without being asked. */
static enum status
add_own_levels(struct dealer *dealer, struct trouble *trouble)
{
    char text[NUMBER_BYTES];
    uint32_t number;

    for (size_t k = 0; k < dealer->key_count; k++) {
        struct deal_key *const bound = &dealer->keys[k];
        const bool is_binary =
            bound->key.kind == KEY_OUTCOME || bound->key.kind == KEY_RULE;
        const uint32_t first = bound->is_group ? 1 : 0;
        const uint32_t count = bound->is_group ? dealer->plan->groups : 2;
        if (!bound->is_group && !is_binary)
            continue;
        bound->has_levels = true;
        for (uint32_t i = 0; i < count; i++) {
            snprintf(text, sizeof text, "%" PRIu32, first + i);
            if (labels_add(&bound->labels, slice_of(text), &number) != ST_OK)
                return trouble_nomem(trouble);
        }
    }
    return ST_OK;
}

/* --- fates -------------------------------------------------------------- */

enum fate_option { OF_MISSING, OF_INVALID, OF_OTHER };

static void
set_fate(struct deal_key *key, enum fate_option option, struct slice text)
{
    struct deal_fate fate = {FATE_LABEL, text};

    if (slice_equal(text, slice_of("error")))
        fate.kind = FATE_ERROR;
    else if (slice_equal(text, slice_of("drop")))
        fate.kind = FATE_DROP;
    if (option == OF_MISSING)
        key->missing = fate;
    else if (option == OF_INVALID)
        key->invalid = fate;
    else
        key->other = fate;
}

/* Whether an option that is for all keys means this one. A missing outcome is
 * no event, not a value that nobody knows; what is invalid is a date. */
static bool
speaks_of(enum fate_option option, const struct key *key)
{
    if (option == OF_MISSING)
        return key->kind != KEY_OUTCOME;
    return option == OF_OTHER || key_has_periods(key);
}

/* Reads the values of an option: first those for all keys, then those for one,
 * whatever their order was. */
static enum status
read_fates(struct dealer *dealer, const struct split_texts *texts,
           const char *name, enum fate_option option, struct trouble *trouble)
{
    for (int for_one = 0; for_one < 2; for_one++)
        for (size_t i = 0; i < texts->count; i++) {
            struct slice text = slice_of(texts->list[i]);
            struct deal_key *const key = key_named(dealer, text, &text);
            if ((key != NULL) != for_one)
                continue;
            if (text.len == 0)
                return trouble_say(trouble, ST_USAGE,
                                   "--%s '%s': a label has one letter at least",
                                   name, texts->list[i]);
            /* A key that is misspelt is no label. */
            if (key == NULL && memchr(text.bytes, '=', text.len) != NULL)
                return trouble_say(trouble, ST_USAGE,
                                   "--%s '%s': what stands before the '=' is "
                                   "no key's name",
                                   name, texts->list[i]);
            if (key != NULL) {
                key->is_explicit |= option == OF_MISSING;
                set_fate(key, option, text);
                continue;
            }
            for (size_t k = 0; k < dealer->key_count; k++)
                if (speaks_of(option, &dealer->keys[k].key))
                    set_fate(&dealer->keys[k], option, text);
        }
    return ST_OK;
}

/* A promised label is there, whether a record has it or not. */
static enum status
add_fate_label(struct deal_key *key, const struct deal_fate *fate,
               struct trouble *trouble)
{
    uint32_t number;

    if (fate->kind == FATE_LABEL && key->has_levels &&
        labels_add(&key->labels, fate->label, &number) != ST_OK)
        return trouble_nomem(trouble);
    return ST_OK;
}

static enum status
add_fate_labels(struct dealer *dealer, struct trouble *trouble)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < dealer->key_count && st == ST_OK; k++) {
        struct deal_key *const key = &dealer->keys[k];
        const bool has_others = !key->is_group && key->has_levels &&
                                key->key.kind != KEY_OUTCOME &&
                                key->key.kind != KEY_RULE;
        if (has_others)
            st = add_fate_label(key, &key->other, trouble);
        if (st == ST_OK)
            st = add_fate_label(key, &key->missing, trouble);
        if (st == ST_OK)
            st = add_fate_label(key, &key->invalid, trouble);
    }
    return st;
}

enum status
deal_read_levels(struct dealer *dealer, struct trouble *trouble)
{
    const struct split_plan *const plan = dealer->plan;
    enum status st = add_own_levels(dealer, trouble);

    for (size_t i = 0; i < plan->levels.count && st == ST_OK; i++)
        st = read_levels_of(dealer, plan->levels.list[i], trouble);
    if (st == ST_OK)
        st = read_fates(dealer, &plan->missing, "missing", OF_MISSING, trouble);
    if (st == ST_OK)
        st = read_fates(dealer, &plan->invalid, "invalid", OF_INVALID, trouble);
    if (st == ST_OK)
        st = read_fates(dealer, &plan->other, "other", OF_OTHER, trouble);
    return st == ST_OK ? add_fate_labels(dealer, trouble) : st;
}
