/* SPDX-License-Identifier: MIT */
/* Samples of many seeds, against what sampling theory says of them: who is
 * drawn together with whom, who is first, and what is estimated from them.
 *
 * The seeds are fixed, so that nothing here fails by chance; the bounds say how
 * surprising a result is. A count or a mean of many seeds is nearly normal, and
 * a right sampler is within 4.9 standard deviations of its expectation with all
 * ranges of seeds but 9.6e-7 of them. Chi-square has two bounds, each of which
 * 1e-6 of them pass (R's qchisq). The file has 20 such tests: one of them would
 * fail for one in 40,000 ranges of seeds. check_chance.c has others. */
#include <math.h>
#include <stdio.h>

#include "run_tests.h"
#include "stats/prn.h"
#include "stats/selection.h"
#include "stats/weight.h"

enum { MOST_UNITS = 200 };
static const double SDS = 4.9;

/* Draws N of the POP_SIZE units that have these random numbers. */
static void
draw_from(const uint64_t *prns, uint64_t pop_size, uint64_t n,
          bool drawn[MOST_UNITS])
{
    struct selection selection;
    bool taken;

    selection_init(&selection, n);
    for (uint64_t i = 0; i < pop_size; i++) {
        const struct selection_unit unit = {prns[i], i};
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

/* The random numbers of a seed. */
static void
numbers_of(uint64_t seed, uint64_t count, uint64_t *prns)
{
    struct pcg64 stream;

    if (prn_stream("draw", seed, slice_of(""), &stream) != ST_OK)
        ck_abort_msg("no stream");
    for (uint64_t i = 0; i < count; i++)
        prns[i] = pcg64_next(&stream);
}

static void
draw(uint64_t seed, uint64_t pop_size, uint64_t n, bool drawn[MOST_UNITS])
{
    uint64_t prns[MOST_UNITS];

    numbers_of(seed, pop_size, prns);
    draw_from(prns, pop_size, n, drawn);
}

static void
check_near(const char *what, double observed, double expected, double sd)
{
    printf("%s: %.8g, expected %.8g, %+.2f sd\n", what, observed, expected,
           (observed - expected) / sd);
    ck_assert_double_le(fabs(observed - expected), SDS * sd);
}

static void
check_chi_square(const char *what, const int *observed,
                 const double *probability, int cells, double low, double high)
{
    double sum = 0, total = 0;

    for (int k = 0; k < cells; k++)
        total += observed[k];
    for (int k = 0; k < cells; k++) {
        const double expected = total * probability[k];
        sum += (observed[k] - expected) * (observed[k] - expected) / expected;
    }
    printf("%s: chi-square %.3f, from %g to %g\n", what, sum, low, high);
    ck_assert_double_gt(sum, low);
    ck_assert_double_lt(sum, high);
}

/* The probability that K given units of POP are all among N. */
static double
together(int k, int n, int pop)
{
    double p = 1;

    for (int j = 0; j < k; j++)
        p *= (double)(n - j) / (pop - j);
    return p;
}

/* 20,000 samples of 20 from 100. Units i and i + LAG, in a ring, are edges of a
 * graph; a sample has so many edges whose two ends it holds. With E edges, of
 * which S pairs share a unit, and p_k the probability that k given units are
 * drawn, the expectation is E p_2 and the variance
 *
 *     E p_2 (1 - p_2) + 2 S (p_3 - p_2^2) + 2 (E (E - 1) / 2 - S) (p_4 -
 * p_2^2).
 *
 * Every unit has two edges, so that S is E; at half the ring it has one. */
static void
check_lag(int lag)
{
    enum { SEEDS = 20000, POP = 100, SIZE = 20 };
    const int edges = 2 * lag == POP ? POP / 2 : POP;
    const double sharing = 2 * lag == POP ? 0 : edges;
    const double pairs = edges * (edges - 1) / 2.0;
    const double p2 = together(2, SIZE, POP);
    const double variance =
        edges * p2 * (1 - p2) +
        2 * sharing * (together(3, SIZE, POP) - p2 * p2) +
        2 * (pairs - sharing) * (together(4, SIZE, POP) - p2 * p2);
    bool drawn[MOST_UNITS];
    char what[60];
    int both = 0;

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        draw(seed, POP, SIZE, drawn);
        for (int i = 0; i < edges; i++)
            both += drawn[i] && drawn[(i + lag) % POP];
    }
    snprintf(what, sizeof what, "both of two units %d apart", lag);
    check_near(what, both, SEEDS * edges * p2, sqrt(SEEDS * variance));
}

START_TEST(two_units_are_drawn_together_as_often_whatever_lies_between)
{
    check_lag(1);
    check_lag(2);
    check_lag(10);
    check_lag(50);
}
END_TEST

/* 20,000 samples of 5 from 50: the first unit drawn is m with probability
 * C(49 - m, 4) / C(50, 5): 5/50 for 0, and (45 - m)/(49 - m) of the one before
 * for the next. Those from 15 on are one cell. The last one is as far from the
 * end. */
static void
check_outermost(const char *what, bool from_end)
{
    enum { SEEDS = 20000, POP = 50, SIZE = 5, CELLS = 16 };
    double probability[CELLS], rest = 1;
    int observed[CELLS] = {0};
    bool drawn[MOST_UNITS];

    probability[0] = (double)SIZE / POP;
    for (int m = 0; m + 1 < CELLS; m++) {
        rest -= probability[m];
        probability[m + 1] = probability[m] * (POP - SIZE - m) / (POP - 1 - m);
    }
    probability[CELLS - 1] = rest;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        int passed = 0;
        draw(seed, POP, SIZE, drawn);
        while (!drawn[from_end ? POP - 1 - passed : passed])
            passed++;
        observed[passed < CELLS ? passed : CELLS - 1]++;
    }
    check_chi_square(what, observed, probability, CELLS, 1.216, 56.49);
}

