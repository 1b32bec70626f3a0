/* SPDX-License-Identifier: MIT */
/* status.h - the one result type of every function that can fail.
 *
 * Purpose    A code says what went wrong; the first caller that knows where
 *            it happened says so with a struct trouble (trouble.h).
 * Units      None.
 * Ownership  None.
 * Errors     None.
 * Method     ST_OK is 0, so that "if (st)" reads as "if it failed".
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
    ST_OK = 0,
    ST_END,    /* no more of what was asked for; not an error */
    ST_SYNTAX, /* a text is not of the form that was asked for */
    ST_DATA,   /* the input breaks a promise that a frame has to keep */
    ST_USAGE,  /* the command asks for what cannot be done */
    ST_SYSTEM, /* the operating system refused */
    ST_NOMEM   /* out of memory */
};

/* The status as a phrase in English, for a message; a string constant. */
const char *status_text(enum status st);

#endif
