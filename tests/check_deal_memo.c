/* SPDX-License-Identifier: MIT */
#include "design/deal_memo.h"

#include <stdlib.h>

#include "run_tests.h"

static int
compare_cells(const void *a, const void *b)
{
    const struct memo_cell *const x = a, *const y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->last > y->last) - (x->last < y->last);
}

/* All texts of one length, of the letters a and b. */
START_TEST(different_cells_of_one_length_are_different_numbers)
{
    static struct memo_cell all[1 << MEMO_CELL];

    for (size_t len = 0; len <= MEMO_CELL; len++) {
        const size_t count = (size_t)1 << len;
        for (size_t bits = 0; bits < count; bits++) {
            char text[MEMO_CELL];
            for (size_t i = 0; i < len; i++)
                text[i] = (char)('a' + (bits >> i & 1));
            all[bits] = memo_cell((struct slice){text, len});
            ck_assert_uint_lt(all[bits].place, MEMO_PLACES);
        }
        qsort(all, count, sizeof all[0], compare_cells);
        for (size_t k = 1; k < count; k++)
            if (compare_cells(&all[k - 1], &all[k]) == 0)
                ck_abort_msg("two texts of %zu letters", len);
    }
}
END_TEST

/* Where two cells belong to one place, the later one has it; a cell is not
 * found under another's length. */
START_TEST(only_what_was_put_is_found)
{
    static struct memo_place memo[MEMO_PLACES];
    static const char *const texts[] = {"", "a", "aa", "aaa", "aaaa", "aaaaaa"};
    enum { COUNT = sizeof texts / sizeof texts[0] };
    uint32_t label;

    for (uint32_t k = 0; k < COUNT; k++) {
        const struct slice cell = slice_of(texts[k]);
        ck_assert(!memo_find(memo, cell, memo_cell(cell), &label));
        memo_put(memo, cell, memo_cell(cell), k);
        ck_assert(memo_find(memo, cell, memo_cell(cell), &label));
        ck_assert_uint_eq(label, k);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("deal_memo");

    tcase_add_test(tests, different_cells_of_one_length_are_different_numbers);
    tcase_add_test(tests, only_what_was_put_is_found);
    return run_tests("deal_memo", tests);
}
