/* SPDX-License-Identifier: MIT */
/* Streams are made by libzstd, whose reader is tested here in its use only,
 * and by hand after RFC 8878. */
#include <zstd.h>

#include "bytes.h"
#include "run_tests.h"
#include "scratch.h"
#include "slurp.h"

/* A frame that says its window is 128 MiB, or 256 MiB, with one last block of
 * four bytes as they are: header 00 (no checksum, no size), the window's
 * exponent in the high five bits, the block's header 1 + 4 * 8. */
static const char frame_128[] = "\x28\xb5\x2f\xfd\0\x88\x21\0\0a,b\n";
static const char frame_256[] = "\x28\xb5\x2f\xfd\0\x90\x21\0\0a,b\n";

static void
append_frame(struct bytes *all, const char *bytes, size_t len, int checksum)
{
    ZSTD_CCtx *const context = ZSTD_createCCtx();
    const size_t room = ZSTD_compressBound(len);
    char *const packed = malloc(room);
    size_t packed_len;

    ck_assert_ptr_nonnull(context);
    ck_assert_ptr_nonnull(packed);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum);
    packed_len = ZSTD_compress2(context, packed, room, bytes, len);
    ck_assert(!ZSTD_isError(packed_len));
    append(all, packed, packed_len);
    ZSTD_freeCCtx(context);
    free(packed);
}

/* A frame for others: four bytes of magic, four of length, the content. */
static void
append_skippable(struct bytes *all, unsigned kind, uint32_t len)
{
    append_little_endian(all, 0x184d2a50 + kind, 4);
    append_little_endian(all, len, 4);
    for (uint32_t i = 0; i < len; i++)
        append(all, "", 1);
}

enum { PARTS = 5, LEN_1 = 700, LEN_4 = 40 };

/* Data, skipped, skipped, data, empty data. */
static struct bytes
make_mixture(const char *rows, size_t ends[PARTS], size_t data[PARTS])
{
    struct bytes all = {0};

    append_frame(&all, rows, LEN_1, 1);
    ends[0] = all.len, data[0] = LEN_1;
    append_skippable(&all, 0, 20);
    ends[1] = all.len, data[1] = LEN_1;
    append_skippable(&all, 15, 0);
    ends[2] = all.len, data[2] = LEN_1;
    append_frame(&all, rows + LEN_1, LEN_4, 1);
    ends[3] = all.len, data[3] = LEN_1 + LEN_4;
    append_frame(&all, "", 0, 1);
    ends[4] = all.len, data[4] = LEN_1 + LEN_4;
    return all;
}

START_TEST(one_frame_is_read_with_every_room)
{
    static const size_t rooms[] = {1, 511, 512, 513, 65536, 3000000};
    static const size_t lens[] = {0, 1, 511, 512, 513, 70000, 2000000};
    char *const rows = make_rows(2000000);

    for (size_t l = 0; l < sizeof lens / sizeof *lens; l++) {
        struct bytes packed = {0};
        append_frame(&packed, rows, lens[l], l % 2);
        scratch_write("in.zst", packed.bytes, packed.len);
        for (size_t r = lens[l] > 100000; r < sizeof rooms / sizeof *rooms; r++)
            slurp_and_compare("in.zst", rooms[r], rows, lens[l]);
        free(packed.bytes);
    }
    free(rows);
}
END_TEST

START_TEST(frames_of_every_kind_in_a_row_are_one_stream)
{
    static const size_t rooms[] = {1, 2, 512, 699, 700, 701, 100000};
    char *const rows = make_rows(LEN_1 + LEN_4);
    size_t ends[PARTS], data[PARTS];
    const struct bytes all = make_mixture(rows, ends, data);

    scratch_write("in.zst", all.bytes, all.len);
    for (size_t r = 0; r < sizeof rooms / sizeof *rooms; r++)
        slurp_and_compare("in.zst", rooms[r], rows, data[PARTS - 1]);
    free(all.bytes);
    free(rows);
}
END_TEST

/* The block of input is 256 KiB; the frames before its end are skipped. */
START_TEST(frames_may_meet_at_the_end_of_a_block_of_input)
{
    enum { BLOCK = 256 << 10, SEAM = 24 };
    char *const rows = make_rows(1000);

    for (uint32_t shift = 0; shift < SEAM; shift++) {
        struct bytes all = {0};
        append_skippable(&all, 3, BLOCK - SEAM + shift);
        append_frame(&all, rows, 1000, 1);
        scratch_write("in.zst", all.bytes, all.len);
        slurp_and_compare("in.zst", 1 << 20, rows, 1000);
        free(all.bytes);
    }
    free(rows);
}
END_TEST

