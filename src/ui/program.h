/* SPDX-License-Identifier: MIT */
/* program.h - how every program begins and ends.
 *
 * Purpose    What the main functions share.
 * Units      None.
 * Ownership  The program's name is kept as a pointer; it must stay valid.
 * Errors     Exit status 0: done, 1: trouble with data or system, 2: wrong
 *            usage.
 * Method     None.
 */
#ifndef UI_PROGRAM_H
#define UI_PROGRAM_H

#include <stdint.h>

#include "base/trouble.h"

enum { PROGRAM_TROUBLE = 1, PROGRAM_USAGE = 2 };

/* Says under which name messages are printed, and has standard output looked at
 * when the program ends: a full disk is an error of --help and --version
 * too. */
void program_begin(const char *name);

/* Says, once, if what was printed on standard output so far has not arrived;
 * ST_SYSTEM. What is said here is not said again at the end. */
enum status program_check_printed(struct trouble *trouble);

/* The exit status that a status asks for. */
int program_exit_status(enum status st);

/* Tells a seed that nobody has given, where there is no summary. */
void program_tell_seed(uint64_t seed);

/* Says that a seed that nobody has given cannot be told; ST_SYSTEM. */
enum status program_say_seed_untold(struct trouble *trouble);

/* The same if what was printed on standard error so far has not arrived. */
enum status program_check_seed_told(struct trouble *trouble);

#endif
