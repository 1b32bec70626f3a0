/* SPDX-License-Identifier: MIT */
#include "stats/allocation.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "run_tests.h"
#include "stats/pcg64.h"

enum { MOST_STRATA = 5 };

/* A case with the sizes that it must give, or the status. */
static const struct known {
    const char *what;
    uint64_t n, min;
    uint64_t pop[MOST_STRATA];
    double measure[MOST_STRATA];
    uint64_t want[MOST_STRATA];
} known[] = {
    /* By hand. */
    {"two small strata", 100, 1, {2, 2, 996}, {2, 2, 996}, {1, 1, 98}},
    {"without minimum", 100, 0, {2, 2, 996}, {2, 2, 996}, {0, 0, 100}},
    {"ties go to the first", 10, 1, {9, 9, 9}, {1, 1, 1}, {4, 3, 3}},
    {"two ties", 11, 1, {9, 9, 9}, {1, 1, 1}, {4, 4, 3}},
    {"one is used up", 30, 1, {4, 90, 90}, {1, 1, 1}, {4, 13, 13}},
    {"a chain of caps", 60, 1, {5, 20, 90}, {1, 1, 1}, {5, 20, 35}},
    {"minima of all", 9, 3, {9, 3, 90}, {9, 3, 90}, {3, 3, 3}},
    {"minima above N_h", 8, 7, {1, 90, 0}, {1, 90, 5}, {1, 7, 0}},
    {"all but one", 14, 1, {5, 5, 5}, {5, 5, 5}, {5, 5, 4}},
    {"the whole frame", 15, 1, {5, 5, 5}, {5, 5, 5}, {5, 5, 5}},
    {"more than the frame", 99, 30, {5, 5, 5}, {5, 5, 5}, {5, 5, 5}},
    {"an empty stratum", 10, 1, {0, 20, 20}, {1, 1, 1}, {0, 5, 5}},
    {"a measure of 0", 10, 2, {50, 50, 50}, {0, 1, 3}, {2, 2, 6}},
    {"zeros after the rest", 40, 1, {10, 30, 60}, {8, 0, 0}, {10, 10, 20}},
    {"no measure at all", 10, 0, {10, 30, 60}, {0, 0, 0}, {1, 3, 6}},
    {"no units wanted", 0, 0, {10, 30, 60}, {1, 1, 1}, {0, 0, 0}},
    {"3.5 and 4.2 and 2.3", 10, 1, {50, 50, 50}, {0.35, 0.42, 0.23}, {4, 4, 2}},
    {"tenths of the measure", 24, 1, {13, 18, 20}, {130, 90, 20}, {13, 9, 2}},
};

static enum status
share(uint64_t n, uint64_t min, size_t count, const uint64_t *pop,
      const double *measure, struct allocation_stratum *strata)
{
    for (size_t h = 0; h < count; h++)
        strata[h] = (struct allocation_stratum){pop[h], measure[h], 99};
    return allocation_share(strata, count, n, min);
}

START_TEST(sizes_are_those_found_by_hand)
{
    const struct known *const row = &known[_i];
    struct allocation_stratum strata[3];

    ck_assert_int_eq(share(row->n, row->min, 3, row->pop, row->measure, strata),
                     ST_OK);
    for (int h = 0; h < 3; h++)
        if (strata[h].sample_size != row->want[h])
            ck_abort_msg("%s: stratum %d has %" PRIu64, row->what, h,
                         strata[h].sample_size);
}
END_TEST

/* The same by trial: of all ways to put each stratum at its least, at its most
 * or in proportion between them, one that some lambda = units / measure gives;
 * the fractions are then handed out one by one. */
enum { LEAST, FREE, MOST };

__extension__ typedef __int128 int128;

struct naive {
    int count;
    int64_t least[MOST_STRATA + 1], most[MOST_STRATA + 1];
    int64_t measure[MOST_STRATA + 1];
    int64_t size[MOST_STRATA + 1];
};

