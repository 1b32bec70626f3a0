/* SPDX-License-Identifier: MIT */
/* Frames of more than 2^33 units, without a file.
 *
 * Nobody offers 2^40 units in a test. What large numbers could break are the
 * jumps of the stream, the positions and the counts, so that units are offered
 * from eight windows of the frame: its begin, its end, and around the places
 * where 31, 32, 33 ... bits are full. A window's random numbers are reached by
 * a jump of the stream. To all other units the selection is closed: they are
 * counted into N and not offered. Among the units of the windows the sample is
 * then a simple random one, whose positions have to be right to the last bit,
 * and whose weight is N/n.
 *
 * SAMPLER_LONG_TESTS=1 also offers every one of 2^33 + 12345 units, which takes
 * about half a minute. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "run_tests.h"
#include "stats/prn.h"
#include "stats/selection.h"
#include "stats/weight.h"

enum { WINDOWS = 8, WINDOW = 250, OFFERED = WINDOWS * WINDOW };
static const uint64_t N_33 = ((uint64_t)1 << 33) + 12345;
static const uint64_t N_40 = (uint64_t)1 << 40;

/* The stream of a seed, at unit POSITION. */
static struct pcg64
stream_at(uint64_t seed, uint64_t position)
{
    struct pcg64 stream;

    if (prn_stream("draw", seed, slice_of(""), &stream) != ST_OK)
        ck_abort_msg("no stream");
    pcg64_advance(&stream, position);
    return stream;
}

static void
offer(struct selection *selection, struct pcg64 *stream, uint64_t position)
{
    const struct selection_unit unit = {pcg64_next(stream), position};
    bool taken;

    if (selection_offer(selection, unit, &taken) != ST_OK)
        ck_abort_msg("no memory");
}

static void
draw_windows(uint64_t seed, uint64_t pop_size, const uint64_t begins[WINDOWS],
             struct selection *selection)
{
    for (int w = 0; w < WINDOWS; w++) {
        struct pcg64 stream = stream_at(seed, begins[w]);
        for (uint64_t i = 0; i < WINDOW; i++)
            offer(selection, &stream, begins[w] + i);
        if (w == WINDOWS / 2) /* those that are not offered */
            selection->pop_size += pop_size - OFFERED;
    }
    ck_assert_uint_eq(selection->pop_size, pop_size);
}

/* In which window a position is; it has to be in one. */
static int
window_of(uint64_t position, const uint64_t begins[WINDOWS])
{
    for (int w = 0; w < WINDOWS; w++)
        if (position >= begins[w] && position - begins[w] < WINDOW)
            return w;
    ck_abort_msg("position %llu is in no window", (unsigned long long)position);
}

/* 2,000 samples of 100 from the 2,000 units of the windows. How many each
 * window has is multivariate hypergeometric, so that the sum of squares over
 * the expectation is (M - n) / (M - 1) times chi-square on 7 degrees of
 * freedom, M = 2,000; the bounds are passed by all ranges of seeds but 2e-6 of
 * them (R's qchisq). */
static void
check_windows(const char *what, uint64_t pop_size,
              const uint64_t begins[WINDOWS], const char *weight)
{
    enum { SEEDS = 2000, SIZE = 100 };
    const double expected = (double)SEEDS * SIZE / WINDOWS;
    int observed[WINDOWS] = {0};
    double sum = 0;

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct selection selection;
        selection_init(&selection, SIZE);
        draw_windows(seed, pop_size, begins, &selection);
        selection_settle(&selection);
        ck_assert_uint_eq(selection.taken, SIZE);
        for (size_t k = 0; k < SIZE; k++) {
            const struct selection_unit unit = selection.units[k];
            struct pcg64 stream = stream_at(seed, unit.position);
            observed[window_of(unit.position, begins)]++;
            ck_assert_uint_eq(pcg64_next(&stream), unit.prn);
        }
        ck_assert_str_eq(
            weight_text_of(design_weight(selection.pop_size, SIZE)).text,
            weight);
        selection_free(&selection);
    }
    for (int w = 0; w < WINDOWS; w++)
        sum += (observed[w] - expected) * (observed[w] - expected) / expected;
    sum *= (OFFERED - 1.0) / (OFFERED - SIZE);
    printf("%s: chi-square %.3f, from 0.0785 to 40.52\n", what, sum);
    ck_assert_double_gt(sum, 0.0785);
    ck_assert_double_lt(sum, 40.52);
}

/* Python: repr((2**33 + 12345) / 100). */
START_TEST(units_of_2_to_33_are_drawn_alike_wherever_they_stand)
{
    const uint64_t half = WINDOW / 2, one = 1;
    const uint64_t begins[WINDOWS] = {0,
                                      (one << 16) - half,
                                      (one << 31) - half,
                                      (one << 32) - half,
                                      (one << 32) + (one << 31) - half,
                                      (one << 33) - WINDOW,
                                      (one << 33) + 6000,
                                      N_33 - WINDOW};

    check_windows("2^33 + 12345 units", N_33, begins, "85899469.37");
}
END_TEST

