/* SPDX-License-Identifier: MIT */
/* csv_trial.h - one reading by struct reader, held against the naive one.
 *
 * Purpose    Whatever block size, kernel and columns are asked for, a reader
 *            hands out the same records, fields, counts and verdict.
 * Units      As in csv_naive.h.
 * Ownership  None.
 * Errors     Fails the test, and shows text and circumstances.
 * Method     Everything that the interface of a reader shows is compared: the
 *            header, every record's bytes, offset, line ending and wanted
 *            fields, the counts at the end, and the message.
 */
#ifndef TESTS_CSV_TRIAL_H
#define TESTS_CSV_TRIAL_H

#include "csv/reader.h"
#include "csv_naive.h"

enum csv_want {
    WANT_ALL,
    WANT_FIRST,
    WANT_MIDDLE,
    WANT_LAST,
    WANT_NONE,
    WANTS /* how many there are */
};

struct csv_trial {
    struct slice text;
    const struct naive_csv *naive; /* of the text */
    struct reader_setup setup;
    enum csv_want want;
};

/* Reads SOURCE, whose bytes are the trial's text, to its end or fault. */
void csv_trial_run(const struct csv_trial *trial, struct source *source);

/* The message that a reader of the input NAME has to give for the text; ""
 * if nothing is wrong with it. */
void csv_trial_message(const struct csv_trial *trial, const char *name,
                       struct trouble *trouble);

/* The start of a text, to be read by people; valid until the next call. */
const char *csv_shown(struct slice text);

#endif
