/* SPDX-License-Identifier: MIT */
/* date.h - days of the calendar.
 *
 * Purpose    Tells whether a text is a date that exists, or a moment of one.
 * Units      A day as the number YYYYMMDD, which sorts as the calendar does.
 * Ownership  None.
 * Errors     ST_SYNTAX if the text is not a date.
 * Method     ISO 8601 extended format YYYY-MM-DD, years 0001 to 9999 of the
 *            proleptic Gregorian calendar; 2014-02-30 is no date. A time of day
 *            may follow a T or a blank: HH:MM, HH:MM:SS, a fraction of the
 *            second, a zone Z or +HH:MM; the day is the one that is written,
 *            whatever the zone. Other forms are read as strptime(3) reads
 *            them, to the end of the text.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>

#include "base/slice.h"

/* Reads TEXT as a date. */
enum status date_read(struct slice text, uint32_t *yyyymmdd);

/* Reads TEXT as a date, with a time of day behind it or not. */
enum status date_time_read(struct slice text, uint32_t *yyyymmdd);

/* Reads TEXT in the FORMAT of strptime, which must give a whole date. */
enum status date_format_read(struct slice text, const char *format,
                             uint32_t *yyyymmdd);

/* Whether a text that FORMAT reads can be a date: one that strftime writes in
 * it is read as the same date again. */
bool date_format_has_date(const char *format);

/* Reads TEXT as a day of every year, MM-DD, to the number MMDD; 02-29 is
 * none. */
enum status date_day_read(struct slice text, uint32_t *mmdd);

#endif
