/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <stdio.h>
#include <string.h>

#include "run_tests.h"

/* 9999-12-31 is day 3,652,059 if 0001-01-01 is day 1 (Reingold and Dershowitz,
 * "Calendrical Calculations"; datetime.date.max.toordinal() in Python). */
enum { LAST_DAY = 3652059 };

struct day {
    int year, month, day;
};

/* The day with number RATA of the calendar, as Fliegel and Van Flandern find
 * it (Communications of the ACM 11, 1968, page 657) from the Julian day
 * number: arithmetic on a year that begins in March, no table of months. */
static struct day
day_of(int rata)
{
    int l = rata + 1721425 + 68569;
    const int n = 4 * l / 146097;
    l -= (146097 * n + 3) / 4;
    const int i = 4000 * (l + 1) / 1461001;
    l += 31 - 1461 * i / 4;
    const int j = 80 * l / 2447;
    const int day = l - 2447 * j / 80;
    l = j / 11;
    return (struct day){100 * (n - 49) + i + l, j + 2 - 12 * l, day};
}

static void
put_number(char *text, int digits, int number)
{
    for (int i = digits - 1; i >= 0; i--, number /= 10)
        text[i] = (char)('0' + number % 10);
}

/* Reads the text YYYY-MM-DD of these three; 0 if it is no date. */
static uint32_t
read_parts(int year, int month, int day)
{
    char text[] = "YYYY-MM-DD";
    uint32_t value = 0;

    put_number(text, 4, year);
    put_number(text + 5, 2, month);
    put_number(text + 8, 2, day);
    if (date_read((struct slice){text, 10}, &value) != ST_OK)
        return 0;
    return value;
}

START_TEST(every_day_from_0001_to_9999_is_a_date)
{
    for (int rata = 1; rata <= LAST_DAY; rata++) {
        const struct day day = day_of(rata);
        const uint32_t expected =
            (uint32_t)(day.year * 10000 + day.month * 100 + day.day);
        if (read_parts(day.year, day.month, day.day) != expected)
            ck_abort_msg("%04d-%02d-%02d", day.year, day.month, day.day);
    }
    ck_assert_int_eq(day_of(1).year, 1);
    ck_assert_int_eq(day_of(LAST_DAY).year, 9999);
    ck_assert_int_eq(day_of(LAST_DAY).day, 31);
    ck_assert_int_eq(day_of(LAST_DAY + 1).year, 10000);
}
END_TEST

/* All months from 00 to 13 and days from 00 to 32 of all years: since every day
 * of the calendar is a date, the number of dates says that nothing else is. */
START_TEST(no_other_day_is_a_date)
{
    int dates = 0;

    for (int year = 0; year <= 9999; year++)
        for (int month = 0; month <= 13; month++)
            for (int day = 0; day <= 32; day++)
                dates += read_parts(year, month, day) != 0;
    ck_assert_int_eq(dates, LAST_DAY);
}
END_TEST

START_TEST(months_and_days_of_two_digits_beyond_the_calendar_are_no_dates)
{
    for (int month = 0; month <= 99; month++)
        for (int day = 0; day <= 99; day++)
            if ((month > 12 || day > 31) && read_parts(2016, month, day) != 0)
                ck_abort_msg("2016-%02d-%02d", month, day);
}
END_TEST

START_TEST(other_ways_to_write_a_day_are_no_dates)
{
    static const char *const texts[] = {"",
                                        "2014",
                                        "2014-12",
                                        "2014-1-01",
                                        "2014-01-1",
                                        "14-02-03",
                                        "31/12/2014",
                                        "2014/12/31",
                                        "20141231",
                                        "2014-12-3",
                                        "2014-12-311",
                                        "12014-01-01",
                                        "2014-02-30",
                                        "0000-00-00",
                                        " 2014-01-01",
                                        "2014-01-01 ",
                                        "2014-01-01T00:00Z",
                                        "-014-01-01",
                                        "+014-01-01",
                                        "2014-01--1",
                                        "2014_01_01",
                                        "2014-01 01",
                                        "2014-O1-01",
                                        "NA",
                                        "2014-W01-1",
                                        "2014-001"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint32_t value = 7;
        ck_assert_int_eq(date_read(slice_of(texts[i]), &value), ST_SYNTAX);
        ck_assert_uint_eq(value, 7);
    }
}
END_TEST

/* Each of the ten places of a date holds each of the 256 bytes in turn. */
START_TEST(no_byte_but_a_digit_or_a_hyphen_makes_a_date)
{
    for (int place = 0; place < 10; place++)
        for (int byte = 0; byte < 256; byte++) {
            char text[] = "2011-11-11";
            uint32_t value;
            const bool may_be = place == 4 || place == 7
                                    ? byte == '-'
                                    : byte >= '0' && byte <= '9';
            text[place] = (char)byte;
            if (!may_be && date_read((struct slice){text, 10}, &value) == ST_OK)
                ck_abort_msg("byte %d at place %d", byte, place);
        }
}
END_TEST

/* The day of TEXT; 0: it is none. */
static uint32_t
moment(const char *text)
{
    uint32_t value = 0;

    return date_time_read(slice_of(text), &value) == ST_OK ? value : 0;
}

