/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

#include <stdlib.h>

#include "run_tests.h"

/* As xxhsum -H2 of the xxHash project prints them for LEN bytes that
 *
 *     python3 -c 'import sys; sys.stdout.buffer.write(
 *         bytes((7 * i + 3) % 251 for i in range(LEN)))'
 *
 * writes. XXH3 has a path of its own for each of the ranges of lengths that
 * end and begin here. */
static const struct known_hash {
    size_t len;
    uint64_t high, low;
} known[] = {
    {0, 0x99aa06d3014798d8, 0x6001c324468d497f},
    {1, 0x22bbb76b211a39ba, 0x13e608bc156defed},
    {3, 0xce31763cbf8245a5, 0xa9088dda485b481c},
    {4, 0x47197970590746b1, 0x788a609154b0fe20},
    {8, 0xe3bc8a5f46171555, 0x3cd024e3d63a1588},
    {9, 0xc72c88247a9a56d7, 0xeafab1c7f123109f},
    {16, 0xce0b9647ab24f884, 0x60d75c5e47d40a24},
    {17, 0xbfd327edcc2fbd12, 0xeeed7654312a26d7},
    {128, 0xa04233e3c9599748, 0xef7e4d57ed67de26},
    {129, 0x6e83694c09641bb7, 0xa28da26446fd5ab0},
    {240, 0x9a8457fec9cfea5e, 0x2288b3c22f48dea4},
    {241, 0x07870750a9743956, 0x82b1de299f6e411e},
    {1024, 0xf96a1bbdb2fef572, 0xf75e768c7cdd54b2},
    {1000000, 0xf8e9d2fc1836b3b0, 0xbcf96ac5f1f53dac},
};

START_TEST(hashes_are_those_of_xxhsum)
{
    const struct known_hash *row = &known[_i];
    char *bytes = malloc(row->len + 1);

    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < row->len; i++)
        bytes[i] = (char)((7 * i + 3) % 251);

    const struct hash128 hash = hash128_of((struct slice){bytes, row->len});
    free(bytes);
    ck_assert_uint_eq(hash.high, row->high);
    ck_assert_uint_eq(hash.low, row->low);
}
END_TEST

START_TEST(nothing_has_the_hash_of_the_empty_text)
{
    const struct hash128 hash = hash128_of((struct slice){NULL, 0});

    ck_assert_uint_eq(hash.high, known[0].high);
    ck_assert_uint_eq(hash.low, known[0].low);
}
END_TEST

/* XXH3_64bits_withSeed of these 16 bytes, called in libxxhash from Python:
 * bytes.fromhex("0123456789abcdeffedcba9876543210"). */
START_TEST(a_hash_is_hashed_in_the_canonical_order_of_its_bytes)
{
    const struct hash128 hash = {0x0123456789abcdef, 0xfedcba9876543210};

    ck_assert_uint_eq(hash64_of_hash(hash, 0), 0xfd7caabc2c178028);
    ck_assert_uint_eq(hash64_of_hash(hash, 1), 0xaef9b8637ec00bcb);
    ck_assert_uint_eq(hash64_of_hash(hash, UINT64_MAX), 0x81a0706d563387ad);
}
END_TEST

START_TEST(a_hash_is_read_back_from_what_xxhsum_prints)
{
    static const char *const bad[] = {"",
                                      "0",
                                      "0123456789abcdeffedcba987654321",
                                      "0123456789abcdeffedcba98765432100",
                                      "0123456789abcdeffedcba987654321g",
                                      "0123456789ABCDEFFEDCBA9876543210",
                                      "0123456789abcdef fedcba987654321",
                                      "+123456789abcdeffedcba9876543210"};
    const struct hash128 hash = {0x0123456789abcdef, 0xfedcba9876543210};
    struct hash128 read = {1, 2};
    char text[HASH128_DIGITS + 1];

    hash128_text(hash, text);
    ck_assert_str_eq(text, "0123456789abcdeffedcba9876543210");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_int_eq(hash128_read(slice_of(bad[i]), &read), ST_SYNTAX);
    ck_assert(read.high == 1 && read.low == 2);
    ck_assert_int_eq(hash128_read(slice_of(text), &read), ST_OK);
    ck_assert(read.high == hash.high && read.low == hash.low);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("hash");

    tcase_add_loop_test(tests, hashes_are_those_of_xxhsum, 0,
                        sizeof known / sizeof *known);
    tcase_add_test(tests, a_hash_is_hashed_in_the_canonical_order_of_its_bytes);
    tcase_add_test(tests, a_hash_is_read_back_from_what_xxhsum_prints);
    tcase_add_test(tests, nothing_has_the_hash_of_the_empty_text);
    return run_tests("hash", tests);
}
