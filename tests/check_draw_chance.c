/* SPDX-License-Identifier: MIT */
/* The samples that whole draws make with 20,000 seeds, against what simple
 * random sampling says of them. check_chance.c tells where the bounds come
 * from: on 19 degrees of freedom a right sampler leaves them for 2e-6 of all
 * ranges of seeds, and the seeds are fixed. */
#include <stdio.h>

#include "draw_trial.h"
#include "run_tests.h"

/* How often each subset of the rows "0" to "5" was drawn in 20,000 samples of
 * 3, held against the bounds of check_chance.c. */
static void
check_subsets(struct plan plan, const char *file)
{
    enum { SEEDS = 20000, SUBSETS = 20, UNITS = 6 };
    int count_of_mask[1 << UNITS] = {0}, subsets = 0;
    double sum = 0;

    for (plan.seed = 0; plan.seed < SEEDS; plan.seed++) {
        struct draw_trial trial = draw_trial_run(&plan, file);
        unsigned mask = 0;
        /* A drawn row is a digit and a weight of 2; a kept one begins with k.
         */
        for (size_t i = 1; i < trial.len; i++)
            if (trial.bytes[i - 1] == '\n' && trial.bytes[i] != 'k')
                mask |= 1U << (trial.bytes[i] - '0');
        if (trial.status != ST_OK || mask >= 1 << UNITS)
            ck_abort_msg("seed %zu: %s", (size_t)plan.seed, trial.trouble.text);
        count_of_mask[mask]++;
        draw_trial_free(&trial);
    }
    for (int mask = 0; mask < 1 << UNITS; mask++) {
        const double off = count_of_mask[mask] - (double)SEEDS / SUBSETS;
        if (__builtin_popcount((unsigned)mask) == 3) {
            sum += off * off / ((double)SEEDS / SUBSETS);
            subsets++;
        } else {
            ck_assert_int_eq(count_of_mask[mask], 0);
        }
    }
    printf("%s: chi-square %.4f\n", file, sum);
    ck_assert_int_eq(subsets, SUBSETS);
    ck_assert_double_gt(sum, 2.26);
    ck_assert_double_lt(sum, 63.7);
}

START_TEST(all_subsets_are_equally_likely)
{
    struct plan plan = draw_trial_plan(3, 0);
    const char *const text = "x\n0\n1\n2\n3\n4\n5\n";

    plan.reader.block_bytes = 512;
    plan.candidates_budget = 0;
    scratch_write("plain.csv", text, strlen(text));
    check_subsets(plan, "plain.csv");
}
END_TEST

/* The six stand among outcomes and among records that are dropped, each of
 * which takes a random number too. */
START_TEST(all_subsets_of_the_others_are_equally_likely)
{
    static const char *const keep[] = {"d"};
    const char *const text = "x,d\nk,1\n0,0\n1,0\n9,\nk,1\nk,1\n2,0\n9,\n3,0\n"
                             "4,0\nk,1\n5,0\nk,1\n";
    struct plan plan = draw_trial_plan(3, 0);

    plan.reader.block_bytes = 512;
    plan.candidates_budget = 0;
    plan.keep = keep;
    plan.keep_count = 1;
    plan.keep_missing = KEEP_MISSING_DROP;
    scratch_write("mixed.csv", text, strlen(text));
    check_subsets(plan, "mixed.csv");
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("draw_chance");

    tcase_add_checked_fixture(tests, draw_trial_enter, draw_trial_leave);
    tcase_add_test(tests, all_subsets_are_equally_likely);
    tcase_add_test(tests, all_subsets_of_the_others_are_equally_likely);
    return run_tests("draw_chance", tests);
}
