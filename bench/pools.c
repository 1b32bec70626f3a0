/* SPDX-License-Identifier: MIT */
#include "pools.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"

enum { FIRST_YEAR = 2014, LAST_YEAR = 2024, PRACTICES = 999 };

/* What a reader of CSV has to get right, as it stands in the file. */
static const char *const hostile_texts[] = {
    "\"two\nlines\"",
    "\"\r\nthree\r\nlines\"",
    "\"a,b,,c\"",
    "\"1,2,3\r\n4,5,6\r\n\"",
    "\"\"",
    "\"said \"\"yes\"\"\"",
    "\"\"\"\"",
    "\"\"\",\"\"\"",
    "\"\"\"\n\"\"\"",
    "\"lone\rreturn\"",
    "5\" scale",
    "\" padded \"",
    " Z\xc3\xbcrich ",
    "\"\xe2\x80\x9c,\xe2\x80\x9d\"",
};

enum { HOSTILE_TEXTS = sizeof hostile_texts / sizeof hostile_texts[0] };

/* Adds TEXT, as it stands in the file. */
static void
add_text(struct pools *pools, enum kind kind, const char *text)
{
    struct pool *const pool = &pools->of[kind];

    if (pools->status == ST_OK)
        pools->status = array_reserve(&pool->texts, &pool->room,
                                      pool->count + 1, sizeof *pool->texts);
    if (pools->status != ST_OK)
        return;
    struct text *const added = &pool->texts[pool->count++];
    added->len = (unsigned char)snprintf(added->bytes, TEXT_BYTES, "%s,", text);
}

/* Adds TEXT, which holds no quote: in quotes if every string is. */
static void
add_string(struct pools *pools, enum kind kind, const char *text)
{
    char quoted[TEXT_BYTES];

    snprintf(quoted, sizeof quoted, pools->quoted ? "\"%s\"" : "%s", text);
    add_text(pools, kind, quoted);
}

/* Adds a missing string, COUNT texts and, if asked for, the hostile ones. */
static void
add_strings(struct pools *pools, enum kind kind, const char *const *texts,
            size_t count)
{
    add_string(pools, kind, "");
    for (size_t i = 0; i < count; i++)
        add_string(pools, kind, texts[i]);
    for (size_t i = 0; pools->hostile && i < HOSTILE_TEXTS; i++)
        add_text(pools, kind, hostile_texts[i]);
}

/* Adds a missing number and all from FIRST to LAST, in tenths if TENTHS. */
static void
add_numbers(struct pools *pools, enum kind kind, int first, int last,
            bool tenths)
{
    char text[TEXT_BYTES];

    add_text(pools, kind, pools->quoted ? "NA" : ""); /* NA: as R has it */
    for (int number = first; number <= last; number++) {
        if (tenths)
            snprintf(text, sizeof text, "%d.%d", number / 10, number % 10);
        else
            snprintf(text, sizeof text, "%d", number);
        add_text(pools, kind, text);
    }
}

/* Adds a missing date and every day of the years. */
static void
add_dates(struct pools *pools)
{
    static const int month_days[] = {31, 28, 31, 30, 31, 30,
                                     31, 31, 30, 31, 30, 31};
    char text[TEXT_BYTES];

    add_string(pools, K_DATE, "");
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        for (int month = 1; month <= 12; month++) {
            /* No century ends in these years. */
            const int leap_day = month == 2 && year % 4 == 0;
            for (int day = 1; day <= month_days[month - 1] + leap_day; day++) {
                snprintf(text, sizeof text, "%d-%02d-%02d", year, month, day);
                add_string(pools, K_DATE, text);
            }
        }
    }
}

static void
add_practices(struct pools *pools)
{
    char text[TEXT_BYTES];

    add_string(pools, K_PRACTICE, "");
    for (int practice = 1; practice <= PRACTICES; practice++) {
        snprintf(text, sizeof text, "E54%06d", practice * 17);
        add_string(pools, K_PRACTICE, text);
    }
}

static void
add_classes(struct pools *pools)
{
    static const char *const sexes[] = {"female", "male"};
    static const char *const regions[] = {
        "North East",    "North West",    "Yorkshire and The Humber",
        "East Midlands", "West Midlands", "East",
        "London",        "South East",    "South West"};
    static const char *const ethnicities[] = {
        "White", "Mixed", "Asian or Asian British", "Black or Black British",
        "Other"};
    /* Of another census: names with commas, which need quotes. */
    static const char *const quoted_ethnicities[] = {
        "White", "Mixed or Multiple ethnic groups", "Asian, Asian British",
        "Black, Black British, Caribbean or African", "Other"};
    static const char *const habits[] = {"Never smoked", "Former smoker",
                                         "Current smoker"};

    add_strings(pools, K_SEX, sexes, 2);
    add_strings(pools, K_REGION, regions, 9);
    add_strings(pools, K_ETHNICITY,
                pools->quoted ? quoted_ethnicities : ethnicities, 5);
    add_strings(pools, K_SMOKING, habits, 3);
}

enum status
pools_fill(struct pools *pools)
{
    add_classes(pools);
    add_practices(pools);
    add_dates(pools);
    add_numbers(pools, K_AGE, 18, 99, false);
    add_numbers(pools, K_DECILE, 1, 10, false);
    add_numbers(pools, K_PRESSURE, 90, 199, false);
    add_numbers(pools, K_BMI, 150, 499, true);
    add_numbers(pools, K_CHOLESTEROL, 20, 99, true);
    add_text(pools, K_FLAG, "0");
    add_text(pools, K_FLAG, "1");
    if (pools->hostile)
        add_text(pools, K_FLAG, "\"1\"");
    return pools->status;
}

void
pools_free(struct pools *pools)
{
    for (int kind = 0; kind < KINDS; kind++)
        free(pools->of[kind].texts);
}