/* Python: repr(2**40 / 100). */
START_TEST(units_of_2_to_40_are_drawn_alike_wherever_they_stand)
{
    const uint64_t half = WINDOW / 2, one = 1;
    const uint64_t begins[WINDOWS] = {0,
                                      (one << 31) - half,
                                      (one << 32) - half,
                                      (one << 33) - half,
                                      (one << 36) - half,
                                      (one << 39) - half,
                                      (one << 40) - 3 * WINDOW,
                                      N_40 - WINDOW};

    check_windows("2^40 units", N_40, begins, "10995116277.76");
}
END_TEST

/* A unit that is offered late takes its place by its number alone: the first
 * and the last position there can be, and those that agree in their low bits.
 */
START_TEST(positions_are_told_apart_in_all_their_bits)
{
    static const uint64_t positions[] = {
        UINT64_MAX, (uint64_t)1 << 63,       (uint64_t)1 << 32,
        0,          ((uint64_t)1 << 32) + 1, 1};
    enum { UNITS = sizeof positions / sizeof *positions };
    static const uint64_t in_order[] = {0, 1, (uint64_t)1 << 32,
                                        ((uint64_t)1 << 32) + 1};
    struct selection selection;
    bool taken;

    selection_init(&selection, 4);
    for (int k = 0; k < UNITS; k++)
        ck_assert_int_eq(
            selection_offer(&selection,
                            (struct selection_unit){7, positions[k]}, &taken),
            ST_OK);
    selection_settle(&selection);
    ck_assert_uint_eq(selection.taken, 4);
    for (size_t k = 0; k < 4; k++) {
        bool found = false;
        for (size_t j = 0; j < 4; j++)
            found |= selection.units[j].position == in_order[k];
        ck_assert(found);
    }
    selection_free(&selection);
}
END_TEST

/* Every unit comes before all others, and is taken: memory still follows n, of
 * which a quarter more is held at most. */
START_TEST(no_more_is_held_than_a_quarter_more_than_the_sample)
{
    struct selection selection;
    bool taken;

    selection_init(&selection, 100);
    for (uint64_t i = 0; i < 10000; i++) {
        const struct selection_unit unit = {10000 - i, i};
        if (selection_offer(&selection, unit, &taken) != ST_OK ||
            selection.held > 125)
            ck_abort_msg("%zu units are held", selection.held);
    }
    selection_free(&selection);
}
END_TEST

/* n = 1,000 of 2^33 + 12345, all of them offered. The octants of the frame have
 * 125 each, chi-square on 7 degrees of freedom. The largest number drawn, times
 * N, is nearly gamma distributed with mean and variance n: 1,000 and sd 31.6.
 * Each bound is passed by all seeds but 2e-6 of them. */
START_TEST(all_of_2_to_33_units_are_offered)
{
    enum { SIZE = 1000, OCTANTS = 8 };
    int observed[OCTANTS] = {0};
    struct selection selection;
    struct pcg64 stream = stream_at(20161231, 0);
    double sum = 0;
    bool taken;

    selection_init(&selection, SIZE);
    for (uint64_t i = 0; i < N_33; i++) {
        const struct selection_unit unit = {pcg64_next(&stream), i};
        if (selection_offer(&selection, unit, &taken) != ST_OK)
            ck_abort_msg("no memory");
    }
    selection_settle(&selection);
    ck_assert_uint_eq(selection.pop_size, N_33);
    ck_assert_uint_eq(selection.taken, SIZE);
    ck_assert_str_eq(
        weight_text_of(design_weight(selection.pop_size, SIZE)).text,
        "8589946.937");
    for (size_t k = 0; k < SIZE; k++) {
        const struct selection_unit unit = selection.units[k];
        struct pcg64 jumped = stream_at(20161231, unit.position);
        ck_assert_uint_eq(pcg64_next(&jumped), unit.prn);
        observed[unit.position / (N_33 / OCTANTS + 1)]++;
    }
    for (int k = 0; k < OCTANTS; k++)
        sum += (observed[k] - 125.0) * (observed[k] - 125.0) / 125.0;
    const double last = (double)selection.bound.prn * 0x1p-64 * (double)N_33;
    printf("octants: chi-square %.3f; last number %.2f of 1000\n", sum, last);
    ck_assert_double_gt(sum, 0.0785);
    ck_assert_double_lt(sum, 40.52);
    ck_assert_double_le(fabs(last - 1000), 4.9 * 31.6);
    selection_free(&selection);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("large");
    const char *const long_tests = getenv("SAMPLER_LONG_TESTS");

    tcase_add_test(tests, units_of_2_to_33_are_drawn_alike_wherever_they_stand);
    tcase_add_test(tests, units_of_2_to_40_are_drawn_alike_wherever_they_stand);
    tcase_add_test(tests, no_more_is_held_than_a_quarter_more_than_the_sample);
    tcase_add_test(tests, positions_are_told_apart_in_all_their_bits);
    if (long_tests != NULL && strcmp(long_tests, "1") == 0)
        tcase_add_test(tests, all_of_2_to_33_units_are_offered);
    else
        puts("left out: 2^33 units one by one, without SAMPLER_LONG_TESTS=1");
    return run_tests("large", tests);
}
