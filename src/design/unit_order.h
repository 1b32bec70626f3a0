/* SPDX-License-Identifier: MIT */
/* unit_order.h - whether the identifiers of a file are sorted.
 *
 * Purpose    Holds a file to the promise of --unit-sorted: each identifier is
 *            that of the record above it, or comes later.
 * Units      Lengths in bytes.
 * Ownership  The caller owns the struct, which unit_order_init() starts, and
 *            frees it with unit_order_free(). Identifiers stay the caller's.
 * Errors     ST_NOMEM. An identifier out of order is no error here: the caller
 *            is told.
 * Method     The order is that of bytes or that of numbers, whichever all
 *            identifiers so far have been in; numbers are compared exactly.
 *            Nearly always an identifier has the length of the one above, and
 *            both are digits: then the two orders are one, and eight bytes are
 *            compared at a time. A record without an identifier is a unit of
 *            its own, and ends the one above it.
 */
#ifndef DESIGN_UNIT_ORDER_H
#define DESIGN_UNIT_ORDER_H

#include "base/slice.h"

struct unit_order {
    char *last; /* the identifier above */
    size_t last_bytes;
    size_t room;
    bool has_last;
    bool last_is_short;     /* 8 to 16 digits */
    bool is_behind_missing; /* a record without one stood in between */
    bool by_bytes;          /* what the order can still be */
    bool by_value;
};

/* Starts at the begin of a file. */
void unit_order_init(struct unit_order *order);

/* Frees what the order holds. */
void unit_order_free(struct unit_order *order);

/* Whether the next record may have the identifier ID: it FOLLOWS. */
enum status unit_order_next(struct unit_order *order, struct slice id,
                            bool *follows);

/* The next record has no identifier. */
void unit_order_missing(struct unit_order *order);

#endif
