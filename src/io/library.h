/* SPDX-License-Identifier: MIT */
/* library.h - which libraries read and write compressed data.
 *
 * Purpose    Names and versions, for --version and for reports.
 * Units      None.
 * Ownership  String constants.
 * Errors     None.
 * Method     The versions that the program was compiled with.
 */
#ifndef IO_LIBRARY_H
#define IO_LIBRARY_H

#include "io/format.h"

/* "ISA-L 2.30.0", "zstd 1.5.4", or "" for plain. */
const char *library_of_coding(enum coding coding);

#endif
