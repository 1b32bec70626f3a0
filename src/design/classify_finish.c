/* SPDX-License-Identifier: MIT */
/* What the rules have seen, when all records have been classified. */
#include <inttypes.h>

#include "design/blame.h"
#include "design/classify_internal.h"

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
