/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "design/blame.h"
#include "design/deal_internal.h"

enum {
    TEXT_BYTES = 1024,
    VALUE_SHOWN = 80,
    PERIODS = 12 * 10001 /* months of the years 0 to 10000 */
};

/* Says what is the matter with a cell. */
static enum status
blame(const struct dealer *dealer, const struct deal_key *key,
      const struct deal_place *place, struct slice cell, const char *fault)
{
    const struct slice name = key->key.column_name;
    char value[VALUE_SHOWN + 16] = "";
    char text[TEXT_BYTES];

    if (dealer->plan->show_values)
        snprintf(value, sizeof value, " (\"%.*s\")",
                 blame_shown(cell, VALUE_SHOWN), cell.bytes);
    snprintf(text, sizeof text, "column \"%.*s\"%s: %s",
             blame_shown(name, BLAME_NAME), name.bytes, value, fault);
    return reader_blame(place->reader, place->record, place->trouble, text);
}

/* The label of a cell that has none of its own; ST_END: the record is
 * dropped. */
static enum status
meet_fate(const struct dealer *dealer, struct deal_key *key,
          const struct deal_fate *fate, const struct deal_place *place,
          struct slice cell, const char *fault, uint32_t *label)
{
    if (fate->kind == FATE_DROP)
        return ST_END;
    if (fate->kind == FATE_ERROR)
        return blame(dealer, key, place, cell, fault);
    if (labels_add(&key->labels, fate->label, label) != ST_OK)
        return trouble_nomem(place->trouble);
    return ST_OK;
}

/* A label that is a text: one of the levels, if the key has any. */
static enum status
label_of_text(const struct dealer *dealer, struct deal_key *key,
              const struct deal_place *place, struct slice cell,
              struct slice text, uint32_t *label)
{
    if (labels_find(&key->labels, text, label))
        return ST_OK;
    if (key->has_levels) {
        key->odd.other++;
        return meet_fate(dealer, key, &key->other, place, cell,
                         "not among the --levels; --other=NAME gives such "
                         "records a chunk, --other=drop leaves them out",
                         label);
    }
    if (!place->is_sure) {
        *label = DEAL_NEW;
        return ST_OK;
    }
    /* A key has no more labels than there are chunks. */
    if (key->labels.count > dealer->plan->max_chunks)
        return deal_say_too_many(dealer, place->trouble);
    if (labels_add(&key->labels, text, label) != ST_OK)
        return trouble_nomem(place->trouble);
    return ST_OK;
}

/* What the cell is for a key of dates; its label is remembered. */
static enum key_answer
label_of_date(const struct dealer *dealer, struct deal_key *key,
              const struct deal_place *place, struct slice cell,
              enum status *st, uint32_t *label)
{
    const uint64_t others = key->odd.other;
    char scratch[KEY_SCRATCH];
    uint32_t period;
    const enum key_answer answer = key_period(&key->key, cell, &period);

    if (answer != KEY_LABEL)
        return answer;
    if (key->of_period == NULL) {
        key->of_period = calloc(PERIODS, sizeof *key->of_period);
        if (key->of_period == NULL) {
            *st = trouble_nomem(place->trouble);
            return KEY_LABEL;
        }
    }
    *label = key->of_period[period] - 1;
    if (key->of_period[period] != 0)
        return KEY_LABEL;
    *st = label_of_text(dealer, key, place, cell,
                        key_period_label(&key->key, period, scratch), label);
    /* What is outside the levels is counted each time. */
    if (*st == ST_OK && *label != DEAL_NEW && key->odd.other == others)
        key->of_period[period] = *label + 1;
    return KEY_LABEL;
}

/* What the cell is for an outcome or a rule. A missing outcome is no event for
 * now: dealer_finish() has the last word. */
static enum key_answer
label_of_rule(struct deal_key *key, const struct deal_place *place,
              struct slice cell, uint32_t *label)
{
    enum rule_answer answer = rule_judge(&key->key.rule, cell);
    struct slice text;

    key->saw_truth |= answer == RULE_NO || answer == RULE_YES;
    if (answer == RULE_NO_VALUE && key->key.kind == KEY_OUTCOME &&
        !key->is_explicit) {
        if (key->odd.missing++ == 0)
            key->first_missing = place->batch->first_record + place->record;
        answer = RULE_NO;
    }
    if (key_label_of_answer(answer, &text) != KEY_LABEL)
        return answer == RULE_NO_VALUE ? KEY_MISSING : KEY_NO_DATE;
    *label = answer == RULE_NO ? 0 : 1;
    return KEY_LABEL;
}

static uint32_t
group_of(const struct dealer *dealer, struct slice identifier)
{
    const uint64_t u = prn_of_unit(dealer->unit_key, hash128_of(identifier));

    return (uint32_t)((uint128)u * dealer->plan->groups >> 64);
}

/* What is the matter with a missing cell, and the cure. */
static enum status
meet_missing(const struct dealer *dealer, struct deal_key *key,
             const struct deal_place *place, struct slice cell, uint32_t *label)
{
    const int len = blame_shown(key->name, BLAME_NAME);
    const char *const name = key->name.bytes;
    char fault[TEXT_BYTES] = "missing; say what becomes of such records with "
                             "--missing=drop or --missing=NAME";

    key->odd.missing++;
    if (key->key.kind == KEY_OUTCOME)
        snprintf(fault, sizeof fault,
                 "missing; say what becomes of such records with "
                 "--missing=%.*s=drop or --missing=%.*s=NAME",
                 len, name, len, name);
    return meet_fate(dealer, key, &key->missing, place, cell, fault, label);
}

/* The same for a cell that is not what the key reads. */
static enum status
meet_invalid(const struct dealer *dealer, struct deal_key *key,
             const struct deal_place *place, struct slice cell, uint32_t *label)
{
    const int len = blame_shown(key->name, BLAME_NAME);
    const char *const name = key->name.bytes;
    char fault[TEXT_BYTES];

    key->odd.invalid++;
    if (key_is_binary(&key->key))
        snprintf(fault, sizeof fault,
                 "%s; else say what becomes of such records with "
                 "--invalid=%.*s=drop or --invalid=%.*s=NAME",
                 key_wants(&key->key), len, name, len, name);
    else
        snprintf(fault, sizeof fault,
                 "%s%s; say what becomes of such records with --invalid=drop "
                 "or --invalid=NAME",
                 key_wants(&key->key),
                 dealer->plan->key_setup.date_format == NULL
                     ? "; --date-format reads other forms"
                     : "");
    return meet_fate(dealer, key, &key->invalid, place, cell, fault, label);
}

enum status
deal_label(const struct dealer *dealer, struct deal_key *key,
           const struct deal_place *place, struct slice cell, uint32_t *label)
{
    enum key_answer answer = KEY_LABEL;
    enum status st = ST_OK;

    if (key_has_periods(&key->key))
        answer = label_of_date(dealer, key, place, cell, &st, label);
    else if (key->key.kind != KEY_VALUE)
        answer = label_of_rule(key, place, cell, label);
    else if (rule_is_missing(cell))
        answer = KEY_MISSING;
    else if (key->is_group)
        *label = group_of(dealer, cell);
    else
        st = label_of_text(dealer, key, place, cell, cell, label);
    switch (answer) {
    case KEY_LABEL:
        break;
    case KEY_MISSING:
        return meet_missing(dealer, key, place, cell, label);
    case KEY_NO_DATE:
        return meet_invalid(dealer, key, place, cell, label);
    }
    return st;
}
