/* SPDX-License-Identifier: MIT */
#include "csv/scan.h"

#include <stdlib.h>
#include <string.h>

#include "csv_naive.h"
#include "csv_trial.h"
#include "run_tests.h"

enum { ROOM = 4096 };

static const struct dialect comma = {','};

/* A text that brings the scanner into each of its states. */
static const char *const ways_to[] = {
    [SCAN_START] = "",      [SCAN_PLAIN] = "a", [SCAN_QUOTED] = "\"",
    [SCAN_CLOSED] = "\"\"", [SCAN_CR] = "\r",
};
enum { STATES = sizeof ways_to / sizeof *ways_to };

/* A block, behind what brings the scanner into a state, and what a scan of it
 * has to say. */
struct expected {
    struct naive_csv naive;
    char text[ROOM]; /* begins with the way to the state */
    char marks[ROOM];
    struct slice block;
    const char *block_marks;
    enum scan_state before;
    enum scan_state after;
    enum scan_fault fault;
    size_t fault_at;
    uint64_t lines;
};

/* The state behind the last byte of a text without a fault. */
static enum scan_state
state_at_end(const struct expected *e, size_t len)
{
    size_t begin = len;

    while (begin > 0 && e->marks[begin - 1] == ' ')
        begin--;
    if (e->naive.fault == NAIVE_UNCLOSED)
        return SCAN_QUOTED;
    if (e->naive.fault == NAIVE_LONE_CR)
        return SCAN_CR;
    if (begin == len)
        return SCAN_START;
    return e->text[begin] == '"' ? SCAN_CLOSED : SCAN_PLAIN;
}

/* Works out what a scan of BYTES finds, in the state BEFORE. */
static void
expect(struct expected *e, enum scan_state before, struct slice bytes)
{
    const size_t way = strlen(ways_to[before]);
    const struct slice text = {e->text, way + bytes.len};

    ck_assert(text.len < ROOM);
    memcpy(e->text, ways_to[before], way);
    if (bytes.len > 0)
        memcpy(e->text + way, bytes.bytes, bytes.len);
    naive_mark(&e->naive, text, comma, e->marks);
    e->before = before;
    e->block = (struct slice){e->text + way, bytes.len};
    e->block_marks = e->marks + way;

    const bool at_end = e->naive.fault_at == text.len;
    e->fault = SCAN_FINE;
    if (e->naive.fault == NAIVE_NUL)
        e->fault = SCAN_NUL;
    else if (e->naive.fault == NAIVE_AFTER_QUOTE)
        e->fault = SCAN_AFTER_QUOTE;
    else if (e->naive.fault == NAIVE_LONE_CR && !at_end)
        e->fault = SCAN_LONE_CR;
    e->fault_at = e->fault == SCAN_FINE ? bytes.len : e->naive.fault_at - way;
    e->lines = 0;
    for (size_t i = 0; i < e->fault_at; i++)
        e->lines += e->block.bytes[i] == '\n';
    if (e->fault == SCAN_FINE)
        e->after = state_at_end(e, text.len);
}

static void
disagree(const struct expected *e, const char *kernel, const char *what)
{
    ck_abort_msg("%s: %s, in state %d\n%s", kernel, what, (int)e->before,
                 csv_shown(e->block));
}

/* What a kernel made of a block. */
struct made {
    struct scan scan;
    struct scan_map map;
    struct scan_ends step;
    uint32_t at[2 * ROOM]; /* all ends */
    uint32_t behind[2 * ROOM];
    size_t ends;
};

/* Scans the block, step by step. */
static void
scan_all(struct made *made, const struct scan_kernel *kernel,
         struct dialect dialect, struct slice block, enum scan_state before)
{
    if (scan_map_reserve(&made->map, block.len) != ST_OK)
        ck_abort_msg("out of memory");
    made->scan = scan_start(dialect, block, before, &made->map);
    made->ends = 0;
    while (!scan_is_done(&made->scan)) {
        const size_t words = made->scan.words;
        kernel->step(&made->scan, &made->step);
        if (made->step.count > SCAN_ENDS || made->scan.words == words)
            ck_abort_msg("%s: a step that is none", kernel->name);
        for (size_t k = 0; k < made->step.count; k++, made->ends++) {
            made->at[made->ends] = made->step.at[k];
            made->behind[made->ends] =
                scan_map_rank(&made->map, made->step.at[k]);
        }
    }
}