/* ISO 8601-1:2019, 4.3 and 5.4: the forms that timestamps in CSV files have. */
START_TEST(a_time_of_day_may_follow_a_date)
{
    static const char *const times[] = {
        "",
        "T00:00",
        " 23:59",
        "T12:34:56",
        "T23:59:60",
        " 12:34:56.789",
        "T12:34:56,123456789",
        "T00:00Z",
        "T12:34:56Z",
        "T12:34:56.5+01",
        " 12:34+0530",
        "T12:34:56-11:30",
    };

    for (size_t k = 0; k < sizeof times / sizeof times[0]; k++) {
        char text[64];
        snprintf(text, sizeof text, "2014-12-31%s", times[k]);
        if (moment(text) != 20141231)
            ck_abort_msg("%s", text);
    }
}
END_TEST

START_TEST(what_is_no_time_of_day_makes_it_no_date)
{
    static const char *const times[] = {
        "T",         " ",          "x",           "T1",        "T12",
        "T12:",      "T12:3",      "T24:00",      "T12:60",    "T12:34:",
        "T12:34:61", "T12:34:56.", "T12:34Zx",    "T12:34+",   "T12:34+1",
        "T12:34+24", "T12:34+01:", "t12:34",      "T12:34 +1", "T12:34:56Z ",
        "-12:34",    "T-1:00",     "T12:34+01:60"};

    for (size_t k = 0; k < sizeof times / sizeof times[0]; k++) {
        char text[64];
        snprintf(text, sizeof text, "2014-12-31%s", times[k]);
        if (moment(text) != 0)
            ck_abort_msg("%s", text);
    }
    ck_assert_uint_eq(moment("2014-02-30T12:34"), 0);
}
END_TEST

/* The day of TEXT in a FORMAT; 0: it is none. */
static uint32_t
formatted(const char *text, const char *format)
{
    uint32_t value = 0;

    return date_format_read(slice_of(text), format, &value) == ST_OK ? value
                                                                     : 0;
}

START_TEST(other_forms_are_read_to_their_end)
{
    ck_assert_uint_eq(formatted("31/12/2014", "%d/%m/%Y"), 20141231);
    ck_assert_uint_eq(formatted("1/2/2014", "%d/%m/%Y"), 20140201);
    ck_assert_uint_eq(formatted("31DEC2014", "%d%b%Y"), 20141231);
    ck_assert_uint_eq(formatted("20141231", "%Y%m%d"), 20141231);
    ck_assert_uint_eq(formatted("31.12.14", "%d.%m.%y"), 20141231);
    ck_assert_uint_eq(formatted("2014-12-31 10:00", "%Y-%m-%d %H:%M"),
                      20141231);
    ck_assert_uint_eq(formatted("31/12/2014 ", "%d/%m/%Y"), 0);
    ck_assert_uint_eq(formatted("31/12/2014x", "%d/%m/%Y"), 0);
    ck_assert_uint_eq(formatted("30/02/2014", "%d/%m/%Y"), 0);
    ck_assert_uint_eq(formatted("31/13/2014", "%d/%m/%Y"), 0);
    ck_assert_uint_eq(formatted("", "%d/%m/%Y"), 0);
    ck_assert_uint_eq(formatted("2014-12", "%Y-%m"), 0);
    ck_assert_uint_eq(formatted("31/12", "%d/%m"), 0);
}
END_TEST

START_TEST(a_format_must_have_year_month_and_day)
{
    static const char *const good[] = {
        "%d/%m/%Y",          "%F", "%Y%m%d", "%d.%m.%y",
        "%e %B %Y",          "%D", "%d%b%Y", "%Y-%j",
        "%Y-%m-%d %H:%M:%S", "%c", "%s",     "%m/%d/%C%y"};
    static const char *const bad[] = {"",   "date", "%Y",    "%d/%m", "%Y-%m",
                                      "%H", "%%Y",  "%Y %d", "%m %d", "%"};

    for (size_t k = 0; k < sizeof good / sizeof *good; k++)
        ck_assert_msg(date_format_has_date(good[k]), "%s", good[k]);
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        ck_assert_msg(!date_format_has_date(bad[k]), "%s", bad[k]);
}
END_TEST

START_TEST(a_day_of_every_year_is_not_the_29th_of_february)
{
    uint32_t day;

    ck_assert_int_eq(date_day_read(slice_of("04-01"), &day), ST_OK);
    ck_assert_uint_eq(day, 401);
    ck_assert_int_eq(date_day_read(slice_of("12-31"), &day), ST_OK);
    ck_assert_uint_eq(day, 1231);
    ck_assert_int_eq(date_day_read(slice_of("02-29"), &day), ST_SYNTAX);
    ck_assert_int_eq(date_day_read(slice_of("4-1"), &day), ST_SYNTAX);
    ck_assert_int_eq(date_day_read(slice_of("13-01"), &day), ST_SYNTAX);
    ck_assert_int_eq(date_day_read(slice_of("2016-04-01"), &day), ST_SYNTAX);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("date");

    tcase_add_test(tests, every_day_from_0001_to_9999_is_a_date);
    tcase_add_test(tests, no_other_day_is_a_date);
    tcase_add_test(
        tests, months_and_days_of_two_digits_beyond_the_calendar_are_no_dates);
    tcase_add_test(tests, other_ways_to_write_a_day_are_no_dates);
    tcase_add_test(tests, no_byte_but_a_digit_or_a_hyphen_makes_a_date);
    tcase_add_test(tests, a_time_of_day_may_follow_a_date);
    tcase_add_test(tests, what_is_no_time_of_day_makes_it_no_date);
    tcase_add_test(tests, other_forms_are_read_to_their_end);
    tcase_add_test(tests, a_format_must_have_year_month_and_day);
    tcase_add_test(tests, a_day_of_every_year_is_not_the_29th_of_february);
    return run_tests("date", tests);
}
