/* SPDX-License-Identifier: MIT */
#include "csv/scan.h"
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

int
main(void)
{
    TCase *tests = tcase_create("kernels");

    tcase_add_test(tests, the_last_opening_quote_is_the_one_that_opens_a_field);
    tcase_add_test(tests, a_kernel_is_chosen_by_name_or_else_the_fastest);
    return run_tests("kernels", tests);
}
