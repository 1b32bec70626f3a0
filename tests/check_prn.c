/* SPDX-License-Identifier: MIT */
#include "stats/prn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"

#define WIDE(high, low) ((uint128)(high) << 64 | (low))

static struct pcg64
stream_of(const char *purpose, uint64_t seed, const char *label)
{
    struct pcg64 stream = {0, 0};

    ck_assert_int_eq(prn_stream(purpose, seed, slice_of(label), &stream),
                     ST_OK);
    return stream;
}

/* State and increment as the program xxhsum of the xxHash project prints them:
 *
 *     printf 'sampler 1 draw state 1 ' | xxhsum -H2
 *
 * and so on. An increment that is even there is made odd by adding 1. */
static const struct known_stream {
    const char *purpose;
    uint64_t seed;
    const char *label;
    uint64_t state[2], increment[2];
} known[] = {
    {"draw",
     0,
     "",
     {0x690ece0540f6ebdd, 0xdb287481fb9436dd},
     {0x42030d308762d34a, 0x607908b4dc2ff800 + 1}},
    {"draw",
     1,
     "",
     {0xce4e528d4af71cab, 0x89ac1d7fbd4a7abe},
     {0xe98e5caf0c042c63, 0xa4d0520f791da216 + 1}},
    {"draw",
     UINT64_MAX,
     "part 3",
     {0xfb72c69abb0894fe, 0x17470a3f6142fe9a},
     {0xfbd95654b0622928, 0x626f2686d0b17718 + 1}},
    {"draw",
     42,
     "2019",
     {0xd6cbaf090b58b7c6, 0x71f730ef927f6385},
     {0xed4e33e04a8f9f43, 0x82c18f0c26a08cf6 + 1}},
    {"deal",
     42,
     "2019",
     {0x5f5a9b0dbfd0bb31, 0x2f13f013737b7fda},
     {0xa6d56cc003784a28, 0xa592ab6884660b1b}},
};

START_TEST(state_and_increment_are_the_hashes_of_their_texts)
{
    const struct known_stream *row = &known[_i];
    const struct pcg64 stream = stream_of(row->purpose, row->seed, row->label);

    ck_assert(stream.state == WIDE(row->state[0], row->state[1]));
    ck_assert(stream.increment == WIDE(row->increment[0], row->increment[1]));
}
END_TEST

/* { printf 'sampler 1 draw state 7 '; head -c 1000000 /dev/zero | tr '\0' a; }
 * | xxhsum -H2, and the same with increment. */
START_TEST(a_label_may_be_long)
{
    enum { LONG = 1000000 };
    char *label = malloc(LONG);
    struct pcg64 stream;

    ck_assert_ptr_nonnull(label);
    memset(label, 'a', LONG);
    ck_assert_int_eq(
        prn_stream("draw", 7, (struct slice){label, LONG}, &stream), ST_OK);
    free(label);
    ck_assert(stream.state == WIDE(0xfe067336075fc4f9, 0xe2cd834daa60e603));
    ck_assert(stream.increment == WIDE(0x62bece71614426dc, 0x7643e86f97b426b1));
}
END_TEST

/* printf 'sampler 1 draw state 7 a\0b' | xxhsum -H2, and with increment. */
START_TEST(a_label_may_hold_a_NUL)
{
    struct pcg64 stream;

    ck_assert_int_eq(prn_stream("draw", 7, (struct slice){"a\0b", 3}, &stream),
                     ST_OK);
    ck_assert(stream.state == WIDE(0x2c634a867b52e6bf, 0x1055b406cf7af925));
    ck_assert(stream.increment ==
              WIDE(0x15eb93e4567ea416, 0xc3ddc7a19d6f8f82 + 1));
}
END_TEST

START_TEST(no_label_is_the_empty_label)
{
    const struct pcg64 empty = stream_of("draw", 7, "");
    struct pcg64 none;

    ck_assert_int_eq(prn_stream("draw", 7, (struct slice){NULL, 0}, &none),
                     ST_OK);
    ck_assert(none.state == empty.state);
    ck_assert(none.increment == empty.increment);
}
END_TEST

static int
compare_numbers(const void *a, const void *b)
{
    const uint128 x = *(const uint128 *)a, y = *(const uint128 *)b;

    return (x > y) - (x < y);
}

/* All seeds below 64 with all purposes and labels of this small world, among
 * them labels that look like a seed or like the blank before a label. */
START_TEST(no_two_streams_of_a_small_world_share_state_or_increment)
{
    enum { SEEDS = 64, PURPOSES = 2, LABELS = 8 };
    static const char *const purposes[PURPOSES] = {"draw", "deal"};
    static const char *const labels[LABELS] = {"",   "1",    " ",    " 1",
                                               "1 ", "2019", "2020", "a"};
    static uint128 numbers[2 * SEEDS * PURPOSES * LABELS];
    size_t count = 0;

    for (uint64_t seed = 0; seed < SEEDS; seed++)
        for (int purpose = 0; purpose < PURPOSES; purpose++)
            for (int label = 0; label < LABELS; label++) {
                const struct pcg64 stream =
                    stream_of(purposes[purpose], seed, labels[label]);
                ck_assert_uint_eq((uint64_t)stream.increment & 1, 1);
                numbers[count++] = stream.state;
                numbers[count++] = stream.increment;
            }
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    for (size_t i = 1; i < count; i++)
        ck_assert(numbers[i - 1] != numbers[i]);
}
END_TEST

