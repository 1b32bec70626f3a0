/* SPDX-License-Identifier: MIT */
#include "design/classify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "design/blame.h"

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
    free(classifier);
}

void
classifier_place(struct classifier *classifier)
{
    for (size_t k = 0; k < classifier->count; k++) {
        struct bound_rule *const bound = &classifier->rules[k];
        bound->wanted = columns_place(classifier->columns, bound->rule.column);
    }
}

size_t
classify_tally_bytes(const struct classifier *classifier)
{
    return sizeof(struct classify_tally) +
           classifier->count * sizeof(struct rule_tally);
}

/* The record that is judged, and what it is judged with. */
struct judge {
    const struct classifier *classifier;
    struct field_decoder *decoder;
    const struct record_batch *batch;
    size_t r;
    struct classify_tally *tally;
    /* What stopped it: */
    size_t rule;
    bool is_malformed; /* the cell cannot be decoded, or */
    bool is_missing;   /* it is missing */
    struct slice cell;
};

/* Asks rule K about the record; NO_VALUE is the caller's affair. */
static bool
ask(struct judge *judge, size_t k, enum rule_answer *answer)
{
    const struct bound_rule *const bound = &judge->classifier->rules[k];
    struct rule_tally *const tally = &judge->tally->rules[k];
    const struct slice raw =
        record_field(judge->batch, judge->r, bound->wanted);

    judge->rule = k;
    judge->is_malformed =
        field_text(judge->decoder, raw, &judge->cell) != ST_OK;
    if (judge->is_malformed)
        return false;
    *answer = rule_judge(&bound->rule, judge->cell);
    tally->saw_truth |= *answer == RULE_NO || *answer == RULE_YES;
    tally->saw_date |= *answer == RULE_YES_DATE;
    tally->satisfied += *answer == RULE_YES || *answer == RULE_YES_DATE;
    return *answer != RULE_NOT_UNDERSTOOD;
}

/* Asks the rules of --where; CLASS says at last why a record is out. */
static bool
judge_eligible(struct judge *judge, enum unit_class *class)
{
    bool missing = false;

    for (size_t k = 0; k < judge->classifier->plan->where_count; k++) {
        enum rule_answer answer;
        if (!ask(judge, k, &answer))
            return false;
        if (answer == RULE_NO)
            *class = UNIT_INELIGIBLE;
        missing = missing || answer == RULE_NO_VALUE;
    }
    if (missing && *class != UNIT_INELIGIBLE)
        *class = UNIT_INELIGIBLE_MISSING;
    return true;
}

/* The class that a missing cell gives a record. */
static bool
judge_missing(struct judge *judge, enum unit_class *class)
{
    static const enum unit_class classes[] = {
        /* classifier_finish() has the last word */
        [KEEP_MISSING_UNSAID] = UNIT_OTHER,
        [KEEP_MISSING_NO] = UNIT_OTHER,
        [KEEP_MISSING_YES] = UNIT_KEPT,
        [KEEP_MISSING_DROP] = UNIT_EXCLUDED,
    };
    const enum keep_missing meaning = judge->classifier->plan->keep_missing;
    struct rule_tally *const tally = &judge->tally->rules[judge->rule];

    if (tally->missing++ == 0)
        tally->first_missing = (uint32_t)judge->r;
    judge->is_missing = meaning == KEEP_MISSING_ERROR;
    if (!judge->is_missing)
        *class = classes[meaning];
    return !judge->is_missing;
}

/* Asks one rule of --keep; CLASS is raised, never lowered. */
static bool
judge_kept(struct judge *judge, size_t k, enum unit_class *class)
{
    enum unit_class verdict = UNIT_OTHER;
    enum rule_answer answer;

    if (!ask(judge, k, &answer))
        return false;
    if (answer == RULE_YES || answer == RULE_YES_DATE)
        verdict = UNIT_KEPT;
    else if (answer == RULE_NO_VALUE && !judge_missing(judge, &verdict))
        return false;
    if (verdict > *class)
        *class = verdict;
    return true;
}

/* What nearly every cell of a rare outcome is, told from its bytes alone. */
static inline bool
is_plain_no(const struct bound_rule *bound, const struct record_batch *batch,
            size_t r)
{
    const struct slice raw = record_field(batch, r, bound->wanted);

    return bound->rule.kind == RULE_TRUTH && raw.len == 1 &&
           raw.bytes[0] == '0';
}

/* Gives the record its class. */
static bool
judge_record(struct judge *judge, enum unit_class *class)
{
    const struct classifier *const classifier = judge->classifier;

    *class = UNIT_OTHER;
    if (classifier->plan->where_count > 0 && !judge_eligible(judge, class))
        return false;
    if (*class != UNIT_OTHER)
        return true;
    judge->tally->eligible++;
    for (size_t k = classifier->plan->where_count; k < classifier->count; k++) {
        if (is_plain_no(&classifier->rules[k], judge->batch, judge->r))
            judge->tally->rules[k].saw_truth = true;
        else if (!judge_kept(judge, k, class))
            return false;
    }
    return true;
}

