/* SPDX-License-Identifier: MIT */
/* The samples of many seeds, against what simple random sampling says of them.
 *
 * The seeds are fixed, so these tests cannot fail by chance: the bounds say how
 * surprising their result is. Each is the quantile of a chi-square distribution
 * that a right sampler passes with probability 1 - 1e-6 (R 4.2):
 *
 *     df     qchisq(1e-6, df)   qchisq(1e-6, df, lower = FALSE)
 *      7                0.079                             40.52
 *     15                1.216                             56.49
 *     19                2.255                             63.68
 *    999              800.7                             1226.0
 *
 * so that a test with both bounds would fail for 2e-6 of all ranges of seeds. A
 * statistic that is too small is as bad as one that is too large: samples that
 * share the units out evenly are not random. */
#include <stdio.h>

#include "run_tests.h"
#include "stats/prn.h"
#include "stats/selection.h"

enum { MOST_UNITS = 1000 };

/* Draws N of POP_SIZE units, as the program does without outcomes. */
static void
draw(const char *purpose, uint64_t seed, const char *label, uint64_t pop_size,
     uint64_t n, bool drawn[MOST_UNITS])
{
    struct selection selection;
    struct pcg64 stream;
    bool taken;

    if (prn_stream(purpose, seed, slice_of(label), &stream) != ST_OK)
        ck_abort_msg("no stream");
    selection_init(&selection, n);
    for (uint64_t i = 0; i < pop_size; i++) {
        const struct selection_unit unit = {pcg64_next(&stream), i};
        if (selection_offer(&selection, unit, &taken) != ST_OK)
            ck_abort_msg("no memory");
        drawn[i] = false;
    }
    selection_settle(&selection);
    ck_assert_uint_eq(selection.taken, n);
    for (size_t k = 0; k < selection.taken; k++)
        drawn[selection.units[k].position] = true;
    selection_free(&selection);
}

/* The sum of (observed - expected)^2 / expected. */
static double
chi_square(const int *observed, const double *expected, int cells)
{
    double sum = 0;

    for (int k = 0; k < cells; k++) {
        const double off = observed[k] - expected[k];
        sum += off * off / expected[k];
    }
    return sum;
}

static void
check_bounds(const char *what, double statistic, double low, double high)
{
    printf("%s: chi-square %.4f, from %g to %g\n", what, statistic, low, high);
    ck_assert_double_gt(statistic, low);
    ck_assert_double_lt(statistic, high);
}

/* 20,000 samples of 3 from 6: each of the 20 subsets is expected 1,000 times,
 * sd = 31. */
START_TEST(all_subsets_are_equally_likely)
{
    enum { SEEDS = 20000, UNITS = 6, SUBSETS = 20 };
    int count_of_mask[1 << UNITS] = {0}, observed[SUBSETS], subsets = 0;
    double expected[SUBSETS];
    bool drawn[MOST_UNITS];

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        unsigned mask = 0;
        draw("draw", seed, "", UNITS, 3, drawn);
        for (int i = 0; i < UNITS; i++)
            mask |= (unsigned)drawn[i] << i;
        count_of_mask[mask]++;
    }
    for (int mask = 0; mask < 1 << UNITS; mask++)
        if (__builtin_popcount((unsigned)mask) == 3) {
            observed[subsets] = count_of_mask[mask];
            expected[subsets++] = (double)SEEDS / SUBSETS;
        }
    ck_assert_int_eq(subsets, SUBSETS);
    check_bounds("subsets of 3 from 6", chi_square(observed, expected, SUBSETS),
                 2.26, 63.7);
}
END_TEST

/* 20,000 samples of 1 from 8: each unit is expected 2,500 times, sd = 47. */
START_TEST(every_unit_is_equally_likely_to_be_the_only_one)
{
    enum { SEEDS = 20000, UNITS = 8 };
    int observed[UNITS] = {0};
    double expected[UNITS];
    bool drawn[MOST_UNITS];

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        draw("draw", seed, "", UNITS, 1, drawn);
        for (int i = 0; i < UNITS; i++)
            observed[i] += drawn[i];
    }
    for (int i = 0; i < UNITS; i++)
        expected[i] = (double)SEEDS / UNITS;
    check_bounds("1 from 8", chi_square(observed, expected, UNITS), 0.08, 40.5);
}
END_TEST

/* 4,000 samples of 100 from 1,000: a unit is expected S pi = 400 times, with
 * variance S pi (1 - pi) = 360 (sd = 19). Since every sample has the same size,
 * two counts have covariance -S pi (1 - pi) / (N - 1); the sum of squares over
 * that variance is then N / (N - 1) times chi-square on N - 1 degrees of
 * freedom, and the factor (N - 1) / N makes up for it. */
