/* SPDX-License-Identifier: MIT */
#include "base/processors.h"

#include <stdlib.h>

#include "run_tests.h"

enum { MOST = 8 };

/* What may be used with this SLURM_CPUS_PER_TASK. */
static unsigned
with_slurm(const char *text)
{
    setenv("SLURM_CPUS_PER_TASK", text, 1);
    const unsigned count = processors_usable(MOST);
    unsetenv("SLURM_CPUS_PER_TASK");
    return count;
}

START_TEST(there_is_one_at_least_and_as_many_as_asked_for_at_most)
{
    unsetenv("SLURM_CPUS_PER_TASK");
    ck_assert_uint_ge(processors_usable(MOST), 1);
    ck_assert_uint_le(processors_usable(MOST), MOST);
    ck_assert_uint_eq(processors_usable(1), 1);
}
END_TEST

START_TEST(slurm_takes_away_and_never_adds)
{
    unsetenv("SLURM_CPUS_PER_TASK");
    const unsigned all = processors_usable(MOST);

    ck_assert_uint_eq(with_slurm("1"), 1);
    ck_assert_uint_eq(with_slurm("2"), all < 2 ? all : 2);
    ck_assert_uint_eq(with_slurm("4096"), all);
}
END_TEST

START_TEST(what_is_no_number_of_processors_is_no_limit)
{
    static const char *const texts[] = {"",   "0",   "x",
                                        "-1", "1.5", "99999999999999999999"};

    unsetenv("SLURM_CPUS_PER_TASK");
    const unsigned all = processors_usable(MOST);
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
        ck_assert_uint_eq(with_slurm(texts[k]), all);
}
END_TEST

int
main(void)
{
    TCase *const tests = tcase_create("processors");

    tcase_add_test(tests,
                   there_is_one_at_least_and_as_many_as_asked_for_at_most);
    tcase_add_test(tests, slurm_takes_away_and_never_adds);
    tcase_add_test(tests, what_is_no_number_of_processors_is_no_limit);
    return run_tests("processors", tests);
}
