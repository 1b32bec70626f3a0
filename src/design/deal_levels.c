/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "design/deal_internal.h"

enum { NUMBER_BYTES = 24 };

struct deal_key *
deal_key_named(struct dealer *dealer, struct slice text, struct slice *rest)
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

/* Reads a whole number, maybe with a sign. */
static bool
read_whole(struct slice text, int64_t *number)
{
    const bool is_negative = text.len > 0 && *text.bytes == '-';
    const struct slice digits = {text.bytes + is_negative,
                                 text.len - is_negative};
    uint64_t count;

    if (slice_to_count(digits, &count) != ST_OK || count >= INT64_MAX ||
        (is_negative && count == 0))
        return false;
    *number = is_negative ? -(int64_t)count : (int64_t)count;
    return true;
}

/* Adds the whole numbers FIRST..LAST, with as many digits as the first has. */
static enum status
add_numbers(const struct level_list *list, struct slice first,
            struct slice last, struct slice level)
{
    char text[NUMBER_BYTES];
    int64_t from, to;
    enum status st = ST_OK;

    if (!read_whole(first, &from) || !read_whole(last, &to) ||
        first.len >= sizeof text)
        return say_level(list, level,
                         "is no range of whole numbers; a value with .. in it "
                         "stands in quotes");
    if (from > to)
        return say_level(list, level, "is an empty range");
    const int digits = from < 0 ? 1 : (int)first.len;
    for (int64_t number = from; number <= to && st == ST_OK; number++) {
        snprintf(text, sizeof text, "%0*" PRId64, digits, number);
        st = add_level(list, slice_of(text));
    }
    return st;
}

/* A level, or a range "a..b" of them. */
static enum status
read_level(const struct level_list *list, struct slice level, bool is_quoted)
{
    static const char dots[] = "..";
    const char *const at =
        is_quoted ? NULL : memmem(level.bytes, level.len, dots, 2);
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

/* Takes the next value off the TEXT, without its quotes, into ROOM, which is as
 * long; ST_SYNTAX: a quote is never closed, or something stands behind it. */
static enum status
next_level(struct slice *text, char *room, struct slice *level, bool *is_quoted)
{
    size_t at = 0, len = 0;

    *is_quoted = text->len > 0 && *text->bytes == '"';
    if (*is_quoted) {
        for (at = 1;; room[len++] = text->bytes[at++]) {
            if (at == text->len)
                return ST_SYNTAX;
            if (text->bytes[at] != '"')
                continue;
            if (++at == text->len || text->bytes[at] != '"')
                break;
        }
        if (at < text->len && text->bytes[at] != ',')
            return ST_SYNTAX;
    } else {
        while (at < text->len && text->bytes[at] != ',')
            room[len++] = text->bytes[at++];
    }
    *level = (struct slice){room, len};
    *text = (struct slice){text->bytes + at, text->len - at};
    return ST_OK;
}

/* Reads the values of a list, with commas between them. */
static enum status
read_list(const struct level_list *list, struct slice text)
{
    char *const room = malloc(text.len + 1);
    enum status st = room == NULL ? trouble_nomem(list->trouble) : ST_OK;
    struct slice level;
    bool is_quoted;

    while (st == ST_OK) {
        st = next_level(&text, room, &level, &is_quoted);
        if (st == ST_OK)
            st = read_level(list, level, is_quoted);
        if (text.len == 0)
            break;
        text = (struct slice){text.bytes + 1, text.len - 1};
    }
    free(room);
    return st;
}

static enum status
read_levels_of(struct dealer *dealer, const char *text, struct trouble *trouble)
{
    struct slice rest;
    struct level_list list = {
        dealer, deal_key_named(dealer, slice_of(text), &rest), trouble};
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
    if (rest.len == 0)
        return trouble_say(trouble, ST_USAGE,
                           "--levels '%s': there is no value", text);
    st = read_list(&list, rest);
    if (st == ST_SYNTAX)
        return trouble_say(trouble, ST_USAGE,
                           "--levels '%s': not a list of values: a quote at "
                           "the begin of a value has its partner at the end",
                           text);
    return st;
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

enum status
deal_read_levels(struct dealer *dealer, struct trouble *trouble)
{
    const struct split_plan *const plan = dealer->plan;
    enum status st = add_own_levels(dealer, trouble);

    for (size_t i = 0; i < plan->levels.count && st == ST_OK; i++)
        st = read_levels_of(dealer, plan->levels.list[i], trouble);
    return st == ST_OK ? deal_read_fates(dealer, trouble) : st;
}