static void
compare(const struct expected *e, const struct made *made, const char *name)
{
    /* A scan ends with the word of a fault, and with the block. */
    const size_t words = e->fault == SCAN_FINE
                             ? (e->block.len + SCAN_WORD - 1) / SCAN_WORD
                             : e->fault_at / SCAN_WORD + 1;
    const struct scan *const scan = &made->scan;
    const struct scan_map *const map = &made->map;
    uint32_t rank = 0;
    size_t ends = 0;

    if (scan->words != words)
        disagree(e, name, "another number of words");
    if (scan->fault != e->fault ||
        (e->fault != SCAN_FINE && scan->fault_at != e->fault_at))
        disagree(e, name, "another fault");
    if (e->fault == SCAN_FINE && scan->state != e->after)
        disagree(e, name, "another state behind it");
    if (scan->lines != e->lines)
        disagree(e, name, "another number of lines");
    for (size_t i = 0; i < words * SCAN_WORD; i++) {
        const char mark = i < e->block.len ? e->block_marks[i] : ' ';
        if (i % SCAN_WORD == 0 && map->rank[i / SCAN_WORD] != rank)
            disagree(e, name, "another rank");
        if ((map->separators[i / SCAN_WORD] >> i % SCAN_WORD & 1) !=
            (mark != ' '))
            disagree(e, name, "other separators");
        rank += mark != ' ';
        if (mark == '\n' && (ends == made->ends || made->at[ends] != i ||
                             made->behind[ends] != rank))
            disagree(e, name, "other ends");
        ends += mark == '\n';
    }
    if (map->rank[words] != rank)
        disagree(e, name, "another last rank");
    if (ends != made->ends)
        disagree(e, name, "more ends");
}

/* Scans the block with every kernel. */
static void
scan_with_every_kernel(const struct expected *e, struct made *made)
{
    for (size_t k = 0; scan_kernels[k] != NULL; k++) {
        if (!scan_kernels[k]->usable())
            continue;
        scan_all(made, scan_kernels[k], comma, e->block, e->before);
        compare(e, made, scan_kernels[k]->name);
    }
}

/* Scans every text of LEN bytes behind PADDING bytes p: at the end of its
 * block, and with more of them behind it, which makes its words whole. */
static void
scan_texts(struct expected *e, struct made *made, enum scan_state before,
           size_t padding, size_t len)
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
        expect(e, before, (struct slice){block, padding + len});
        scan_with_every_kernel(e, made);
        expect(e, before, (struct slice){block, sizeof block});
        scan_with_every_kernel(e, made);
    }
}

START_TEST(every_short_block_is_scanned_right_in_every_state)
{
    struct expected e = {.after = SCAN_START};
    static struct made made;

    for (int before = 0; before < STATES; before++)
        for (size_t len = 0; len <= 6; len++)
            scan_texts(&e, &made, (enum scan_state)before, 0, len);
    scan_map_free(&made.map);
    naive_free(&e.naive);
}
END_TEST

START_TEST(every_short_text_over_a_word_border_is_scanned_right)
{
    struct expected e = {.after = SCAN_START};
    static struct made made;

    for (size_t padding = SCAN_WORD - 5; padding <= SCAN_WORD; padding++) {
        scan_texts(&e, &made, SCAN_START, padding, 5);
        scan_texts(&e, &made, SCAN_QUOTED, padding, 5);
    }
    scan_map_free(&made.map);
    naive_free(&e.naive);
}
END_TEST

/* Bytes that differ from the special ones in one bit, and those around them. */
START_TEST(no_other_byte_is_special)
{
    struct expected e = {.after = SCAN_START};
    static struct made made;
    char block[3 * SCAN_WORD];

    for (int byte = 0; byte < 256; byte++) {
        for (size_t at = 0; at < sizeof block; at += 7) {
            memset(block, 'p', sizeof block);
            block[at] = (char)byte;
            expect(&e, SCAN_START, (struct slice){block, sizeof block});
            scan_with_every_kernel(&e, &made);
        }
        memset(block, byte, sizeof block);
        expect(&e, SCAN_START, (struct slice){block, sizeof block});
        scan_with_every_kernel(&e, &made);
    }
    scan_map_free(&made.map);
    naive_free(&e.naive);
}
END_TEST

