/* SPDX-License-Identifier: MIT */
/* message.h - one line on standard error, once.
 *
 * Purpose    Prints errors, warnings and notes so that a terminal, a log and
 *            a person can take them.
 * Units      None.
 * Ownership  The program's name is kept as a pointer; it must stay valid.
 * Errors     None: there is nobody left to tell.
 * Method     base/shown.h: what stands in a text cannot end the line.
 */
#ifndef UI_MESSAGE_H
#define UI_MESSAGE_H

/* Says under which name messages are printed. */
void message_init(const char *program);

/* Prints "PROGRAM: TEXT" for an error or a note. */
void message_say(const char *text);

/* Prints "PROGRAM: warning: PLACE: TEXT"; PLACE, which may be NULL, is the
 * input or whatever else the warning is about. */
void message_warn(const char *place, const char *text);

#endif