START_TEST(a_stream_cut_at_any_byte_is_cut_off_or_ends_with_a_frame)
{
    char *const rows = make_rows(LEN_1 + LEN_4);
    size_t ends[PARTS], data[PARTS];
    const struct bytes all = make_mixture(rows, ends, data);
    size_t part = 0;

    for (size_t len = 4; len <= all.len; len++) {
        scratch_write("in.zst", all.bytes, len);
        if (len == ends[part])
            slurp_and_compare("in.zst", 100, rows, data[part++]);
        else
            slurp_and_fail("in.zst", ST_DATA, "in.zst: zstd data is cut off");
    }
    ck_assert_uint_eq(part, PARTS);
    for (size_t len = 2; len < sizeof frame_128 - 1; len++) {
        scratch_write("in.zst", frame_128, len);
        slurp_and_fail("in.zst", ST_DATA, "in.zst: zstd data is cut off");
    }
    free(all.bytes);
    free(rows);
}
END_TEST

/* All frames of data have a checksum; what is skipped may hold anything. */
START_TEST(a_wrong_bit_is_refused_or_changes_nothing)
{
    char *const rows = make_rows(LEN_1 + LEN_4);
    size_t ends[PARTS], data[PARTS];
    const struct bytes all = make_mixture(rows, ends, data);

    for (size_t bit = 0; bit < 8 * all.len; bit++) {
        const char flip = (char)(1 << bit % 8);
        struct slurped got;
        all.bytes[bit / 8] ^= flip;
        scratch_write("in.zst", all.bytes, all.len);
        got = slurp("in.zst", 100);
        if (got.status == ST_OK) {
            ck_assert_uint_eq(got.len, data[PARTS - 1]);
            ck_assert_mem_eq(got.bytes, rows, got.len);
        } else {
            ck_assert_int_eq(got.status, ST_DATA);
        }
        free(got.bytes);
        all.bytes[bit / 8] ^= flip;
    }
    free(all.bytes);
    free(rows);
}
END_TEST

START_TEST(other_data_after_the_end_are_refused)
{
    static const char *const rests[] = {"1,2\n", "\n", "\x1f\x8b\x08", "\0\0"};
    static const size_t lens[] = {4, 1, 3, 2};

    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
        struct bytes all = {0};
        append_frame(&all, "a,b\n", 4, 0);
        append(&all, rests[i], lens[i]);
        scratch_write("in.zst", all.bytes, all.len);
        slurp_and_fail("in.zst", ST_DATA,
                       "in.zst: other data after the end of the zstd data");
        free(all.bytes);
    }
}
END_TEST

START_TEST(a_window_of_128_mib_is_read_and_a_larger_one_refused)
{
    scratch_write("in.zst", frame_128, sizeof frame_128 - 1);
    slurp_and_compare("in.zst", 100, "a,b\n", 4);
    scratch_write("in.zst", frame_256, sizeof frame_256 - 1);
    slurp_and_fail("in.zst", ST_DATA,
                   "in.zst: zstd data needs more than 128 MiB to decode; pipe "
                   "it in from \"zstd -dc --long=31\"");
}
END_TEST

START_TEST(what_is_inside_must_be_csv)
{
    struct bytes inner = {0}, outer = {0};

    append_frame(&inner, "a,b\n", 4, 0);
    append_frame(&outer, inner.bytes, inner.len, 0);
    scratch_write("in.zst", outer.bytes, outer.len);
    slurp_and_fail("in.zst", ST_DATA,
                   "in.zst: the format inside zstd is zstd, not CSV");
    free(inner.bytes);
    free(outer.bytes);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("source_zstd");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, one_frame_is_read_with_every_room);
    tcase_add_test(tests, frames_of_every_kind_in_a_row_are_one_stream);
    tcase_add_test(tests, frames_may_meet_at_the_end_of_a_block_of_input);
    tcase_add_test(tests,
                   a_stream_cut_at_any_byte_is_cut_off_or_ends_with_a_frame);
    tcase_add_test(tests, a_wrong_bit_is_refused_or_changes_nothing);
    tcase_add_test(tests, other_data_after_the_end_are_refused);
    tcase_add_test(tests, a_window_of_128_mib_is_read_and_a_larger_one_refused);
    tcase_add_test(tests, what_is_inside_must_be_csv);
    return run_tests("source_zstd", tests);
}
