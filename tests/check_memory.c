/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <inttypes.h>

#include "base/cgroup.h"
#include "run_tests.h"

/* /proc/meminfo counts the same memory in kB. */
START_TEST(it_is_what_the_machine_has_or_less)
{
    FILE *const file = fopen("/proc/meminfo", "r");
    uint64_t total;

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fscanf(file, "MemTotal: %" SCNu64 " kB", &total), 1);
    fclose(file);
    ck_assert_uint_ge(memory_usable(), 1 << 20);
    ck_assert_uint_le(memory_usable(), total * 1024);
}
END_TEST

START_TEST(the_less_of_two_limits_is_one_that_there_is)
{
    ck_assert_int_eq(cgroup_less(3, 4), 3);
    ck_assert_int_eq(cgroup_less(4, 3), 3);
    ck_assert_int_eq(cgroup_less(-1, 0), 0);
    ck_assert_int_eq(cgroup_less(5, -1), 5);
    ck_assert_int_eq(cgroup_less(-1, -1), -1);
}
END_TEST

static int64_t
seven(FILE *file)
{
    ck_assert_ptr_nonnull(file);
    return 7;
}

START_TEST(what_cannot_be_found_out_is_no_limit)
{
    ck_assert_int_eq(cgroup_number("/proc/self/no-such-file"), -1);
    ck_assert_int_eq(cgroup_number("/proc/self/cmdline"), -1);
    ck_assert_int_ge(cgroup_number("/proc/sys/kernel/pid_max"), 1);
    ck_assert_int_eq(cgroup_least("no-such-file", seven), -1);
}
END_TEST

int
main(void)
{
    TCase *const tests = tcase_create("memory");

    tcase_add_test(tests, it_is_what_the_machine_has_or_less);
    tcase_add_test(tests, the_less_of_two_limits_is_one_that_there_is);
    tcase_add_test(tests, what_cannot_be_found_out_is_no_limit);
    return run_tests("memory", tests);
}
