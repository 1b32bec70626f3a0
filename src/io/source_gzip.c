/* SPDX-License-Identifier: MIT */
/* Header and trailer of a member are read here and not by ISA-L, which loses
 * its place in a header that lies across two blocks of input and lets reserved
 * flags pass. ISA-L inflates the body (RFC 1951), and its fast CRC-32 checks
 * what came out. */
#include <stdlib.h>

#include <isa-l.h>

#include "io/source_internal.h"

enum { TRAILER_BYTES = 8 };

/* The flags of a header, RFC 1952. */
enum {
    FLAG_CRC = 1 << 1,
    FLAG_EXTRA = 1 << 2,
    FLAG_NAME = 1 << 3,
    FLAG_COMMENT = 1 << 4,
    FLAGS_RESERVED = 7 << 5
};

enum { MAGIC_1 = 0x1f, MAGIC_2 = 0x8b, METHOD_DEFLATE = 8 };

struct gzip {
    struct source_decoder decoder; /* first: a pointer to it is one to us */
    struct source_input *input;
    enum { BEFORE_MEMBER, IN_MEMBER, AFTER_ALL } place;
    bool is_first;       /* member */
    uint32_t header_crc; /* of the header's bytes so far */
    uint32_t crc;        /* of the member's decoded bytes so far, */
    uint32_t len;        /* and their number modulo 2^32 */
    struct inflate_state inflate;
    char block[SOURCE_GZIP_BLOCK];
};

static enum status
say_cut_off(struct gzip *gzip, struct trouble *trouble)
{
    return source_say_data(gzip->input, trouble, "gzip data is cut off");
}

static enum status
say_damaged(struct gzip *gzip, struct trouble *trouble, const char *what)
{
    return trouble_say(trouble, ST_DATA, "%s: gzip data is damaged: %s",
                       gzip->input->name, what);
}

/* Reads the next block if the last one is used up; it stays empty at the end
 * of the input. */
static enum status
fill(struct gzip *gzip, struct trouble *trouble)
{
    size_t len;

    if (gzip->inflate.avail_in > 0)
        return ST_OK;
    const enum status st = source_input_read(gzip->input, gzip->block,
                                             SOURCE_GZIP_BLOCK, trouble, &len);
    if (st != ST_OK)
        return st;
    gzip->inflate.next_in = (uint8_t *)gzip->block;
    gzip->inflate.avail_in = (uint32_t)len;
    return ST_OK;
}

/* The next byte outside of a body; ST_END, and no trouble, if there is none. */
static enum status
next_byte(struct gzip *gzip, struct trouble *trouble, unsigned char *byte)
{
    const enum status st = fill(gzip, trouble);

    if (st != ST_OK)
        return st;
    if (gzip->inflate.avail_in == 0)
        return ST_END;
    gzip->inflate.avail_in--;
    *byte = *gzip->inflate.next_in++;
    return ST_OK;
}

/* The next byte of a header, which must be there. */
static enum status
header_byte(struct gzip *gzip, struct trouble *trouble, unsigned char *byte)
{
    const enum status st = next_byte(gzip, trouble, byte);

    if (st == ST_END)
        return say_cut_off(gzip, trouble);
    if (st == ST_OK)
        gzip->header_crc = crc32_gzip_refl(gzip->header_crc, byte, 1);
    return st;
}

static enum status
skip_bytes(struct gzip *gzip, size_t count, struct trouble *trouble)
{
    enum status st = ST_OK;
    unsigned char byte;

    for (size_t i = 0; st == ST_OK && i < count; i++)
        st = header_byte(gzip, trouble, &byte);
    return st;
}

static enum status
read_two_bytes(struct gzip *gzip, struct trouble *trouble, unsigned *value)
{
    unsigned char low, high;
    enum status st = header_byte(gzip, trouble, &low);

    if (st == ST_OK)
        st = header_byte(gzip, trouble, &high);
    if (st == ST_OK)
        *value = low | (unsigned)high << 8;
    return st;
}

static enum status
skip_extra(struct gzip *gzip, struct trouble *trouble)
{
    unsigned len;
    const enum status st = read_two_bytes(gzip, trouble, &len);

    return st == ST_OK ? skip_bytes(gzip, len, trouble) : st;
}

static enum status
skip_string(struct gzip *gzip, struct trouble *trouble)
{
    unsigned char byte;
    enum status st;

    do
        st = header_byte(gzip, trouble, &byte);
    while (st == ST_OK && byte != '\0');
    return st;
}

static enum status
check_header_crc(struct gzip *gzip, struct trouble *trouble)
{
    const unsigned wanted = gzip->header_crc & 0xffff;
    unsigned found;
    const enum status st = read_two_bytes(gzip, trouble, &found);

    if (st == ST_OK && found != wanted)
        return say_damaged(gzip, trouble, "wrong checksum of a header");
    return st;
}

/* Reads a header from behind its two magic bytes to its end. */
static enum status
read_header(struct gzip *gzip, struct trouble *trouble)
{
    unsigned char method, flags;
    enum status st = header_byte(gzip, trouble, &method);

    if (st == ST_OK && method != METHOD_DEFLATE)
        return say_damaged(gzip, trouble, "unknown method of compression");
    if (st == ST_OK)
        st = header_byte(gzip, trouble, &flags);
    if (st != ST_OK)
        return st;
    if (flags & FLAGS_RESERVED)
        return say_damaged(gzip, trouble, "unknown flags in a header");
    st = skip_bytes(gzip, 6, trouble); /* time, level, system */
    if (st == ST_OK && flags & FLAG_EXTRA)
        st = skip_extra(gzip, trouble);
    if (st == ST_OK && flags & FLAG_NAME)
        st = skip_string(gzip, trouble);
    if (st == ST_OK && flags & FLAG_COMMENT)
        st = skip_string(gzip, trouble);
    if (st == ST_OK && flags & FLAG_CRC)
        st = check_header_crc(gzip, trouble);
    return st;
}

