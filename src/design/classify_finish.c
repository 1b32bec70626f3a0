/* SPDX-License-Identifier: MIT */
/* What the rules have seen, when all records have been classified. */
#include "design/classify_internal.h"
#include "design/verdict.h"

size_t
classifier_rules(const struct classifier *classifier)
{
    return classifier->count;
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

enum status
classifier_finish(const struct classifier *classifier, const char *input,
                  struct trouble *trouble, struct warnings *warnings)
{
    const struct plan *const plan = classifier->plan;

    for (size_t k = 0; k < plan->keep_count; k++) {
        struct verdict_rule rule = {.text = classifier->keep[k].rule.text};
        rule.seen = classifier_seen(classifier, plan->where_count + k,
                                    &rule.column_name);
        if (verdict_of_missing(plan, &rule, input, trouble) != ST_OK)
            return ST_DATA;
        if (verdict_on_keep(plan, &rule, classifier->eligible, warnings) !=
            ST_OK)
            return trouble_nomem(trouble);
    }
    for (size_t k = 0; k < classifier->outcome_count; k++) {
        struct verdict_rule rule = {.text = classifier->outcomes[k].rule.text};
        rule.seen = classifier_seen(classifier,
                                    plan->where_count + plan->keep_count + k,
                                    &rule.column_name);
        if (verdict_of_stratum(plan, &rule, input, trouble) != ST_OK)
            return ST_DATA;
        if (verdict_on_stratum(plan, &rule, warnings) != ST_OK)
            return trouble_nomem(trouble);
    }
    if (verdict_on_frame(plan, classifier->records, classifier->eligible,
                         warnings) != ST_OK)
        return trouble_nomem(trouble);
    return ST_OK;
}
