/* SPDX-License-Identifier: MIT */
#include "design/classify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "design/blame.h"
#include "design/verdict.h"

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
    const struct columns *columns;
    struct field_decoder decoder;
    bool is_placed;    /* the rules know the places of their columns */
    uint64_t records;  /* all, */
    uint64_t eligible; /* and those that --where lets through */
    size_t count;
    struct bound_rule *keep; /* behind those of --where */
    struct bound_rule rules[];
};

/* Reads the rules of one option, COUNT of them, and wants their columns. */
static enum status
read_rules(const char *const *texts, size_t count, const struct reader *reader,
           struct columns *columns, struct bound_rule *rules,
           struct trouble *trouble)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < count && st == ST_OK; k++) {
        struct rule *const rule = &rules[k].rule;
        if (rule_read(slice_of(texts[k]), reader_header(reader), trouble,
                      rule) != ST_OK)
            st = trouble_place(trouble, reader_name(reader));
        else
            st = columns_add(columns, rule->column, trouble);
    }
    return st;
}

enum status
classifier_new(const struct plan *plan, const struct reader *reader,
               struct columns *columns, struct trouble *trouble,
               struct classifier **classifier)
{
    const size_t count = plan->where_count + plan->keep_count;
    struct classifier *const made =
        calloc(1, sizeof *made + count * sizeof made->rules[0]);

    if (made == NULL)
        return trouble_nomem(trouble);
    made->plan = plan;
    made->columns = columns;
    made->count = count;
    made->keep = made->rules + plan->where_count;
    field_decoder_init(&made->decoder, plan->reader.dialect);
    enum status st = read_rules(plan->where, plan->where_count, reader, columns,
                                made->rules, trouble);
    if (st == ST_OK)
        st = read_rules(plan->keep, plan->keep_count, reader, columns,
                        made->keep, trouble);
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

/* The record that is judged, for messages. */
struct place {
    const struct reader *reader;
    const struct record_batch *batch;
    size_t r;
};

/* Asks one rule about the record; NO_VALUE is the caller's affair. */
static enum status
ask(struct classifier *classifier, struct bound_rule *bound,
    const struct place *place, struct trouble *trouble,
    enum rule_answer *answer, struct slice *cell)
{
    const struct slice raw =
        record_field(place->batch, place->r, bound->wanted);
    const enum status st = field_text(&classifier->decoder, raw, cell);

    if (st != ST_OK)
        return st == ST_NOMEM ? trouble_nomem(trouble)
                              : reader_blame(place->reader, place->r, trouble,
                                             "malformed field");
    *answer = rule_judge(&bound->rule, *cell);
    if (*answer == RULE_NOT_UNDERSTOOD)
        return blame_cell(classifier->plan, place->reader, place->r,
                          bound->rule.column_name, *cell,
                          rule_wants(&bound->rule), trouble);
    bound->saw_truth |= *answer == RULE_NO || *answer == RULE_YES;
    bound->saw_date |= *answer == RULE_YES_DATE;
    bound->satisfied += *answer == RULE_YES || *answer == RULE_YES_DATE;
    return ST_OK;
}

/* What nearly every cell of a rare outcome is, told from its bytes alone. */
static inline bool
is_plain_no(const struct bound_rule *bound, const struct place *place)
{
    const struct slice raw =
        record_field(place->batch, place->r, bound->wanted);

    return bound->rule.kind == RULE_TRUTH && raw.len == 1 &&
           raw.bytes[0] == '0';
}

/* Asks the rules of --where; CLASS says at last why a record is out. */
static enum status
judge_eligible(struct classifier *classifier, const struct place *place,
               struct trouble *trouble, enum unit_class *class)
{
    bool missing = false;

