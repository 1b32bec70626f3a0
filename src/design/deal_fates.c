/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "design/deal_internal.h"

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

/* Whether a key can have cells that an option speaks of: any value will do for
 * a column as it is, and nothing is outside levels that are not there. */
static bool
can_speak_of(enum fate_option option, const struct deal_key *key)
{
    if (option == OF_MISSING)
        return true;
    if (key->is_group)
        return false;
    if (option == OF_OTHER)
        return key->has_levels && !key_is_binary(&key->key);
    return key->key.kind != KEY_VALUE;
}

/* Whether an option that is for all keys means this one. A missing outcome is
 * no event, not a value that nobody knows, and what a rule does not understand
 * speaks against the rule: both are meant by their names only. */
static bool
speaks_of(enum fate_option option, const struct deal_key *key)
{
    if (option == OF_MISSING)
        return key->key.kind != KEY_OUTCOME;
    return can_speak_of(option, key) &&
           !(option == OF_INVALID && key_is_binary(&key->key));
}

/* An option and one of its values. */
struct fate_text {
    enum fate_option option;
    const char *name;
    const char *text;
};

/* An option that no cell can be meant by is a mistake. */
static enum status
say_idle(const struct fate_text *fate, bool for_one, struct trouble *trouble)
{
    static const char *const why_one[] = {
        [OF_MISSING] = "",
        [OF_INVALID] = "this key takes any value for valid",
        [OF_OTHER] = "this key has no --levels",
    };
    static const char *const why_all[] = {
        [OF_MISSING] = "an outcome is meant by its name only, --missing "
                       "NAME=WHAT",
        [OF_INVALID] = "there is no year, quarter or month; outcomes and rules "
                       "are meant by their names only, --invalid NAME=WHAT",
        [OF_OTHER] = "there are no --levels",
    };

    return trouble_say(trouble, ST_USAGE, "--%s '%s': %s", fate->name,
                       fate->text, (for_one ? why_one : why_all)[fate->option]);
}

/* Sets what a text says of all keys. */
static enum status
set_all(struct dealer *dealer, const struct fate_text *fate,
        struct trouble *trouble)
{
    bool is_idle = true;

    for (size_t k = 0; k < dealer->key_count; k++) {
        if (!speaks_of(fate->option, &dealer->keys[k]))
            continue;
        set_fate(&dealer->keys[k], fate->option, slice_of(fate->text));
        is_idle = false;
    }
    return is_idle ? say_idle(fate, false, trouble) : ST_OK;
}

/* Reads one text, if it is for one key or for all, as wanted. */
static enum status
read_fate(struct dealer *dealer, const struct fate_text *fate, bool for_one,
          struct trouble *trouble)
{
    struct slice text = slice_of(fate->text);
    struct deal_key *const key = deal_key_named(dealer, text, &text);

    if ((key != NULL) != for_one)
        return ST_OK;
    if (text.len == 0)
        return trouble_say(trouble, ST_USAGE,
                           "--%s '%s': a label has one letter at least",
                           fate->name, fate->text);
    /* A key that is misspelt is no label. */
    if (key == NULL && memchr(text.bytes, '=', text.len) != NULL)
        return trouble_say(trouble, ST_USAGE,
                           "--%s '%s': what stands before the '=' is no key's "
                           "name",
                           fate->name, fate->text);
    if (key == NULL)
        return set_all(dealer, fate, trouble);
    if (!can_speak_of(fate->option, key))
        return say_idle(fate, true, trouble);
    key->is_explicit |= fate->option == OF_MISSING;
    set_fate(key, fate->option, text);
    return ST_OK;
}

/* Reads the values of an option: first those for all keys, then those for one,
 * whatever their order was. */
static enum status
read_fates(struct dealer *dealer, const struct split_texts *texts,
           const char *name, enum fate_option option, struct trouble *trouble)
{
    enum status st = ST_OK;

    for (int for_one = 0; for_one < 2; for_one++)
        for (size_t i = 0; i < texts->count && st == ST_OK; i++)
            st = read_fate(dealer,
                           &(struct fate_text){option, name, texts->list[i]},
                           for_one == 1, trouble);
    return st;
}

/* Records outside the levels that went to one of them would be taken for its
 * own. To be called before other labels are added to the levels. */
static enum status
check_other(const struct deal_key *key, struct trouble *trouble)
{
    const struct slice label = key->other.label;
    uint32_t number;

    if (key->other.kind != FATE_LABEL || !can_speak_of(OF_OTHER, key) ||
        !labels_find(&key->labels, label, &number))
        return ST_OK;
    return trouble_say(trouble, ST_USAGE,
                       "--other '%.*s': that is one of the --levels of %.*s; "
                       "give another label, or leave it out of --levels",
                       (int)label.len, label.bytes, (int)key->name.len,
                       key->name.bytes);
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
        st = check_other(key, trouble);
        if (st == ST_OK && can_speak_of(OF_OTHER, key))
            st = add_fate_label(key, &key->other, trouble);
        if (st == ST_OK)
            st = add_fate_label(key, &key->missing, trouble);
        if (st == ST_OK)
            st = add_fate_label(key, &key->invalid, trouble);
    }
    return st;
}

enum status
deal_read_fates(struct dealer *dealer, struct trouble *trouble)
{
    const struct split_plan *const plan = dealer->plan;
    enum status st =
        read_fates(dealer, &plan->missing, "missing", OF_MISSING, trouble);

    if (st == ST_OK)
        st = read_fates(dealer, &plan->invalid, "invalid", OF_INVALID, trouble);
    if (st == ST_OK)
        st = read_fates(dealer, &plan->other, "other", OF_OTHER, trouble);
    return st == ST_OK ? add_fate_labels(dealer, trouble) : st;
}