START_TEST(a_block_of_any_length_is_scanned_and_nothing_behind_it)
{
    struct expected e = {.after = SCAN_START};
    static struct made made;
    char *text = malloc(3 * SCAN_WORD + 1);

    ck_assert_ptr_nonnull(text);
    for (size_t len = 0; len <= 3 * SCAN_WORD; len++) {
        /* A NUL stands behind the block, and the end of the memory. */
        char *const block = text + 3 * SCAN_WORD - len;
        for (size_t i = 0; i < len; i++)
            block[i] = "\"a,b\"\r\n1,22\n"[i % 12];
        block[len] = '\0';
        for (int before = 0; before < STATES; before++) {
            expect(&e, (enum scan_state)before, (struct slice){block, len});
            e.block.bytes = block;
            scan_with_every_kernel(&e, &made);
        }
    }
    free(text);
    scan_map_free(&made.map);
    naive_free(&e.naive);
}
END_TEST

/* Groups of plain words, and words in quotes, CRLF over their borders. */
START_TEST(a_long_block_is_scanned_right_by_steps)
{
    enum { LEN = ROOM - 8 };
    static const char *const patterns[] = {
        "abc,defgh\r\n",
        "\n",
        ",",
        "a,\"b\r\n,\"\r\n",
        "ab\"c,d\n",
        "0123456789abcdefghijklmnopqrstuvwxyz,0123456789ABCDEFGHIJ,xyz\r\n",
    };
    struct expected e = {.after = SCAN_START};
    static struct made made;
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
            expect(&e, SCAN_START, (struct slice){block, LEN});
            scan_with_every_kernel(&e, &made);
        }
    }
    scan_map_free(&made.map);
    naive_free(&e.naive);
}
END_TEST

/* What must not occur in a plain group, at each of its places and behind it. */
START_TEST(an_odd_byte_is_seen_anywhere_in_a_group)
{
    enum { LEN = 3 * SCAN_GROUP * SCAN_WORD };
    struct expected e = {.after = SCAN_START};
    static struct made made;
    char block[LEN];

    for (size_t at = 0; at < LEN; at++)
        for (size_t odd = 0; odd < 4; odd++) {
            memset(block, 'p', LEN);
            block[at] = "\"\r\r\0"[odd];
            if (odd == 1 && at + 1 < LEN)
                block[at + 1] = '\n';
            expect(&e, SCAN_START, (struct slice){block, LEN});
            scan_with_every_kernel(&e, &made);
        }
    scan_map_free(&made.map);
    naive_free(&e.naive);
}
END_TEST

START_TEST(a_plain_block_is_scanned_right_in_every_state)
{
    enum { LEN = 3 * SCAN_GROUP * SCAN_WORD };
    struct expected e = {.after = SCAN_START};
    static struct made made;
    char block[LEN];

    memset(block, 'p', LEN);
    for (int before = 0; before < STATES; before++)
        for (int first = 0; first < 3; first++) {
            block[0] = "p\n,"[first];
            expect(&e, (enum scan_state)before, (struct slice){block, LEN});
            scan_with_every_kernel(&e, &made);
        }
    scan_map_free(&made.map);
    naive_free(&e.naive);
}
END_TEST

START_TEST(another_delimiter_is_seen_and_the_comma_is_data)
{
    static const char delimiters[] = {'\t', ';', '|', ' ', '\x01', '\x7f'};
    static struct made made;

    for (size_t d = 0; d < sizeof delimiters; d++) {
        const char delimiter = delimiters[d];
        char block[] = "a.b,c.\".\"\r\n";
        block[1] = block[5] = block[7] = delimiter;
        for (size_t k = 0; scan_kernels[k] != NULL; k++) {
            if (!scan_kernels[k]->usable())
                continue;
            scan_all(&made, scan_kernels[k], (struct dialect){delimiter},
                     slice_of(block), SCAN_START);
            /* Places 1 and 5 are outside quotes, 7 is not; 10 is LF. */
            ck_assert_uint_eq(made.map.separators[0],
                              1 << 1 | 1 << 5 | 1 << 10);
            ck_assert_uint_eq(made.ends, 1);
            ck_assert_uint_eq(made.at[0], 10);
        }
    }
    scan_map_free(&made.map);
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
