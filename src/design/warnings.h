/* SPDX-License-Identifier: MIT */
/* warnings.h - what a careful reader of the result should know.
 *
 * Purpose    Collects warnings in the order they are found, for standard error
 *            and for the report.
 * Units      None.
 * Ownership  The caller owns the list and frees it with warnings_free().
 * Errors     ST_NOMEM from warnings_add().
 * Method     None.
 */
#ifndef DESIGN_WARNINGS_H
#define DESIGN_WARNINGS_H

#include <stddef.h>

#include "base/status.h"

enum { WARNING_BYTES = 256 };

struct warning {
    char text[WARNING_BYTES];
};

struct warnings {
    struct warning *list;
    size_t count;
    size_t room;
};

/* Adds a warning in printf's manner; a text too long is cut. */
enum status warnings_add(struct warnings *warnings, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Frees the list. */
void warnings_free(struct warnings *warnings);

#endif
