/* SPDX-License-Identifier: MIT */
/* Any rules and keys on any columns. The first line is the header, the second
 * one the rule, the third one a key, and every other line a cell. Rules with
 * the opposite operator answer the opposite; numbers are ordered as strtold()
 * orders them, where it can tell; the label of a period is read back as that
 * period. */
#include <math.h>

#include "base/date.h"
#include "design/key.h"
#include "fuzz.h"

static enum status
open_header(struct slice line, struct header *header)
{
    char *const raw = fuzz_string(line);

    return header_init(header, (struct dialect){','}, raw, line.len, 0, 0);
}

static bool
is_yes(enum rule_answer answer)
{
    return answer == RULE_YES || answer == RULE_YES_DATE;
}

static bool
is_answer(enum rule_answer answer)
{
    return is_yes(answer) || answer == RULE_NO;
}

/* The number of a text, and whether 60 bits are enough to compare it. */
static bool
float_of(struct slice text, long double *number)
{
    char *const copy = fuzz_string(text);
    char *end;

    *number = strtold(copy, &end);
    const bool good = *end == '\0' && isfinite(*number) &&
                      (*number == 0 || fabsl(*number) > 1e-4000L);
    free(copy);
    return good;
}

static void
check_order(const struct rule *rule, struct slice cell, enum rule_answer answer)
{
    long double a, b;

    if (rule->kind != RULE_NUMBER || !is_answer(answer) ||
        !float_of(cell, &a) || !float_of(rule->value, &b) ||
        fabsl(a - b) <= 1e-17L * fabsl(a))
        return;
    const bool holds[] = {a == b, a != b, a<b, a <= b, a> b, a >= b};
    fuzz_require(is_yes(answer) == holds[rule->compare],
                 "%Lg and %Lg are in another order", a, b);
}

/* The rule NAME OPERATOR VALUE, in new memory. */
static char *
put_together(struct slice name, const char *sign, struct slice value)
{
    const size_t len = name.len + strlen(sign) + value.len;
    char *const text = malloc(len + 1);

    fuzz_require(text != NULL, "out of memory");
    snprintf(text, len + 1, "%.*s%s%.*s", (int)name.len, name.bytes, sign,
             (int)value.len, value.bytes);
    return text;
}

/* The opposite rule says the opposite. */
static void
check_opposite(const struct rule *rule, const struct header *header,
               struct slice cells)
{
    /* In the order of enum rule_operator. */
    static const char *const opposites[] = {"!=", "=", ">=", ">", "<=", "<"};
    char *const text =
        put_together(rule->column_name, opposites[rule->compare], rule->value);
    struct trouble trouble = {0};
    struct rule opposite;
    struct slice cell;

    /* Behind ">" a value "=5" reads in another way. */
    if (rule_read(slice_of(text), header, &trouble, &opposite) == ST_OK &&
        slice_equal(opposite.column_name, rule->column_name) &&
        slice_equal(opposite.value, rule->value))
        while (fuzz_line(&cells, &cell)) {
            const enum rule_answer one = rule_judge(rule, cell);
            const enum rule_answer other = rule_judge(&opposite, cell);
            fuzz_require(is_answer(one) == is_answer(other),
                         "only one of two opposites has an answer: %s", text);
            fuzz_require(!is_answer(one) || is_yes(one) != is_yes(other),
                         "two opposites agree: %s", text);
        }
    free(text);
}

static void
check_rule(struct slice text, const struct header *header, struct slice cells)
{
    struct trouble trouble = {0};
    struct rule rule;
    struct slice all = cells, cell;

    if (rule_read(text, header, &trouble, &rule) != ST_OK) {
        fuzz_require(trouble.status == ST_USAGE && trouble.text[0] != '\0',
                     "refused without a word");
        return;
    }
    fuzz_require(rule.column < header->columns &&
                     slice_equal(header->names[rule.column], rule.column_name),
                 "another column");
    while (fuzz_line(&cells, &cell)) {
        const enum rule_answer answer = rule_judge(&rule, cell);
        check_order(&rule, cell, answer);
        fuzz_require(rule.kind == RULE_MISSING ||
                         (answer == RULE_NO_VALUE) == rule_is_missing(cell),
                     "a missing cell, or one that is not");
    }
    if (rule.kind != RULE_TRUTH)
        check_opposite(&rule, header, all);
}

static void
check_period(const struct key *key, struct slice cell, struct slice label)
{
    char scratch[KEY_SCRATCH];
    uint32_t period, back;

    fuzz_require(key_period(key, cell, &period) == KEY_LABEL, "no period");
    fuzz_require(key_period_read(key, label, &back) == ST_OK && back == period,
                 "the label %.*s is read as another period", (int)label.len,
                 label.bytes);
    fuzz_require(slice_equal(key_period_label(key, period, scratch), label),
                 "a period has two labels");
}

static void
check_key(struct slice text, const struct header *header,
          const struct key_setup *setup, struct slice cells)
{
    struct trouble trouble = {0};
    struct key key;
    struct slice cell, label;
    uint32_t period;

    if (key_read_with(text, header, setup, &trouble, &key) != ST_OK) {
        fuzz_require(trouble.status == ST_USAGE && trouble.text[0] != '\0',
                     "refused without a word");
        return;
    }
    fuzz_require(key.column < header->columns, "no column");
    while (fuzz_line(&cells, &cell)) {
        char scratch[KEY_SCRATCH];
        const enum key_answer answer = key_label(&key, cell, scratch, &label);
        if (answer == KEY_LABEL && key_has_periods(&key))
            check_period(&key, cell, label);
        if (key_has_periods(&key) &&
            key_period_read(&key, cell, &period) == ST_OK)
            key_period_label(&key, period, scratch);
        fuzz_require((answer == KEY_MISSING) == (rule_is_missing(cell) &&
                                                 key.kind != KEY_OUTCOME) ||
                         key.kind == KEY_RULE,
                     "a missing cell, or one that is not");
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct key_setup setups[] = {
        {NULL, 0}, {NULL, 401}, {"%d/%m/%Y", 0}, {"%y%m%d", 906}};
    struct slice text = fuzz_input(data, size);
    struct slice names = {"", 0}, rule = {"", 0}, key = {"", 0};
    const struct key_setup *const setup = &setups[fuzz_choice(text, 1, 4)];
    struct header header;

    fuzz_line(&text, &names);
    fuzz_line(&text, &rule);
    fuzz_line(&text, &key);
    /* The reader hands out no header that is not closed; rules and keys are
     * strings of the command line. */
    size_t quotes = 0;
    for (size_t i = 0; i < names.len; i++)
        quotes += names.bytes[i] == '"';
    if (quotes > 0 || memchr(rule.bytes, '\0', rule.len) != NULL ||
        memchr(key.bytes, '\0', key.len) != NULL ||
        memchr(names.bytes, '\0', names.len) != NULL ||
        memchr(names.bytes, '\r', names.len) != NULL)
        return 0;
    if (open_header(names, &header) == ST_OK) {
        check_rule(rule, &header, text);
        check_key(key, &header, setup, text);
    }
    header_free(&header);
    return 0;
}
