/* SPDX-License-Identifier: MIT */
#include "design/classify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/figure.h"

enum { TEXT_BYTES = 512, NAME_SHOWN = 60, VALUE_SHOWN = 80, TEXT_SHOWN = 120 };

/* A rule, and what its column was seen to hold. */
struct bound_rule {
    struct rule rule;
    size_t wanted; /* the rule's column among the wanted ones */
    bool saw_truth;
    bool saw_date;
    uint64_t satisfied; /* records */
    uint64_t missing;
    uint64_t first_missing; /* position of the first of them */
};

struct classifier {
    const struct plan *plan;
    struct field_decoder decoder;
    uint64_t records;
    size_t count;
    struct bound_rule rules[];
};

static int
by_size(const void *a, const void *b)
{
    const size_t left = *(const size_t *)a, right = *(const size_t *)b;

    return (left > right) - (left < right);
}

/* Tells the reader the columns of the rules, each once, in order. */
static enum status
want_columns(struct classifier *classifier, struct reader *reader,
             struct trouble *trouble)
{
    const size_t count = classifier->count;
    size_t *const columns = calloc(count + 1, sizeof *columns);
    size_t wanted = 0;

    if (columns == NULL)
        return trouble_nomem(trouble);
    for (size_t k = 0; k < count; k++)
        columns[k] = classifier->rules[k].rule.column;
    qsort(columns, count, sizeof *columns, by_size);
    for (size_t k = 0; k < count; k++)
        if (wanted == 0 || columns[wanted - 1] != columns[k])
            columns[wanted++] = columns[k];
    for (size_t k = 0; k < count; k++) {
        struct bound_rule *const bound = &classifier->rules[k];
        while (columns[bound->wanted] != bound->rule.column)
            bound->wanted++;
    }
    const enum status st = reader_want(reader, columns, wanted, trouble);
    free(columns);
    return st;
}

enum status
classifier_new(const struct plan *plan, struct reader *reader,
               struct trouble *trouble, struct classifier **classifier)
{
    const struct header *const header = reader_header(reader);
    const size_t count = plan->keep_count;
    struct classifier *const made =
        calloc(1, sizeof *made + count * sizeof made->rules[0]);
    enum status st = ST_OK;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->plan = plan;
    made->count = count;
    field_decoder_init(&made->decoder, plan->reader.dialect);
    for (size_t k = 0; k < count && st == ST_OK; k++)
        if (rule_read(slice_of(plan->keep[k]), header, trouble,
                      &made->rules[k].rule) != ST_OK)
            st = trouble_place(trouble, reader_name(reader));
    if (st == ST_OK)
        st = want_columns(made, reader, trouble);
    if (st == ST_OK)
        *classifier = made;
    else
        classifier_free(made);
    return st;
}

void
classifier_free(struct classifier *classifier)
{
    if (classifier == NULL)
        return;
    field_decoder_free(&classifier->decoder);
    free(classifier);
}

static int
shown(struct slice text, int limit)
{
    return text.len < (size_t)limit ? (int)text.len : limit;
}

/* Says that record R of the batch has a cell that cannot be used. */
static enum status
blame_cell(const struct classifier *classifier, const struct reader *reader,
           const struct rule *rule, size_t r, struct slice cell,
           const char *fault, struct trouble *trouble)
{
    const struct slice name = rule->column_name;
    char value[VALUE_SHOWN + 16] = "";
    char text[TEXT_BYTES];

    if (classifier->plan->show_values)
        snprintf(value, sizeof value, " (\"%.*s\")", shown(cell, VALUE_SHOWN),
                 cell.bytes);
    snprintf(text, sizeof text, "column \"%.*s\"%s: %s",
             shown(name, NAME_SHOWN), name.bytes, value, fault);
    return reader_blame(reader, r, trouble, text);
}

/* The class that a missing cell gives a record. */
static enum status
judge_missing(const struct classifier *classifier, struct bound_rule *bound,
              uint64_t position, enum unit_class *class)
{
    if (bound->missing++ == 0)
        bound->first_missing = position;
    switch (classifier->plan->keep_missing) {
    case KEEP_MISSING_UNSAID: /* judge_let_pass() has the last word */
    case KEEP_MISSING_NO:
        *class = UNIT_OTHER;
        return ST_OK;
    case KEEP_MISSING_YES:
        *class = UNIT_KEPT;
        return ST_OK;
    case KEEP_MISSING_DROP:
        *class = UNIT_EXCLUDED;
        return ST_OK;
    case KEEP_MISSING_ERROR:
        break;
    }
    return ST_DATA;
}

