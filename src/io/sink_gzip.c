/* SPDX-License-Identifier: MIT */
/* With nothing to look back at, the library's first steps depend on where in
 * memory it works, and with them, now and then, a few bytes of what comes out.
 * So a member begins with some bytes that are stored as they are, and whatever
 * is compressed has others in front of it. */
#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include <isa-l.h>

#include "io/sink_internal.h"

/* Level 1 is as fast as 0 and writes a tenth less; 2 and 3 gain little more. */
enum {
    LEVEL = 1,
    LEVEL_BYTES = ISAL_DEF_LVL1_DEFAULT,
    OUT_BYTES = 64 << 10,
    STORED = 8 /* bytes at the begin */
};

struct gzip {
    struct sink_encoder encoder; /* first: a pointer to it is one to us */
    struct isal_zstream stream;
    _Alignas(16) uint8_t level_buffer[LEVEL_BYTES];
    uint8_t out[OUT_BYTES];
};

enum status
sink_gzip_begin(const struct sink_outlet *outlet, const char *bytes, size_t len,
                struct trouble *trouble, size_t *begun)
{
    /* Deflated; no name, no time, no system. */
    static const char head[] = {'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, '\xff'};
    const size_t stored = len < STORED ? len : STORED;
    char block[sizeof head + 5 + STORED];

    memcpy(block, head, sizeof head);
    /* A block that is not the last and not compressed, its length, and that
     * again, inverted (RFC 1951, 3.2.4). */
    memcpy(block + sizeof head,
           (const char[]){0, (char)stored, 0, (char)~stored, '\xff'}, 5);
    memcpy(block + sizeof head + 5, bytes, stored);
    *begun = stored;
    return outlet->write(outlet->context, block, sizeof head + 5 + stored,
                         trouble);
}

/* A part ends with a whole byte. */
enum status
sink_gzip_part(struct sink_encoder *encoder, const struct sink_outlet *outlet,
               char *bytes, size_t before, size_t len, bool is_last,
               struct trouble *trouble)
{
    struct gzip *const gzip = (struct gzip *)encoder;
    struct isal_zstream *const stream = &gzip->stream;
    uint8_t *const in = (uint8_t *)bytes;
    enum status st = ST_OK;
    int result;

    isal_deflate_reset(stream);
    result = isal_deflate_set_dict(stream, in - before, (uint32_t)before);
    assert(result == COMP_OK); /* it refuses wrong settings only */
    stream->next_in = in;
    stream->avail_in = (uint32_t)len;
    stream->end_of_stream = is_last;
    stream->flush = is_last ? NO_FLUSH : SYNC_FLUSH;
    do {
        stream->next_out = gzip->out;
        stream->avail_out = OUT_BYTES;
        result = isal_deflate(stream);
        assert(result == COMP_OK);
        (void)result;
        st = outlet->write(outlet->context, (const char *)gzip->out,
                           OUT_BYTES - stream->avail_out, trouble);
    } while (st == ST_OK && stream->avail_out == 0);
    return st;
}

void
sink_gzip_frame_add(struct sink_gzip_frame *frame, const char *bytes,
                    size_t len)
{
    frame->crc = crc32_gzip_refl(frame->crc, (const unsigned char *)bytes, len);
    frame->bytes += (uint32_t)len;
}

enum status
sink_gzip_end(const struct sink_gzip_frame *frame,
              const struct sink_outlet *outlet, struct trouble *trouble)
{
    const uint32_t words[] = {htole32(frame->crc), htole32(frame->bytes)};

    return outlet->write(outlet->context, (const char *)words, sizeof words,
                         trouble);
}

static enum status
write_member(struct sink_encoder *encoder, const struct sink_outlet *outlet,
             char *bytes, size_t len, bool is_last, struct trouble *trouble)
{
    struct sink_gzip_frame frame = {0};
    size_t begun;
    enum status st = sink_gzip_begin(outlet, bytes, len, trouble, &begun);

    assert(is_last);
    if (st == ST_OK)
        st = sink_gzip_part(encoder, outlet, bytes + begun, begun, len - begun,
                            is_last, trouble);
    sink_gzip_frame_add(&frame, bytes, len);
    return st == ST_OK ? sink_gzip_end(&frame, outlet, trouble) : st;
}

static void
gzip_free(struct sink_encoder *encoder)
{
    free(encoder);
}

enum status
sink_gzip_new(struct trouble *trouble, struct sink_encoder **encoder)
{
    struct gzip *const gzip = malloc(sizeof *gzip);

    if (gzip == NULL)
        return trouble_nomem(trouble);
    gzip->encoder = (struct sink_encoder){write_member, gzip_free};
    isal_deflate_init(&gzip->stream);
    gzip->stream.level = LEVEL;
    gzip->stream.level_buf = gzip->level_buffer;
    gzip->stream.level_buf_size = LEVEL_BYTES;
    *encoder = &gzip->encoder;
    return ST_OK;
}
