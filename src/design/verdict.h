/* SPDX-License-Identifier: MIT */
/* verdict.h - what is said of rules when all records are known.
 *
 * Purpose    Refuses missing cells that were let pass but are no events, and
 *            warns of rules that nothing satisfies, and of a frame that is
 *            empty: after the last record, or after the last shard.
 * Units      Records; positions counted from 0.
 * Ownership  A verdict_rule shows what is the caller's.
 * Errors     ST_DATA, said in the trouble with input and column; ST_NOMEM from
 *            those that warn, which is not said.
 * Method     DESIGN.md, section 3.
 */
#ifndef DESIGN_VERDICT_H
#define DESIGN_VERDICT_H

#include "design/plan.h"
#include "design/rule.h"
#include "design/warnings.h"

/* A rule of --keep, or an outcome that is a key of --strata, and what it has
 * met. */
struct verdict_rule {
    struct slice column_name;
    struct slice text;
    struct rule_seen seen;
};

/* Refuses missing cells that were taken for "no event" in a column that is none
 * of dates. */
enum status verdict_of_missing(const struct plan *plan,
                               const struct verdict_rule *rule,
                               const char *input, struct trouble *trouble);

/* The same where the outcome is a key of --strata. */
enum status verdict_of_stratum(const struct plan *plan,
                               const struct verdict_rule *rule,
                               const char *input, struct trouble *trouble);

/* Warns of a rule that no eligible record satisfies. */
enum status verdict_on_keep(const struct plan *plan,
                            const struct verdict_rule *rule, uint64_t eligible,
                            struct warnings *warnings);

/* Warns of an outcome that is a key of --strata and missing wherever it was
 * asked about. */
enum status verdict_on_stratum(const struct plan *plan,
                               const struct verdict_rule *rule,
                               struct warnings *warnings);

/* Warns if there is no record, or none that is eligible. */
enum status verdict_on_frame(const struct plan *plan, uint64_t records,
                             uint64_t eligible, struct warnings *warnings);

#endif
