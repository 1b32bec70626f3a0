/* SPDX-License-Identifier: MIT */
/* trouble.h - what went wrong and where, in the words of who knows it best.
 *
 * Purpose    Carries one message from the depth where a fault was found up to
 *            main(), which prints it.
 * Units      None.
 * Ownership  The caller owns the struct; it holds its text and needs no free.
 * Errors     Saying trouble cannot fail: a text that is too long is cut.
 * Method     The first one to speak is right: later ones do not overwrite it.
 */
#ifndef BASE_TROUBLE_H
#define BASE_TROUBLE_H

#include "base/status.h"

enum { TROUBLE_BYTES = 8192 };

struct trouble {
    enum status status;
    char text[TROUBLE_BYTES];
};

/* Records ST and a message in PRINTF's manner, unless one is there already.
 * Returns ST, so that a function can end with "return trouble_say(...)". */
enum status trouble_say(struct trouble *trouble, enum status st,
                        const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a failed system call: ": " and the text of ERROR_NUMBER follow
 * the message. Returns ST_NOMEM for ENOMEM, else ST_SYSTEM. */
enum status trouble_system(struct trouble *trouble, int error_number,
                           const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds to a message what else there is to say, such as what went wrong while
 * that was undone; "; " stands in front. Only where a message is. */
void trouble_more(struct trouble *trouble, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts "PLACE: " in front of a message that does not say where. Returns its
 * status. */
enum status trouble_place(struct trouble *trouble, const char *place);

/* Records "out of memory" and returns ST_NOMEM. */
enum status trouble_nomem(struct trouble *trouble);

#endif
