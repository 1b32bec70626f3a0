/* SPDX-License-Identifier: MIT */
/* strata_view.h - what one thread knows of the strata.
 *
 * Purpose    Tells the stratum of a record from its cells, while another thread
 *            meets and adds new ones.
 * Units      Strata are numbered from 0 as they are added.
 * Ownership  The caller owns the struct and frees it with strata_view_free();
 *            strata and columns stay the caller's and outlive it.
 * Errors     STRATA_NO_MEMORY and the other answers below: only the caller
 *            knows whether that is trouble yet.
 * Method     Each view has a table of its own, which is brought up to date when
 *            strata were added, and a memo of raw cells in front of it. Numbers
 *            are given in one order only, so the tables agree.
 */
#ifndef DESIGN_STRATA_VIEW_H
#define DESIGN_STRATA_VIEW_H

#include "design/columns.h"
#include "design/strata.h"
#include "design/strata_memo.h"

struct strata_view {
    struct strata *strata;
    size_t *places; /* of the keys' columns */
    struct field_decoder decoder;
    struct strata_memo memo;
    struct table known;
    struct strata_text text; /* of the last record that the memo had not */
    size_t bad_key;          /* whose cell was no date */
    struct slice bad_cell;
};

enum strata_answer {
    STRATA_FOUND,
    STRATA_NEW,     /* nobody has added it yet, as far as is known */
    STRATA_NO_DATE, /* a cell has none where its key asks for one */
    STRATA_MALFORMED,
    STRATA_NO_MEMORY
};

/* Starts a view; the columns are bound. */
enum status strata_view_init(struct strata_view *view, struct strata *strata,
                             const struct columns *columns);

/* Frees what the view holds. */
void strata_view_free(struct strata_view *view);

/* Takes in what was added meanwhile; to be called now and then. */
enum status strata_view_update(struct strata_view *view);

/* Fills in the STRATA of the records from R on, up to COUNT, as long as the
 * memo has their cells, or 0 where CLASSES (classify.h) say that a record has
 * none; returns the first one that is left. There is a key. */
size_t strata_view_pass(const struct strata_view *view,
                        const struct record_batch *batch, size_t r,
                        size_t count, const unsigned char *classes,
                        uint32_t *strata);

/* The STRATUM of record R. */
enum strata_answer strata_view_find(struct strata_view *view,
                                    const struct record_batch *batch, size_t r,
                                    uint32_t *stratum);

/* The stratum of record R of READER's current batch; added if it is new. For
 * the one thread that adds. */
enum status strata_view_assign(struct strata_view *view,
                               const struct reader *reader,
                               const struct record_batch *batch, size_t r,
                               struct trouble *trouble, uint32_t *stratum);

#endif