    for (size_t k = 0; k < classifier->plan->where_count; k++) {
        enum rule_answer answer;
        struct slice cell;
        const enum status st = ask(classifier, &classifier->rules[k], place,
                                   trouble, &answer, &cell);
        if (st != ST_OK)
            return st;
        if (answer == RULE_NO)
            *class = UNIT_INELIGIBLE;
        missing = missing || answer == RULE_NO_VALUE;
    }
    if (missing && *class != UNIT_INELIGIBLE)
        *class = UNIT_INELIGIBLE_MISSING;
    return ST_OK;
}

/* Asks one rule of --keep; CLASS is raised, never lowered. */
static enum status
judge_kept(struct classifier *classifier, struct bound_rule *bound,
           const struct place *place, struct trouble *trouble,
           enum unit_class *class)
{
    enum unit_class verdict = UNIT_OTHER;
    enum rule_answer answer;
    struct slice cell;
    const enum status st =
        ask(classifier, bound, place, trouble, &answer, &cell);

    if (st != ST_OK)
        return st;
    if (answer == RULE_YES || answer == RULE_YES_DATE)
        verdict = UNIT_KEPT;
    else if (answer == RULE_NO_VALUE &&
             judge_missing(classifier, bound,
                           place->batch->first_record + place->r,
                           &verdict) != ST_OK)
        return blame_cell(classifier->plan, place->reader, place->r,
                          bound->rule.column_name, cell,
                          "missing; say what that means with "
                          "--keep-missing=no, yes or drop",
                          trouble);
    if (verdict > *class)
        *class = verdict;
    return ST_OK;
}

/* Every rule learns where its column is, once the columns are bound. */
static void
place_rules(struct classifier *classifier)
{
    for (size_t k = 0; k < classifier->count; k++) {
        struct bound_rule *const bound = &classifier->rules[k];
        bound->wanted = columns_place(classifier->columns, bound->rule.column);
    }
    classifier->is_placed = true;
}

enum status
classify(struct classifier *classifier, const struct reader *reader,
         const struct record_batch *batch, struct trouble *trouble,
         unsigned char classes[RECORD_BATCH])
{
    const size_t keep_count = classifier->plan->keep_count;
    enum status st = ST_OK;

    if (!classifier->is_placed)
        place_rules(classifier);
    classifier->records += batch->count;
    for (size_t r = 0; r < batch->count && st == ST_OK; r++) {
        const struct place place = {reader, batch, r};
        enum unit_class class = UNIT_OTHER;
        if (classifier->plan->where_count > 0)
            st = judge_eligible(classifier, &place, trouble, &class);
        classifier->eligible += class == UNIT_OTHER;
        for (size_t k = 0; class < UNIT_INELIGIBLE && k < keep_count; k++) {
            struct bound_rule *const bound = &classifier->keep[k];
            if (is_plain_no(bound, &place))
                bound->saw_truth = true;
            else if (st == ST_OK)
                st = judge_kept(classifier, bound, &place, trouble, &class);
        }
        classes[r] = (unsigned char)class;
    }
    return st;
}

enum status
classifier_finish(const struct classifier *classifier, const char *input,
                  struct trouble *trouble, struct warnings *warnings)
{
    const struct plan *const plan = classifier->plan;

    for (size_t k = 0; k < plan->keep_count; k++) {
        struct verdict_rule rule = {
            .text = classifier->keep[k].rule.text,
        };
        rule.seen = classifier_seen(classifier, plan->where_count + k,
                                    &rule.column_name);
        if (verdict_of_missing(plan, &rule, input, trouble) != ST_OK)
            return ST_DATA;
        if (verdict_on_keep(plan, &rule, classifier->eligible, warnings) !=
            ST_OK)
            return trouble_nomem(trouble);
    }
    if (verdict_on_where(classifier->records, classifier->eligible, warnings) !=
        ST_OK)
        return trouble_nomem(trouble);
    return ST_OK;
}

struct classifier_missing
classifier_missing(const struct classifier *classifier, size_t k)
{
    const struct bound_rule *const bound = &classifier->keep[k];

    return (struct classifier_missing){bound->rule.column_name, bound->missing};
}

struct rule_seen
classifier_seen(const struct classifier *classifier, size_t k,
                struct slice *column_name)
{
    const struct bound_rule *const bound = &classifier->rules[k];

    *column_name = bound->rule.column_name;
    return (struct rule_seen){
        .truth = bound->saw_truth,
        .date = bound->saw_date,
        .compares_date = bound->rule.kind == RULE_DATE,
        .satisfied = bound->satisfied,
        .missing = bound->missing,
        .first_missing = bound->first_missing,
    };
}
