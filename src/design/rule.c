/* SPDX-License-Identifier: MIT */
#include "design/rule.h"

#include <string.h>

#include "base/date.h"

static const struct {
    const char *text;
    enum rule_operator compare;
} operators[] = {
    /* Those of two bytes first: "<=" is not "<". */
    {"!=", RULE_NOT_EQUAL}, {"<=", RULE_AT_MOST}, {">=", RULE_AT_LEAST},
    {"=", RULE_EQUAL},      {"<", RULE_LESS},     {">", RULE_MORE},
};
enum { OPERATORS = sizeof operators / sizeof operators[0] };

static bool
is_one_of(struct slice text, const char *const words[])
{
    for (size_t k = 0; words[k] != NULL; k++)
        if (slice_equal_any_case(text, slice_of(words[k])))
            return true;
    return false;
}

bool
rule_is_missing(struct slice cell)
{
    static const char *const words[] = {"", "NA", "NaN", "NULL", ".", NULL};

    /* Nearly every cell is told by its length or its first byte. */
    if (cell.len > 4)
        return false;
    if (cell.len > 0 && memchr("nN.", cell.bytes[0], 3) == NULL)
        return false;
    return is_one_of(cell, words);
}

/* The operator that begins TEXT, if any: its index, else OPERATORS. */
static size_t
operator_at(struct slice text)
{
    for (size_t k = 0; k < OPERATORS; k++) {
        const struct slice sign = slice_of(operators[k].text);
        if (text.len >= sign.len &&
            slice_equal((struct slice){text.bytes, sign.len}, sign))
            return k;
    }
    return OPERATORS;
}

/* Splits the rule at the operator behind the longest column name; at the
 * first operator if none of the names fits. False: there is no operator. */
static bool
split(const struct header *header, struct rule *rule)
{
    const struct slice text = rule->text;
    bool found = false;

    for (size_t at = 0; at < text.len; at++) {
        const struct slice rest = {text.bytes + at, text.len - at};
        const struct slice name = {text.bytes, at};
        const size_t k = operator_at(rest);
        if (k == OPERATORS || (found && !header_has(header, name)))
            continue;
        const size_t skip = slice_of(operators[k].text).len;
        found = true;
        rule->column_name = name;
        rule->compare = operators[k].compare;
        rule->value = (struct slice){rest.bytes + skip, rest.len - skip};
    }
    return found;
}

bool
rule_compares_column(struct slice text, const struct header *header)
{
    struct rule rule = {.text = text};

    return split(header, &rule) && header_has(header, rule.column_name);
}

const char *
rule_hint(struct slice text)
{
    size_t at = 0;

    while (at < text.len && operator_at((struct slice){
                                text.bytes + at, text.len - at}) == OPERATORS)
        at++;
    if (at + 1 < text.len && text.bytes[at] == '=' &&
        memchr("<>!~", text.bytes[at + 1], 4) != NULL)
        return "; the operators are = != < <= > >=";
    return "";
}

/* Whether the text at AT may be an operator of another language, rather than
 * the rest of a name. */
static bool
is_sign(struct slice text, size_t at)
{
    static const char mathematical[] = "\xe2\x89"; /* not equal, at most ... */
    const size_t len = sizeof mathematical - 1;

    return memchr(" ~:!([", text.bytes[at], 6) != NULL ||
           (at + len <= text.len &&
            memcmp(text.bytes + at, mathematical, len) == 0);
}

/* Whether a column's name, and something like an operator, begins TEXT. */
static bool
has_other_operator(struct slice text, const struct header *header)
{
    for (size_t at = 1; at < text.len; at++)
        if (is_sign(text, at) &&
            header_has(header, (struct slice){text.bytes, at}))
            return true;
    return false;
}

static bool
is_ordering(enum rule_operator compare)
{
    return compare != RULE_EQUAL && compare != RULE_NOT_EQUAL;
}

/* Whether a VALUE goes on as other languages join conditions: a word for it,
 * and an operator further on. */
static bool
has_and(struct slice value)
{
    static const char *const words[] = {" and ", " or ", " & ", " && ",
                                        " | ",   " || ", NULL};

    for (size_t at = 0; at < value.len; at++)
        for (size_t k = 0; words[k] != NULL; k++) {
            const struct slice word = slice_of(words[k]);
            const struct slice here = {value.bytes + at, word.len};
            if (at + word.len > value.len || !slice_equal_any_case(here, word))
                continue;
            for (size_t on = at + word.len; on < value.len; on++)
                if (operator_at((struct slice){value.bytes + on,
                                               value.len - on}) != OPERATORS)
                    return true;
        }
    return false;
}

