/* SPDX-License-Identifier: MIT */
#include "design/classify.h"

#include <stdlib.h>
#include <string.h>

#include "design/blame.h"
#include "design/classify_internal.h"

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

/* Takes the rules of the keys that are outcomes. */
static enum status
take_outcomes(const struct strata *strata, struct columns *columns,
              struct classifier *classifier, struct trouble *trouble)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < strata->key_count && st == ST_OK; k++) {
        const struct key *const key = &strata->keys[k];
        if (key->kind != KEY_OUTCOME)
            continue;
        classifier->outcomes[classifier->outcome_count++].rule = key->rule;
        st = columns_add(columns, key->column, trouble);
    }
    classifier->count += classifier->outcome_count;
    return st;
}

enum status
classifier_new(const struct plan *plan, const struct reader *reader,
               const struct strata *strata, struct columns *columns,
               struct trouble *trouble, struct classifier **classifier)
{
    const size_t count = plan->where_count + plan->keep_count;
    struct classifier *const made = calloc(
        1, sizeof *made + (count + strata->key_count) * sizeof made->rules[0]);

    if (made == NULL)
        return trouble_nomem(trouble);
    made->plan = plan;
    made->columns = columns;
    made->count = count;
    made->keep = made->rules + plan->where_count;
    made->outcomes = made->rules + count;
    enum status st = read_rules(plan->where, plan->where_count, reader, columns,
                                made->rules, trouble);
    if (st == ST_OK)
        st = read_rules(plan->keep, plan->keep_count, reader, columns,
                        made->keep, trouble);
    if (st == ST_OK)
        st = take_outcomes(strata, columns, made, trouble);
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

/* Asks rule K of --where; CLASS says at last why a record is out. */
static bool
judge_eligible(struct judge *judge, size_t k, unsigned char *class)
{
    enum rule_answer answer;

    if (!ask(judge, k, &answer))
        return false;
    if (answer == RULE_NO)
        *class = UNIT_INELIGIBLE;
    else if (answer == RULE_NO_VALUE && *class != UNIT_INELIGIBLE)
        *class = UNIT_INELIGIBLE_MISSING;
    return true;
}

static void
count_missing(const struct judge *judge)
{
    struct rule_tally *const tally = &judge->tally->rules[judge->rule];

    if (tally->missing++ == 0)
        tally->first_missing = (uint32_t)judge->r;
}

/* The class that a missing cell gives a record. */
static bool
judge_missing(struct judge *judge, unsigned char *class)
{
    static const enum unit_class classes[] = {
        /* classifier_finish() has the last word */
        [KEEP_MISSING_UNSAID] = UNIT_OTHER,
        [KEEP_MISSING_NO] = UNIT_OTHER,
        [KEEP_MISSING_YES] = UNIT_KEPT,
        [KEEP_MISSING_DROP] = UNIT_EXCLUDED,
    };
    const enum keep_missing meaning = judge->classifier->plan->keep_missing;

    count_missing(judge);
    judge->is_missing = meaning == KEEP_MISSING_ERROR;
    if (!judge->is_missing)
        *class = (unsigned char)classes[meaning];
    return !judge->is_missing;
}

/* Asks rule K of --keep; CLASS is raised, never lowered. */
static bool
judge_kept(struct judge *judge, size_t k, unsigned char *class)
{
    unsigned char verdict = UNIT_OTHER;
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

/* Asks an outcome that is a key of the strata. */
static bool
judge_outcome(struct judge *judge, size_t k)
{
    enum rule_answer answer;

    if (!ask(judge, k, &answer))
        return false;
    if (answer == RULE_NO_VALUE)
        count_missing(judge);
    return true;
}

/* The first class about whose records rule K, of --keep or an outcome, is not
 * asked. */
static unsigned char
end_of_classes(const struct classifier *classifier, size_t k)
{
    return &classifier->rules[k] < classifier->outcomes ? UNIT_INELIGIBLE
                                                        : UNIT_EXCLUDED;
}

static bool
judge_record(struct judge *judge, size_t k, unsigned char *class)
{
    const struct classifier *const classifier = judge->classifier;

    if (k < classifier->plan->where_count)
        return judge_eligible(judge, k, class);
    if (*class >= end_of_classes(classifier, k))
        return true;
    return &classifier->rules[k] < classifier->outcomes
               ? judge_kept(judge, k, class)
               : judge_outcome(judge, k);
}

/* Passes over what nearly every cell of a rare outcome is, a plain 0, told from
 * its bytes alone: the next record, of COUNT, that has to be asked about. */
static size_t
skip_plain_no(const struct judge *judge, size_t k, size_t count,
              const unsigned char *classes)
{
    const struct bound_rule *const bound = &judge->classifier->rules[k];
    const unsigned char end = end_of_classes(judge->classifier, k);
    const struct record_span *const spans =
        judge->batch->fields + bound->wanted * RECORD_BATCH;
    const char *const bytes = judge->batch->block.bytes;
    size_t r = judge->r;

    while (r < count && classes[r] < end &&
           spans[r].end - spans[r].begin == 1 && bytes[spans[r].begin] == '0')
        r++;
    return r;
}

/* Asks rule K about the records, as far as all rules before understood them. */
static void
ask_rule(struct judge *judge, size_t k, size_t *known,
         unsigned char classes[RECORD_BATCH])
{
    const struct classifier *const classifier = judge->classifier;
    const struct bound_rule *const bound = &classifier->rules[k];
    const bool may_skip =
        bound->rule.kind == RULE_TRUTH && k >= classifier->plan->where_count;

    for (judge->r = 0;; judge->r++) {
        if (may_skip) {
            const size_t r = skip_plain_no(judge, k, *known, classes);
            judge->tally->rules[k].saw_truth |= r > judge->r;
            judge->r = r;
        }
        if (judge->r >= *known)
            return;
        if (!judge_record(judge, k, &classes[judge->r])) {
            *known = judge->r;
            return;
        }
    }
}

size_t
classify(const struct classifier *classifier, struct field_decoder *decoder,
         const struct record_batch *batch, struct classify_tally *tally,
         unsigned char classes[RECORD_BATCH])
{
    const size_t where_count = classifier->plan->where_count;
    struct judge judge = {.classifier = classifier,
                          .decoder = decoder,
                          .batch = batch,
                          .tally = tally};
    size_t known = batch->count;

    memset(tally, 0, classify_tally_bytes(classifier));
    memset(classes, UNIT_OTHER, batch->count);
    for (size_t k = 0; k < where_count; k++)
        ask_rule(&judge, k, &known, classes);
    tally->eligible = (uint32_t)known;
    for (size_t r = 0; where_count > 0 && r < known; r++)
        tally->eligible -= classes[r] != UNIT_OTHER;
    for (size_t k = where_count; k < classifier->count; k++)
        ask_rule(&judge, k, &known, classes);
    return known;
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
    unsigned char class = UNIT_OTHER;
    enum status st = ST_OK;

    if (tally == NULL)
        return trouble_nomem(trouble);
    for (size_t k = 0; k < classifier->count && st == ST_OK; k++)
        if (!judge_record(&judge, k, &class))
            st = blame(&judge, reader, trouble);
    free(tally);
    return st;
}