START_TEST(the_first_unit_drawn_is_where_it_has_to_be)
{
    check_outermost("first unit drawn", false);
}
END_TEST

START_TEST(the_last_unit_drawn_is_where_it_has_to_be)
{
    check_outermost("last unit drawn", true);
}
END_TEST

/* Two strata of 20, record by record in turn, 5 drawn from each: how many
 * places the two samples share is hypergeometric, C(5, k) C(15, 5 - k) / C(20,
 * 5). */
START_TEST(strata_are_drawn_independently_of_one_another)
{
    enum { SEEDS = 20000, POP = 20, SIZE = 5, CELLS = 5 };
    static const double probability[CELLS] = {3003 / 15504.0, 6825 / 15504.0,
                                              4550 / 15504.0, 1050 / 15504.0,
                                              76 / 15504.0};
    uint64_t prns[2 * POP], of_stratum[POP];
    bool drawn[2][MOST_UNITS];
    int observed[CELLS] = {0};

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        int shared = 0;
        numbers_of(seed, 2 * POP, prns);
        for (int h = 0; h < 2; h++) {
            for (int i = 0; i < POP; i++)
                of_stratum[i] = prns[2 * i + h];
            draw_from(of_stratum, POP, SIZE, drawn[h]);
        }
        for (int i = 0; i < POP; i++)
            shared += drawn[0][i] && drawn[1][i];
        observed[shared < CELLS ? shared : CELLS - 1]++;
    }
    check_chi_square("places that two strata share", observed, probability,
                     CELLS, 0.00283, 33.38);
}
END_TEST

/* The Horvitz-Thompson estimator of a total, N_h / n_h times the sum over the
 * sample, over 20,000 samples of 40 from 200: without bias, with variance
 * V = N^2 (1 - n/N) S^2 / n, which N^2 (1 - n/N) s^2 / n estimates without bias
 * (Horvitz and Thompson 1952; Cochran 1977, section 2.6). The variance of so
 * many estimates has standard deviation V sqrt((k - 1) / 20,000), k being their
 * kurtosis, which is estimated too; so is the spread of the estimated ones. */
struct estimates {
    double total;    /* Y */
    double variance; /* V */
    double sum;      /* of the estimates less Y, and of powers of that */
    double squares;
    double fourths;
    double variances; /* sum of the estimated ones less V, and of squares */
    double variance_squares;
};

enum { HT_POP = 200, HT_SIZE = 40, HT_SEEDS = 20000 };

static void
start_estimates(const double *y, struct estimates *all)
{
    double squares = 0;

    *all = (struct estimates){0};
    for (int i = 0; i < HT_POP; i++)
        all->total += y[i];
    for (int i = 0; i < HT_POP; i++)
        squares += (y[i] - all->total / HT_POP) * (y[i] - all->total / HT_POP);
    all->variance =
        (double)HT_POP * (HT_POP - HT_SIZE) / HT_SIZE * squares / (HT_POP - 1);
}

static void
add_estimate(const double *y, const bool *drawn, struct estimates *all)
{
    const double weight = design_weight(HT_POP, HT_SIZE);
    double sum = 0, squares = 0;

    for (int i = 0; i < HT_POP; i++)
        sum += drawn[i] ? weight * y[i] : 0;
    for (int i = 0; i < HT_POP; i++)
        if (drawn[i])
            squares += (y[i] - sum / HT_POP) * (y[i] - sum / HT_POP);
    const double off = sum - all->total;
    const double variance_off = (double)HT_POP * (HT_POP - HT_SIZE) / HT_SIZE *
                                    squares / (HT_SIZE - 1) -
                                all->variance;
    all->sum += off;
    all->squares += off * off;
    all->fourths += off * off * off * off;
    all->variances += variance_off;
    all->variance_squares += variance_off * variance_off;
}

