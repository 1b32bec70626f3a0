/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include <isa-l.h>

#include "io/sink_internal.h"

/* Level 1 is as fast as 0 and writes a tenth less; 2 and 3 gain little more. */
enum { LEVEL = 1, LEVEL_BYTES = ISAL_DEF_LVL1_DEFAULT, OUT_BYTES = 64 << 10 };

struct gzip {
    struct sink_encoder encoder; /* first: a pointer to it is one to us */
    struct isal_zstream stream;
    _Alignas(16) uint8_t level_buffer[LEVEL_BYTES];
    uint8_t out[OUT_BYTES];
};

static void
start_member(struct isal_zstream *stream)
{
    isal_deflate_reset(stream);
    stream->gzip_flag = IGZIP_GZIP; /* no time, no name */
}

static enum status
gzip_write(struct sink_encoder *encoder, const struct sink_outlet *outlet,
           char *bytes, size_t len, bool is_last, struct trouble *trouble)
{
    struct gzip *const gzip = (struct gzip *)encoder;
    struct isal_zstream *const stream = &gzip->stream;
    enum status st = ST_OK;

    stream->next_in = (uint8_t *)bytes;
    stream->avail_in = (uint32_t)len;
    stream->end_of_stream = is_last;
    do {
        stream->next_out = gzip->out;
        stream->avail_out = OUT_BYTES;
        const int result = isal_deflate(stream);
        assert(result == COMP_OK); /* it refuses wrong settings only */
        (void)result;
        st = outlet->write(outlet->context, (const char *)gzip->out,
                           OUT_BYTES - stream->avail_out, trouble);
    } while (st == ST_OK && stream->avail_out == 0);
    if (is_last)
        start_member(stream);
    return st;
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
    gzip->encoder = (struct sink_encoder){gzip_write, gzip_free};
    isal_deflate_init(&gzip->stream);
    start_member(&gzip->stream);
    gzip->stream.level = LEVEL;
    gzip->stream.level_buf = gzip->level_buffer;
    gzip->stream.level_buf_size = LEVEL_BYTES;
    *encoder = &gzip->encoder;
    return ST_OK;
}
