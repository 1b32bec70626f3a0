/* SPDX-License-Identifier: MIT */
/* sandbox_internal.h - the two halves of a sandbox.
 *
 * Purpose    What sandbox.c, for files, and sandbox_calls.c, for system calls,
 *            share; for them only.
 * Units      None.
 * Ownership  None.
 * Errors     As sandbox.h says.
 * Method     None.
 */
#ifndef IO_SANDBOX_INTERNAL_H
#define IO_SANDBOX_INTERNAL_H

#include <stdbool.h>

/* Whether this system can refuse system calls. */
bool sandbox_can_refuse_calls(void);

/* Refuses, from now on, those that make sockets, processes and programs. The
 * process must have given up new privileges. */
void sandbox_refuse_calls(void);

#endif
