/* SPDX-License-Identifier: MIT */
/* date.h - days of the calendar.
 *
 * Purpose    Tells whether a text is a date that exists.
 * Units      A day as the number YYYYMMDD, which sorts as the calendar does.
 * Ownership  None.
 * Errors     ST_SYNTAX if the text is not a date.
 * Method     ISO 8601 extended format YYYY-MM-DD, years 0001 to 9999 of the
 *            proleptic Gregorian calendar; 2014-02-30 is no date.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/slice.h"

/* Reads TEXT as a date. */
enum status date_read(struct slice text, uint32_t *yyyymmdd);

#endif
