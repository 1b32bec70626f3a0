/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

#include "run_tests.h"

/* Whatever the pieces, the hash is that of the whole, which check_hash.c holds
 * against xxhsum. */
START_TEST(a_text_in_pieces_has_the_hash_of_the_whole)
{
    enum { LEN = 3000 };
    char text[LEN];

    for (size_t i = 0; i < LEN; i++)
        text[i] = (char)((7 * i + 3) % 251);
    const struct hash128 whole = hash128_of((struct slice){text, LEN});
    for (size_t piece = 1; piece <= LEN; piece = 2 * piece + 1) {
        struct digest *digest;
        ck_assert_int_eq(digest_new(&digest), ST_OK);
        for (size_t at = 0; at < LEN; at += piece)
            digest_add(
                digest,
                (struct slice){text + at, LEN - at < piece ? LEN - at : piece});
        const struct hash128 hash = digest_hash(digest);
        ck_assert_uint_eq(hash.high, whole.high);
        ck_assert_uint_eq(hash.low, whole.low);
        digest_free(digest);
    }
}
END_TEST

/* printf '' | xxhsum -H2 */
START_TEST(no_text_has_the_hash_of_the_empty_text)
{
    struct digest *digest;

    ck_assert_int_eq(digest_new(&digest), ST_OK);
    ck_assert_uint_eq(digest_hash(digest).high, 0x99aa06d3014798d8);
    ck_assert_uint_eq(digest_hash(digest).low, 0x6001c324468d497f);
    digest_free(digest);
    digest_free(NULL);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("digest");

    tcase_add_test(tests, a_text_in_pieces_has_the_hash_of_the_whole);
    tcase_add_test(tests, no_text_has_the_hash_of_the_empty_text);
    return run_tests("digest", tests);
}