static bool
agrees(const struct naive *naive, const int *places, int64_t units,
       int64_t measure)
{
    for (int h = 0; h < naive->count; h++) {
        const int128 share = (int128)naive->measure[h] * units;
        const int128 least = (int128)naive->least[h] * measure;
        const int128 most = (int128)naive->most[h] * measure;
        if (naive->measure[h] == 0 ? places[h] != LEAST
            : places[h] == LEAST   ? share > least
            : places[h] == MOST    ? share < most
                                   : share < least || share > most)
            return false;
    }
    return true;
}

/* Whether the strata have these places, and then their sizes. */
static bool
try_places(struct naive *naive, const int *places, int64_t n)
{
    int64_t units = n, measure = 0, largest = 0;
    bool given[MOST_STRATA + 1] = {false};

    for (int h = 0; h < naive->count; h++) {
        units -= places[h] == LEAST  ? naive->least[h]
                 : places[h] == MOST ? naive->most[h]
                                     : 0;
        measure += places[h] == FREE ? naive->measure[h] : 0;
    }
    if (measure == 0 || units < 0 || !agrees(naive, places, units, measure))
        return false;
    for (int h = 0; h < naive->count; h++) {
        naive->size[h] =
            places[h] == LEAST ? naive->least[h]
            : places[h] == MOST
                ? naive->most[h]
                : (int64_t)((int128)naive->measure[h] * units / measure);
        n -= naive->size[h];
    }
    for (; n > 0; n--) {
        int next = -1;
        for (int h = 0; h < naive->count; h++) {
            const int64_t rest =
                (int64_t)((int128)naive->measure[h] * units % measure);
            if (places[h] == FREE && !given[h] &&
                (next < 0 || rest > largest)) {
                next = h;
                largest = rest;
            }
        }
        given[next] = true;
        naive->size[next]++;
    }
    return true;
}

static bool
share_by_trial(struct naive *naive, int64_t n)
{
    int ways = 1;

    for (int h = 0; h < naive->count; h++)
        ways *= 3;
    for (int way = 0; way < ways; way++) {
        int places[MOST_STRATA + 1];
        for (int h = 0, rest = way; h < naive->count; h++, rest /= 3)
            places[h] = rest % 3;
        if (try_places(naive, places, n))
            return true;
    }
    return false;
}

/* The sizes of the header: those of the strata with a measure first, and if
 * they cannot be as many, those of the others. */
static void
share_naively(struct naive *naive, int64_t n)
{
    int64_t used = 0, least = 0, all = 0;

    for (int h = 0; h < naive->count; h++) {
        used += naive->measure[h] > 0 ? naive->most[h] : naive->least[h];
        least += naive->least[h];
        all += naive->most[h];
    }
    if (n == least || n >= all) {
        memcpy(naive->size, n >= all ? naive->most : naive->least,
               sizeof naive->size);
        return;
    }
    if (used < n)
        for (int h = 0; h < naive->count; h++) {
            if (naive->measure[h] > 0)
                naive->least[h] = naive->most[h];
            naive->measure[h] = naive->measure[h] > 0 ? 0 : naive->most[h];
        }
    if (!share_by_trial(naive, n))
        ck_abort_msg("no lambda gives %d", (int)n);
}

/* Shares N by both; the measures are SCALE times the naive ones. */
static void
compare_with_trial(const struct naive *start, int64_t n, uint64_t min,
                   double scale)
{
    struct allocation_stratum strata[MOST_STRATA + 1];
    struct naive naive = *start;
    int64_t least = 0;

    for (int h = 0; h < naive.count; h++) {
        naive.least[h] =
            naive.most[h] < (int64_t)min ? naive.most[h] : (int64_t)min;
        least += naive.least[h];
        strata[h] = (struct allocation_stratum){
            (uint64_t)naive.most[h], (double)naive.measure[h] * scale, 99};
    }
    const size_t count = (size_t)naive.count;
    ck_assert_uint_eq(allocation_least(strata, count, min), (uint64_t)least);
    const enum status st = allocation_share(strata, count, (uint64_t)n, min);
    ck_assert_int_eq(st, n < least ? ST_USAGE : ST_OK);
    if (st == ST_OK)
        share_naively(&naive, n);
    for (int h = 0; h < naive.count; h++)
        if (strata[h].sample_size !=
            (st == ST_OK ? (uint64_t)naive.size[h] : 99))
            ck_abort_msg("n = %d, stratum %d: %" PRIu64, (int)n, h,
                         strata[h].sample_size);
}

