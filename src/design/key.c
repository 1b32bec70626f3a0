/* SPDX-License-Identifier: MIT */
#include "design/key.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "design/blame.h"

#define KIND_LIST "value: year: quarter: month: outcome: or rule:"

enum { LAST_YEAR = 9999 };

static const struct {
    const char *prefix;
    enum key_kind kind;
} kinds[] = {
    {"value:", KEY_VALUE}, {"year:", KEY_YEAR},       {"quarter:", KEY_QUARTER},
    {"month:", KEY_MONTH}, {"outcome:", KEY_OUTCOME}, {"rule:", KEY_RULE},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* Takes the kind off the TEXT, unless that is a column as a whole. */
static void
take_kind(struct slice text, const struct header *header, struct key *key)
{
    for (size_t k = 0; k < KINDS && !header_has(header, text); k++) {
        const struct slice prefix = slice_of(kinds[k].prefix);
        if (text.len < prefix.len ||
            !slice_equal((struct slice){text.bytes, prefix.len}, prefix))
            continue;
        key->kind = kinds[k].kind;
        key->column_name =
            (struct slice){text.bytes + prefix.len, text.len - prefix.len};
    }
}

/* Whether a colon stands in front of the name of a column, for a text without
 * a kind. */
static bool
has_other_kind(struct slice text, const struct header *header)
{
    for (size_t at = 0; at < text.len; at++)
        if (text.bytes[at] == ':' &&
            header_has(header,
                       (struct slice){text.bytes + at + 1, text.len - at - 1}))
            return true;
    return false;
}

/* Finds the column of a key that is no rule, or says what else was meant. */
static enum status
find_column(const struct header *header, struct trouble *trouble,
            struct key *key)
{
    const struct slice text = key->text, name = key->column_name;
    const bool has_kind = name.len < text.len;
    enum status st;

    if (!has_kind && !header_has(header, text) && has_other_kind(text, header))
        return trouble_say(trouble, ST_USAGE,
                           "key \"%.*s\": what may stand in front of a column "
                           "is " KIND_LIST,
                           blame_shown(text, BLAME_TEXT), text.bytes);
    st = header_find(header, name, trouble, &key->column);
    if (st == ST_USAGE && rule_compares_column(name, header))
        trouble_more(trouble, "a rule has rule: in front of it");
    else if (st == ST_USAGE && !has_kind &&
             memchr(text.bytes, ':', text.len) != NULL)
        trouble_more(trouble,
                     "what may stand in front of a column is " KIND_LIST);
    return st;
}

enum status
key_read_with(struct slice text, const struct header *header,
              const struct key_setup *setup, struct trouble *trouble,
              struct key *key)
{
    struct key read = {
        .kind = KEY_VALUE, .text = text, .column_name = text, .setup = *setup};
    enum status st;

    take_kind(text, header, &read);
    if (read.kind == KEY_RULE)
        st = rule_read(read.column_name, header, trouble, &read.rule);
    else
        st = find_column(header, trouble, &read);
    if (st != ST_OK)
        return st;
    if (read.kind == KEY_OUTCOME) /* a rule that is nothing but a column */
        read.rule = (struct rule){.kind = RULE_TRUTH,
                                  .text = read.column_name,
                                  .column_name = read.column_name,
                                  .column = read.column};
    if (read.kind == KEY_RULE) {
        read.column_name = read.rule.column_name;
        read.column = read.rule.column;
    }
    *key = read;
    return ST_OK;
}

enum status
key_read(struct slice text, const struct header *header,
         struct trouble *trouble, struct key *key)
{
    return key_read_with(text, header, &(const struct key_setup){NULL, 0},
                         trouble, key);
}

bool
key_has_periods(const struct key *key)
{
    return key_period_name(key) != NULL;
}

const char *
key_period_name(const struct key *key)
{
    switch (key->kind) {
    case KEY_YEAR:
        return "year";
    case KEY_QUARTER:
        return "quarter";
    case KEY_MONTH:
        return "month";
    case KEY_VALUE:
    case KEY_OUTCOME:
    case KEY_RULE:
        break;
    }
    return NULL;
}

struct slice
key_period_label(const struct key *key, uint32_t period,
                 char scratch[KEY_SCRATCH])
{
    int len;

    if (key->kind == KEY_QUARTER)
        len = snprintf(scratch, KEY_SCRATCH, "%04uQ%u", period / 4,
                       period % 4 + 1);
    else if (key->kind == KEY_MONTH)
        len = snprintf(scratch, KEY_SCRATCH, "%04u-%02u", period / 12,
                       period % 12 + 1);
    else if (key_is_fiscal(key))
        len = snprintf(scratch, KEY_SCRATCH, "%04u_%04u", period, period + 1);
    else
        len = snprintf(scratch, KEY_SCRATCH, "%04u", period);
    return (struct slice){scratch, (size_t)len};
}

/* Reads the LEN digits of TEXT from AT on. */
static enum status
read_part(struct slice text, size_t at, size_t len, uint32_t *value)
{
    uint64_t count;

    if (at + len > text.len ||
        slice_to_count((struct slice){text.bytes + at, len}, &count) != ST_OK)
        return ST_SYNTAX;
    *value = (uint32_t)count;
    return ST_OK;
}

enum status
key_period_read(const struct key *key, struct slice label, uint32_t *period)
{
    char scratch[KEY_SCRATCH];
    uint32_t year, part = 1, number;

    if (read_part(label, 0, 4, &year) != ST_OK || year > LAST_YEAR)
        return ST_SYNTAX;
    if (key->kind == KEY_QUARTER) {
        if (read_part(label, 5, 1, &part) != ST_OK || part < 1 || part > 4)
            return ST_SYNTAX;
        number = 4 * year + part - 1;
    } else if (key->kind == KEY_MONTH) {
        if (read_part(label, 5, 2, &part) != ST_OK || part < 1 || part > 12)
            return ST_SYNTAX;
        number = 12 * year + part - 1;
    } else {
        number = year;
    }
    if (!slice_equal(key_period_label(key, number, scratch), label) &&
        !(key_is_fiscal(key) && label.len == 4))
        return ST_SYNTAX;
    *period = number;
    return ST_OK;
}

enum key_answer
key_label_of_answer(enum rule_answer answer, struct slice *label)
{
    switch (answer) {
    case RULE_NO:
        *label = slice_of("0");
        return KEY_LABEL;
    case RULE_YES:
    case RULE_YES_DATE:
        *label = slice_of("1");
        return KEY_LABEL;
    case RULE_NO_VALUE:
        return KEY_MISSING;
    case RULE_NOT_UNDERSTOOD:
        break;
    }
    return KEY_NO_DATE;
}

enum key_answer
key_period(const struct key *key, struct slice cell, uint32_t *period)
{
    uint32_t date;
    enum status st;

    if (rule_is_missing(cell))
        return KEY_MISSING;
    if (key->setup.date_format != NULL)
        st = date_format_read(cell, key->setup.date_format, &date);
    else
        st = date_time_read(cell, &date);
    if (st != ST_OK)
        return KEY_NO_DATE;
    *period = key_period_of_day(key, date);
    return KEY_LABEL;
}

enum key_answer
key_label(const struct key *key, struct slice cell, char scratch[KEY_SCRATCH],
          struct slice *label)
{
    enum rule_answer said;
    uint32_t period;

    if (key->kind == KEY_OUTCOME || key->kind == KEY_RULE) {
        said = rule_judge(&key->rule, cell);
        if (said == RULE_NO_VALUE && key->kind == KEY_OUTCOME)
            said = RULE_NO;
        return key_label_of_answer(said, label);
    }
    if (key_has_periods(key)) {
        const enum key_answer answer = key_period(key, cell, &period);
        if (answer == KEY_LABEL)
            *label = key_period_label(key, period, scratch);
        return answer;
    }
    if (rule_is_missing(cell))
        return KEY_MISSING;
    *label = cell;
    return KEY_LABEL;
}

const char *
key_wants(const struct key *key)
{
    if (key->kind == KEY_OUTCOME || key->kind == KEY_RULE)
        return rule_wants(&key->rule);
    if (key->setup.date_format != NULL)
        return "not a date of the form that --date-format gives";
    return "not a date (YYYY-MM-DD)";
}
