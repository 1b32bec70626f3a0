/* SPDX-License-Identifier: MIT */
/* decimal.h - numbers as they are written, compared exactly.
 *
 * Purpose    Tells whether a text is a number, and which of two numbers is
 *            the larger, without rounding either of them.
 * Units      None.
 * Ownership  A decimal shows the bytes of the text it was read from and is
 *            valid as long as they are.
 * Errors     ST_SYNTAX if the text is not a number, or if a number has too many
 *            digits for the integer that is asked for.
 * Method     A number is [+-] digits [. digits] [(e|E) [+-] digits], at least
 *            one digit before the exponent; nothing else, so neither inf, hex
 *            nor blanks. Digits are compared place by place; an exponent is
 *            limited to 18 digits, which no data reaches.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/slice.h"

struct decimal {
    struct slice digits; /* from the first to the last digit, maybe a point */
    int64_t exponent;    /* power of ten of the first significant digit */
    int sign;            /* -1, 0 or 1 */
};

/* Reads TEXT as a number. */
enum status decimal_read(struct slice text, struct decimal *number);

/* Negative, 0 or positive as A is less than, equal to or greater than B. */
int decimal_compare(const struct decimal *a, const struct decimal *b);

/* The digits from the first to the last that is no zero, as an integer, and the
 * power of ten that the integer is to be multiplied by: 2.50 is 25 and -1; 0 is
 * 0 and 0. The sign is left out. */
enum status decimal_integer(const struct decimal *number, uint64_t *integer,
                            int64_t *power);

/* The powers of ten that 64 bits hold: decimal_tens[k] is 10^k. */
enum { DECIMAL_TENS = 20 };
extern const uint64_t decimal_tens[DECIMAL_TENS];

#endif