START_TEST(every_unit_has_inclusion_probability_n_over_N)
{
    enum { SEEDS = 4000, POP = 1000, SIZE = 100 };
    const double pi = (double)SIZE / POP;
    int count[POP] = {0};
    bool drawn[MOST_UNITS];
    double squares = 0;

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        draw("draw", seed, "", POP, SIZE, drawn);
        for (int i = 0; i < POP; i++)
            count[i] += drawn[i];
    }
    for (int i = 0; i < POP; i++)
        squares += (count[i] - SEEDS * pi) * (count[i] - SEEDS * pi);
    check_bounds("inclusion of 100 from 1000",
                 squares / (SEEDS * pi * (1 - pi)) * (POP - 1) / POP, 801,
                 1226);
}
END_TEST

/* How many units two samples of 100 from 1,000 share: 3 or fewer, 4, 5 ... 17,
 * 18 or more. Of independent samples this is hypergeometric: R's
 * phyper(3, 100, 900, 100), dhyper(4:17, 100, 900, 100) and
 * phyper(17, 100, 900, 100, lower = FALSE). */
enum { OVERLAPS = 16, PAIRS = 4000, OVERLAP_POP = 1000, OVERLAP_SIZE = 100 };

static const double overlap_probability[OVERLAPS] = {
    0.00578895398685, 0.01307676131696, 0.02994172230983, 0.05587759384744,
    0.08740209227049, 0.11694627104694, 0.13594743004276, 0.13898526767704,
    0.12619444772829, 0.10258479273971, 0.07516478711102, 0.04992297943518,
    0.03020289209837, 0.01671384002840, 0.00849109764852, 0.00675907071221};

static void
count_overlap(const bool *a, const bool *b, int observed[OVERLAPS])
{
    int shared = 0;

    for (int i = 0; i < OVERLAP_POP; i++)
        shared += a[i] && b[i];
    const int cell = shared - 3;
    observed[cell < 0 ? 0 : cell < OVERLAPS ? cell : OVERLAPS - 1]++;
}

static void
check_overlaps(const char *what, const int observed[OVERLAPS])
{
    double expected[OVERLAPS];

    for (int k = 0; k < OVERLAPS; k++)
        expected[k] = PAIRS * overlap_probability[k];
    check_bounds(what, chi_square(observed, expected, OVERLAPS), 1.22, 56.4);
}

/* Seed by seed, so that a sample is in two pairs. The overlaps are independent
 * all the same: given one sample, those with either neighbour are, and each has
 * this distribution whatever the sample is. */
START_TEST(samples_of_neighbouring_seeds_overlap_as_independent_ones_do)
{
    int observed[OVERLAPS] = {0};
    bool drawn[2][MOST_UNITS];

    draw("draw", 0, "", OVERLAP_POP, OVERLAP_SIZE, drawn[0]);
    for (uint64_t seed = 1; seed <= PAIRS; seed++) {
        draw("draw", seed, "", OVERLAP_POP, OVERLAP_SIZE, drawn[seed % 2]);
        count_overlap(drawn[0], drawn[1], observed);
    }
    check_overlaps("overlap of seeds", observed);
}
END_TEST

START_TEST(samples_of_two_labels_overlap_as_independent_ones_do)
{
    int observed[OVERLAPS] = {0};
    bool a[MOST_UNITS], b[MOST_UNITS];

    for (uint64_t seed = 1; seed <= PAIRS; seed++) {
        draw("draw", seed, "2019", OVERLAP_POP, OVERLAP_SIZE, a);
        draw("draw", seed, "2020", OVERLAP_POP, OVERLAP_SIZE, b);
        count_overlap(a, b, observed);
    }
    check_overlaps("overlap of labels", observed);
}
END_TEST

START_TEST(samples_for_two_purposes_overlap_as_independent_ones_do)
{
    int observed[OVERLAPS] = {0};
    bool a[MOST_UNITS], b[MOST_UNITS];

    for (uint64_t seed = 1; seed <= PAIRS; seed++) {
        draw("draw", seed, "", OVERLAP_POP, OVERLAP_SIZE, a);
        draw("deal", seed, "", OVERLAP_POP, OVERLAP_SIZE, b);
        count_overlap(a, b, observed);
    }
    check_overlaps("overlap of purposes", observed);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("chance");

    tcase_add_test(tests, all_subsets_are_equally_likely);
    tcase_add_test(tests, every_unit_is_equally_likely_to_be_the_only_one);
    tcase_add_test(tests, every_unit_has_inclusion_probability_n_over_N);
    tcase_add_test(
        tests, samples_of_neighbouring_seeds_overlap_as_independent_ones_do);
    tcase_add_test(tests, samples_of_two_labels_overlap_as_independent_ones_do);
    tcase_add_test(tests,
                   samples_for_two_purposes_overlap_as_independent_ones_do);
    return run_tests("chance", tests);
}
