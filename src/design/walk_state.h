/* SPDX-License-Identifier: MIT */
/* walk_state.h - the inside of a walk, for the files that make it up.
 *
 * Purpose    Shares struct walk between walk.c, which reads and adds up, and
 *            walk_cells.c, which reads the cells that options name.
 * Units      As in walk.h.
 * Ownership  walk.c owns everything in it.
 * Errors     As in walk.h.
 * Method     None.
 */
#ifndef DESIGN_WALK_STATE_H
#define DESIGN_WALK_STATE_H

#include "design/unit_order.h"
#include "design/walk.h"

/* A column that an option names. */
struct named_column {
    struct slice name; /* empty: none */
    size_t column;
    size_t place;
    uint64_t unusable; /* cells, but for those that end the pass at once */
    uint64_t first_unusable;
};

struct walk {
    const struct plan *plan;
    struct reader *reader;
    struct columns columns;
    struct classifier *classifier;
    struct strata *strata;
    struct facts_setup facts;
    struct finder *finders[BLOCK_THREADS]; /* the first is the walk's own */
    struct pcg64 opened;                   /* the stream at its begin, */
    struct pcg64 stream;                   /* and where it is now */
    struct prn_key unit_key;
    struct named_column unit;
    struct named_column numbers[WALK_NUMBERS];
    struct field_decoder decoder;
    struct unit_order order;     /* of identifiers that are sorted */
    uint64_t prns[RECORD_BATCH]; /* by position */
    struct walk_batch batch;
    struct trouble held; /* of the record that the batch ends in front of */
};

/* The text of a cell of record R, of the column at PLACE. */
enum status walk_cell(struct walk *walk, size_t r, size_t place,
                      struct trouble *trouble, struct slice *cell);

/* Counts a cell that cannot be used, of the record at POSITION. */
void walk_count_unusable(struct named_column *named, uint64_t position);

#endif