/* Applies one rule to record R; CLASS is raised, never lowered. */
static enum status
apply_rule(struct classifier *classifier, struct bound_rule *bound,
           const struct reader *reader, const struct record_batch *batch,
           size_t r, struct slice raw, struct trouble *trouble,
           unsigned char *class)
{
    enum unit_class verdict = UNIT_OTHER;
    struct slice cell;
    const enum status st = field_text(&classifier->decoder, raw, &cell);

    if (st != ST_OK)
        return st == ST_NOMEM
                   ? trouble_nomem(trouble)
                   : reader_blame(reader, r, trouble, "malformed field");
    switch (rule_judge(&bound->rule, cell)) {
    case RULE_NO:
        bound->saw_truth = true;
        break;
    case RULE_YES:
        bound->saw_truth = true;
        bound->satisfied++;
        verdict = UNIT_KEPT;
        break;
    case RULE_YES_DATE:
        bound->saw_date = true;
        bound->satisfied++;
        verdict = UNIT_KEPT;
        break;
    case RULE_NO_VALUE:
        if (judge_missing(classifier, bound, batch->first_record + r,
                          &verdict) != ST_OK)
            return blame_cell(classifier, reader, &bound->rule, r, cell,
                              "missing; say what that means with "
                              "--keep-missing=no, yes or drop",
                              trouble);
        break;
    case RULE_NOT_UNDERSTOOD:
        return blame_cell(classifier, reader, &bound->rule, r, cell,
                          rule_wants(&bound->rule), trouble);
    }
    if (verdict > *class)
        *class = (unsigned char)verdict;
    return ST_OK;
}

/* What nearly every cell of a rare outcome is, told from its bytes alone. */
static inline bool
is_plain_no(const struct rule *rule, struct slice raw)
{
    return rule->kind == RULE_TRUTH && raw.len == 1 && raw.bytes[0] == '0';
}

enum status
classify(struct classifier *classifier, const struct reader *reader,
         const struct record_batch *batch, struct trouble *trouble,
         unsigned char classes[RECORD_BATCH])
{
    classifier->records += batch->count;
    for (size_t r = 0; r < batch->count; r++) {
        classes[r] = UNIT_OTHER;
        for (size_t k = 0; k < classifier->count; k++) {
            struct bound_rule *const bound = &classifier->rules[k];
            const struct slice raw = record_field(batch, r, bound->wanted);
            enum status st = ST_OK;
            if (is_plain_no(&bound->rule, raw))
                bound->saw_truth = true;
            else
                st = apply_rule(classifier, bound, reader, batch, r, raw,
                                trouble, &classes[r]);
            if (st != ST_OK)
                return st;
        }
    }
    return ST_OK;
}

/* Refuses missing cells that were taken for "no event" in a column that is none
 * of dates: DESIGN.md, section 3. */
static enum status
judge_let_pass(const struct bound_rule *bound, const char *input,
               struct trouble *trouble)
{
    const struct slice name = bound->rule.column_name;

    /* What a rule that compares dates calls yes or no was a date. */
    if (!bound->saw_truth || bound->rule.kind == RULE_DATE)
        return ST_OK;
    return trouble_say(
        trouble, ST_DATA,
        "%s: column \"%.*s\": missing in %s record%s, the first of them "
        "record %" PRIu64 "; say what that means with --keep-missing=no, "
        "yes or drop",
        input, shown(name, NAME_SHOWN), name.bytes,
        figure_of(bound->missing).text, bound->missing == 1 ? "" : "s",
        bound->first_missing + 1);
}

/* Warns of a rule that nothing satisfies. */
static enum status
warn_of_rule(const struct classifier *classifier,
             const struct bound_rule *bound, struct warnings *warnings)
{
    const enum keep_missing taken_for = classifier->plan->keep_missing;
    const struct slice name = bound->rule.column_name, text = bound->rule.text;

    if (bound->satisfied > 0 || classifier->records == 0)
        return ST_OK;
    if (bound->missing < classifier->records)
        return warnings_add(warnings, "no record satisfies --keep '%.*s'",
                            shown(text, TEXT_SHOWN), text.bytes);
    if (taken_for != KEEP_MISSING_UNSAID && taken_for != KEEP_MISSING_NO)
        return ST_OK;
    return warnings_add(warnings,
                        "column \"%.*s\" is missing in every record: no events",
                        shown(name, NAME_SHOWN), name.bytes);
}

enum status
classifier_finish(const struct classifier *classifier, const char *input,
                  struct trouble *trouble, struct warnings *warnings)
{
    const bool unsaid = classifier->plan->keep_missing == KEEP_MISSING_UNSAID;

    for (size_t k = 0; k < classifier->count; k++) {
        const struct bound_rule *const bound = &classifier->rules[k];
        if (bound->missing > 0 && unsaid &&
            judge_let_pass(bound, input, trouble) != ST_OK)
            return ST_DATA;
        if (warn_of_rule(classifier, bound, warnings) != ST_OK)
            return trouble_nomem(trouble);
    }
    return ST_OK;
}

struct classifier_missing
classifier_missing(const struct classifier *classifier, size_t k)
{
    return (struct classifier_missing){classifier->rules[k].rule.column_name,
                                       classifier->rules[k].missing};
}
