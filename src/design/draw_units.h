/* SPDX-License-Identifier: MIT */
/* draw_units.h - the units of a draw whose rows may be anywhere.
 *
 * Purpose    Shows the table of them, unit by unit, in the order of their
 *            random numbers.
 * Units      Units.
 * Ownership  The draw owns the table; what a walk shows is valid until numbers
 *            are added.
 * Errors     None: a walk cannot fail.
 * Method     A unit is told apart by its random number and what breaks ties,
 *            128 bits of hash together. There are two tables: all units with
 *            their strata, and, where the design looks at numbers, those with
 *            a row that is not kept, with their numbers. The second is a part
 *            of the first, and both are in one order.
 */
#ifndef DESIGN_DRAW_UNITS_H
#define DESIGN_DRAW_UNITS_H

#include "design/draw_state.h"

struct draw_unit {
    struct selection_unit unit;
    uint32_t stratum;
    bool is_kept;
    bool is_torn; /* it is in two strata, or has two numbers in a column */
    const struct unit_numbers *numbers; /* or NULL */
};

struct draw_unit_walk {
    struct members_walk units;
    struct members_walk sized;
    struct hash128 sized_key; /* of the next one that has numbers, */
    uint32_t sized_value;     /* and which */
    bool has_sized;
};

static inline struct hash128
draw_unit_key(struct selection_unit unit)
{
    return (struct hash128){unit.prn, unit.position};
}

/* Goes on to the next unit that has numbers. */
static inline void
draw_units_next_sized(const struct draw *draw, struct draw_unit_walk *walk)
{
    walk->has_sized = members_next(&draw->sized_units, &walk->sized,
                                   &walk->sized_key, &walk->sized_value);
}

/* Starts a walk, when the tables are settled. */
static inline void
draw_units_start(const struct draw *draw, struct draw_unit_walk *walk)
{
    members_walk_start(&draw->units, &walk->units);
    members_walk_start(&draw->sized_units, &walk->sized);
    draw_units_next_sized(draw, walk);
}

/* Shows the next unit; false after the last. */
static inline bool
draw_units_next(const struct draw *draw, struct draw_unit_walk *walk,
                struct draw_unit *unit)
{
    struct hash128 key;
    uint32_t value;

    if (!members_next(&draw->units, &walk->units, &key, &value))
        return false;
    unit->unit = (struct selection_unit){key.high, key.low};
    unit->stratum = value & members_label;
    unit->is_kept = (value & members_flag) != 0;
    unit->is_torn = (value & members_differs) != 0;
    unit->numbers = NULL;
    if (walk->has_sized && walk->sized_key.high == key.high &&
        walk->sized_key.low == key.low) {
        unit->numbers = &draw->numbers.list[walk->sized_value & members_label];
        unit->is_torn =
            unit->is_torn || (walk->sized_value & members_differs) != 0;
        draw_units_next_sized(draw, walk);
    }
    return true;
}

#endif
