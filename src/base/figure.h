/* SPDX-License-Identifier: MIT */
/* figure.h - numbers as people read them.
 *
 * Purpose    Counts with thousands separators, for summaries and messages.
 * Units      Counts.
 * Ownership  The text is inside the struct that is returned.
 * Errors     None.
 * Method     A comma before every third digit from the right.
 */
#ifndef BASE_FIGURE_H
#define BASE_FIGURE_H

#include <stdint.h>

struct figure {
    char text[28]; /* 20 digits, 6 commas, a NUL */
};

/* COUNT as "24,000,000". */
struct figure figure_of(uint64_t count);

#endif