/* Three strata of 0 to 3 units with measures 0 to 3, minima 0 to 2. */
START_TEST(sizes_of_every_small_frame_are_those_found_by_trial)
{
    enum { SIZES = 4 * 4 * 4, MEASURES = 4 * 4 * 4 };

    for (int k = 0; k < SIZES * MEASURES; k++) {
        const struct naive naive = {
            .count = 3,
            .most = {k & 3, k >> 2 & 3, k >> 4 & 3},
            .measure = {k >> 6 & 3, k >> 8 & 3, k >> 10 & 3}};
        const int64_t all = naive.most[0] + naive.most[1] + naive.most[2];
        for (uint64_t min = 0; min <= 2; min++)
            for (int64_t n = 0; n <= all + 1; n++)
                compare_with_trial(&naive, n, min, 1);
    }
}
END_TEST

/* Six strata of up to a million million units. Measures that are no integers
 * are powers of two times those of the trial: they lose nothing. */
START_TEST(sizes_of_random_frames_are_those_found_by_trial)
{
    static const double scales[] = {1, 0x1p-3, 0x1p-900, 0x1p20, 0x1p500};
    struct pcg64 dice = {1, 1};

    for (int frame = 0; frame < 3000; frame++) {
        struct naive naive = {.count = 6};
        const uint64_t most_bits = 63 - pcg64_next(&dice) % 40;
        const uint64_t measure_bits = 63 - pcg64_next(&dice) % 45;
        int64_t all = 0;
        for (int h = 0; h < 6; h++) {
            naive.most[h] = (int64_t)(pcg64_next(&dice) >> most_bits);
            naive.measure[h] = (int64_t)(pcg64_next(&dice) >> measure_bits);
            all += naive.most[h];
        }
        const int64_t n = (int64_t)(pcg64_next(&dice) % (uint64_t)(all + 2));
        compare_with_trial(&naive, n, pcg64_next(&dice) % 20,
                           scales[frame % 5]);
    }
}
END_TEST

enum { MANY = 65536 };

/* Whether one lambda gives all sizes: it is less than (n_h + 1) / a_h where
 * n_h < N_h, and more than (n_h - 1) / a_h where n_h is more than the least. */
static bool
have_one_lambda(const struct allocation_stratum *strata, uint64_t min)
{
    const struct allocation_stratum *low = NULL, *high = NULL;

    for (const struct allocation_stratum *s = strata; s < strata + MANY; s++) {
        const uint64_t least = s->pop_size < min ? s->pop_size : min;
        if (s->sample_size < least || s->sample_size > s->pop_size)
            return false;
        if (s->sample_size < s->pop_size &&
            (high == NULL || (double)(s->sample_size + 1) * high->measure <
                                 (double)(high->sample_size + 1) * s->measure))
            high = s;
        if (s->sample_size > least &&
            (low == NULL || (double)(s->sample_size - 1) * low->measure >
                                (double)(low->sample_size - 1) * s->measure))
            low = s;
    }
    return low == NULL || high == NULL ||
           (double)(low->sample_size - 1) * high->measure <
               (double)(high->sample_size + 1) * low->measure;
}

/* Strata of one unit to some thousand, and measures of all kinds. */
START_TEST(tens_of_thousands_of_strata_add_up_and_have_one_lambda)
{
    static struct allocation_stratum strata[MANY];
    static const uint64_t samples[] = {66000, 1000000, 30000000, 110000000};
    struct pcg64 dice = {7, 7};

    for (int trial = 0; trial < 12; trial++) {
        uint64_t sum = 0;
        for (int h = 0; h < MANY; h++) {
            const uint64_t pop = pcg64_next(&dice) % 4000 + 1;
            const double spread = (double)(pcg64_next(&dice) >> 40);
            const double measures[] = {(double)pop, 1, (double)pop * spread};
            strata[h] =
                (struct allocation_stratum){pop, measures[trial % 3] + 1e-9, 0};
        }
        ck_assert_int_eq(allocation_share(strata, MANY, samples[trial / 3], 1),
                         ST_OK);
        for (int h = 0; h < MANY; h++)
            sum += strata[h].sample_size;
        ck_assert_uint_eq(sum, samples[trial / 3]);
        ck_assert(have_one_lambda(strata, 1));
    }
}
END_TEST

