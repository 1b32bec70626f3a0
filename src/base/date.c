/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <limits.h>
#include <string.h>
#include <time.h>

#include "base/date_iso.h"

enum {
    DAY_AT = sizeof "YYYY-" - 1,
    FORMAT_BYTES = 256 /* a date in another form is shorter */
};

enum status
date_read(struct slice text, uint32_t *yyyymmdd)
{
    return date_iso_read(text, yyyymmdd) ? ST_OK : ST_SYNTAX;
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
    if (text.len <= DATE_ISO_BYTES)
        return date_read(text, yyyymmdd);
    const char between = text.bytes[DATE_ISO_BYTES];
    const struct slice time = {text.bytes + DATE_ISO_BYTES + 1,
                               text.len - DATE_ISO_BYTES - 1};
    if ((between != 'T' && between != ' ') || !is_time(time))
        return ST_SYNTAX;
    return date_read((struct slice){text.bytes, DATE_ISO_BYTES}, yyyymmdd);
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
    const unsigned year = (unsigned)(parts.tm_year + 1900);
    const unsigned month = (unsigned)parts.tm_mon + 1;
    const unsigned day = (unsigned)parts.tm_mday;
    if (!date_iso_exists(year / 100, year % 100, month, day))
        return ST_SYNTAX;
    *yyyymmdd = year * 10000 + month * 100 + day;
    return ST_OK;
}

/* Dates that have nothing in common; at noon, as a format may have a zone. */
bool
date_format_has_date(const char *format)
{
    static const uint32_t dates[] = {20160331, 19871105};

    for (size_t k = 0; k < sizeof dates / sizeof *dates; k++) {
        struct tm parts = {.tm_year = (int)(dates[k] / 10000) - 1900,
                           .tm_mon = (int)(dates[k] / 100 % 100) - 1,
                           .tm_mday = (int)(dates[k] % 100),
                           .tm_hour = 12,
                           .tm_isdst = -1};
        char text[FORMAT_BYTES];
        uint32_t date;
        if (mktime(&parts) == (time_t)-1)
            return true;
        const size_t len = strftime(text, sizeof text, format, &parts);
        if (date_format_read((struct slice){text, len}, format, &date) !=
                ST_OK ||
            date != dates[k])
            return false;
    }
    return true;
}

enum status
date_day_read(struct slice text, uint32_t *mmdd)
{
    char date[DATE_ISO_BYTES] = "2001-";
    uint32_t value;

    if (text.len != DATE_ISO_BYTES - DAY_AT)
        return ST_SYNTAX;
    memcpy(date + DAY_AT, text.bytes, text.len);
    if (date_read((struct slice){date, DATE_ISO_BYTES}, &value) != ST_OK)
        return ST_SYNTAX;
    *mmdd = value % 10000;
    return ST_OK;
}
