/* SPDX-License-Identifier: MIT */
/* The streams are made by gzip(1) and by hand after RFC 1952; the checksums by
 * the bitwise definition of CRC-32. */
#include "bytes.h"
#include "io/source_internal.h"
#include "run_tests.h"
#include "scratch.h"
#include "slurp.h"

static uint32_t
crc32_of(const char *bytes, size_t len)
{
    uint32_t crc = 0xffffffff;

    for (size_t i = 0; i < len; i++) {
        crc ^= (unsigned char)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

/* Has gzip(1) compress the bytes. */
static struct bytes
gzip(const char *bytes, size_t len)
{
    struct bytes packed = {0};

    scratch_write("plain", bytes, len);
    ck_assert_int_eq(system("gzip -9n <plain >packed"), 0);
    packed.bytes = scratch_read("packed", &packed.len);
    packed.room = packed.len;
    return packed;
}

/* Appends a member with every field that a header can have: the body that
 * gzip(1) makes, behind a header of our own. NAME may hold anything. */
static void
append_full_member(struct bytes *all, const char *name, const char *bytes,
                   size_t len)
{
    static const char fixed[] = "\x1f\x8b\x08\x1f\x01\x02\x03\x04\x02\x03";
    static const char extra[] = "\x06\0BC\2\0\x12\x34";
    const struct bytes packed = gzip(bytes, len);
    struct bytes header = {0};

    append(&header, fixed, sizeof fixed - 1);
    append(&header, extra, sizeof extra - 1);
    append(&header, name, strlen(name) + 1);
    append(&header, "remark", 7);
    append_little_endian(&header, crc32_of(header.bytes, header.len), 2);
    append(all, header.bytes, header.len);
    append(all, packed.bytes + 10, packed.len - 10);
    free(header.bytes);
    free(packed.bytes);
}

/* Appends a member of one block that is stored, not compressed. */
static void
append_stored_member(struct bytes *all, const char *bytes, size_t len)
{
    append(all, "\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", 11);
    append_little_endian(all, (uint32_t)len, 2);
    append_little_endian(all, ~(uint32_t)len, 2);
    append(all, bytes, len);
    append_little_endian(all, crc32_of(bytes, len), 4);
    append_little_endian(all, (uint32_t)len, 4);
}

/* Four members: every field, empty, stored, as gzip(1) writes it. */
enum { MEMBERS = 4, LEN_1 = 700, LEN_3 = 50, LEN_4 = 40 };

static struct bytes
make_mixture(const char *rows, size_t ends[MEMBERS], size_t data[MEMBERS])
{
    struct bytes all = {0}, packed;

    append_full_member(&all, "rows.csv", rows, LEN_1);
    ends[0] = all.len, data[0] = LEN_1;
    packed = gzip("", 0);
    append(&all, packed.bytes, packed.len);
    free(packed.bytes);
    ends[1] = all.len, data[1] = LEN_1;
    append_stored_member(&all, rows + LEN_1, LEN_3);
    ends[2] = all.len, data[2] = LEN_1 + LEN_3;
    packed = gzip(rows + LEN_1 + LEN_3, LEN_4);
    append(&all, packed.bytes, packed.len);
    free(packed.bytes);
    ends[3] = all.len, data[3] = LEN_1 + LEN_3 + LEN_4;
    return all;
}

START_TEST(one_member_is_read_with_every_room)
{
    static const size_t rooms[] = {1, 511, 512, 513, 65536, 1 << 20, 3000000};
    static const size_t lens[] = {0, 1, 511, 512, 513, 70000, 2000000};
    char *const rows = make_rows(2000000);

    for (size_t l = 0; l < sizeof lens / sizeof *lens; l++) {
        const struct bytes packed = gzip(rows, lens[l]);
        scratch_write("in.gz", packed.bytes, packed.len);
        for (size_t r = lens[l] > 100000; r < sizeof rooms / sizeof *rooms; r++)
            slurp_and_compare("in.gz", rooms[r], rows, lens[l]);
        free(packed.bytes);
    }
    free(rows);
}
END_TEST

START_TEST(members_of_every_kind_in_a_row_are_one_stream)
{
    static const size_t rooms[] = {1, 2, 3, 512, 699, 700, 701, 100000};
    char *const rows = make_rows(LEN_1 + LEN_3 + LEN_4);
    size_t ends[MEMBERS], data[MEMBERS];
    const struct bytes all = make_mixture(rows, ends, data);

    scratch_write("in.gz", all.bytes, all.len);
    for (size_t r = 0; r < sizeof rooms / sizeof *rooms; r++)
        slurp_and_compare("in.gz", rooms[r], rows, data[MEMBERS - 1]);
    free(all.bytes);
    free(rows);
}
END_TEST

START_TEST(a_thousand_members_are_one_stream)
{
    enum { COUNT = 1000, LEN = 900 };
    char *const rows = make_rows((size_t)COUNT * LEN);
    struct bytes all = {0};

    for (size_t i = 0; i < COUNT; i++)
        append_stored_member(&all, rows + i * LEN, LEN);
    scratch_write("in.gz", all.bytes, all.len);
    slurp_and_compare("in.gz", 10000, rows, (size_t)COUNT * LEN);
    free(all.bytes);
    free(rows);
}
END_TEST

/* The members' seams and trailers, of 26 bytes in all, come to lie across the
 * end of what is read at a time in every way. */
START_TEST(members_may_meet_at_the_end_of_a_block_of_input)
{
    enum { BLOCK = SOURCE_GZIP_BLOCK, SEAM = 40, LONGEST = 65535 };
    char *const rows = make_rows(BLOCK + 100);

    for (size_t shift = 0; shift < SEAM; shift++) {
        struct bytes all = {0};
        size_t len = 0;
        while (all.len + LONGEST + 23 < BLOCK - SEAM) {
            append_stored_member(&all, rows + len, LONGEST);
            len += LONGEST;
        }
        const size_t last = BLOCK - 23 - all.len - SEAM / 2 + shift;
        append_stored_member(&all, rows + len, last);
        append_full_member(&all, "n", rows + len + last, 90);
        scratch_write("in.gz", all.bytes, all.len);
        slurp_and_compare("in.gz", 1 << 20, rows, len + last + 90);
        free(all.bytes);
    }
    free(rows);
}
END_TEST

START_TEST(a_header_may_be_longer_than_a_block_of_input)
{
    enum { NAME_BYTES = 5 * SOURCE_GZIP_BLOCK / 2 };
    char *const name = calloc(1, NAME_BYTES + 1);
    struct bytes all = {0};

    ck_assert_ptr_nonnull(name);
    memset(name, 'n', NAME_BYTES);
    append_full_member(&all, name, "a,b\n", 4);
    scratch_write("in.gz", all.bytes, all.len);
    slurp_and_compare("in.gz", 100, "a,b\n", 4);
    free(all.bytes);
    free(name);
}
END_TEST

START_TEST(a_stream_cut_at_any_byte_is_cut_off_or_ends_with_a_member)
{
    char *const rows = make_rows(LEN_1 + LEN_3 + LEN_4);
    size_t ends[MEMBERS], data[MEMBERS];
    const struct bytes all = make_mixture(rows, ends, data);
    size_t member = 0;

    for (size_t len = 1; len <= all.len; len++) {
        scratch_write("in.gz", all.bytes, len);
        if (len == ends[member])
            slurp_and_compare("in.gz", 100, rows, data[member++]);
        else
            slurp_and_fail("in.gz", ST_DATA, "in.gz: gzip data is cut off");
    }
    ck_assert_uint_eq(member, MEMBERS);
    free(all.bytes);
    free(rows);
}
END_TEST

START_TEST(a_long_stream_that_is_cut_is_cut_off)
{
    char *const rows = make_rows(1000000);
    const struct bytes packed = gzip(rows, 1000000);

    for (size_t cut = 1; cut < packed.len; cut += packed.len / 50) {
        scratch_write("in.gz", packed.bytes, packed.len - cut);
        slurp_and_fail("in.gz", ST_DATA, "in.gz: gzip data is cut off");
    }
    free(packed.bytes);
    free(rows);
}
END_TEST

/* Whether the stream, with one bit wrong, is refused; if not, it must give
 * the bytes that it would give without the fault. */
static bool
is_refused(const struct bytes *all, const char *rows, size_t len)
{
    struct slurped got;
    bool refused;

    scratch_write("in.gz", all->bytes, all->len);
    got = slurp("in.gz", 100);
    refused = got.status == ST_DATA;
    if (!refused) {
        ck_assert_msg(got.status == ST_OK, "%s", got.trouble.text);
        ck_assert_uint_eq(got.len, len);
        ck_assert_mem_eq(got.bytes, rows, len);
    }
    free(got.bytes);
    return refused;
}

/* In the header with a checksum, every bit counts. In the three others only
 * those of magic, method and flags do: at least 4 of 10 bytes; the trailers,
 * 8 bytes each, and the data that is stored count to the last bit. The body of
 * every member ends with up to 7 bits that mean nothing. */
START_TEST(a_wrong_bit_is_refused_or_changes_nothing)
{
    char *const rows = make_rows(LEN_1 + LEN_3 + LEN_4);
    size_t ends[MEMBERS], data[MEMBERS];
    const struct bytes all = make_mixture(rows, ends, data);
    const size_t header_1 = 10 + 8 + 9 + 7 + 2;
    unsigned let_pass = 0;

    for (size_t bit = 0; bit < 8 * all.len; bit++) {
        const char flip = (char)(1 << bit % 8);
        all.bytes[bit / 8] ^= flip;
        if (!is_refused(&all, rows, data[MEMBERS - 1])) {
            let_pass++;
            ck_assert_uint_ge(bit / 8, header_1);
            for (int i = 0; i < MEMBERS; i++)
                ck_assert(bit / 8 >= ends[i] || bit / 8 < ends[i] - 8);
        }
        all.bytes[bit / 8] ^= flip;
    }
    /* Six bytes of each header without a checksum, bit 0 of the flags, five
     * unused bits in the stored block, up to 7 in the other three bodies. */
    ck_assert_uint_ge(let_pass, 3 * (6 * 8 + 1) + 5);
    ck_assert_uint_le(let_pass, 3 * (6 * 8 + 1) + 5 + 3 * 7);
    free(all.bytes);
    free(rows);
}
END_TEST

/* A member with four bytes of data and the byte AT of the header changed. */
static void
expect_header_refused(size_t at, char byte, const char *text)
{
    struct bytes all = {0};

    append_stored_member(&all, "a,b\n", 4);
    all.bytes[at] = byte;
    scratch_write("in.gz", all.bytes, all.len);
    slurp_and_fail("in.gz", ST_DATA, text);
    free(all.bytes);
}

START_TEST(unknown_methods_and_flags_are_refused)
{
    expect_header_refused(
        2, 7, "in.gz: gzip data is damaged: unknown method of compression");
    for (int bit = 5; bit < 8; bit++)
        expect_header_refused(
            3, (char)(1 << bit),
            "in.gz: gzip data is damaged: unknown flags in a header");
}
END_TEST

/* What comes after a member: LEN bytes. */
static void
write_with_rest(const char *rest, size_t len)
{
    struct bytes all = {0};

    append_stored_member(&all, "a,b\n", 4);
    append(&all, rest, len);
    scratch_write("in.gz", all.bytes, all.len);
    free(all.bytes);
}

START_TEST(zeros_after_the_end_pass_and_nothing_else_does)
{
    static const char rest[] =
        "in.gz: other data after the end of the gzip data";
    char zeros[2000] = {0};

    write_with_rest(zeros, 1);
    slurp_and_compare("in.gz", 100, "a,b\n", 4);
    write_with_rest(zeros, sizeof zeros);
    slurp_and_compare("in.gz", 3, "a,b\n", 4);
    zeros[sizeof zeros - 1] = '\x1f';
    write_with_rest(zeros, sizeof zeros);
    slurp_and_fail("in.gz", ST_DATA, rest);
    write_with_rest("1,2\n", 4);
    slurp_and_fail("in.gz", ST_DATA, rest);
    write_with_rest("\n", 1);
    slurp_and_fail("in.gz", ST_DATA, rest);
    write_with_rest("\x1f\x8c", 2);
    slurp_and_fail("in.gz", ST_DATA, rest);
    write_with_rest("\x1f", 1);
    slurp_and_fail("in.gz", ST_DATA, "in.gz: gzip data is cut off");
}
END_TEST

START_TEST(what_is_inside_must_be_csv)
{
    struct bytes inner = {0}, outer = {0};

    append_stored_member(&inner, "a,b\n", 4);
    append_stored_member(&outer, inner.bytes, inner.len);
    scratch_write("in.gz", outer.bytes, outer.len);
    slurp_and_fail("in.gz", ST_DATA,
                   "in.gz: the format inside gzip is gzip, not CSV");
    outer.len = 0;
    append_stored_member(&outer, "%PDF-1.7\n", 9);
    scratch_write("in.gz", outer.bytes, outer.len);
    slurp_and_fail("in.gz", ST_DATA,
                   "in.gz: the format inside gzip is PDF, not CSV");
    free(inner.bytes);
    free(outer.bytes);
}
END_TEST

START_TEST(sizes_are_those_of_the_compressed_file)
{
    struct trouble trouble = {0};
    struct source *source;
    char byte;
    size_t len;

    write_with_rest("", 0);
    ck_assert(!source_open("in.gz", &trouble, &source));
    ck_assert_int_eq(source_coding(source), CODING_GZIP);
    ck_assert(!source_can_fetch(source));
    ck_assert_uint_eq(source_bytes_total(source), 27);
    ck_assert(!source_read(source, &byte, 1, &trouble, &len));
    ck_assert_uint_eq(source_bytes_read(source), 27);
    source_free(source);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("source_gzip");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, one_member_is_read_with_every_room);
    tcase_add_test(tests, members_of_every_kind_in_a_row_are_one_stream);
    tcase_add_test(tests, a_thousand_members_are_one_stream);
    tcase_add_test(tests, members_may_meet_at_the_end_of_a_block_of_input);
    tcase_add_test(tests, a_header_may_be_longer_than_a_block_of_input);
    tcase_add_test(tests,
                   a_stream_cut_at_any_byte_is_cut_off_or_ends_with_a_member);
    tcase_add_test(tests, a_long_stream_that_is_cut_is_cut_off);
    tcase_add_test(tests, a_wrong_bit_is_refused_or_changes_nothing);
    tcase_add_test(tests, unknown_methods_and_flags_are_refused);
    tcase_add_test(tests, zeros_after_the_end_pass_and_nothing_else_does);
    tcase_add_test(tests, what_is_inside_must_be_csv);
    tcase_add_test(tests, sizes_are_those_of_the_compressed_file);
    return run_tests("source_gzip", tests);
}
