/* SPDX-License-Identifier: MIT */
#include "csv/scan.h"

#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "scan_trial.h"

static const struct dialect comma = {','};

/* Scans every text of LEN bytes behind PADDING bytes p: at the end of its
 * block, and with more of them behind it, which makes its words whole. */
static void
scan_texts(struct scan_trial *trial, enum scan_state before, size_t padding,
           size_t len)
{
    static const char alphabet[] = {'a', '"', ',', '\r', '\n', '\0'};
    char block[2 * SCAN_WORD];
    size_t texts = 1;

    memset(block, 'p', sizeof block);
    for (size_t i = 0; i < len; i++)
        texts *= sizeof alphabet;
    for (size_t n = 0; n < texts; n++) {
        for (size_t i = 0, rest = n; i < len; i++, rest /= sizeof alphabet)
            block[padding + i] = alphabet[rest % sizeof alphabet];
        scan_trial_run(trial, comma, before,
                       (struct slice){block, padding + len});
        scan_trial_run(trial, comma, before,
                       (struct slice){block, sizeof block});
    }
}

START_TEST(every_short_block_is_scanned_right_in_every_state)
{
    static struct scan_trial trial;

    for (int before = 0; before < SCAN_STATES; before++)
        for (size_t len = 0; len <= 6; len++)
            scan_texts(&trial, (enum scan_state)before, 0, len);
    scan_trial_free(&trial);
}
END_TEST

START_TEST(every_short_text_over_a_word_border_is_scanned_right)
{
    static struct scan_trial trial;

    for (size_t padding = SCAN_WORD - 5; padding <= SCAN_WORD; padding++) {
        scan_texts(&trial, SCAN_START, padding, 5);
        scan_texts(&trial, SCAN_QUOTED, padding, 5);
    }
    scan_trial_free(&trial);
}
END_TEST

/* Bytes that differ from the special ones in one bit, and those around them. */
START_TEST(no_other_byte_is_special)
{
    static struct scan_trial trial;
    char block[3 * SCAN_WORD];

    for (int byte = 0; byte < 256; byte++) {
        for (size_t at = 0; at < sizeof block; at += 7) {
            memset(block, 'p', sizeof block);
            block[at] = (char)byte;
            scan_trial_run(&trial, comma, SCAN_START,
                           (struct slice){block, sizeof block});
        }
        memset(block, byte, sizeof block);
        scan_trial_run(&trial, comma, SCAN_START,
                       (struct slice){block, sizeof block});
    }
    scan_trial_free(&trial);
}
END_TEST

START_TEST(a_block_of_any_length_is_scanned_and_nothing_behind_it)
{
    enum { LONGEST = 9 * SCAN_WORD };
    static struct scan_trial trial;
    char *text = malloc(LONGEST + 1);

    ck_assert_ptr_nonnull(text);
    for (size_t len = 0; len <= LONGEST; len++) {
        /* A NUL stands behind the block, and the end of the memory. */
        char *const block = text + LONGEST - len;
        for (size_t i = 0; i < len; i++)
            block[i] = "\"a,b\"\r\n1,22\n"[i % 12];
        block[len] = '\0';
        for (int before = 0; before < SCAN_STATES; before++) {
            scan_trial_run(&trial, comma, (enum scan_state)before,
                           (struct slice){block, len});
        }
    }
    free(text);
    scan_trial_free(&trial);
}
END_TEST

/* Groups of plain words, and words in quotes, CRLF over their borders. */
START_TEST(a_long_block_is_scanned_right_by_steps)
{
    enum { LEN = SCAN_ROOM - 8 };
    static const char *const patterns[] = {
        "abc,defgh\r\n",
        "\n",
        ",",
        "a,\"b\r\n,\"\r\n",
        "ab\"c,d\n",
        "0123456789abcdefghijklmnopqrstuvwxyz,0123456789ABCDEFGHIJ,xyz\r\n",
    };
    static struct scan_trial trial;
    static char block[LEN];

    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        const size_t period = strlen(patterns[p]);
        for (size_t i = 0; i < LEN; i++)
            block[i] = patterns[p][i % period];
        for (size_t shift = 0; shift < SCAN_WORD; shift += 5) {
            /* A stretch of the next pattern, every 1000 bytes. */
            const char *const other = patterns[(p + shift) % 6];
            for (size_t i = 0; i + 1100 < LEN; i += 1000)
                memcpy(block + i + shift, other, strlen(other));
            scan_trial_run(&trial, comma, SCAN_START,
                           (struct slice){block, LEN});
        }
    }
    scan_trial_free(&trial);
}
END_TEST

/* What must not occur in a plain group, at each of its places and behind it. */
START_TEST(an_odd_byte_is_seen_anywhere_in_a_group)
{
    enum { LEN = 3 * SCAN_GROUP * SCAN_WORD };
    static struct scan_trial trial;
    char block[LEN];

    for (size_t at = 0; at < LEN; at++)
        for (size_t odd = 0; odd < 4; odd++) {
            memset(block, 'p', LEN);
            block[at] = "\"\r\r\0"[odd];
            if (odd == 1 && at + 1 < LEN)
                block[at + 1] = '\n';
            scan_trial_run(&trial, comma, SCAN_START,
                           (struct slice){block, LEN});
        }
    scan_trial_free(&trial);
}
END_TEST

START_TEST(a_plain_block_is_scanned_right_in_every_state)
{
    enum { LEN = 3 * SCAN_GROUP * SCAN_WORD };
    static struct scan_trial trial;
    char block[LEN];

    memset(block, 'p', LEN);
    for (int before = 0; before < SCAN_STATES; before++)
        for (int first = 0; first < 3; first++) {
            block[0] = "p\n,"[first];
            scan_trial_run(&trial, comma, (enum scan_state)before,
                           (struct slice){block, LEN});
        }
    scan_trial_free(&trial);
}
END_TEST

START_TEST(another_delimiter_is_seen_and_the_comma_is_data)
{
    static const char delimiters[] = {'\t', ';', '|', ' ', '\x01', '\x7f'};
    static struct scan_trial trial;

    for (size_t d = 0; d < sizeof delimiters; d++) {
        const char delimiter = delimiters[d];
        char block[] = "a.b,c.\".\"\r\n";
        block[1] = block[5] = block[7] = delimiter;
        scan_trial_run(&trial, (struct dialect){delimiter}, SCAN_START,
                       slice_of(block));
        /* Places 1 and 5 are outside quotes, 7 is not; 10 is LF. */
        ck_assert_uint_eq(trial.made.map.separators[0],
                          1 << 1 | 1 << 5 | 1 << 10);
        ck_assert_uint_eq(trial.made.ends, 1);
        ck_assert_uint_eq(trial.made.at[0], 10);
    }
    scan_trial_free(&trial);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("scan");

    tcase_add_test(tests, every_short_block_is_scanned_right_in_every_state);
    tcase_add_test(tests, every_short_text_over_a_word_border_is_scanned_right);
    tcase_add_test(tests, no_other_byte_is_special);
    tcase_add_test(tests,
                   a_block_of_any_length_is_scanned_and_nothing_behind_it);
    tcase_add_test(tests, another_delimiter_is_seen_and_the_comma_is_data);
    tcase_add_test(tests, a_long_block_is_scanned_right_by_steps);
    tcase_add_test(tests, an_odd_byte_is_seen_anywhere_in_a_group);
    tcase_add_test(tests, a_plain_block_is_scanned_right_in_every_state);
    return run_tests("scan", tests);
}
