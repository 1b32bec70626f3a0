/* SPDX-License-Identifier: MIT */
/* Text that is not plain, and long: some kernels read many words of it at once,
 * and have to find what reading byte by byte finds. */
#include <string.h>

#include "run_tests.h"
#include "scan_trial.h"
#include "stats/pcg64.h"

enum { STRIP = 8 * SCAN_WORD, LEN = 2 * STRIP + 3 * SCAN_WORD };

static const struct dialect comma = {','};

/* What a block of p has at its beginning, and later on: nothing in it is plain
 * text to a scanner, and some of it holds strays. */
static const struct filling {
    enum scan_state before;
    const char *first;
    const char *later;
} fillings[] = {
    {SCAN_START, "\"\",", ""},
    {SCAN_QUOTED, "", ""},
    {SCAN_START, "\"\",5\",", ",5\","},
    {SCAN_START, "5\",\"", "\",5\",\""},
    {SCAN_PLAIN, "\"5\",", ",5\","},
    {SCAN_CLOSED, "\"p\",", ""}, /* the second of two quotes */
    {SCAN_CR, "\n\"\",", ""},
};
enum { FILLINGS = sizeof fillings / sizeof *fillings, LONGEST_FIRST = 6 };

static void
fill(char *block, const struct filling *filling)
{
    memset(block, 'p', LEN);
    memcpy(block, filling->first, strlen(filling->first));
    memcpy(block + STRIP + 2 * SCAN_WORD, filling->later,
           strlen(filling->later));
}

static void
scan_filled(struct scan_trial *trial, const char *block,
            const struct filling *filling)
{
    scan_trial_run(trial, comma, filling->before, (struct slice){block, LEN});
}

/* Scans every text of so many bytes at AT. */
static void
scan_texts(struct scan_trial *trial, size_t at, size_t len,
           const struct filling *filling)
{
    static const char alphabet[] = {'a', '"', ',', '\r', '\n', '\0'};
    char block[LEN];
    size_t texts = 1;

    fill(block, filling);
    for (size_t i = 0; i < len; i++)
        texts *= sizeof alphabet;
    for (size_t n = 0; n < texts; n++) {
        for (size_t i = 0, rest = n; i < len; i++, rest /= sizeof alphabet)
            block[at + i] = alphabet[rest % sizeof alphabet];
        scan_filled(trial, block, filling);
    }
}

START_TEST(every_short_text_over_the_border_of_a_strip_is_scanned_right)
{
    static struct scan_trial trial;

    for (size_t before = 1; before < 5; before++)
        for (size_t f = 0; f < FILLINGS; f++)
            scan_texts(&trial, STRIP - before, 5, &fillings[f]);
    scan_trial_free(&trial);
}
END_TEST

START_TEST(every_short_text_over_a_word_border_in_a_strip_is_scanned_right)
{
    static struct scan_trial trial;

    for (size_t before = 1; before < 4; before++)
        for (size_t f = 0; f < FILLINGS; f++)
            scan_texts(&trial, STRIP + 5 * SCAN_WORD - before, 4, &fillings[f]);
    scan_trial_free(&trial);
}
END_TEST

/* What may be a fault, is a stray quote, or changes what follows. */
START_TEST(an_odd_text_is_seen_anywhere_in_a_strip)
{
    static const char *const texts[] = {
        "\"", "\"\"", "\"\"\"", ",\"",  "\",",    "\r",    "\r\n",   ",",
        "\n", "\"\n", "\"\r\n", "\"\r", ",\"p\"", "\"p\"", "\",\",", "\xa2\x8a",
    };
    static struct scan_trial trial;
    char block[LEN];

    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        const size_t len = strlen(texts[t]);
        for (size_t at = LONGEST_FIRST; at + len <= LEN; at++)
            for (size_t f = 0; f < FILLINGS; f++) {
                fill(block, &fillings[f]);
                memcpy(block + at, texts[t], len);
                scan_filled(&trial, block, &fillings[f]);
            }
    }
    scan_trial_free(&trial);
}
END_TEST

START_TEST(a_byte_is_special_anywhere_in_a_strip_or_nowhere)
{
    static struct scan_trial trial;
    char block[LEN];

    for (int byte = 0; byte < 256; byte++)
        for (size_t at = LONGEST_FIRST; at < LEN; at += 13)
            for (size_t f = 0; f < FILLINGS; f++) {
                fill(block, &fillings[f]);
                block[at] = (char)byte;
                scan_filled(&trial, block, &fillings[f]);
            }
    scan_trial_free(&trial);
}
END_TEST

