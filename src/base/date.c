/* SPDX-License-Identifier: MIT */
#include "base/date.h"

enum { DATE_BYTES = sizeof "YYYY-MM-DD" - 1 };

static unsigned
days_of_month(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

enum status
date_read(struct slice text, uint32_t *yyyymmdd)
{
    uint32_t value = 0;

    if (text.len != DATE_BYTES)
        return ST_SYNTAX;
    for (size_t i = 0; i < DATE_BYTES; i++) {
        const char letter = text.bytes[i];
        if (i == 4 || i == 7) {
            if (letter != '-')
                return ST_SYNTAX;
        } else if (letter >= '0' && letter <= '9') {
            value = value * 10 + (uint32_t)(letter - '0');
        } else {
            return ST_SYNTAX;
        }
    }
    const unsigned year = value / 10000, month = value / 100 % 100;
    const unsigned day = value % 100;
    if (year == 0 || month == 0 || month > 12 || day == 0 ||
        day > days_of_month(year, month))
        return ST_SYNTAX;
    *yyyymmdd = value;
    return ST_OK;
}
