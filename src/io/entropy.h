/* SPDX-License-Identifier: MIT */
/* entropy.h - a number that nobody can foresee.
 *
 * Purpose    The seed of a run that was not given one.
 * Units      None.
 * Ownership  None.
 * Errors     ST_SYSTEM, said in the trouble; never a constant instead.
 * Method     getrandom(2), else /dev/urandom.
 */
#ifndef IO_ENTROPY_H
#define IO_ENTROPY_H

#include <stdint.h>

#include "base/trouble.h"

/* 64 random bits of the operating system. */
enum status entropy_number(struct trouble *trouble, uint64_t *number);

#endif
