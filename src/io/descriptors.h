/* SPDX-License-Identifier: MIT */
/* descriptors.h - descriptors 0, 1 and 2 are what they are taken for.
 *
 * Purpose    Keeps an input or output file from being given the number of a
 *            standard stream that the caller had closed.
 * Units      None.
 * Ownership  The descriptors opened here stay open.
 * Errors     ST_SYSTEM where /dev/null cannot be opened.
 * Method     A closed 0 is opened for writing only and a closed 1 for reading
 *            only, on /dev/null, so that using them fails with EBADF; a closed
 *            2 is opened for writing, so that messages go nowhere; whoever has
 *            to be heard asks.
 */
#ifndef IO_DESCRIPTORS_H
#define IO_DESCRIPTORS_H

#include <stdbool.h>

#include "base/status.h"

/* Fills the gaps among descriptors 0, 1 and 2, and says whether messages are
 * heard, 2 being none of them; call it first in main(). */
enum status descriptors_guard(bool *are_heard);

#endif