static void
check_estimates(const char *name, const struct estimates *all)
{
    const double seeds = HT_SEEDS, found = all->squares / seeds;
    const double kurtosis = all->fourths / seeds / (found * found);
    char what[80];

    snprintf(what, sizeof what, "%s: mean of estimates less the total", name);
    check_near(what, all->sum / seeds, 0, sqrt(all->variance / seeds));
    snprintf(what, sizeof what, "%s: variance of estimates", name);
    check_near(what, found, all->variance,
               all->variance * sqrt((kurtosis - 1) / seeds));
    snprintf(what, sizeof what, "%s: mean of estimated variances less it",
             name);
    check_near(what, all->variances / seeds, 0,
               sqrt(all->variance_squares / seeds / seeds));
}

START_TEST(totals_and_their_variances_are_estimated_without_bias)
{
    static const char *const names[] = {"skewed", "rare", "in turn"};
    static double y[3][HT_POP];
    struct estimates all[3];
    bool drawn[MOST_UNITS];

    for (int i = 0; i < HT_POP; i++) {
        y[0][i] = (double)i * i; /* grows with the position */
        y[1][i] = i % 20 == 7;   /* one in twenty */
        y[2][i] = i % 2;         /* what a systematic sample gets wrong */
    }
    for (int v = 0; v < 3; v++)
        start_estimates(y[v], &all[v]);
    for (uint64_t seed = 0; seed < HT_SEEDS; seed++) {
        draw(seed, HT_POP, HT_SIZE, drawn);
        for (int v = 0; v < 3; v++)
            add_estimate(y[v], drawn, &all[v]);
    }
    for (int v = 0; v < 3; v++)
        check_estimates(names[v], &all[v]);
}
END_TEST

/* 20,000 pairs of neighbouring seeds: a unit is in both samples of 20 from 100
 * as often as chance has it, 4 times in a hundred pairs, whether the seeds
 * differ by one, in one high bit, or in all of them. The number shared is
 * hypergeometric with variance n (n/N) (1 - n/N) (N - n) / (N - 1). */
START_TEST(related_seeds_draw_independently)
{
    enum { PAIRS = 20000, POP = 100, SIZE = 20 };
    static const struct {
        const char *name;
        uint64_t change;
    } relations[] = {{"seeds that differ in the lowest bit", 1},
                     {"seeds that differ in bit 32", (uint64_t)1 << 32},
                     {"seeds that differ in bit 63", (uint64_t)1 << 63},
                     {"seeds that differ in all bits", UINT64_MAX}};
    const double p = (double)SIZE / POP;
    const double variance = SIZE * p * (1 - p) * (POP - SIZE) / (POP - 1);
    bool a[MOST_UNITS], b[MOST_UNITS];

    for (size_t k = 0; k < sizeof relations / sizeof *relations; k++) {
        int shared = 0;
        for (uint64_t seed = 0; seed < 2 * PAIRS; seed += 2) {
            draw(seed, POP, SIZE, a);
            draw(seed ^ relations[k].change, POP, SIZE, b);
            for (int i = 0; i < POP; i++)
                shared += a[i] && b[i];
        }
        check_near(relations[k].name, shared, PAIRS * SIZE * p,
                   sqrt(PAIRS * variance));
    }
}
END_TEST

/* A unit's number of two seeds has no correlation of any bit with any other: of
 * 64 x 64 pairs of bits over 20,000 seeds the largest is 5.9 sd off at most,
 * for all ranges of seeds but 4096 x 3.6e-9 = 1.5e-5 of them. */
START_TEST(no_bit_of_a_number_follows_one_of_the_neighbouring_seed)
{
    enum { SEEDS = 20000, BITS = 64 };
    static int same[BITS][BITS];
    uint64_t before, now;

    numbers_of(0, 1, &before);
    for (uint64_t seed = 1; seed <= SEEDS; seed++, before = now) {
        numbers_of(seed, 1, &now);
        for (int i = 0; i < BITS; i++)
            for (int j = 0; j < BITS; j++)
                same[i][j] += (before >> i & 1) == (now >> j & 1);
    }
    for (int i = 0; i < BITS; i++)
        for (int j = 0; j < BITS; j++)
            ck_assert_double_le(fabs(same[i][j] - SEEDS / 2.0),
                                5.9 * sqrt(SEEDS / 4.0));
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("randomness");

    tcase_add_test(tests,
                   two_units_are_drawn_together_as_often_whatever_lies_between);
    tcase_add_test(tests, the_first_unit_drawn_is_where_it_has_to_be);
    tcase_add_test(tests, the_last_unit_drawn_is_where_it_has_to_be);
    tcase_add_test(tests, strata_are_drawn_independently_of_one_another);
    tcase_add_test(tests,
                   totals_and_their_variances_are_estimated_without_bias);
    tcase_add_test(tests, related_seeds_draw_independently);
    tcase_add_test(tests,
                   no_bit_of_a_number_follows_one_of_the_neighbouring_seed);
    return run_tests("randomness", tests);
}
