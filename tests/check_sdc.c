/* SPDX-License-Identifier: MIT */
/* Disclosure control: what is told of results that are put together by hand. */
#include "run_tests.h"
#include "sdc_world.h"

/* By the definitions: 7 is the largest that is suppressed. */
START_TEST(a_count_is_suppressed_or_rounded)
{
    struct plan plan = {.sdc = PLAN_SDC_ROUND5, .sdc_suppress = 7};

    ck_assert_str_eq(sdc_count_text(sdc_count_of(&plan, 0)).text, "0");
    ck_assert_str_eq(sdc_count_text(sdc_count_of(&plan, 1)).text, "[c]");
    ck_assert_str_eq(sdc_count_text(sdc_count_of(&plan, 7)).text, "[c]");
    ck_assert_uint_eq(sdc_count_of(&plan, 8).count, 10);
    ck_assert_uint_eq(sdc_count_of(&plan, 12).count, 10);
    ck_assert_uint_eq(sdc_count_of(&plan, 13).count, 15);
    plan.sdc = PLAN_SDC_MIDPOINT6;
    ck_assert_str_eq(sdc_count_text(sdc_count_of(&plan, 0)).text, "0");
    ck_assert_str_eq(sdc_count_text(sdc_count_of(&plan, 6)).text, "[c]");
    ck_assert_uint_eq(sdc_count_of(&plan, 8).count, 9);
    ck_assert_uint_eq(sdc_count_of(&plan, 12).count, 9);
    ck_assert_uint_eq(sdc_count_of(&plan, 13).count, 15);
    ck_assert_uint_eq(sdc_count_of(&plan, 1000000).count, 999999);
    plan.sdc_suppress = 0;
    ck_assert_uint_eq(sdc_count_of(&plan, 1).count, 3);
    plan.sdc = PLAN_SDC_NONE;
    plan.sdc_suppress = 7;
    ck_assert_uint_eq(sdc_count_of(&plan, 1).count, 1);
}
END_TEST

/* 1,003 and 5 units, a fifth of each: 201 and 1. */
START_TEST(totals_and_weights_come_from_what_is_told)
{
    const struct plan plan = {.size = PLAN_FRACTION,
                              .share = {2, 1},
                              .replicate = 1,
                              .sdc = PLAN_SDC_ROUND5,
                              .sdc_suppress = 7};
    struct world world = {.strata_count = 2,
                          .pop_size = {1003, 5},
                          .sample_size = {201, 1},
                          .kept = {22, 3},
                          .excluded = 2};
    const struct draw_result result = world_result(&world);
    struct sdc_told told;

    ck_assert(!sdc_tell(&plan, &result, &told));
    ck_assert_uint_eq(told.strata[0].pop_size.count, 1005);
    ck_assert_uint_eq(told.strata[0].sample_size.count, 200);
    ck_assert_double_eq(told.strata[0].design_weight.value, 5.025);
    ck_assert_int_eq(told.strata[1].pop_size.state, SDC_SUPPRESSED);
    ck_assert_int_eq(told.strata[1].sample_size.state, SDC_SUPPRESSED);
    ck_assert_int_eq(told.strata[1].design_weight.state, SDC_UNTOLD);
    ck_assert_uint_eq(told.drawn.pop_size.count, 1005);
    ck_assert_uint_eq(told.drawn.sample_size.count, 200);
    ck_assert_uint_eq(told.kept.pop_size.count, 20);
    ck_assert_double_eq(told.kept.weight_sum.value, 20);
    ck_assert_uint_eq(told.records.count, 1025);
    ck_assert_int_eq(told.excluded.state, SDC_SUPPRESSED);
    ck_assert_int_eq(told.bytes_read.state, SDC_UNTOLD);
    ck_assert_int_eq(told.read_seconds.state, SDC_UNTOLD);
    sdc_told_free(&told);
}
END_TEST

START_TEST(a_size_that_was_asked_for_is_no_secret)
{
    struct plan plan = {.size = PLAN_N_EACH,
                        .sample_size = 3,
                        .replicate = 1,
                        .sdc = PLAN_SDC_MIDPOINT6,
                        .sdc_suppress = 7};
    struct world world = {
        .strata_count = 2, .pop_size = {100, 6}, .sample_size = {3, 3}};
    const struct draw_result result = world_result(&world);
    struct sdc_told told;

    ck_assert(!sdc_tell(&plan, &result, &told));
    ck_assert_uint_eq(told.strata[0].sample_size.count, 3);
    ck_assert_double_eq(told.strata[0].design_weight.value, 33);
    ck_assert_int_eq(told.strata[1].sample_size.state, SDC_SUPPRESSED);
    sdc_told_free(&told);
}
END_TEST

START_TEST(the_kept_are_not_in_the_rest)
{
    const struct plan plan = {.replicate = 1, .output = PLAN_REST};
    struct world world = {
        .strata_count = 1, .pop_size = {10}, .sample_size = {5}, .kept = {4}};
    const struct draw_result result = world_result(&world);
    struct sdc_told told;

    ck_assert(!sdc_tell(&plan, &result, &told));
    ck_assert_uint_eq(told.kept.pop_size.count, 4);
    ck_assert_uint_eq(told.kept.sample_size.count, 0);
    ck_assert_int_eq(told.kept.design_weight.state, SDC_UNTOLD);
    ck_assert_double_eq(told.kept.weight_sum.value, 0);
    sdc_told_free(&told);
}
END_TEST

START_TEST(warnings_with_counts_are_told_anew)
{
    struct plan plan = {.sample_size = 9, .replicate = 1, .sdc_suppress = 7};
    struct world world = {
        .strata_count = 1, .pop_size = {5}, .sample_size = {5}};
    struct draw_result result = world_result(&world);
    struct sdc_told told;

    ck_assert(!warnings_add(&result.warnings, "all 5 are taken"));
    ck_assert(!warnings_add_plain(&result.warnings, "odd"));
    ck_assert(!sdc_tell(&plan, &result, &told));
    ck_assert_uint_eq(told.warnings.count, 2);
    ck_assert_str_eq(told.warnings.list[0].text, "all 5 are taken");
    sdc_told_free(&told);
    plan.sdc = PLAN_SDC_ROUND5;
    ck_assert(!sdc_tell(&plan, &result, &told));
    ck_assert_uint_eq(told.warnings.count, 2);
    ck_assert_str_eq(told.warnings.list[0].text, "odd");
    ck_assert_str_eq(told.warnings.list[1].text,
                     "all are taken, as far as rounded counts tell");
    sdc_told_free(&told);
    warnings_free(&result.warnings);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("sdc");

    tcase_add_test(tests, a_count_is_suppressed_or_rounded);
    tcase_add_test(tests, totals_and_weights_come_from_what_is_told);
    tcase_add_test(tests, a_size_that_was_asked_for_is_no_secret);
    tcase_add_test(tests, the_kept_are_not_in_the_rest);
    tcase_add_test(tests, warnings_with_counts_are_told_anew);
    return run_tests("sdc", tests);
}
