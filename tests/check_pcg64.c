/* SPDX-License-Identifier: MIT */
#include "stats/pcg64.h"

#include "run_tests.h"

/* The seeding of the authors' C library, pcg64_srandom_r(): only their demo
 * needs it. */
static struct pcg64
seeded_as_by_its_authors(uint64_t seed, uint64_t sequence)
{
    struct pcg64 stream = {0, (uint128)sequence << 1 | 1};

    pcg64_next(&stream);
    stream.state += seed;
    pcg64_next(&stream);
    return stream;
}

/* test-high/expected/check-pcg64.out of the PCG C library: seed 42, stream 54.
 * A round prints six numbers, steps back, and draws them again, then 65 coins,
 * 33 dice and 51 cards: 155 outputs (none is rejected). */
enum { ROUNDS = 5, SHOWN = 6, OUTPUTS_OF_ROUND = 155 };

static const uint64_t demo[ROUNDS][SHOWN] = {
    {0x86b1da1d72062b68, 0x1304aa46c9853d39, 0xa3670e9e0dd50358,
     0xf9090e529a7dae00, 0xc85b9fd837996f2c, 0x606121f8e3919196},
    {0x1773ba241e7a792a, 0xe41aed7117b0bc10, 0x36bac8d9432af525,
     0xe0c78e2f3c850a38, 0xe3ad939c1c7ce70d, 0xa302fdced8c79e93},
    {0xc96006593aed3b62, 0xf04d5afa3f197bf1, 0xce6f729cc913a50f,
     0x98b5fc4fbb1e4aea, 0x802dce1b410fc8c3, 0xe3bac0a14f6e5033},
    {0x68da679de81de48a, 0x7ee3c031fa0aa440, 0x6eb1663983530403,
     0xfec4d7a9a7aec823, 0xbce221c255ee9467, 0x460a42a962b8a2f9},
    {0x9e0d084cff42fe2f, 0x63cd8347aae338ea, 0x112aae00540d3fa1,
     0x53968bc829afd6ec, 0x1b9900eb6c5b6d90, 0xe89ed17ea33cb420},
};

START_TEST(outputs_are_those_of_the_authors_demo)
{
    struct pcg64 stream = seeded_as_by_its_authors(42, 54);

    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < SHOWN; i++)
            ck_assert_uint_eq(pcg64_next(&stream), demo[round][i]);
        for (int i = SHOWN; i < OUTPUTS_OF_ROUND; i++)
            pcg64_next(&stream);
    }
}
END_TEST

START_TEST(jumps_reach_the_outputs_of_the_authors_demo)
{
    const struct pcg64 start = seeded_as_by_its_authors(42, 54);

    for (unsigned round = 0; round < ROUNDS; round++)
        for (unsigned i = 0; i < SHOWN; i++) {
            struct pcg64 stream = start;
            pcg64_advance(&stream, round * OUTPUTS_OF_ROUND + i);
            ck_assert_uint_eq(pcg64_next(&stream), demo[round][i]);
        }
}
END_TEST

START_TEST(a_jump_by_a_negative_number_goes_back)
{
    struct pcg64 stream = seeded_as_by_its_authors(42, 54);

    for (int i = 0; i < SHOWN; i++)
        pcg64_next(&stream);
    pcg64_advance(&stream, -(uint128)SHOWN);
    for (int i = 0; i < SHOWN; i++)
        ck_assert_uint_eq(pcg64_next(&stream), demo[0][i]);
}
END_TEST

START_TEST(a_jump_of_k_is_k_steps)
{
    const struct pcg64 start = {(uint128)0xfeedfacecafebeef << 64 | 0x12345,
                                (uint128)0x0123456789abcdef << 64 | 1};
    struct pcg64 walked = start;

    for (unsigned k = 0; k <= 5000; k++) {
        struct pcg64 jumped = start;
        pcg64_advance(&jumped, k);
        if (jumped.state != walked.state || jumped.increment != start.increment)
            ck_abort_msg("jump of %u", k);
        pcg64_next(&walked);
    }
}
END_TEST

