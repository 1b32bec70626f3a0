/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <limits.h>
#include <string.h>
#include <time.h>

enum {
    DATE_BYTES = sizeof "YYYY-MM-DD" - 1,
    DAY_AT = sizeof "YYYY-" - 1,
    FORMAT_BYTES = 256 /* a date in another form is shorter */
};

static unsigned
days_of_month(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

/* Whether the calendar has the day YYYYMMDD. */
static bool
exists(uint32_t yyyymmdd)
{
    const unsigned year = yyyymmdd / 10000, month = yyyymmdd / 100 % 100;
    const unsigned day = yyyymmdd % 100;

    return year > 0 && month > 0 && month <= 12 && day > 0 &&
           day <= days_of_month(year, month);
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
    if (!exists(value))
        return ST_SYNTAX;
    *yyyymmdd = value;
    return ST_OK;
}

static bool
is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* Takes two digits below LIMIT off the front of TEXT. */
static bool
take_two(struct slice *text, int limit)
{
    if (text->len < 2 || !is_digit(text->bytes[0]) || !is_digit(text->bytes[1]))
        return false;
    const int value = 10 * (text->bytes[0] - '0') + text->bytes[1] - '0';
    text->bytes += 2;
    text->len -= 2;
    return value < limit;
}

/* Takes LETTER off the front of TEXT, if it is there. */
static bool
take_letter(struct slice *text, char letter)
{
    if (text->len == 0 || text->bytes[0] != letter)
        return false;
    text->bytes++;
    text->len--;
    return true;
}

/* Takes seconds and their fraction off; a minute may have 61 seconds. */
static bool
take_seconds(struct slice *text)
{
    if (!take_two(text, 61))
        return false;
    if (!take_letter(text, '.') && !take_letter(text, ','))
        return true;
    const size_t before = text->len;
    while (text->len > 0 && is_digit(text->bytes[0])) {
        text->bytes++;
        text->len--;
    }
    return text->len < before;
}

/* Whether TEXT is a time of day. */
static bool
is_time(struct slice text)
{
    if (!take_two(&text, 24) || !take_letter(&text, ':') ||
        !take_two(&text, 60) ||
        (take_letter(&text, ':') && !take_seconds(&text)))
        return false;
    if (text.len == 0)
        return true;
    if (take_letter(&text, 'Z'))
        return text.len == 0;
    if ((!take_letter(&text, '+') && !take_letter(&text, '-')) ||
        !take_two(&text, 24))
        return false;
    if (text.len == 0)
        return true;
    take_letter(&text, ':');
    return take_two(&text, 60) && text.len == 0;
}

enum status
date_time_read(struct slice text, uint32_t *yyyymmdd)
{
    if (text.len <= DATE_BYTES)
        return date_read(text, yyyymmdd);
    const char between = text.bytes[DATE_BYTES];
    const struct slice time = {text.bytes + DATE_BYTES + 1,
                               text.len - DATE_BYTES - 1};
    if ((between != 'T' && between != ' ') || !is_time(time))
        return ST_SYNTAX;
    return date_read((struct slice){text.bytes, DATE_BYTES}, yyyymmdd);
}

enum status
date_format_read(struct slice text, const char *format, uint32_t *yyyymmdd)
{
    struct tm parts = {.tm_year = INT_MIN, .tm_mon = -1};
    char string[FORMAT_BYTES];

    if (text.len >= sizeof string)
        return ST_SYNTAX;
    memcpy(string, text.bytes, text.len);
    string[text.len] = '\0';
    const char *const end = strptime(string, format, &parts);
    if (end != string + text.len || parts.tm_year < 1 - 1900 ||
        parts.tm_year > 9999 - 1900 || parts.tm_mon < 0 || parts.tm_mday < 1)
        return ST_SYNTAX;
    const uint32_t value = (uint32_t)(parts.tm_year + 1900) * 10000 +
                           (uint32_t)(parts.tm_mon + 1) * 100 +
                           (uint32_t)parts.tm_mday;
    if (!exists(value))
        return ST_SYNTAX;
    *yyyymmdd = value;
    return ST_OK;
}

enum status
date_day_read(struct slice text, uint32_t *mmdd)
{
    char date[DATE_BYTES] = "2001-";
    uint32_t value;

    if (text.len != DATE_BYTES - DAY_AT)
        return ST_SYNTAX;
    memcpy(date + DAY_AT, text.bytes, text.len);
    if (date_read((struct slice){date, DATE_BYTES}, &value) != ST_OK)
        return ST_SYNTAX;
    *mmdd = value % 10000;
    return ST_OK;
}