START_TEST(a_label_too_long_for_memory_leaves_the_stream_as_it_was)
{
    /* 23 bytes stand before the label, and one is needed after it. */
    const size_t beyond[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 23};

    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) {
        struct pcg64 stream = {3, 5};
        ck_assert_int_eq(
            prn_stream("draw", 7, (struct slice){"label", beyond[i]}, &stream),
            ST_NOMEM);
        ck_assert(stream.state == 3 && stream.increment == 5);
    }
}
END_TEST

/* By libxxhash through Python's ctypes: k is the last 8 bytes of what
 *
 *     printf 'sampler 1 draw unit 0 ' | xxhsum -H2
 *
 * prints, and u is XXH3_64bits_withSeed(bytes.fromhex(H), 16, k), H being what
 * printf IDENTIFIER | xxhsum -H2 prints. */
static const struct known_unit {
    const char *purpose;
    uint64_t seed;
    const char *label;
    const char *identifier;
    uint64_t k, u;
} known_units[] = {
    {"draw", 0, "", "1", 0xc9d7c6ac61bd0a7d, 0xf31917df9664e457},
    {"split", 0, "", "1", 0xfb442e273ef57072, 0x99ae5c2a6c0260c5},
    {"split", 1, "", "px00042", 0xea1ba0f7d612da54, 0x45f7bc8c41a57993},
    {"draw", UINT64_MAX, "part 3", "", 0x7c05cd07447e9c51, 0xf65d85848e14a916},
};

START_TEST(a_unit_has_the_number_of_its_identifier)
{
    const struct known_unit *row = &known_units[_i];
    struct prn_key key;

    ck_assert_int_eq(
        prn_unit_key(row->purpose, row->seed, slice_of(row->label), &key),
        ST_OK);
    ck_assert_uint_eq(key.k, row->k);
    ck_assert_uint_eq(prn_of_unit(key, hash128_of(slice_of(row->identifier))),
                      row->u);
}
END_TEST

/* Short identifiers, neighbouring seeds, two purposes: of the 64,000 numbers
 * none may be there twice; by chance two are with probability 1.1e-10. */
START_TEST(no_two_units_or_seeds_share_a_number)
{
    enum { SEEDS = 16, UNITS = 2000 };
    static const char *const purposes[] = {"draw", "split"};
    static uint128 numbers[2 * SEEDS * UNITS];
    size_t count = 0;

    for (uint64_t seed = 0; seed < SEEDS; seed++)
        for (int purpose = 0; purpose < 2; purpose++) {
            struct prn_key key;
            ck_assert_int_eq(
                prn_unit_key(purposes[purpose], seed, slice_of(""), &key),
                ST_OK);
            for (int unit = 0; unit < UNITS; unit++) {
                char identifier[16];
                snprintf(identifier, sizeof identifier, "%d", unit);
                numbers[count++] =
                    prn_of_unit(key, hash128_of(slice_of(identifier)));
            }
        }
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    for (size_t i = 1; i < count; i++)
        ck_assert(numbers[i - 1] != numbers[i]);
}
END_TEST

/* Python's str() of 0, 9, 10, 2**64 - 1, 2**64, 2**127, 10**38 - 1, 10**38 and
 * 2**128 - 1. */
START_TEST(numbers_are_written_in_decimal)
{
    const uint128 ten_to_19 = 10000000000000000000U;
    const struct {
        uint128 number;
        const char *text;
    } rows[] = {
        {0, "0"},
        {9, "9"},
        {10, "10"},
        {UINT64_MAX, "18446744073709551615"},
        {WIDE(1, 0), "18446744073709551616"},
        {WIDE(1, 0) << 63, "170141183460469231731687303715884105728"},
        {ten_to_19 * ten_to_19 - 1, "99999999999999999999999999999999999999"},
        {ten_to_19 * ten_to_19, "100000000000000000000000000000000000000"},
        {-(uint128)1, "340282366920938463463374607431768211455"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[PRN_TEXT_BYTES];
        prn_text(rows[i].number, text);
        ck_assert_str_eq(text, rows[i].text);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("prn");

    tcase_add_loop_test(tests,
                        state_and_increment_are_the_hashes_of_their_texts, 0,
                        sizeof known / sizeof *known);
    tcase_add_test(tests, a_label_may_be_long);
    tcase_add_test(tests, a_label_may_hold_a_NUL);
    tcase_add_test(tests, no_label_is_the_empty_label);
    tcase_add_test(tests,
                   no_two_streams_of_a_small_world_share_state_or_increment);
    tcase_add_test(tests,
                   a_label_too_long_for_memory_leaves_the_stream_as_it_was);
    tcase_add_loop_test(tests, a_unit_has_the_number_of_its_identifier, 0,
                        sizeof known_units / sizeof *known_units);
    tcase_add_test(tests, no_two_units_or_seeds_share_a_number);
    tcase_add_test(tests, numbers_are_written_in_decimal);
    return run_tests("prn", tests);
}
