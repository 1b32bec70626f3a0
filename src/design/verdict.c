/* SPDX-License-Identifier: MIT */
#include "design/verdict.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "design/blame.h"

/* Whether missing cells stand among values that are no dates. What a rule that
 * compares dates calls yes or no was a date. */
static bool
is_missing_value(const struct rule_seen *seen)
{
    return seen->missing > 0 && seen->truth && !seen->compares_date;
}

enum status
verdict_of_missing(const struct plan *plan, const struct verdict_rule *rule,
                   const char *input, struct trouble *trouble)
{
    const struct rule_seen *const seen = &rule->seen;
    const struct slice name = rule->column_name;

    if (plan->keep_missing != KEEP_MISSING_UNSAID || !is_missing_value(seen))
        return ST_OK;
    return trouble_say(
        trouble, ST_DATA,
        "%s: column \"%.*s\": missing in %s, the first of them record "
        "%" PRIu64 "; say what that means with --keep-missing=no, "
        "yes or drop",
        input, blame_shown(name, BLAME_NAME), name.bytes,
        blame_records(plan, seen->missing).text, seen->first_missing + 1);
}

enum status
verdict_of_stratum(const struct plan *plan, const struct verdict_rule *rule,
                   const char *input, struct trouble *trouble)
{
    const struct rule_seen *const seen = &rule->seen;
    const struct slice name = rule->column_name;
    const int shown = blame_shown(name, BLAME_NAME);

    if (!is_missing_value(seen))
        return ST_OK;
    return trouble_say(
        trouble, ST_DATA,
        "%s: column \"%.*s\": missing in %s, the first of them record "
        "%" PRIu64 "; that is neither an outcome nor none: as a key of "
        "--strata, %.*s or rule:%.*s makes them a stratum of their own",
        input, shown, name.bytes, blame_records(plan, seen->missing).text,
        seen->first_missing + 1, shown, name.bytes, shown, name.bytes);
}

/* Says it once of a column that several rules look at. */
static enum status
warn_of_no_events(const struct plan *plan, struct slice name,
                  struct warnings *warnings)
{
    char text[WARNING_BYTES];

    snprintf(text, sizeof text,
             "column \"%.*s\" is missing in every record%s: no events",
             blame_shown(name, BLAME_NAME), name.bytes,
             plan->where_count > 0 ? " that satisfies --where" : "");
    for (size_t k = 0; k < warnings->count; k++)
        if (strcmp(warnings->list[k].text, text) == 0)
            return ST_OK;
    return warnings_add_plain(warnings, "%s", text);
}

enum status
verdict_on_keep(const struct plan *plan, const struct verdict_rule *rule,
                uint64_t eligible, struct warnings *warnings)
{
    const enum keep_missing taken_for = plan->keep_missing;
    const struct slice text = rule->text;

    if (rule->seen.satisfied > 0 || eligible == 0)
        return ST_OK;
    if (rule->seen.missing < eligible)
        return warnings_add_plain(
            warnings, "no record satisfies --keep '%.*s'%s",
            blame_shown(text, BLAME_TEXT), text.bytes, rule_hint(text));
    if (taken_for != KEEP_MISSING_UNSAID && taken_for != KEEP_MISSING_NO)
        return ST_OK;
    return warn_of_no_events(plan, rule->column_name, warnings);
}

enum status
verdict_on_stratum(const struct plan *plan, const struct verdict_rule *rule,
                   struct warnings *warnings)
{
    const struct rule_seen *const seen = &rule->seen;

    if (seen->missing == 0 || seen->truth || seen->date)
        return ST_OK;
    return warn_of_no_events(plan, rule->column_name, warnings);
}

/* What else to say of --where. */
static const char *
hint_of_where(const struct plan *plan)
{
    const char *hint = "";

    for (size_t k = 0; k < plan->where_count && *hint == '\0'; k++)
        hint = rule_hint(slice_of(plan->where[k]));
    return hint;
}

enum status
verdict_on_frame(const struct plan *plan, uint64_t records, uint64_t eligible,
                 struct warnings *warnings)
{
    if (eligible > 0)
        return ST_OK;
    if (records == 0)
        return warnings_add_plain(warnings, "no record behind the header");
    return warnings_add_plain(warnings, "no record satisfies --where%s",
                              hint_of_where(plan));
}