START_TEST(two_jumps_are_one_jump_of_their_sum)
{
    struct pcg64 dice = {1, 1}; /* lengths of every size */

    for (int turn = 0; turn < 2000; turn++) {
        const struct pcg64 start = {
            (uint128)pcg64_next(&dice) << 64 | pcg64_next(&dice),
            (uint128)pcg64_next(&dice) << 64 | pcg64_next(&dice) | 1};
        const uint128 a = ((uint128)pcg64_next(&dice) << 64 | 1) >> turn % 128;
        const uint128 b = ((uint128)pcg64_next(&dice) << 64 | 1) >> turn / 16;
        struct pcg64 twice = start, once = start;
        pcg64_advance(&twice, a);
        pcg64_advance(&twice, b);
        pcg64_advance(&once, a + b);
        if (twice.state != once.state)
            ck_abort_msg("turn %d", turn);
    }
}
END_TEST

/* A linear congruential generator modulo 2^128 with a = 1 (mod 4) and odd c
 * has its full period (Hull and Dobell 1962), and so have its lowest k + 1
 * bits: after 2^k steps the lowest k bits are back and bit k is turned. */
START_TEST(every_bit_of_the_state_has_its_full_period)
{
    const struct pcg64 start = {(uint128)0x9e3779b97f4a7c15 << 64 | 0xabcdef,
                                (uint128)0xda3e39cb94b95bdb << 64 | 0x7b};

    for (unsigned k = 0; k < 128; k++) {
        const uint128 period = (uint128)1 << k;
        struct pcg64 stream = start;
        pcg64_advance(&stream, period);
        const uint128 turned = stream.state ^ start.state;
        ck_assert((turned & (period - 1)) == 0);
        ck_assert((turned & period) != 0);
    }
}
END_TEST

/* The inverse of an odd number modulo 2^128, by Newton's iteration. */
static uint128
inverse(uint128 odd)
{
    uint128 guess = odd; /* right in the lowest three bits */

    for (int bits = 3; bits < 128; bits *= 2)
        guess *= 2 - odd * guess;
    return guess;
}

/* XSL-RR, bit by bit: the halves' exclusive or is turned to the right by the
 * state's six highest bits. */
START_TEST(the_output_turns_by_every_angle_from_0_to_63)
{
    const uint128 increment = 54 << 1 | 1;
    const uint128 low_bits = (uint128)0x0123456789abcdef << 58 | 0x3141592653;

    for (unsigned turn = 0; turn < 64; turn++) {
        const uint128 next = (uint128)turn << 122 | low_bits;
        struct pcg64 stream = {(next - increment) * inverse(PCG64_MULTIPLIER),
                               increment};
        uint64_t expected = 0;

        for (unsigned bit = 0; bit < 64; bit++) {
            const uint64_t folded = (next >> bit ^ next >> (bit + 64)) & 1;
            expected |= folded << (bit + 64 - turn) % 64;
        }
        ck_assert_uint_eq(pcg64_next(&stream), expected);
        ck_assert(stream.state == next);
    }
}
END_TEST

START_TEST(a_jump_of_0_stays)
{
    struct pcg64 stream = {12345, 1};

    pcg64_advance(&stream, 0);
    ck_assert(stream.state == 12345);
    ck_assert(stream.increment == 1);
}
END_TEST

START_TEST(outputs_are_filled_in_as_they_are_drawn)
{
    enum { MOST = 40 };
    struct pcg64 by_one = {12345, 67 | 1}, by_many = by_one;

    for (size_t count = 0; count <= MOST; count++) {
        uint64_t outputs[MOST + 1];
        outputs[count] = 77;
        pcg64_fill(&by_many, outputs, count);
        for (size_t k = 0; k < count; k++)
            ck_assert_uint_eq(outputs[k], pcg64_next(&by_one));
        ck_assert_uint_eq(outputs[count], 77);
        ck_assert(by_one.state == by_many.state);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("pcg64");

    tcase_add_test(tests, outputs_are_those_of_the_authors_demo);
    tcase_add_test(tests, jumps_reach_the_outputs_of_the_authors_demo);
    tcase_add_test(tests, a_jump_by_a_negative_number_goes_back);
    tcase_add_test(tests, a_jump_of_k_is_k_steps);
    tcase_add_test(tests, two_jumps_are_one_jump_of_their_sum);
    tcase_add_test(tests, every_bit_of_the_state_has_its_full_period);
    tcase_add_test(tests, the_output_turns_by_every_angle_from_0_to_63);
    tcase_add_test(tests, a_jump_of_0_stays);
    tcase_add_test(tests, outputs_are_filled_in_as_they_are_drawn);
    return run_tests("pcg64", tests);
}
