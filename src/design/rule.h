/* SPDX-License-Identifier: MIT */
/* rule.h - what a condition on a column says of a cell.
 *
 * Purpose    Reads the rules of --keep and answers for a cell: yes, no,
 *            missing, or not a value that the rule understands.
 * Units      Columns counted from 0.
 * Ownership  A rule shows the text it was read from, which must outlive it.
 * Errors     ST_USAGE, said in the trouble, for a rule that names no column of
 *            the header or compares with nothing.
 * Method     COL alone is a truth value or a date, where a date is a yes.
 *            COL OP VALUE compares numbers exactly as decimals, dates by the
 *            calendar, anything else by bytes; VALUE decides which, and a
 *            number or a date has no place in an order of bytes. A VALUE that
 *            is a missing spelling asks whether the cell is missing. The
 *            longest column name that an operator follows is meant.
 */
#ifndef DESIGN_RULE_H
#define DESIGN_RULE_H

#include "base/decimal.h"
#include "csv/header.h"

enum rule_kind {
    RULE_TRUTH,   /* COL */
    RULE_MISSING, /* COL= and COL!= */
    RULE_NUMBER,
    RULE_DATE,
    RULE_TEXT
};

enum rule_operator {
    RULE_EQUAL,
    RULE_NOT_EQUAL,
    RULE_LESS,
    RULE_AT_MOST,
    RULE_MORE,
    RULE_AT_LEAST
};

struct rule {
    enum rule_kind kind;
    enum rule_operator compare;
    struct slice text; /* as it was given */
    struct slice column_name;
    struct slice value;
    size_t column;
    struct decimal number;
    uint32_t date;
};

enum rule_answer {
    RULE_NO,
    RULE_YES,
    RULE_YES_DATE, /* a truth rule met a date */
    RULE_NO_VALUE, /* the cell is missing */
    RULE_NOT_UNDERSTOOD
};

/* What a rule has met. */
struct rule_seen {
    bool truth;         /* a truth value, */
    bool date;          /* a date; but where it compares with one, */
    bool compares_date; /* all that was understood were dates */
    uint64_t satisfied; /* records */
    uint64_t missing;
    uint64_t first_missing; /* position of the first of them */
};

/* Reads TEXT as a rule on the columns of HEADER. */
enum status rule_read(struct slice text, const struct header *header,
                      struct trouble *trouble, struct rule *rule);

/* What the rule says of a cell that is given without its quotes. */
enum rule_answer rule_judge(const struct rule *rule, struct slice cell);

/* What a cell should have been for the rule, for a message. */
const char *rule_wants(const struct rule *rule);

/* Whether a column of HEADER with an operator behind it begins TEXT, which is
 * then a rule. */
bool rule_compares_column(struct slice text, const struct header *header);

/* What else to say of a rule that nobody satisfies, for the end of a message:
 * "=>" asks whether a cell is a text that begins with ">", and so do others.
 * "" if nothing. */
const char *rule_hint(struct slice text);

/* Whether a text is a spelling of "missing". */
bool rule_is_missing(struct slice cell);

#endif
