/* SPDX-License-Identifier: MIT */
#include "design/split_warn.h"

#include <stdio.h>

#include "design/blame.h"
#include "design/split_sdc.h"
#include "design/warnings.h"

/* Whether a chunk has records of which key K is true. */
static bool
has_true(const struct split *split, size_t k)
{
    for (uint32_t c = 0; c < split->count; c++)
        if (split->chunks[c].records > 0 && dealer_is_true(split->dealer, c, k))
            return true;
    return false;
}

/* Whether the outcome of key K is missing in every record. Of those that are
 * dropped that is not told under disclosure control. */
static bool
is_missing(const struct split *split, size_t k)
{
    return dealer_takes_for_no_event(split->dealer, k) &&
           dealer_odd(split->dealer, k).missing == split->records &&
           (!split_is_controlled(split) || dealer_dropped(split->dealer) == 0);
}

/* Key K, which is true of nobody. */
static void
warn_of_key(const struct split *split, size_t k,
            void (*say)(const char *place, const char *text))
{
    const struct slice given = slice_of(split->plan->by.list[k]);
    const struct slice column = dealer_column(split->dealer, k);
    char text[WARNING_BYTES];

    if (is_missing(split, k))
        snprintf(text, sizeof text,
                 "column \"%.*s\" is missing in every record: no events",
                 blame_shown(column, BLAME_NAME), column.bytes);
    else
        snprintf(text, sizeof text, "no record %ssatisfies --by '%.*s'%s",
                 dealer_dropped(split->dealer) > 0 ? "that is not dropped "
                                                   : "",
                 blame_shown(given, BLAME_TEXT), given.bytes,
                 rule_hint(dealer_rule(split->dealer, k)));
    say(source_name(split->source), text);
}

/* There are records behind the header. */
static void
warn_of_records(const struct split *split,
                void (*say)(const char *place, const char *text))
{
    if (split_is_controlled(split) && split->plan->groups > 0)
        return;
    if (dealer_dropped(split->dealer) == split->records) {
        say(source_name(split->source), "every record is dropped");
        return;
    }
    for (size_t k = 0; k < split->plan->by.count; k++)
        if (dealer_is_binary(split->dealer, k) && !has_true(split, k))
            warn_of_key(split, k, say);
}

void
split_warn(const struct split *split,
           void (*say)(const char *place, const char *text))
{
    const char *const place = source_name(split->source);

    if (split->records > 0)
        warn_of_records(split, say);
    else if (split->count == 0)
        say(place,
            "no record behind the header, so there is no chunk; --levels makes "
            "them whatever the data hold");
    else
        say(place,
            "no record behind the header: every chunk is nothing but the "
            "header");
}