static enum status
say_rest(struct gzip *gzip, struct trouble *trouble)
{
    return source_say_data(gzip->input, trouble,
                           "other data after the end of the gzip data");
}

/* Zeros up to the end of the input, as tapes have them, are let pass. */
static enum status
skip_padding(struct gzip *gzip, struct trouble *trouble)
{
    unsigned char byte;
    enum status st;

    do
        st = next_byte(gzip, trouble, &byte);
    while (st == ST_OK && byte == '\0');
    if (st == ST_OK)
        return say_rest(gzip, trouble);
    if (st == ST_END)
        gzip->place = AFTER_ALL;
    return st == ST_END ? ST_OK : st;
}

/* Finds out what comes between members: another one, padding, or the end. */
static enum status
begin_member(struct gzip *gzip, struct trouble *trouble)
{
    unsigned char byte;
    enum status st = next_byte(gzip, trouble, &byte);

    if (st == ST_END) {
        gzip->place = AFTER_ALL;
        return ST_OK;
    }
    if (st != ST_OK)
        return st;
    if (byte == '\0' && !gzip->is_first)
        return skip_padding(gzip, trouble);
    if (byte != MAGIC_1)
        return say_rest(gzip, trouble);
    gzip->header_crc = crc32_gzip_refl(0, &byte, 1);
    st = header_byte(gzip, trouble, &byte);
    if (st == ST_OK && byte != MAGIC_2)
        return say_rest(gzip, trouble);
    if (st == ST_OK)
        st = read_header(gzip, trouble);
    if (st != ST_OK)
        return st;
    isal_inflate_reset(&gzip->inflate);
    gzip->crc = 0;
    gzip->len = 0;
    gzip->place = IN_MEMBER;
    return ST_OK;
}

static uint32_t
little_endian(const unsigned char *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

/* Checks the trailer. ISA-L has up to eight bytes of it in its bit buffer,
 * behind the unused bits of the body's last byte. */
static enum status
end_member(struct gzip *gzip, struct trouble *trouble)
{
    const unsigned bits = (unsigned)gzip->inflate.read_in_length;
    uint64_t buffered = gzip->inflate.read_in >> bits % 8;
    unsigned char trailer[TRAILER_BYTES];
    enum status st = ST_OK;

    for (unsigned i = 0; st == ST_OK && i < TRAILER_BYTES; i++) {
        if (i < bits / 8) {
            trailer[i] = (unsigned char)buffered;
            buffered >>= 8;
        } else {
            st = next_byte(gzip, trouble, &trailer[i]);
        }
    }
    if (st == ST_END)
        return say_cut_off(gzip, trouble);
    if (st != ST_OK)
        return st;
    if (little_endian(trailer) != gzip->crc)
        return say_damaged(gzip, trouble, "wrong checksum");
    if (little_endian(trailer + 4) != gzip->len)
        return say_damaged(gzip, trouble, "wrong length");
    gzip->is_first = false;
    gzip->place = BEFORE_MEMBER;
    return ST_OK;
}

/* Decodes what one block of input gives, up to ROOM bytes. */
static enum status
inflate_some(struct gzip *gzip, char *bytes, size_t room,
             struct trouble *trouble, size_t *len)
{
    const uint32_t most = 1U << 30;
    struct inflate_state *const inflate = &gzip->inflate;
    const enum status st = fill(gzip, trouble);

    if (st != ST_OK)
        return st;
    const uint32_t before = inflate->avail_in;
    inflate->next_out = (uint8_t *)bytes;
    inflate->avail_out = room < most ? (uint32_t)room : most;
    const int result = isal_inflate(inflate);
    const size_t got = (size_t)((char *)inflate->next_out - bytes);
    if (result != ISAL_DECOMP_OK)
        return say_damaged(gzip, trouble, "invalid code");
    gzip->crc = crc32_gzip_refl(gzip->crc, (const unsigned char *)bytes, got);
    gzip->len += (uint32_t)got;
    *len = got;
    if (inflate->block_state == ISAL_BLOCK_FINISH)
        return end_member(gzip, trouble);
    if (got == 0 && before == 0)
        return say_cut_off(gzip, trouble);
    /* ISA-L stands still at some faults and says nothing. */
    if (got == 0 && inflate->avail_in == before)
        return say_damaged(gzip, trouble, "invalid code");
    return ST_OK;
}

static enum status
gzip_read(struct source_decoder *decoder, char *bytes, size_t room,
          struct trouble *trouble, size_t *len)
{
    struct gzip *const gzip = (struct gzip *)decoder;
    size_t have = 0;

    while (have < room && gzip->place != AFTER_ALL) {
        size_t got = 0;
        const enum status st =
            gzip->place == BEFORE_MEMBER
                ? begin_member(gzip, trouble)
                : inflate_some(gzip, bytes + have, room - have, trouble, &got);
        if (st != ST_OK)
            return st;
        have += got;
    }
    *len = have;
    return ST_OK;
}

static void
gzip_free(struct source_decoder *decoder)
{
    free(decoder);
}

enum status
source_gzip_new(struct source_input *input, struct trouble *trouble,
                struct source_decoder **decoder)
{
    struct gzip *const gzip = malloc(sizeof *gzip);

    if (gzip == NULL)
        return trouble_nomem(trouble);
    gzip->decoder = (struct source_decoder){gzip_read, gzip_free};
    gzip->input = input;
    gzip->place = BEFORE_MEMBER;
    gzip->is_first = true;
    isal_inflate_init(&gzip->inflate);
    *decoder = &gzip->decoder;
    return ST_OK;
}
