/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "design/strata_memo.h"
#include "run_tests.h"

static struct strata_cells
cells_of(const char *const texts[], size_t count)
{
    struct strata_cells cells = {.count = 0};

    for (size_t k = 0; k < count; k++)
        strata_cells_add(&cells, slice_of(texts[k]), strlen(texts[k]));
    return cells;
}

static bool
same(const struct strata_cells *a, const struct strata_cells *b)
{
    return memcmp(a->words, b->words, sizeof a->words) == 0;
}

/* A cell of any length, in front of other bytes or of none. */
START_TEST(what_stands_behind_a_cell_does_not_matter)
{
    static const char behind[] = "abcdefghijklmnopqrstuvwxyz,0123456789";

    for (size_t len = 0; len <= 16; len++) {
        struct strata_cells alone = {.count = 0}, among = {.count = 0};
        char text[17];
        memcpy(text, behind, len);
        for (size_t k = 0; k < 2; k++) {
            strata_cells_add(&alone, (struct slice){text, len}, len);
            strata_cells_add(&among, (struct slice){behind, len},
                             sizeof behind);
        }
        ck_assert_int_eq(alone.is_long, len > 15);
        ck_assert_int_eq(among.is_long, len > 15);
        ck_assert_uint_eq(alone.count, among.count);
        ck_assert(len > 15 || same(&alone, &among));
    }
}
END_TEST

/* A vector for any cell: its bytes, a 1 and zeros, whatever stands behind it,
 * and whether 16 bytes can be read or no more than it has. */
START_TEST(a_vector_is_a_cell_with_a_1_behind_it)
{
    static const char behind[] = "abcdefghijklmnopqrstuvwxyz,0123456789";

    for (size_t len = 0; len <= 15; len++) {
        const struct slice cell = {behind, len};
        const strata_cell alone = strata_cell_of(cell, len);
        const strata_cell among = strata_cell_of(cell, sizeof behind);
        char bytes[16] = {0};
        memcpy(bytes, behind, len);
        bytes[len] = 1;
        ck_assert_mem_eq(&alone, bytes, sizeof bytes);
        ck_assert_mem_eq(&among, bytes, sizeof bytes);
    }
}
END_TEST

/* All bytes are kept: 255 and 0 as well, which no mask may change. */
START_TEST(any_byte_may_be_in_a_cell)
{
    char text[16];

    for (int byte = 0; byte < 256; byte++)
        for (size_t len = 0; len <= 15; len++) {
            char bytes[16] = {0};
            memset(text, byte, sizeof text);
            memset(bytes, byte, len);
            bytes[len] = 1;
            const strata_cell cell = strata_cell_at(text, len);
            ck_assert_mem_eq(&cell, bytes, sizeof bytes);
        }
}
END_TEST

/* All texts of up to 9 letters a and b, and 15 of one letter. */
START_TEST(different_cells_have_different_words)
{
    enum { LONGEST = 9, TEXTS = (1 << (LONGEST + 1)) - 1 };
    static struct strata_cells all[TEXTS];
    size_t made = 0;

    for (size_t len = 0; len <= LONGEST; len++)
        for (unsigned bits = 0; bits < 1U << len; bits++) {
            char text[LONGEST + 1] = "";
            const char *const texts[] = {text};
            for (size_t i = 0; i < len; i++)
                text[i] = (char)('a' + (bits >> i & 1));
            all[made++] = cells_of(texts, 1);
        }
    ck_assert_uint_eq(made, TEXTS);
    for (size_t a = 0; a < TEXTS; a++)
        for (size_t b = 0; b < a; b++)
            if (same(&all[a], &all[b]))
                ck_abort_msg("texts %zu and %zu", a, b);
}
END_TEST

START_TEST(the_border_between_cells_counts)
{
    static const char *const pairs[][2] = {
        {"ab", "c"}, {"a", "bc"}, {"", "abc"}, {"abc", ""}};
    static const char *const one[] = {"abc"};
    const struct strata_cells single = cells_of(one, 1);

    for (size_t a = 0; a < 4; a++) {
        const struct strata_cells cells = cells_of(pairs[a], 2);
        ck_assert(!same(&cells, &single));
        for (size_t b = 0; b < a; b++) {
            const struct strata_cells other = cells_of(pairs[b], 2);
            ck_assert(!same(&cells, &other));
        }
    }
}
END_TEST

