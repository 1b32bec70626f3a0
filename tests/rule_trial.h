/* SPDX-License-Identifier: MIT */
/* rule_trial.h - rules on a header of their own, for the tests of rule.h.
 *
 * Purpose    Reads rules that must be right, and rules that must be refused.
 * Units      None.
 * Ownership  The header belongs to the fixture: columns_a_b() makes it before
 *            a test, forget_columns() frees it after.
 * Errors     A check that fails ends the test.
 * Method     None.
 */
#ifndef TESTS_RULE_TRIAL_H
#define TESTS_RULE_TRIAL_H

#include <check.h>
#include <string.h>

#include "design/rule.h"

static struct header header;

/* Makes the header, and fails if it is none. */
static inline void
columns_are(const char *names)
{
    ck_assert_int_eq(header_init(&header, (struct dialect){','}, strdup(names),
                                 strlen(names), 0, 0),
                     ST_OK);
}

static inline void
forget_columns(void)
{
    header_free(&header);
}

/* Reads a rule that must be one. */
static inline struct rule
rule_of(const char *text)
{
    struct trouble trouble = {0};
    struct rule rule;

    ck_assert_msg(rule_read(slice_of(text), &header, &trouble, &rule) == ST_OK,
                  "%s: %s", text, trouble.text);
    return rule;
}

/* Whether TEXT is refused with a message. */
static inline void
check_refused(const char *text, const char *message)
{
    struct trouble trouble = {0};
    struct rule rule;

    ck_assert_int_eq(rule_read(slice_of(text), &header, &trouble, &rule),
                     ST_USAGE);
    ck_assert_int_eq(trouble.status, ST_USAGE);
    ck_assert_str_eq(trouble.text, message);
}

static inline void
columns_a_b(void)
{
    columns_are("a,b");
}

/* In place of a and b. */
static inline void
columns_are_instead(const char *names)
{
    forget_columns();
    columns_are(names);
}

#endif