static enum status
read_value(struct rule *rule, struct trouble *trouble)
{
    const char first = rule->value.len > 0 ? rule->value.bytes[0] : '\0';

    if (has_and(rule->value))
        return trouble_say(trouble, ST_USAGE,
                           "rule '%.*s': there is no \"and\" or \"or\" in a "
                           "rule; give the option once for each (with sampler "
                           "all rules of --where must hold, any of --keep)",
                           (int)rule->text.len, rule->text.bytes);
    /* What other languages write for an operator would be compared as text. */
    if (rule->compare == RULE_EQUAL && first == '=')
        return trouble_say(trouble, ST_USAGE,
                           "rule '%.*s': write = once to compare",
                           (int)rule->text.len, rule->text.bytes);
    if (is_ordering(rule->compare) &&
        (first == '=' || first == '<' || first == '>'))
        return trouble_say(trouble, ST_USAGE,
                           "rule '%.*s': the operators are = != < <= > >=",
                           (int)rule->text.len, rule->text.bytes);
    if (rule_is_missing(rule->value)) {
        rule->kind = RULE_MISSING;
        if (is_ordering(rule->compare))
            return trouble_say(trouble, ST_USAGE,
                               "rule '%.*s': only = and != go with a missing "
                               "value",
                               (int)rule->text.len, rule->text.bytes);
    } else if (decimal_read(rule->value, &rule->number) == ST_OK) {
        rule->kind = RULE_NUMBER;
    } else if (date_read(rule->value, &rule->date) == ST_OK) {
        rule->kind = RULE_DATE;
    } else {
        rule->kind = RULE_TEXT;
    }
    return ST_OK;
}

enum status
rule_read(struct slice text, const struct header *header,
          struct trouble *trouble, struct rule *rule)
{
    enum status st;

    *rule = (struct rule){.kind = RULE_TRUTH, .text = text};
    if (header_has(header, text) || !split(header, rule))
        rule->column_name = text;
    else if (read_value(rule, trouble) != ST_OK)
        return ST_USAGE;
    st = header_find(header, rule->column_name, trouble, &rule->column);
    if (st == ST_USAGE && rule->kind == RULE_TRUTH &&
        has_other_operator(text, header))
        trouble_more(trouble, "what may follow a column is = != < <= > or >=, "
                              "with a value");
    return st;
}

static enum rule_answer
answer(bool holds)
{
    return holds ? RULE_YES : RULE_NO;
}

static enum rule_answer
judge_truth(struct slice cell)
{
    static const char *const yes[] = {"1", "T", "TRUE", "Y", "YES", NULL};
    static const char *const no[] = {"F", "FALSE", "N", "NO", NULL};
    static const struct decimal one = {{"1", 1}, 0, 1};
    struct decimal number;
    uint32_t date;

    if (cell.len == 0)
        return RULE_NO_VALUE;
    if (cell.len == 1 && cell.bytes[0] == '0')
        return RULE_NO;
    if (is_one_of(cell, no))
        return RULE_NO;
    if (is_one_of(cell, yes))
        return RULE_YES;
    if (rule_is_missing(cell))
        return RULE_NO_VALUE;
    if (date_read(cell, &date) == ST_OK)
        return RULE_YES_DATE;
    if (decimal_read(cell, &number) != ST_OK)
        return RULE_NOT_UNDERSTOOD;
    if (number.sign == 0)
        return RULE_NO;
    return decimal_compare(&number, &one) == 0 ? RULE_YES : RULE_NOT_UNDERSTOOD;
}

/* Whether "cell OP value" holds, ORDER being the order of the two. */
static bool
order_satisfies(int order, enum rule_operator compare)
{
    switch (compare) {
    case RULE_EQUAL:
        return order == 0;
    case RULE_NOT_EQUAL:
        return order != 0;
    case RULE_LESS:
        return order < 0;
    case RULE_AT_MOST:
        return order <= 0;
    case RULE_MORE:
        return order > 0;
    case RULE_AT_LEAST:
        return order >= 0;
    }
    return false;
}

static bool
is_number_or_date(struct slice cell)
{
    struct decimal number;
    uint32_t date;

    return decimal_read(cell, &number) == ST_OK ||
           date_read(cell, &date) == ST_OK;
}

enum rule_answer
rule_judge(const struct rule *rule, struct slice cell)
{
    struct decimal number;
    uint32_t date;
    int order;

    if (rule->kind == RULE_TRUTH)
        return judge_truth(cell);
    if (rule->kind == RULE_MISSING)
        return answer(rule_is_missing(cell) == (rule->compare == RULE_EQUAL));
    if (rule_is_missing(cell))
        return RULE_NO_VALUE;
    if (rule->kind == RULE_NUMBER) {
        if (decimal_read(cell, &number) != ST_OK)
            return RULE_NOT_UNDERSTOOD;
        order = decimal_compare(&number, &rule->number);
    } else if (rule->kind == RULE_DATE) {
        if (date_read(cell, &date) != ST_OK)
            return RULE_NOT_UNDERSTOOD;
        order = (date > rule->date) - (date < rule->date);
    } else {
        if (is_ordering(rule->compare) && is_number_or_date(cell))
            return RULE_NOT_UNDERSTOOD;
        order = slice_compare(cell, rule->value);
    }
    return answer(order_satisfies(order, rule->compare));
}

const char *
rule_wants(const struct rule *rule)
{
    switch (rule->kind) {
    case RULE_TRUTH:
        return "neither 0 or 1, true or false, yes or no, nor a date; give a "
               "rule that says which values are outcomes, such as COL>0";
    case RULE_NUMBER:
        return "not a number, but the rule compares numbers";
    case RULE_DATE:
        return "not a date (YYYY-MM-DD), but the rule compares dates";
    case RULE_TEXT:
        return "a number or a date, but the rule compares text: its VALUE is "
               "neither a number nor a date YYYY-MM-DD";
    case RULE_MISSING:
        break;
    }
    return "malformed field";
}
