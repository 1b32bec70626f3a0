/* SPDX-License-Identifier: MIT */
/* shown.h - text from outside, on its way to a person.
 *
 * Purpose    Prints names of files and columns so that a terminal, a log and a
 *            person can take them.
 * Units      None.
 * Ownership  None.
 * Errors     Those of the stream, which keeps them.
 * Method     Control characters are shown as \xNN, so that a name can neither
 *            forge a second line nor move a cursor.
 */
#ifndef BASE_SHOWN_H
#define BASE_SHOWN_H

#include <stdio.h>

#include "base/slice.h"

/* Prints TEXT to STREAM. */
void shown_print(FILE *stream, struct slice text);

#endif
