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
            struct deal_key *const key = deal_key_named(dealer, text, &text);
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
