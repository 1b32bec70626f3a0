/* SPDX-License-Identifier: MIT */
/* spool_internal.h - the file of a spool.
 *
 * Purpose    What spool.c and its test share: the way to make the file where
 *            the system cannot make one without a name.
 * Units      None.
 * Ownership  The caller closes the descriptor.
 * Errors     ST_SYSTEM with the cause in errno, ST_NOMEM.
 * Method     None.
 */
#ifndef IO_SPOOL_INTERNAL_H
#define IO_SPOOL_INTERNAL_H

#include "base/status.h"

/* Makes a file of mode 0600 in FOLDER under a name that nobody has, and takes
 * the name away again; no signal comes in between. */
enum status spool_make_unlinked(const char *folder, int *fd);

#endif