static struct strata_pair
pair_of(const char *one, const char *two)
{
    return (struct strata_pair){strata_cell_of(slice_of(one), strlen(one)),
                                strata_cell_of(slice_of(two), strlen(two))};
}

/* The K-th of many pairs: of two cells, or of the words of three. */
static struct strata_pair
make_pair(uint32_t k, bool is_two)
{
    char text[16];

    snprintf(text, sizeof text, "%*u", (int)(1 + k % 15), k);
    const char *const three[] = {text, "x", ""};
    const struct strata_cells cells = cells_of(three, 3);
    ck_assert(!cells.is_long);
    return is_two ? pair_of(text, "x") : strata_cells_pair(&cells);
}

START_TEST(what_was_put_is_found_and_nothing_else)
{
    for (int is_two = 0; is_two < 2; is_two++) {
        static struct strata_memo memo;
        uint32_t number = 5000;
        memo = (struct strata_memo){0};
        for (uint32_t k = 0; k < 5000; k++) {
            const struct strata_pair pair = make_pair(k, is_two);
            if (strata_memo_find(&memo, pair, &number))
                ck_abort_msg("%u is there as %u", k, number);
            strata_memo_put(&memo, pair, k);
            if (!strata_memo_find(&memo, pair, &number) || number != k)
                ck_abort_msg("%u is not there", k);
        }
    }
}
END_TEST

START_TEST(the_memo_tells_one_cell_from_the_other)
{
    static const char *const pairs[][2] = {
        {"", ""},   {"a", ""},   {"", "a"},   {"a", "b"},
        {"b", "a"}, {"ab", "c"}, {"a", "bc"}, {"0123456789abcde", "0"},
    };
    enum { PAIRS = sizeof pairs / sizeof *pairs };
    static struct strata_memo memo;
    uint32_t number;

    for (uint32_t put = 0; put < PAIRS; put++) {
        memo = (struct strata_memo){0};
        strata_memo_put(&memo, pair_of(pairs[put][0], pairs[put][1]), put);
        for (uint32_t k = 0; k < PAIRS; k++)
            ck_assert(strata_memo_find(&memo, pair_of(pairs[k][0], pairs[k][1]),
                                       &number) == (k == put));
    }
}
END_TEST

/* Pairs of a handful of values of one letter or two digits do not push each
 * other out of the memo: with 512 places, of 500 pairs thrown at random
 * 512 (1 - (1 - 1/512)^500) = 319 places are taken, sd = 9. */
START_TEST(places_are_used_evenly)
{
    enum { ONES = 25, TWOS = 20, LEAST = 319 - 5 * 9 };
    static bool taken[STRATA_MEMO_PLACES];
    unsigned count = 0;

    for (unsigned a = 0; a < ONES; a++)
        for (unsigned b = 0; b < TWOS; b++) {
            char one[4] = {(char)('a' + a)}, two[4];
            snprintf(two, sizeof two, "%02u", b);
            taken[strata_memo_place(pair_of(one, two))] = true;
        }
    for (size_t k = 0; k < STRATA_MEMO_PLACES; k++)
        count += taken[k];
    ck_assert_uint_ge(count, LEAST);
}
END_TEST

START_TEST(what_does_not_fit_is_said_to_be_long)
{
    static const char *const longer[] = {"0123456789abcdef"};
    static const char *const many[] = {"a", "b", "c", "d", "e"};
    static const char *const fits[] = {"0123456789abcde", "01234567", "", ""};

    ck_assert(cells_of(longer, 1).is_long);
    ck_assert(cells_of(many, 5).is_long);
    ck_assert(cells_of(fits, 3).is_long);
    ck_assert(!cells_of(fits, 2).is_long);
    ck_assert(!cells_of(many, 4).is_long);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("strata_memo");

    tcase_add_test(tests, what_stands_behind_a_cell_does_not_matter);
    tcase_add_test(tests, a_vector_is_a_cell_with_a_1_behind_it);
    tcase_add_test(tests, any_byte_may_be_in_a_cell);
    tcase_add_test(tests, different_cells_have_different_words);
    tcase_add_test(tests, the_border_between_cells_counts);
    tcase_add_test(tests, what_was_put_is_found_and_nothing_else);
    tcase_add_test(tests, the_memo_tells_one_cell_from_the_other);
    tcase_add_test(tests, places_are_used_evenly);
    tcase_add_test(tests, what_does_not_fit_is_said_to_be_long);
    return run_tests("strata_memo", tests);
}
