/* SPDX-License-Identifier: MIT */
/* key.h - what part of a cell puts a record into its stratum or chunk.
 *
 * Purpose    Reads KEYs such as sex or year:admission_date, and gives the label
 *            that a cell has under a key.
 * Units      Columns counted from 0; a period is a number of years, quarters
 *            or months since the year 0.
 * Ownership  A key shows the text it was read from, and the format of its
 *            setup, which must outlive it; a label shows the cell or the
 *            caller's scratch.
 * Errors     ST_USAGE, said in the trouble, for a key that names no column;
 *            ST_SYNTAX for a text that is no period.
 * Method     COL and value:COL are the cell as it is, without its quotes.
 *            year:COL, quarter:COL and month:COL of a date or a date with a
 *            time are 2014, 2014Q1 and 2014-01; where years begin on another
 *            day than the first of January a year is 2016_2017. outcome:COL
 *            and rule:RULE are 0 or 1, as the rule says (rule.h). A missing
 *            outcome is 0, which is right in a column of dates only: who asks
 *            has to see to that. All other spellings of a missing cell are one.
 * A column whose name is the whole text of the key is meant first.
 */
#ifndef DESIGN_KEY_H
#define DESIGN_KEY_H

#include "csv/header.h"
#include "design/rule.h"

enum key_kind {
    KEY_VALUE,
    KEY_YEAR,
    KEY_QUARTER,
    KEY_MONTH,
    KEY_OUTCOME, /* outcome:COL */
    KEY_RULE     /* rule:RULE */
};

enum {
    KEY_SCRATCH = 16, /* what a label of a date needs */
    KEY_NEW_YEAR = 101
};

/* How dates are written and counted; zeroed: ISO dates, calendar years. */
struct key_setup {
    const char *date_format; /* of strptime; NULL: ISO dates */
    uint32_t year_start;     /* MMDD; 0 as well as 101: calendar years */
};

struct key {
    enum key_kind kind;
    struct slice text; /* as it was given */
    struct slice column_name;
    size_t column;
    struct key_setup setup;
    struct rule rule; /* of outcome:COL and rule:RULE */
};

enum key_answer {
    KEY_LABEL,
    KEY_MISSING, /* the cell is missing; there is no label */
    KEY_NO_DATE  /* the cell is not what the key reads: no date that exists,
                  * nothing that the rule understands */
};

/* Whether the key's years are not those of the calendar. */
static inline bool
key_is_fiscal(const struct key *key)
{
    return key->kind == KEY_YEAR && key->setup.year_start > KEY_NEW_YEAR;
}

/* Whether the labels are 0 and 1, as a rule says. */
static inline bool
key_is_binary(const struct key *key)
{
    return key->kind == KEY_OUTCOME || key->kind == KEY_RULE;
}

/* The period of a day, YYYYMMDD; here, since it is wanted of every record. */
static inline uint32_t
key_period_of_day(const struct key *key, uint32_t day)
{
    const uint32_t year = day / 10000, month = day / 100 % 100 - 1;

    if (key->kind == KEY_QUARTER)
        return 4 * year + month / 3;
    if (key->kind == KEY_MONTH)
        return 12 * year + month;
    return key_is_fiscal(key) && day % 10000 < key->setup.year_start ? year - 1
                                                                     : year;
}

/* Reads TEXT as a key on the columns of HEADER. */
enum status key_read(struct slice text, const struct header *header,
                     struct trouble *trouble, struct key *key);

/* The same with dates and years that are not the usual ones. */
enum status key_read_with(struct slice text, const struct header *header,
                          const struct key_setup *setup,
                          struct trouble *trouble, struct key *key);

/* Whether the labels of a key are periods. */
bool key_has_periods(const struct key *key);

/* "year", "quarter" or "month"; NULL for the other kinds. */
const char *key_period_name(const struct key *key);

/* The LABEL of a cell that is given without its quotes. */
enum key_answer key_label(const struct key *key, struct slice cell,
                          char scratch[KEY_SCRATCH], struct slice *label);

/* The period of a cell; for keys that have periods. */
enum key_answer key_period(const struct key *key, struct slice cell,
                           uint32_t *period);

/* The label that the answer of a rule to a cell of an outcome or a rule is
 * given; for those who need to know more of the answer. */
enum key_answer key_label_of_answer(enum rule_answer answer,
                                    struct slice *label);

/* The number of the period that is labelled LABEL; a fiscal year may be named
 * by the year in which it begins. */
enum status key_period_read(const struct key *key, struct slice label,
                            uint32_t *period);

/* The label of a period. */
struct slice key_period_label(const struct key *key, uint32_t period,
                              char scratch[KEY_SCRATCH]);

/* What a cell should have been for the key, for a message. */
const char *key_wants(const struct key *key);

#endif
