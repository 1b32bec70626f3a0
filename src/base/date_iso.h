/* SPDX-License-Identifier: MIT */
/* date_iso.h - the usual form of a date, read where it is met.
 *
 * Purpose    Reads YYYY-MM-DD in the loops over millions of cells; others call
 *            date_read().
 * Units      A day as the number YYYYMMDD.
 * Ownership  None.
 * Errors     None; false if the text is no such date.
 * Method     All letters at once, in two words.
 */
#ifndef BASE_DATE_ISO_H
#define BASE_DATE_ISO_H

#include <endian.h>
#include <string.h>

#include "base/slice.h"

enum { DATE_ISO_BYTES = sizeof "YYYY-MM-DD" - 1 };

/* Whether the calendar has this day of the year 100 CENTURY + YEAR. */
static inline bool
date_iso_exists(unsigned century, unsigned year, unsigned month, unsigned day)
{
    static const unsigned char days[2][16] = {
        {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31},
        {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}};
    const bool is_leap = (year != 0 ? year : century) % 4 == 0;

    return century + year > 0 && month < 16 && day > 0 &&
           day <= days[is_leap][month];
}

/* All bytes of a date at once, since millions of them are read: first those of
 * "YYYY-MM-", then those of "DD", byte I of a word being its bits 8 I to
 * 8 I + 7. What is not '0' to '9', or '-' where that must stand, has its
 * highest bit set after the sum. Ten times a digit and the one behind it are a
 * byte of their own. */
static inline bool
date_iso_read(struct slice text, uint32_t *yyyymmdd)
{
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    uint64_t word;
    uint16_t last;

    if (text.len != DATE_ISO_BYTES)
        return false;
    memcpy(&word, text.bytes, sizeof word);
    memcpy(&last, text.bytes + sizeof word, sizeof last);
    const uint64_t front = le64toh(word) ^ UINT64_C(0x2d30302d30303030);
    const uint32_t last_two = le16toh(last) ^ 0x3030U;
    const uint64_t front_over = front + UINT64_C(0x7f76767f76767676);
    const uint32_t last_over = last_two + 0x7676U;
    if (((front | front_over | last_two | last_over) & high_bits) != 0)
        return false;
    const uint64_t pairs = front * 10 + (front >> 8);
    const uint32_t century = pairs & 0xff, year = pairs >> 16 & 0xff;
    const uint32_t month = pairs >> 40 & 0xff;
    const uint32_t day = last_two % 256 * 10 + last_two / 256;
    if (!date_iso_exists(century, year, month, day))
        return false;
    *yyyymmdd = century * 1000000 + year * 10000 + month * 100 + day;
    return true;
}

#endif
