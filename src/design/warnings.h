/* SPDX-License-Identifier: MIT */
/* warnings.h - what a careful reader of the result should know.
 *
 * Purpose    Collects warnings in the order they are found, for standard error
 *            and for the report.
 * Units      None.
 * Ownership  The caller owns the list and frees it with warnings_free().
 * Errors     ST_NOMEM from warnings_add() and warnings_add_plain().
 * Method     A warning may hold counts unless it is said to be plain: where
 *            counts are not for everybody (sdc.h), only plain ones are told
 *            as they are.
 */
#ifndef DESIGN_WARNINGS_H
#define DESIGN_WARNINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

enum { WARNING_BYTES = 256 };

struct warning {
    bool plain; /* its text holds no count, and depends on none but zero */
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

/* The same for a plain one. */
enum status warnings_add_plain(struct warnings *warnings, const char *format,
                               ...) __attribute__((format(printf, 2, 3)));

/* Frees the list. */
void warnings_free(struct warnings *warnings);

#endif
