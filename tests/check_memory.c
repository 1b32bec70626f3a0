/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run_tests.h"
#include "scratch.h"

static const uint64_t MIB = 1 << 20;

/* A tree of control groups that limits nothing, in the current folder. */
static const struct cgroup groups = {"tree", "list", NULL};

static void
write_file(const char *name, const char *text)
{
    scratch_write(name, text, strlen(text));
}

/* Without a limit but the machine's. */
static uint64_t
begin(void)
{
    static const char *const names[] = {
        "SLURM_MEM_PER_NODE", "SLURM_MEM_PER_CPU", "SLURM_CPUS_ON_NODE"};

    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
        unsetenv(names[k]);
    mkdir("tree", 0700);
    const struct memory_limit limit = memory_limit(&groups);
    ck_assert_uint_gt(limit.bytes, 64 * MIB);
    return limit.bytes;
}

static void
expect(uint64_t bytes, const char *what)
{
    const struct memory_limit limit = memory_limit(&groups);

    ck_assert_msg(limit.bytes == bytes && strcmp(limit.what, what) == 0,
                  "%" PRIu64 " by %s, not %" PRIu64 " by %s", limit.bytes,
                  limit.what, bytes, what);
}

START_TEST(slurm_says_what_the_job_has)
{
    const uint64_t all = begin();

    setenv("SLURM_MEM_PER_NODE", "32", 1);
    expect(32 * MIB, "SLURM_MEM_PER_NODE");
    setenv("SLURM_MEM_PER_NODE", "0", 1); /* all that the node has */
    ck_assert_uint_eq(memory_limit(&groups).bytes, all);
    setenv("SLURM_MEM_PER_CPU", "9", 1);
    ck_assert_uint_eq(memory_limit(&groups).bytes, all);
    setenv("SLURM_CPUS_ON_NODE", "3", 1);
    expect(27 * MIB, "SLURM_MEM_PER_CPU");
}
END_TEST

START_TEST(what_is_no_size_is_no_limit)
{
    static const char *const texts[] = {
        "", "x", "-1", "1.5", "18446744073709551615", "8796093022208", "4G"};
    const uint64_t all = begin();

    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        setenv("SLURM_MEM_PER_NODE", texts[k], 1);
        ck_assert_uint_eq(memory_limit(&groups).bytes, all);
    }
}
END_TEST

/* Version 2: the least of the group's own limit and those above it. */
START_TEST(a_control_group_has_the_limits_of_those_above_it)
{
    const uint64_t all = begin();

    write_file("list", "1:cpu:/other\n0::/a/b\n");
    mkdir("tree/a", 0700);
    mkdir("tree/a/b", 0700);
    write_file("tree/a/b/memory.max", "max\n");
    ck_assert_uint_eq(memory_limit(&groups).bytes, all);
    write_file("tree/a/memory.max", "50331648\n");
    expect(48 * MIB, "the control group");
    write_file("tree/a/b/memory.max", "33554432\n");
    expect(32 * MIB, "the control group");
    write_file("tree/memory.max", "16777216\n");
    expect(16 * MIB, "the control group");
}
END_TEST

/* Version 1 has a tree for each controller; in a container only its root may be
 * seen. */
START_TEST(a_control_group_of_version_1_has_them_too)
{
    const uint64_t all = begin();

    write_file("list", "9:name=systemd:/x\n4:hugetlb,memory:/a\n"
                       "5:cpu,memoryless:/b\n0::/\n");
    mkdir("tree/memory", 0700);
    mkdir("tree/memory/a", 0700);
    mkdir("tree/memory/b", 0700);
    write_file("tree/memory/b/memory.limit_in_bytes", "4096\n");
    write_file("tree/memory/memory.limit_in_bytes", "9223372036854771712\n");
    ck_assert_uint_eq(memory_limit(&groups).bytes, all);
    write_file("tree/memory/a/memory.limit_in_bytes", "20971520\n");
    expect(20 * MIB, "the control group");
    write_file("list", "4:memory:/../elsewhere\n");
    ck_assert_uint_eq(memory_limit(&groups).bytes, all);
    write_file("tree/memory/memory.limit_in_bytes", "25165824\n");
    expect(24 * MIB, "the control group");
}
END_TEST

START_TEST(the_address_space_is_a_limit)
{
    const uint64_t all = begin();
    struct rlimit before, limit;

    ck_assert_int_eq(getrlimit(RLIMIT_AS, &before), 0);
    limit = before;
    limit.rlim_cur = (rlim_t)(all - MIB);
    if (before.rlim_max >= limit.rlim_cur &&
        setrlimit(RLIMIT_AS, &limit) == 0) {
        expect(all - MIB, "ulimit -v");
        setrlimit(RLIMIT_AS, &before);
    }
}
END_TEST

START_TEST(linux_has_its_groups_where_we_look)
{
    begin();
    ck_assert_uint_gt(memory_limit(NULL).bytes, 16 * MIB);
}
END_TEST

int
main(void)
{
    TCase *const tests = tcase_create("memory");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, slurm_says_what_the_job_has);
    tcase_add_test(tests, what_is_no_size_is_no_limit);
    tcase_add_test(tests, a_control_group_has_the_limits_of_those_above_it);
    tcase_add_test(tests, a_control_group_of_version_1_has_them_too);
    tcase_add_test(tests, the_address_space_is_a_limit);
    tcase_add_test(tests, linux_has_its_groups_where_we_look);
    return run_tests("memory", tests);
}