/* The parts are 2^52 - 1/4 and 2^52 - 3/4, but for a tiny bit; in doubles they
 * would be 2^52 and the half above or below the second. */
START_TEST(whole_measures_are_shared_exactly)
{
    const uint64_t pop[] = {(uint64_t)1 << 53, ((uint64_t)1 << 53) - 1};
    const double measure[] = {0x1p53, 0x1p53 - 1};
    struct allocation_stratum strata[2];

    ck_assert_int_eq(share(pop[1], 1, 2, pop, measure, strata), ST_OK);
    ck_assert_uint_eq(strata[0].sample_size, (uint64_t)1 << 52);
    ck_assert_uint_eq(strata[1].sample_size, ((uint64_t)1 << 52) - 1);
}
END_TEST

START_TEST(measures_of_every_size_are_taken)
{
    const uint64_t pop[] = {1000, 1000, 1000};
    const double huge[] = {0x1.fffffffffffffp1023, 0x1p1023, 1};
    const double tiny[] = {0x1p-1074, 0x1p-1074, 0};
    const double thirds[] = {1.0 / 3, 2.0 / 3, 1.0};
    struct allocation_stratum strata[3];

    ck_assert_int_eq(share(300, 0, 3, pop, huge, strata), ST_OK);
    ck_assert_uint_eq(strata[0].sample_size, 200);
    ck_assert_uint_eq(strata[1].sample_size, 100);
    ck_assert_int_eq(share(300, 1, 3, pop, tiny, strata), ST_OK);
    ck_assert_uint_eq(strata[0].sample_size, 150);
    ck_assert_uint_eq(strata[1].sample_size, 149);
    ck_assert_uint_eq(strata[2].sample_size, 1);
    ck_assert_int_eq(share(600, 1, 3, pop, thirds, strata), ST_OK);
    ck_assert_uint_eq(strata[0].sample_size, 100);
    ck_assert_uint_eq(strata[1].sample_size, 200);
    ck_assert_uint_eq(strata[2].sample_size, 300);
}
END_TEST

START_TEST(a_sample_below_the_minima_is_refused_and_changes_nothing)
{
    const uint64_t pop[] = {2, 50, 0, 50};
    const double measure[] = {2, 50, 0, 50};
    struct allocation_stratum strata[4];

    ck_assert_int_eq(share(21, 10, 4, pop, measure, strata), ST_USAGE);
    ck_assert_uint_eq(allocation_least(strata, 4, 10), 22);
    for (int h = 0; h < 4; h++)
        ck_assert_uint_eq(strata[h].sample_size, 99);
    ck_assert_int_eq(share(22, 10, 4, pop, measure, strata), ST_OK);
}
END_TEST

START_TEST(no_strata_and_strata_without_units_take_none)
{
    const uint64_t pop[] = {0, 0};
    const double measure[] = {0, 1};
    struct allocation_stratum strata[2];

    ck_assert_int_eq(allocation_share(NULL, 0, 10, 1), ST_OK);
    ck_assert_int_eq(share(10, 1, 2, pop, measure, strata), ST_OK);
    ck_assert_uint_eq(strata[0].sample_size, 0);
    ck_assert_uint_eq(strata[1].sample_size, 0);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("allocation");

    tcase_add_loop_test(tests, sizes_are_those_found_by_hand, 0,
                        sizeof known / sizeof *known);
    tcase_add_test(tests, sizes_of_every_small_frame_are_those_found_by_trial);
    tcase_add_test(tests, sizes_of_random_frames_are_those_found_by_trial);
    tcase_add_test(tests,
                   tens_of_thousands_of_strata_add_up_and_have_one_lambda);
    tcase_add_test(tests, whole_measures_are_shared_exactly);
    tcase_add_test(tests, measures_of_every_size_are_taken);
    tcase_add_test(tests,
                   a_sample_below_the_minima_is_refused_and_changes_nothing);
    tcase_add_test(tests, no_strata_and_strata_without_units_take_none);
    return run_tests("allocation", tests);
}