size_t
classify(const struct classifier *classifier, struct field_decoder *decoder,
         const struct record_batch *batch, struct classify_tally *tally,
         unsigned char classes[RECORD_BATCH])
{
    struct judge judge = {.classifier = classifier,
                          .decoder = decoder,
                          .batch = batch,
                          .tally = tally};
    enum unit_class class;

    memset(tally, 0, classify_tally_bytes(classifier));
    for (; judge.r < batch->count && judge_record(&judge, &class); judge.r++)
        classes[judge.r] = (unsigned char)class;
    return judge.r;
}

void
classifier_add(struct classifier *classifier,
               const struct classify_tally *tally,
               const struct record_batch *batch)
{
    classifier->records += batch->count;
    classifier->eligible += tally->eligible;
    for (size_t k = 0; k < classifier->count; k++) {
        struct bound_rule *const bound = &classifier->rules[k];
        const struct rule_tally *const seen = &tally->rules[k];
        if (bound->missing == 0 && seen->missing > 0)
            bound->first_missing = batch->first_record + seen->first_missing;
        bound->missing += seen->missing;
        bound->satisfied += seen->satisfied;
        bound->saw_truth |= seen->saw_truth;
        bound->saw_date |= seen->saw_date;
    }
}

/* Says what stopped the judge. */
static enum status
blame(const struct judge *judge, const struct reader *reader,
      struct trouble *trouble)
{
    const struct rule *const rule = &judge->classifier->rules[judge->rule].rule;

    if (judge->is_malformed)
        return reader_blame(reader, judge->r, trouble, "malformed field");
    return blame_cell(judge->classifier->plan, reader, judge->r,
                      rule->column_name, judge->cell,
                      judge->is_missing ? "missing; say what that means with "
                                          "--keep-missing=no, yes or drop"
                                        : rule_wants(rule),
                      trouble);
}

enum status
classifier_blame(const struct classifier *classifier,
                 struct field_decoder *decoder, const struct reader *reader,
                 const struct record_batch *batch, size_t r,
                 struct trouble *trouble)
{
    struct classify_tally *const tally =
        calloc(1, classify_tally_bytes(classifier));
    struct judge judge = {.classifier = classifier,
                          .decoder = decoder,
                          .batch = batch,
                          .r = r,
                          .tally = tally};
    enum unit_class class;
    enum status st = ST_OK;

    if (tally == NULL)
        return trouble_nomem(trouble);
    if (!judge_record(&judge, &class))
        st = blame(&judge, reader, trouble);
    free(tally);
    return st;
}

/* Refuses missing cells that were taken for "no event" in a column that is none
 * of dates: DESIGN.md, section 3. */
static enum status
judge_let_pass(const struct plan *plan, const struct bound_rule *bound,
               const char *input, struct trouble *trouble)
{
    const struct slice name = bound->rule.column_name;

    /* What a rule that compares dates calls yes or no was a date. */
    if (!bound->saw_truth || bound->rule.kind == RULE_DATE)
        return ST_OK;
    return trouble_say(
        trouble, ST_DATA,
        "%s: column \"%.*s\": missing in %s, the first of them record "
        "%" PRIu64 "; say what that means with --keep-missing=no, "
        "yes or drop",
        input, blame_shown(name, BLAME_NAME), name.bytes,
        blame_records(plan, bound->missing).text, bound->first_missing + 1);
}

/* Warns of a rule of --keep that nothing satisfies. */
static enum status
warn_of_keep(const struct classifier *classifier,
             const struct bound_rule *bound, struct warnings *warnings)
{
    const enum keep_missing taken_for = classifier->plan->keep_missing;
    const struct slice name = bound->rule.column_name, text = bound->rule.text;

    if (bound->satisfied > 0 || classifier->eligible == 0)
        return ST_OK;
    if (bound->missing < classifier->eligible)
        return warnings_add_plain(warnings, "no record satisfies --keep '%.*s'",
                                  blame_shown(text, BLAME_TEXT), text.bytes);
    if (taken_for != KEEP_MISSING_UNSAID && taken_for != KEEP_MISSING_NO)
        return ST_OK;
    return warnings_add_plain(
        warnings, "column \"%.*s\" is missing in every record: no events",
        blame_shown(name, BLAME_NAME), name.bytes);
}

static enum status
warn_of_where(const struct classifier *classifier, struct warnings *warnings)
{
    if (classifier->eligible > 0 || classifier->records == 0)
        return ST_OK;
    return warnings_add_plain(warnings, "no record satisfies --where");
}

enum status
classifier_finish(const struct classifier *classifier, const char *input,
                  struct trouble *trouble, struct warnings *warnings)
{
    const bool unsaid = classifier->plan->keep_missing == KEEP_MISSING_UNSAID;

    for (size_t k = 0; k < classifier->plan->keep_count; k++) {
        const struct bound_rule *const bound = &classifier->keep[k];
        if (bound->missing > 0 && unsaid &&
            judge_let_pass(classifier->plan, bound, input, trouble) != ST_OK)
            return ST_DATA;
        if (warn_of_keep(classifier, bound, warnings) != ST_OK)
            return trouble_nomem(trouble);
    }
    if (warn_of_where(classifier, warnings) != ST_OK)
        return trouble_nomem(trouble);
    return ST_OK;
}

struct classifier_missing
classifier_missing(const struct classifier *classifier, size_t k)
{
    const struct bound_rule *const bound = &classifier->keep[k];

    return (struct classifier_missing){bound->rule.column_name, bound->missing};
}
