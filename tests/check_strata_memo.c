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

/* Two words for any cell: the same bytes and lengths, alone and among others,
 * and other ones for other cells. */
START_TEST(a_pair_of_words_is_one_cell)
{
    static const char behind[] = "abcdefghijklmnopqrstuvwxyz,0123456789";
    struct strata_pair last = {0, 0};

    for (size_t len = 0; len <= 15; len++) {
        const struct slice cell = {behind, len};
        const struct strata_pair alone = strata_pair_of(cell, len);
        const struct strata_pair among = strata_pair_of(cell, sizeof behind);
        unsigned char bytes[16];
        for (size_t i = 0; i < 8; i++) {
            bytes[i] = (unsigned char)(alone.first >> 8 * i);
            bytes[8 + i] = (unsigned char)(alone.second >> 8 * i);
        }
        ck_assert(alone.first == among.first && alone.second == among.second);
        ck_assert(alone.first != last.first || alone.second != last.second);
        ck_assert_mem_eq(bytes, behind, len);
        ck_assert_uint_eq(bytes[15], len + 1);
        last = alone;
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

START_TEST(what_was_put_is_found_and_nothing_else)
{
    static struct strata_memo memo;
    uint32_t number;

    for (uint32_t k = 0; k < 5000; k++) {
        char text[16];
        const char *const texts[] = {text, "x"};
        snprintf(text, sizeof text, "%*u", (int)(1 + k % 15), k);
        const struct strata_cells cells = cells_of(texts, 2);
        if (strata_memo_find(&memo, &cells, &number))
            ck_abort_msg("%u is there as %u", k, number);
        strata_memo_put(&memo, &cells, k);
        if (!strata_memo_find(&memo, &cells, &number) || number != k)
            ck_abort_msg("%u is not there", k);
    }
}
END_TEST

START_TEST(what_does_not_fit_is_not_remembered)
{
    static struct strata_memo memo;
    static const char *const longer[] = {"0123456789abcdef"};
    static const char *const many[] = {"a", "b", "c", "d", "e"};
    uint32_t number;

    const struct strata_cells one = cells_of(longer, 1);
    const struct strata_cells five = cells_of(many, 5);
    ck_assert(one.is_long && five.is_long);
    strata_memo_put(&memo, &one, 1);
    strata_memo_put(&memo, &five, 2);
    ck_assert(!strata_memo_find(&memo, &one, &number));
    ck_assert(!strata_memo_find(&memo, &five, &number));
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("strata_memo");

    tcase_add_test(tests, what_stands_behind_a_cell_does_not_matter);
    tcase_add_test(tests, a_pair_of_words_is_one_cell);
    tcase_add_test(tests, different_cells_have_different_words);
    tcase_add_test(tests, the_border_between_cells_counts);
    tcase_add_test(tests, what_was_put_is_found_and_nothing_else);
    tcase_add_test(tests, what_does_not_fit_is_not_remembered);
    return run_tests("strata_memo", tests);
}
