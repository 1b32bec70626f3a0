/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "csv/record.h"
#include "run_tests.h"

static const struct dialect comma = {','};

START_TEST(the_last_opening_quote_is_the_one_that_opens_a_field)
{
    static const struct {
        const char *text;
        size_t opening;
    } cases[] = {
        {"", 0},
        {"abc\n", 4},
        {"a\"b,c\"\n", 7}, /* strays open nothing */
        {"\"", 0},
        {"a,\"b\"\"", 2}, /* a doubled quote is no opening one */
        {"\"a\",\"b\nc\"\"", 4},
        {"\"\"\"", 0},
        {"\"a\"\r\n\"b", 5},
        {"\"a,\"\"\n\"\"b", 0},
    };

    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        ck_assert_uint_eq(scan_last_opening(comma, slice_of(cases[c].text)),
                          cases[c].opening);
}
END_TEST

START_TEST(a_kernel_is_chosen_by_name_or_else_the_fastest)
{
    const struct scan_kernel *const fastest = scan_kernel_choose(NULL);

    ck_assert_ptr_nonnull(fastest);
    ck_assert(fastest->usable());
    for (size_t k = 0; scan_kernels[k] != fastest; k++)
        ck_assert(!scan_kernels[k]->usable());
    ck_assert_str_eq(scan_kernel_choose("portable")->name, "portable");
    ck_assert_ptr_null(scan_kernel_choose("abacus"));
    ck_assert_ptr_null(scan_kernel_choose(""));
    for (size_t k = 0; scan_kernels[k] != NULL; k++)
        ck_assert_ptr_eq(scan_kernel_choose(scan_kernels[k]->name),
                         scan_kernels[k]->usable() ? scan_kernels[k] : NULL);
}
END_TEST

enum { WIDE = 3 }; /* columns */

/* Finds the wanted ones of WIDE columns in a block of one record, and looks
 * whether they are LENS bytes long and one byte apart. */
static void
find_fields(const struct scan_kernel *kernel, struct scan_map *map,
            struct slice block, const size_t lens[WIDE],
            const struct record_layout *layout, struct record_batch *batch)
{
    static struct record_cursor cursor;

    record_start(&cursor, kernel, layout,
                 scan_start(comma, block, SCAN_START, map), false);
    record_next(&cursor, batch);
    ck_assert_uint_eq(batch->count, 1);
    for (size_t w = 0; w < layout->wanted_count; w++) {
        const struct slice field = record_field(batch, 0, w);
        const char *begin = block.bytes;
        for (size_t j = 0; j < layout->wanted[w]; j++)
            begin += lens[j] + 1;
        if (field.bytes != begin || field.len != lens[layout->wanted[w]])
            ck_abort_msg("%s: %zu bytes behind %zu: column %zu", kernel->name,
                         lens[1], lens[0], layout->wanted[w]);
    }
}

/* A field of any length, from any byte of a word on, between two others; all
 * three are wanted, or one alone. */
START_TEST(a_field_may_go_on_through_words)
{
    enum { LONGEST = 200 };
    static const size_t columns[] = {0, 1, 2};
    static struct record_batch batch;
    struct scan_map map = {0};
    char line[SCAN_WORD + LONGEST + 4];

    ck_assert_int_eq(scan_map_reserve(&map, sizeof line), ST_OK);
    ck_assert_int_eq(record_batch_init(&batch, WIDE, 0), ST_OK);
    for (size_t first = 0; first < SCAN_WORD; first++)
        for (size_t second = 0; second <= LONGEST; second++) {
            const size_t lens[] = {first, second, 1};
            const struct slice block = {line, first + second + 4};
            memset(line, 'x', sizeof line);
            line[first] = line[first + 1 + second] = ',';
            line[block.len - 1] = '\n';
            for (size_t n = 0; n < 4; n++)
                for (size_t k = 0; scan_kernels[k] != NULL; k++) {
                    const struct record_layout layout = {
                        WIDE, columns + n % WIDE, n < WIDE ? 1 : WIDE, 1024};
                    if (scan_kernels[k]->usable())
                        find_fields(scan_kernels[k], &map, block, lens, &layout,
                                    &batch);
                }
        }
    record_batch_free(&batch);
    scan_map_free(&map);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("kernels");

    tcase_add_test(tests, the_last_opening_quote_is_the_one_that_opens_a_field);
    tcase_add_test(tests, a_kernel_is_chosen_by_name_or_else_the_fastest);
    tcase_add_test(tests, a_field_may_go_on_through_words);
    return run_tests("kernels", tests);
}
