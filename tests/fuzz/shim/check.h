/* SPDX-License-Identifier: MIT */
/* check.h - in the place of Check's, for helpers of unit tests in fuzz targets.
 *
 * Purpose    Lets csv_trial.c and its kind end the process, where there is no
 *            runner of tests to tell.
 * Units      None.
 * Ownership  None.
 * Errors     ck_abort_msg() ends the process.
 * Method     None.
 */
#ifndef TESTS_FUZZ_SHIM_CHECK_H
#define TESTS_FUZZ_SHIM_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define ck_abort_msg(...)             \
    do {                              \
        fprintf(stderr, __VA_ARGS__); \
        putc('\n', stderr);           \
        abort();                      \
    } while (0)

#endif
