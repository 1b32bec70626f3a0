/* SPDX-License-Identifier: MIT */
#include "bytes.h"
#include "run_tests.h"
#include "scratch.h"
#include "slurp.h"
#include "write_all.h"

/* gzip(1) and the reader of zstd, tested elsewhere, say what was written. */
START_TEST(the_ending_of_the_name_chooses_the_compression)
{
    static const size_t lens[] = {0,         1,     1000, (256 << 10) - 1,
                                  256 << 10, 900000};
    char *const rows = make_rows(900000);

    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
        write_all("plain", rows, lens[i], 1000);
        write_all("o.gz", rows, lens[i], 1000);
        write_all("o.zst", rows, lens[i], 1000);
        slurp_and_compare("plain", 4096, rows, lens[i]);
        ck_assert_int_eq(system("gzip -dc o.gz | cmp - plain"), 0);
        slurp_and_compare("o.zst", 4096, rows, lens[i]);
    }
    free(rows);
}
END_TEST

START_TEST(compressed_bytes_do_not_depend_on_how_they_were_written)
{
    static const char *const names[] = {"a.gz", "a.zst"};
    char *const rows = make_rows(600000);

    for (size_t i = 0; i < 2; i++) {
        size_t len_1, len_2;
        write_all(names[i], rows, 600000, 600000);
        char *const at_once = scratch_read(names[i], &len_1);
        write_all(names[i], rows, 600000, 17);
        char *const piecemeal = scratch_read(names[i], &len_2);
        ck_assert_uint_eq(len_1, len_2);
        ck_assert_mem_eq(at_once, piecemeal, len_1);
        if (i == 0) /* no time in the header */
            ck_assert_mem_eq(at_once, "\x1f\x8b\x08\0\0\0\0\0", 8);
        free(at_once);
        free(piecemeal);
    }
    free(rows);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("sink_coding");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, the_ending_of_the_name_chooses_the_compression);
    tcase_add_test(tests,
                   compressed_bytes_do_not_depend_on_how_they_were_written);
    return run_tests("sink_coding", tests);
}