/* Every byte that may stand in a field, between two delimiters, in a strip. */
START_TEST(every_delimiter_is_told_from_every_other_byte)
{
    static struct scan_trial trial;
    char block[LEN];

    for (int byte = 0; byte < 256; byte++) {
        const char text[] = {(char)byte};
        struct dialect dialect;
        size_t len = 0;
        if (dialect_read((struct slice){text, 1}, &dialect) != ST_OK)
            continue;
        memset(block, '"', 2);
        for (int other = 1; other < 256; other++) {
            block[2 + len++] = dialect.delimiter;
            block[2 + len++] =
                other == '"' || other == '\r' ? '\n' : (char)other;
        }
        for (size_t i = 2 + len; i < LEN; i++)
            block[i] = block[i - len];
        for (size_t shift = 0; shift < 2; shift++)
            scan_trial_run(&trial, dialect, SCAN_START,
                           (struct slice){block, LEN - shift});
    }
    scan_trial_free(&trial);
}
END_TEST

/* 4000 blocks of whole fields in any order; few of them plain. */
START_TEST(fields_and_stray_quotes_of_any_kind_are_scanned_right)
{
    enum { BLOCKS = 4000, LONGEST = 80 };
    static const char *const fields[] = {
        "",
        "a",
        "5'10\"",
        "a\"b",
        "a \"b\" c",
        "a\"\"",
        "a\"\"\"b",
        "\"\"",
        "\"a\"",
        "\"a,b\"",
        "\"\n\"",
        "\",\"",
        "\"\"\"\"",
        "\"a\"\"b\"",
        "\"\"\"a\"\"\"",
        "\"\r\"",
        "\xc3\xa9",
        "\xe2\x80\x9c,",
        "2014-01-01",
        "\"\r\n,\"",
        "0123456789012345678901234567890123456789012345678901234567890123456",
    };
    static const char *const behind[] = {",", ",", ",", "\n", "\r\n"};
    enum {
        FIELDS = sizeof fields / sizeof *fields,
        BEHIND = sizeof behind / sizeof *behind
    };
    static struct scan_trial trial;
    static char block[SCAN_ROOM];
    struct pcg64 stream = {7, 9};

    for (size_t n = 0; n < BLOCKS; n++) {
        const uint64_t kinds = 1 + pcg64_next(&stream) % FIELDS;
        size_t len = 0;
        while (len + LONGEST < STRIP + n % (SCAN_ROOM - STRIP)) {
            const char *const field = fields[pcg64_next(&stream) % kinds];
            const char *const next = behind[pcg64_next(&stream) % BEHIND];
            memcpy(block + len, field, strlen(field));
            len += strlen(field);
            memcpy(block + len, next, strlen(next));
            len += strlen(next);
        }
        scan_trial_run(&trial, comma, SCAN_START, (struct slice){block, len});
        ck_assert_int_eq(trial.expected.fault, SCAN_FINE);
    }
    scan_trial_free(&trial);
}
END_TEST

/* A step lists so many ends and no more, wherever they begin to be many. */
START_TEST(a_step_ends_where_there_is_no_room_for_ends)
{
    enum { LONG = SCAN_ROOM - 8 };
    static const char *const lines[] = {"\n", "\"\"\n", "a\"\n", "\"\n\"\n"};
    static struct scan_trial trial;
    static char block[LONG];

    for (size_t l = 0; l < sizeof lines / sizeof *lines; l++)
        for (size_t begin = 3; begin < LONG; begin += 61) {
            const size_t period = strlen(lines[l]);
            memset(block, 'p', LONG);
            memcpy(block, "\"\",", 3);
            block[begin - 1] = ',';
            for (size_t i = begin; i < LONG; i++)
                block[i] = lines[l][(i - begin) % period];
            scan_trial_run(&trial, comma, SCAN_START,
                           (struct slice){block, LONG});
        }
    scan_trial_free(&trial);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("scan_strips");

    tcase_add_test(
        tests, every_short_text_over_the_border_of_a_strip_is_scanned_right);
    tcase_add_test(
        tests, every_short_text_over_a_word_border_in_a_strip_is_scanned_right);
    tcase_add_test(tests, an_odd_text_is_seen_anywhere_in_a_strip);
    tcase_add_test(tests, a_byte_is_special_anywhere_in_a_strip_or_nowhere);
    tcase_add_test(tests, every_delimiter_is_told_from_every_other_byte);
    tcase_add_test(tests,
                   fields_and_stray_quotes_of_any_kind_are_scanned_right);
    tcase_add_test(tests, a_step_ends_where_there_is_no_room_for_ends);
    return run_tests("scan_strips", tests);
}
