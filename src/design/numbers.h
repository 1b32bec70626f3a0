/* SPDX-License-Identifier: MIT */
/* numbers.h - what units have in the columns of numbers of a design.
 *
 * Purpose    Holds numbers by value, apart from the text that they were read
 *            from, and gives those that a unit has a label of their own: a
 *            table of units has room for a label and no more.
 * Units      Those of the columns.
 * Ownership  A number is a plain value. The caller owns the list of labels,
 *            which starts zeroed, and frees it with numbers_free().
 * Errors     ST_DATA for a number that quantity_of() refuses; ST_NOMEM, also
 *            for more than 2^30 labels.
 * Method     The digits from the first to the last that is no zero as an
 *            integer, with a power of ten: equal numbers are equal in all their
 *            parts, however they are written. A label takes up to
 *            NUMBERS_LABEL_BYTES.
 */
#ifndef DESIGN_NUMBERS_H
#define DESIGN_NUMBERS_H

#include "base/decimal.h"
#include "base/table.h"

enum { NUMBERS_LABEL_BYTES = 120 };

struct number {
    uint64_t digits;
    int32_t power; /* of ten, which they are multiplied by */
    int32_t sign;  /* -1, 0 or 1 */
};

/* What a unit has: a number for each option that looks at one, or zeros. */
enum { NUMBERS_OF_UNIT = 2 };
struct unit_numbers {
    struct number of[NUMBERS_OF_UNIT];
};

struct numbers {
    struct table table;
    struct unit_numbers *list; /* by their labels */
    size_t room;
    uint32_t most; /* labels there may be; 0: as many as there are */
};

/* The number that a decimal is. */
enum status number_of(const struct decimal *decimal, struct number *number);

/* The other way round, with the digits in TEXT. */
enum { NUMBER_TEXT = 24 };
struct decimal number_decimal(const struct number *number,
                              char text[NUMBER_TEXT]);

/* Whether A and B have the same value. */
bool number_equal(const struct number *a, const struct number *b);

/* The label of these numbers, a new one if they are new. */
enum status numbers_label(struct numbers *numbers,
                          const struct unit_numbers *of_unit, uint32_t *label);

/* Frees and empties the list. */
void numbers_free(struct numbers *numbers);

#endif
